#include "app/doors.hpp"

#include <nlohmann/json.hpp>
#include <random>

#include "chatd/crypto.hpp"

namespace chatd::app {

namespace {

constexpr auto expiring_notice_us = std::int64_t(60) * 1'000'000;
constexpr int retry_after_max_ms = 15'000;
/// The sign-in could not be judged, since the database is away.
constexpr hub::CloseReason later{1013, "try again later", true};

/// Tells a session that something without an ack went wrong.
void tell_error(const hub::Session& session, const Error& error) {
    session.send(hub::Push("error", hub::error_object(error)));
}

Hello hello_of(const hub::Session& session) {
    const auto& caller = session.caller;
    Hello hello;
    hello.connection_id = session.id;
    hello.server_time = Time::now();
    hello.user = {caller.user, caller.tenant, caller.kind, caller.name, {}};
    const auto names = names_of(Permission{});
    for (std::size_t i = 0; i < names.size(); ++i)
        if (caller.may(static_cast<Permission>(i))) hello.user.permissions.emplace_back(names[i]);
    return hello;
}

std::string text_in(const Json& object, const char* field) {
    const auto found = object.is_object() ? object.find(field) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Only who asks: an argument more than they know of is an error to some clients.
bool wants_recovery(const hub::Connection& connection, const Json& auth) {
    if (!connection.recoverable() || !auth.is_object()) return false;
    const auto asked = auth.find("recovery");
    return (asked != auth.end() && *asked == true) || !text_in(auth, "pid").empty();
}

std::string bearer_token(const hub::HttpRequest& request) {
    const auto header = request.header("authorization");
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size()) return {};
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(header[i])) != scheme[i]) return {};
    return std::string(header.substr(scheme.size()));
}

/// An empty one is one, and wrong.
std::optional<std::string> idempotency_key(const hub::HttpRequest& request) {
    for (const auto& [name, value] : request.headers)
        if (name == "idempotency-key") return value;
    return {};
}

/// To be saved; where a browser shows it all the same, it runs nothing and loads nothing.
hub::HttpResponse answer_of(Document document) {
    hub::HttpResponse response;
    response.content_type = std::move(document.content_type);
    response.body = std::move(document.text);
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + document.name + "\"");
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.headers.emplace_back("Cache-Control", "private, no-store");
    return response;
}

