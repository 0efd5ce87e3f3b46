// Where requests go: Engine.IO, the plain WebSocket, the chat's REST door, static files; and who may ask from another origin.
#include <algorithm>
#include <array>

#include "net/base64.hpp"
#include "net/engine_http.hpp"
#include "net/header_values.hpp"
#include "net/http_connection.hpp"
#include "net/plain_session.hpp"

namespace chatd::net {
namespace {

constexpr std::string_view rest_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/// Calls `take` with each element of a comma-separated list until it returns true.
template <class Take>
bool any_element(std::string_view list, Take take) {
    while (!list.empty()) {
        auto end = list.find(',');
        auto element = list.substr(0, end);
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
        while (element.starts_with(' ')) element.remove_prefix(1);
        while (element.ends_with(' ')) element.remove_suffix(1);
        if (take(element)) return true;
    }
    return false;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, low, low);
}

bool for_the_chat(std::string_view path) {
    return path.starts_with("/api/") || path.starts_with("/chat/") || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

Answer empty(int status, Headers headers) { return {status, {}, std::move(headers), nullptr}; }

void to_the_chat(HttpConnection& connection, hub::HttpRequest request, bool foreign_allowed) {
    if (request.method == "OPTIONS") {
        if (request.header("access-control-request-method").empty()) return connection.reply(empty(204, {{"Allow", std::string(rest_methods)}}));
        return connection.reply(preflight(request, foreign_allowed));
    }
    constexpr std::array<std::string_view, 6> methods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    if (std::ranges::find(methods, request.method) == methods.end())
        return connection.reply_problem(405, "method_not_allowed", "This method is not spoken here.", {{"Allow", std::string(rest_methods)}});
    if (request.method == "HEAD") request.method = "GET";
    auto exchange = connection.reply_later();
    Report report;
    report.kind = Report::Kind::request;
    report.request = std::make_unique<hub::HttpRequest>(std::move(request));
    report.exchange = std::move(exchange);
    connection.loop().report(std::move(report));
}

bool asks_for_websocket(const hub::HttpRequest& request) {
    const auto lists = [&](std::string_view header, std::string_view wanted) {
        return any_element(request.header(header), [wanted](std::string_view name) { return equal_ignoring_case(name, wanted); });
    };
    return request.header("sec-websocket-version") == "13" && lists("connection", "upgrade") && lists("upgrade", "websocket");
}

bool good_websocket_key(std::string_view key) {
    const auto bytes = from_base64(key);
    return bytes && bytes->size() == 16;
}

void plain_websocket(HttpConnection& connection, const hub::HttpRequest& request) {
    if (!asks_for_websocket(request))
        return connection.reply_problem(426, "invalid", "This path speaks WebSocket, version 13.", {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}});
    if (request.method != "GET") return connection.reply_problem(405, "method_not_allowed", "A WebSocket is opened with GET.", {{"Allow", "GET"}});
    if (!good_websocket_key(request.header("sec-websocket-key")))
        return connection.reply_problem(400, "invalid", "Sec-WebSocket-Key must be 16 bytes in base64.");
    auto& loop = connection.loop();
    if (loop.common().draining) return connection.reply_problem(503, "draining", "The server is going down.", {{"Retry-After", "1"}});
    if (!loop.strangers().room_for(request.remote))
        return connection.reply_problem(429, "rate_limited", "Too many connections from here that have not signed in.", {{"Retry-After", "5"}});
    if (!loop.sockets().room_for(request.remote)) return connection.reply_problem(429, "rate_limited", "Too many connections from here.", {{"Retry-After", "30"}});
    hub::Handshake handshake;
    handshake.config_id = query_value(request.query, "configId");
    handshake.origin = request.header("origin");
    handshake.remote = request.remote;
    std::string_view protocol, token;
    any_element(request.header("sec-websocket-protocol"), [&](std::string_view name) {
        if (name == "chatd") protocol = "chatd";
        if (name.starts_with("bearer.")) token = name.substr(7);
        return false;
    });
    auto authorization = request.header("authorization");
    if (token.empty() && authorization.size() > 7 && equal_ignoring_case(authorization.substr(0, 7), "bearer ")) token = authorization.substr(7);
    if (!token.empty()) handshake.auth = Json{{"token", std::string(token)}};
    std::string answer;
    auto socket = connection.upgrade(request, loop.common().plain_rules, answer, protocol);
    auto session = std::make_shared<PlainSession>(loop, socket, std::move(handshake));
    socket->start(std::move(answer), session);
    session->begin();
}

/// The part of a file that was asked for; 416 if there is none such.
void static_range(HttpConnection& connection, const StaticFile& file, const ByteRange& range, Headers headers) {
    const auto size = std::to_string(file.content->size());
    if (range.kind == ByteRange::Kind::unsatisfiable)
        return connection.reply_problem(416, "invalid", "The file has " + size + " bytes.", {{"Content-Range", "bytes */" + size}});
    headers.emplace_back("Content-Range", "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + size);
    auto piece = std::make_shared<const std::string>(file.content->substr(range.first, range.last - range.first + 1));
    connection.reply({206, std::string(file.content_type), std::move(headers), std::move(piece)});
}

void static_file(HttpConnection& connection, const hub::HttpRequest& request) {
    const auto& options = connection.loop().options();
    if (request.method == "OPTIONS") return connection.reply(empty(204, {{"Allow", "GET, HEAD, OPTIONS"}}));
    const auto wanted = request.method == "GET" ? request.header("range") : std::string_view();
    auto file = connection.loop().files().find(request.path, wanted.empty() && takes_gzip(request.header("accept-encoding")));
    if (!file) return connection.reply_problem(404, "not_found", "There is nothing at this path.");
    if (request.method != "GET" && request.method != "HEAD")
        return connection.reply_problem(405, "method_not_allowed", "This path can be read only.", {{"Allow", "GET, HEAD, OPTIONS"}});
    connection.allow_origin({});
    Headers headers{{"ETag", file->etag},
                    {"Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                    {"Referrer-Policy", options.referrer_policy},
                    {"Content-Security-Policy", options.content_security_policy},
                    {"Cross-Origin-Resource-Policy", "cross-origin"},
                    {"Access-Control-Allow-Origin", "*"}};
    headers.emplace_back("Accept-Ranges", "bytes");
    if (file->has_gzip) headers.emplace_back("Vary", "Accept-Encoding");
    if (tag_matches(request.header("if-none-match"), file->etag)) return connection.reply(empty(304, std::move(headers)));
    const auto condition = request.header("if-range");
    const auto range = condition.empty() || condition == file->etag ? wanted_range(wanted, file->content->size()) : ByteRange();
    if (range.kind != ByteRange::Kind::whole) return static_range(connection, *file, range, std::move(headers));
    if (file->gzip) headers.emplace_back("Content-Encoding", "gzip");
    connection.reply({200, std::string(file->content_type), std::move(headers), file->content});
}

}  // namespace

Answer preflight(const hub::HttpRequest& request, bool allowed) {
    if (!allowed) return empty(204, {{"Vary", "Origin"}});
    Headers headers{{"Access-Control-Allow-Methods", std::string(rest_methods)}, {"Access-Control-Max-Age", "600"}};
    auto wanted = request.header("access-control-request-headers");
    headers.emplace_back("Access-Control-Allow-Headers", wanted.empty() ? "Authorization, Content-Type, Idempotency-Key, If-Match" : std::string(wanted));
    return empty(204, std::move(headers));
}

bool wants_websocket(const hub::HttpRequest& request) {
    return request.method == "GET" && asks_for_websocket(request) && good_websocket_key(request.header("sec-websocket-key"));
}

void route_request(HttpConnection& connection, hub::HttpRequest request) {
    const auto& options = connection.loop().options();
    auto origin = request.header("origin");
    bool allowed = !origin.empty() && (own_origin(origin, request.header("host")) || (options.origin_allowed && options.origin_allowed(origin)));
    bool foreign = !origin.empty() && !allowed;
    if (allowed) connection.allow_origin(std::string(origin));
    for (const auto& mount : options.engine_mounts) {
        if (!request.path.starts_with(mount.path) && request.path + '/' != mount.path) continue;
        if (foreign && request.method != "OPTIONS") return connection.reply_problem(403, "forbidden", "This origin may not connect.");
        return engine_request(connection, std::move(request), mount, allowed);
    }
    if (request.path == "/ws") {
        if (foreign) return connection.reply_problem(403, "forbidden", "This origin may not connect.");
        return plain_websocket(connection, request);
    }
    if (for_the_chat(request.path)) return to_the_chat(connection, std::move(request), allowed);
    static_file(connection, request);
}

}  // namespace chatd::net
