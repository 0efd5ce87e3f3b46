// The seam between the chat and the wire. `net` implements Connection (plain WebSocket, Socket.IO over WebSocket or polling)
// and calls Door; `app` implements Door. Neither side sees the other's headers, and no feature sees a socket.
#pragma once
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chatd/error.hpp"
#include "chatd/json.hpp"
#include "hub/body.hpp"
#include "hub/push.hpp"

namespace chatd::hub {

class Session;

/// Why a connection is closed from our side: the codes of SPEC 4.1 and 19.6.
/// `resumable` decides how Socket.IO is cut: the engine is closed (the stock client comes back by itself),
/// else `error` and a namespace DISCONNECT (it does not).
struct CloseReason {
    int code;
    std::string_view text;
    bool resumable;
};
inline constexpr CloseReason draining{1012, "draining", true};
inline constexpr CloseReason slow_client{1013, "slow client", true};
/// Its client has come back on another connection, before the end of this one was noticed.
inline constexpr CloseReason superseded{1001, "went on elsewhere", true};
inline constexpr CloseReason policy{1008, "policy", false};
inline constexpr CloseReason sign_in_again{4401, "sign in again", false};
inline constexpr CloseReason revoked{4403, "revoked", false};

/// The identifier that a client gave a request: Socket.IO's ack number or the `id` of a plain frame, as JSON text to send back.
using RequestId = std::string;

/// One open connection. All calls come from the chat thread and never block; what is sent arrives in the order of the calls.
/// After close() or the peer's end, calls do nothing.
class Connection {
public:
    virtual ~Connection() = default;
    virtual const Encoding& encoding() const = 0;
    /// Socket.IO's names of a socket: the one that everybody may know, and the one by which its client may come back.
    struct Names {
        std::string sid;  ///< empty: any
        std::string pid;  ///< empty: it may not
    };
    virtual bool recoverable() const { return false; }
    /// From here on durable events carry their offset: its client may come back. Of a recoverable one, before anything is sent.
    virtual void carry_offsets() {}
    /// The sign-in was good: Socket.IO answers CONNECT; plain has nothing to say. Once, before any send.
    virtual void welcome(const Names& names) = 0;
    void welcome() { welcome(Names()); }
    /// The sign-in was refused. Socket.IO: CONNECT_ERROR with `{message, data: error}`; plain: push `error`, then close `reason`.
    virtual void refuse(const Error& error, const CloseReason& reason) = 0;
    virtual void send(FramePtr frame) = 0;
    /// `data` is the text of a JSON object, the body of the reply. Socket.IO spreads it beside `ok` (SPEC 19.8).
    virtual void ack(const RequestId& id, std::string_view data) = 0;
    virtual void ack(const RequestId& id, const Error& error) = 0;
    /// Sends what is queued, then closes.
    virtual void close(const CloseReason& reason) = 0;

    std::shared_ptr<Session> session;  ///< who it is; empty until signed in; chat thread only
};

/// The text of SPEC 4.4's error object: `{"code","message","details","retryable","retry_after_ms"?}`.
/// `details` has `errors[{field,message}]` where fields were wrong.
std::string error_object(const Error& error);

/// How a client introduced itself.
struct Handshake {
    Json auth;              ///< Socket.IO's auth payload, or `{"token": …}` made from the header or the first `auth` frame; null if none
    std::string config_id;  ///< from the query or the auth payload; may be empty
    std::string origin;     ///< the Origin header; empty outside browsers
    std::string remote;     ///< the peer's address, without port; trusted proxies already resolved
};

/// A request of the REST door, whole, or with a body that is to be taken as it comes.
struct HttpRequest {
    std::string method;  ///< upper case
    std::string path;    ///< percent-decoded, without query; valid UTF-8
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;
    std::shared_ptr<IncomingBody> incoming;  ///< in place of `body`
    std::string remote;
    std::string request_id;  ///< from X-Request-Id if well-formed, else made by net; net returns it on every answer

    /// The first header of that lower-case name, or empty.
    std::string_view header(std::string_view name) const;
};
struct HttpResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<FileBody> file{};  ///< in place of `body`; its type and headers are told too
};
/// May be called once, from the chat thread.
using Respond = std::function<void(HttpResponse)>;

/// What happens on the wire, told to the chat. Every call is made on the chat thread (net posts it there).
class Door {
public:
    virtual ~Door() = default;
    /// Socket.IO CONNECT, a plain upgrade with a token, or a plain `auth` frame. The door answers welcome() or refuse().
    /// `id` is that of the `auth` frame, to be acked after welcome(). A second `auth` frame comes as the event `auth`.
    virtual void opened(std::shared_ptr<Connection> connection, Handshake handshake, std::optional<RequestId> id) = 0;
    /// Only after welcome(). `body` is an object, or whatever JSON the client sent in its place.
    virtual void event(std::shared_ptr<Connection> connection, std::string name, Json body, std::optional<RequestId> id) = 0;
    /// Exactly once for each opened connection, whoever closed it.
    virtual void closed(std::shared_ptr<Connection> connection) = 0;
    virtual void request(HttpRequest request, Respond respond) = 0;
};

}  // namespace chatd::hub
