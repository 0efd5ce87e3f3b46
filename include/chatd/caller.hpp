// Who asks. A Caller is what a verified token says, with the rights that the database gives its user now.
// Made by accounts, kept by a hub::Session or for one REST request; chat thread only.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chatd/describe.hpp"
#include "chatd/error.hpp"
#include "chatd/ids.hpp"

namespace chatd {

namespace hub {
class Session;
struct IncomingBody;
struct FileBody;
}

enum class UserKind : std::uint8_t { technician, client, ai, system };
constexpr auto names_of(UserKind) { return std::array<std::string_view, 4>{"technician", "client", "ai", "system"}; }

/// SPEC 2. Roles carry them, per tenant; the names are those of role_permissions.
enum class Permission : std::uint8_t {
    chat_accept, chat_assign, chat_transfer, chat_monitor, chat_complete, channels_manage, tickets_write, kb_write, ai_configure,
    ai_supervise, reports_view, config_manage, users_manage, time_view_all, data_export, data_erase
};
constexpr auto names_of(Permission) {
    return std::array<std::string_view, 16>{"chat.accept", "chat.assign", "chat.transfer", "chat.monitor", "chat.complete",
                                            "channels.manage", "tickets.write", "kb.write", "ai.configure", "ai.supervise",
                                            "reports.view", "config.manage", "users.manage", "time.view_all", "data.export", "data.erase"};
}
class Permissions {
public:
    bool has(Permission permission) const { return bits_ >> static_cast<unsigned>(permission) & 1u; }
    void add(Permission permission) { bits_ |= 1u << static_cast<unsigned>(permission); }
    bool operator==(const Permissions&) const = default;

private:
    std::uint32_t bits_ = 0;
};

struct Caller {
    TenantId tenant;
    UserId user;
    UserKind kind = UserKind::client;
    std::string name;
    std::string avatar_url;  ///< empty if none
    SignInId sign_in;        ///< `sid`; zero for tokens of a foreign issuer
    Permissions permissions;
    Time expires;               ///< of the token
    ChatConfigId config;        ///< the chat config a visitor came in by; zero if none
    bool staff() const { return kind == UserKind::technician || kind == UserKind::ai; }
    bool may(Permission permission) const { return permissions.has(permission); }
};

/// What makes an operation happen once (api/once.hpp). Made by Api::call for operations that are declared so.
struct Once {
    std::string operation;
    std::string key;           ///< empty: the caller gave none
    std::string request_hash;  ///< of what was asked, the key left out; only with a key
    std::string reply;         ///< as it is stored
    bool ran = false;
};

/// An answer of REST that is no JSON record but a file to be saved.
struct Document {
    std::string content_type, name, text;  ///< `name`: letters, digits, `-` and `.`
};

/// One request on its way through Api::call. Lives until its reply has been queued.
class Call {
public:
    /// Throws `unauthenticated` when nobody is signed in.
    const Caller& caller() const;
    bool signed_in() const { return caller_.has_value(); }

    std::shared_ptr<hub::Session> session;  ///< the socket it came by; null on REST
    std::string remote;                     ///< the peer's address
    std::string request_id;                 ///< for logs; on a socket the connection's id
    std::optional<std::string> idempotency_key;  ///< REST's header of that name, as it came
    std::optional<Once> once;
    bool replayed = false;  ///< it had its effect before, under the same key
    std::optional<Document> document;  ///< the answer of an operation that answers one
    std::shared_ptr<hub::IncomingBody> body;  ///< of an operation that receives a file
    std::shared_ptr<hub::FileBody> file;      ///< the answer of one that sends a file
    std::string if_match;                   ///< REST's If-Match: the change is for this version only; empty if any
    std::string etag;                       ///< the version that the answer shows, for REST's ETag; empty if it has none

    void sign_in(Caller caller) { caller_ = std::move(caller); }
    /// Done on the chat thread right after the reply has been queued, in order. Not when the operation failed.
    void after_reply(std::function<void()> step) { after_reply_.push_back(std::move(step)); }
    /// How the door answers; for answer_now().
    void answer_by(std::function<void(const Error&)> answer) { answer_ = std::move(answer); }
    /// Answers at once, though the verb goes on: what has become of its transaction is not known yet, and others will have to be told. Once.
    void answer_now(const Error& error) {
        if (std::exchange(answered_, true) || !answer_) return;
        answer_(error);
    }
    bool answered() const { return answered_; }
    void replied() {
        for (auto& step : after_reply_) step();
        after_reply_.clear();
    }

private:
    std::optional<Caller> caller_;
    std::vector<std::function<void()>> after_reply_;
    std::function<void(const Error&)> answer_;
    bool answered_ = false;
};

}  // namespace chatd
