#include "net/http_message.hpp"

#include <algorithm>

#include "net/target.hpp"

namespace chatd::net {
namespace {

bool plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}
bool token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != ':'; });
}

/// The next element of a comma-separated list, trimmed, taken off the front.
std::string_view take_element(std::string_view& list) {
    auto end = list.find(',');
    auto element = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    while (element.starts_with(' ') || element.starts_with('\t')) element.remove_prefix(1);
    while (element.ends_with(' ') || element.ends_with('\t')) element.remove_suffix(1);
    return element;
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 507: return "Insufficient Storage";
        case 505: return "HTTP Version Not Supported";
        default: return status < 400 ? "OK" : "Error";
    }
}

namespace {
Answer problem(int status, std::string_view code, std::string_view detail, const std::vector<FieldError>& errors, std::string_view request_id) {
    std::string body = R"({"type":"about:blank","title":)";
    append_quoted(body, reason_phrase(status));
    body += R"(,"status":)" + std::to_string(status) + R"(,"detail":)";
    append_quoted(body, detail);
    body += R"(,"code":)";
    append_quoted(body, code);
    body += R"(,"errors":[)";
    for (const auto& [field, message] : errors) {
        body += body.back() == '[' ? R"({"field":)" : R"(,{"field":)";
        append_quoted(body, field);
        body += R"(,"message":)";
        append_quoted(body, message);
        body += '}';
    }
    body += R"(],"request_id":)";
    append_quoted(body, request_id);
    body += '}';
    return {status, "application/problem+json", {{"Cache-Control", "no-store"}}, std::make_shared<const std::string>(std::move(body))};
}

}  // namespace

Answer problem(int status, std::string_view code, std::string_view detail, std::string_view request_id) { return problem(status, code, detail, {}, request_id); }
Answer problem(const Error& error, std::string_view request_id) {
    const auto& known = facts(error.code);
    return problem(known.status, known.name, error.message, error.errors, request_id);
}

std::optional<Error> read_target(hub::HttpRequest& request) {
    try {
        auto target = parse_target(request.path);
        request.path = std::move(target.path);
        request.query = std::move(target.query);
        return {};
    } catch (const Error& error) {
        return error;
    }
}

Answer from_door(hub::HttpResponse response) {
    Answer answer{response.status, std::move(response.content_type), std::move(response.headers), {}};
    answer.body = std::make_shared<const std::string>(std::move(response.body));
    return answer;
}

std::string head_text(const Answer& answer, const HeadFacts& facts) {
    std::string out;
    out.reserve(512);
    out += facts.http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    out += std::to_string(answer.status);
    out += ' ';
    out += reason_phrase(answer.status);
    auto add = [&](std::string_view name, std::string_view value) {
        if (!token(name) || !plain(value)) return;
        out += "\r\n";
        out += name;
        out += ": ";
        out += value;
    };
    add("Date", facts.date);
    add("X-Request-Id", facts.request_id);
    add("X-Content-Type-Options", "nosniff");
    if (!answer.content_type.empty()) add("Content-Type", answer.content_type);
    if (answer.status != 204 && answer.status != 304) add("Content-Length", std::to_string(answer.file ? answer.count : answer.body ? answer.body->size() : 0));
    for (const auto& [name, value] : answer.headers) add(name, value);
    if (!facts.keep_alive) add("Connection", "close");
    else if (facts.http_1_0) add("Connection", "keep-alive");
    out += "\r\n\r\n";
    return out;
}

bool takes_gzip(std::string_view accepted) {
    while (!accepted.empty()) {
        auto element = take_element(accepted);
        auto name = element.substr(0, element.find_first_of("; "));
        if (name != "gzip" && name != "*") continue;
        auto quality = element.find("q=0");
        return quality == std::string_view::npos || element.find_first_not_of("0.", quality + 3) != std::string_view::npos;
    }
    return false;
}

bool tag_matches(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        auto tag = take_element(if_none_match);
        if (tag == "*") return true;
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == etag) return true;
    }
    return false;
}

}  // namespace chatd::net
