// A session: one signed-in connection as the chat sees it, with what it has been given of each channel. Chat thread only.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chatd/caller.hpp"
#include "hub/connection.hpp"

namespace chatd::hub {

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(std::shared_ptr<Connection> connection, Caller caller, std::string remote)
        : caller(std::move(caller)), remote(std::move(remote)), connection_(std::move(connection)) {}

    const std::string id = Uuid::random().text();  ///< of the connection: in `hello`, and in the log as its request id
    Caller caller;
    std::string remote;
    Time told_expiry_of;  ///< the `caller.expires` of which the client has been warned

    Connection& connection() const { return *connection_; }
    void send(const Push& push) const { connection_->send(push.frame(connection_->encoding())); }

private:
    friend class Hub;
    /// While `held`, live events wait: the history that the client asked for is being read, and goes out first.
    struct Subscription {
        std::int64_t given_seq = 0;  ///< the last durable event that this session got, or has in the history it got
        std::int64_t began_seq = 0;  ///< the head of that history
        std::uint64_t hold = 0;      ///< which reading of the history it is
        bool held = true;
        struct Leave {
            std::int64_t seq;
            std::optional<ChannelId> with;
        };
        std::optional<Leave> left;  ///< the user has left meanwhile
        std::vector<std::pair<std::int64_t, FramePtr>> waiting;
    };
    std::shared_ptr<Connection> connection_;
    std::unordered_map<ChannelId, Subscription> channels_;
};

}  // namespace chatd::hub
