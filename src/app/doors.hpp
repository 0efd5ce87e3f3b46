// The doors: what comes off the wire becomes a call of an operation, what the operation answers goes back. Signing in, the three ways
// to answer (ack, push `error`, HTTP response), the limits of a connection, and the ends of sessions are here. Chat thread only.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <unordered_map>

#include "accounts/accounts.hpp"
#include "api/api.hpp"
#include "base/nursery.hpp"
#include "chatd/config.hpp"
#include "hub/hub.hpp"
#include "livechat/livechat.hpp"
#include "presence/presence.hpp"

namespace chatd::app {

struct HelloUser {
    UserId id;
    TenantId tenant_id;
    UserKind kind = UserKind::client;
    std::string name;
    std::vector<std::string> permissions;
    static constexpr auto fields =
        describe(field(&HelloUser::id, "id", "The user."), field(&HelloUser::tenant_id, "tenant_id", "Its tenant."),
                 field(&HelloUser::kind, "kind", "What it is."), field(&HelloUser::name, "name", "As others see it."),
                 field(&HelloUser::permissions, "permissions", "What its roles allow."));
};
struct Hello {
    static constexpr std::string_view event = "hello", says = "The first push on every connection.";
    std::string connection_id;
    HelloUser user;
    int protocol = 1;
    Time server_time;
    static constexpr auto fields =
        describe(field(&Hello::connection_id, "connection_id", "Of this connection, for support."), field(&Hello::user, "user", "Who is signed in."),
                 field(&Hello::protocol, "protocol", "Rises when something changes that a client must know."),
                 field(&Hello::server_time, "server_time", "The daemon's clock."));
};
struct Draining {
    static constexpr std::string_view event = "server:draining", says = "The daemon is going down: come back after that time, elsewhere or here.";
    int retry_after_ms = 0;
    static constexpr auto fields = describe(field(&Draining::retry_after_ms, "retry_after_ms", "Different for each connection."));
};
struct Expiring {
    static constexpr std::string_view event = "auth:expiring", says = "The token ends soon: send `auth:refresh` with a new one.";
    Time expires_at;
    static constexpr auto fields = describe(field(&Expiring::expires_at, "expires_at", "When the connection will be closed with 4401."));
};

class Doors final : public hub::Door {
public:
    struct Parts {
        boost::asio::io_context& chat_thread;
        Nursery& nursery;
        api::Api& api;
        hub::Hub& hub;
        accounts::Accounts& accounts;
        presence::Presence& presence;
        livechat::LiveChat& livechat;
        const LimitsConfig& limits;
        /// A client has asked for something by REST: they are there, though they have no connection.
        std::function<void(UserId client)> heard_of;
        /// Requests that are no operation (probes, documents); nothing if it is none of those.
        std::function<std::optional<hub::HttpResponse>(const hub::HttpRequest&)> plain_request;
    };
    explicit Doors(Parts parts);
    void declare(api::Api& api);
    void start();
    /// No new work from here on: it is refused as `draining`.
    void drain();
    void stop() { expiry_timer_.cancel(); }

    void opened(std::shared_ptr<hub::Connection> connection, hub::Handshake handshake, std::optional<hub::RequestId> id) override;
    void event(std::shared_ptr<hub::Connection> connection, std::string name, Json body, std::optional<hub::RequestId> id) override;
    void closed(std::shared_ptr<hub::Connection> connection) override;
    void request(hub::HttpRequest request, hub::Respond respond) override;

private:
    Task<> sign_in(std::shared_ptr<hub::Connection> connection, hub::Handshake handshake, std::optional<hub::RequestId> id);
    Task<std::function<void()>> recover(hub::SessionPtr session, const Json& auth);
    Task<Caller> caller_of(const hub::Handshake& handshake);
    Task<> serve_event(hub::SessionPtr session, const api::Operation& operation, Json body, std::optional<hub::RequestId> id);
    Task<> serve_request(hub::HttpRequest request, hub::Respond respond);
    void end_sign_in(const accounts::SignInEnded& ended);
    void watch_expiry();

    Parts parts_;
    RateLimit events_;
    /// Connections whose token is being checked; true once the peer has gone.
    std::unordered_map<hub::Connection*, bool> signing_in_;
    boost::asio::steady_timer expiry_timer_;
    bool draining_ = false;
};

/// RFC 9457, with `code`, `errors`, `details`, `retryable` and the request's id.
hub::HttpResponse problem(const Error& error, const std::string& request_id);

}  // namespace chatd::app