std::string upper_words(std::vector<std::string> words) {
    std::string out;
    for (auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

}  // namespace

hub::HttpResponse problem(const Error& error, const std::string& request_id) {
    const auto& known = facts(error.code);
    hub::HttpResponse response;
    response.status = known.status;
    response.content_type = "application/problem+json";
    auto& out = response.body;
    out = R"({"type":"https://chatd.example/errors/)" + std::string(known.name) + R"(","title":)" + json_quoted(known.title) +
          R"(,"status":)" + std::to_string(known.status) + R"(,"detail":)" + json_quoted(error.message) + R"(,"code":")" +
          std::string(known.name) + R"(","retryable":)" + (known.retryable ? "true" : "false") + R"(,"errors":[)";
    for (std::size_t i = 0; i < error.errors.size(); ++i)
        out += (i ? "," : "") + (R"({"field":)" + json_quoted(error.errors[i].field)) + R"(,"message":)" + json_quoted(error.errors[i].message) + "}";
    out += R"(],"details":)" + (error.details.empty() ? "null" : error.details);
    if (error.retry_after_ms) {
        out += R"(,"retry_after_ms":)" + std::to_string(*error.retry_after_ms);
        response.headers.emplace_back("Retry-After", std::to_string((*error.retry_after_ms + 999) / 1000));
    }
    out += R"(,"request_id":)" + json_quoted(request_id) + "}";
    if (error.code == Code::unauthenticated || error.code == Code::token_expired)
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

Doors::Doors(Parts parts)
    : parts_(std::move(parts)), events_(parts_.limits.events), expiry_timer_(parts_.chat_thread) {
    parts_.accounts.on_ended([this](const accounts::SignInEnded& ended) { end_sign_in(ended); });
}

void Doors::declare(api::Api& api) {
    api.announces<Hello>();
    api.announces<Draining>();
    api.announces<Expiring>();
}

void Doors::start() { watch_expiry(); }

void Doors::drain() {
    draining_ = true;
    std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<int> wait(0, retry_after_max_ms);
    for (const auto& session : parts_.hub.sessions()) session->send(api::push_of(Draining{wait(random)}));
}

// ---- signing in -------------------------------------------------------------------------------------------------------

void Doors::opened(std::shared_ptr<hub::Connection> connection, hub::Handshake handshake, std::optional<hub::RequestId> id) {
    if (draining_) return connection->refuse(Error(Code::draining, "The server is going down."), hub::draining);
    signing_in_[connection.get()] = false;
    parts_.nursery.start(sign_in(std::move(connection), std::move(handshake), std::move(id)));
}

Task<Caller> Doors::caller_of(const hub::Handshake& handshake) {
    const auto* token = handshake.auth.is_object() && handshake.auth.contains("token") ? &handshake.auth["token"] : nullptr;
    if (!token || !token->is_string()) throw Error(Code::unauthenticated, "Sign in with a token.");
    accounts::ChatConfigPtr config;
    if (!handshake.config_id.empty()) config = co_await parts_.accounts.configs().find(handshake.config_id);
    // Last, so that no end of the sign-in is missed between its check and the session.
    auto caller = co_await parts_.accounts.authenticate(token->get<std::string>());
    if (handshake.config_id.empty()) co_return caller;
    if (!config || !config->active() || config->tenant != caller.tenant) throw not_found("There is no chat config " + handshake.config_id + ".");
    caller.config = config->id;
    co_return caller;
}

Task<> Doors::sign_in(std::shared_ptr<hub::Connection> connection, hub::Handshake handshake, std::optional<hub::RequestId> id) {
    std::optional<Error> refused;
    std::optional<Caller> caller;
    try {
        caller = co_await caller_of(handshake);
        if (caller->kind == UserKind::technician) {
            co_await parts_.presence.arrived(*caller);
            caller = co_await caller_of(handshake);  // once more: the sign-in may have ended meanwhile
        }
        const auto others = parts_.hub.sessions_of(caller->user).size();
        if (others >= static_cast<std::size_t>(parts_.limits.connections_per_user))
            refused = Error(Code::rate_limited, "Too many connections of one person.");
    } catch (const Error& error) {
        refused = error;
    }
    const bool gone = signing_in_[connection.get()];
    if (refused || gone) {
        signing_in_.erase(connection.get());
        const bool again = refused && (refused->code == Code::unauthenticated || refused->code == Code::token_expired);
        const auto& reason = again ? hub::sign_in_again : refused && facts(refused->code).retryable ? later : hub::policy;
        if (refused) connection->refuse(*refused, reason);
        if (caller) parts_.presence.left(*caller);
        co_return;
    }
    // No await between authenticate() and here, but for what can't end a sign-in: an end that is announced from now on finds the session.
    auto session = std::make_shared<hub::Session>(connection, std::move(*caller), handshake.remote);
    connection->session = session;
    parts_.hub.open(session);
    signing_in_.erase(connection.get());
    std::function<void()> give_missed;
    if (wants_recovery(*connection, handshake.auth)) {
        give_missed = co_await recover(session, handshake.auth);
        if (connection->session != session) co_return;  // the peer has gone meanwhile
    }
    const auto kept = session->speak();
    connection->welcome(parts_.hub.names_of(*session));
    session->send(api::push_of(hello_of(*session)));
    if (id) connection->ack(*id, "{}");
    // In the order in which they were told: the client names the last that it got.
    for (const auto& frame : kept) session->send(frame);
    if (give_missed) give_missed();
}

/// Socket.IO's connection state recovery: the client names the connection that it had and the last that it got there.
Task<std::function<void()>> Doors::recover(hub::SessionPtr session, const Json& auth) {
    std::optional<hub::Missed> missed;
    if (const auto pid = text_in(auth, "pid"); !pid.empty()) missed = parts_.hub.recall(pid, text_in(auth, "offset"), session->caller);
    std::function<void()> give_missed;
    if (missed) {
        session->keep_silent();
        parts_.hub.make_recoverable(*session, missed->names, missed->trail);
        try {
            give_missed = co_await parts_.livechat.recover(session, std::move(*missed));
        } catch (const Error&) {  // they resume when the database is back
        }
    }
    if (!give_missed) parts_.hub.make_recoverable(*session, {random_string(), random_string()}, {});
    co_return give_missed;
}

void Doors::closed(std::shared_ptr<hub::Connection> connection) {
    if (auto waiting = signing_in_.find(connection.get()); waiting != signing_in_.end()) waiting->second = true;
    auto session = std::exchange(connection->session, nullptr);
    if (!session) return;
    parts_.hub.close(*session);
    parts_.presence.left(session->caller);
}

void Doors::end_sign_in(const accounts::SignInEnded& ended) {
    for (const auto& session : parts_.hub.sessions_of(ended.user))
        if (ended.concerns(session->caller)) session->connection().close(ended.reason);
}

void Doors::watch_expiry() {
    expiry_timer_.expires_after(std::chrono::seconds(1));
    expiry_timer_.async_wait([this](boost::system::error_code cut) {
        if (cut) return;
        const auto now = Time::now().us;
        for (const auto& session : parts_.hub.sessions()) {
            const auto left_us = session->caller.expires.us - now;
            if (left_us <= 0) {
                session->connection().close(hub::sign_in_again);
            } else if (left_us <= expiring_notice_us && session->told_expiry_of != session->caller.expires) {
                session->told_expiry_of = session->caller.expires;
                session->send(api::push_of(Expiring{session->caller.expires}));
            }
        }
        watch_expiry();
    });
}

// ---- events -----------------------------------------------------------------------------------------------------------

void Doors::event(std::shared_ptr<hub::Connection> connection, std::string name, Json body, std::optional<hub::RequestId> id) {
    const auto session = connection->session;
    if (!session) return;  // closed in between
    const auto refuse = [&](const Error& error) {
        if (id) connection->ack(*id, error);
        else tell_error(*session, error);
    };
    if (draining_) return refuse(Error(Code::draining, "The server is going down."));
    if (parts_.limits.profile != LimitsProfile::off) {
        try {
            events_.require(std::to_string(reinterpret_cast<std::uintptr_t>(session.get())), std::chrono::steady_clock::now());
        } catch (const Error& error) {
            return refuse(error);
        }
    }
    const auto target = parts_.api.event(name);
    if (!target.operation) return refuse(Error(Code::unknown_event, "There is no event " + name.substr(0, 64) + "."));
    if (body.is_null()) body = Json::object();
    if (target.rewrite) body = target.rewrite(std::move(body));
    parts_.nursery.start(serve_event(session, *target.operation, std::move(body), std::move(id)));
}

Task<> Doors::serve_event(hub::SessionPtr session, const api::Operation& operation, Json body, std::optional<hub::RequestId> id) {
    Call call;
    call.session = session;
    call.remote = session->remote;
    call.request_id = session->id;
    call.sign_in(session->caller);
    auto& connection = session->connection();
    const auto refuse = [&](const Error& error) {
        if (id) connection.ack(*id, error);
        else tell_error(*session, error);
    };
    call.answer_by(refuse);
    const auto reply = co_await parts_.api.call(call, operation, body);
    if (call.answered()) co_return;
    if (reply.error) co_return refuse(*reply.error);
    if (id) connection.ack(*id, reply.data);
    call.replied();
}

// ---- requests ---------------------------------------------------------------------------------------------------------

void Doors::request(hub::HttpRequest request, hub::Respond respond) {
    if (auto answer = parts_.plain_request(request)) return respond(std::move(*answer));
    parts_.nursery.start(serve_request(std::move(request), std::move(respond)));
}

Task<> Doors::serve_request(hub::HttpRequest request, hub::Respond respond) {
    hub::HttpResponse response;
    try {
        if (draining_) throw Error(Code::draining, "The server is going down.");
        const auto match = parts_.api.routes().find(request.method, request.path);
        if (!match.operation) {
            if (match.allowed.empty()) throw not_found("There is no route " + request.path.substr(0, 200) + ".");
            response = problem(Error(Code::method_not_allowed, "The path takes " + upper_words(match.allowed) + "."), request.request_id);
            response.headers.emplace_back("Allow", upper_words(match.allowed));
            respond(std::move(response));
            co_return;
        }
        Call call;
        call.remote = request.remote;
        call.request_id = request.request_id;
        call.idempotency_key = idempotency_key(request);
        call.if_match = request.header("if-match");
        call.body = request.incoming;
        auto token = bearer_token(request);
        if (!token.empty() && match.operation->access().who != api::Access::Who::anyone) {
            auto caller = co_await parts_.accounts.authenticate(std::move(token));
            if (!caller.staff()) parts_.heard_of(caller.user);
            call.sign_in(std::move(caller));
        }
        const JsonLimits json{static_cast<std::size_t>(parts_.limits.json_depth), static_cast<std::size_t>(parts_.limits.json_keys)};
        auto body = request.body.empty() ? Json() : parse_json(request.body, json);
        body = api::merged_request(*match.operation, match.path, request.query, std::move(body));
        call.answer_by([&](const Error& error) { respond(problem(error, request.request_id)); });
        const auto reply = co_await parts_.api.call(call, *match.operation, body);
        if (call.answered()) co_return;
        if (reply.error) throw Error(*reply.error);
        response.status = match.status;
        if (call.document) response = answer_of(std::move(*call.document));
        else if (call.file) response.file = call.file;
        else if (match.status != 204) response.body = reply.data;
        if (!call.etag.empty()) response.headers.emplace_back("ETag", call.etag);
        if (reply.replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
        call.replied();
    } catch (const Error& error) {
        response = problem(error, request.request_id);
    }
    respond(std::move(response));
}

}  // namespace chatd::app
