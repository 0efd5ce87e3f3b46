// A session: one signed-in connection as the chat sees it, with what it has been given of each channel. Chat thread only.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chatd/caller.hpp"
#include "hub/connection.hpp"
#include "hub/recovery.hpp"

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
    void send(const Push& push) const { send(push.frame(connection_->encoding())); }
    void send(FramePtr frame) const {
        if (silent_) return kept_.push_back(std::move(frame));
        connection_->send(std::move(frame));
    }
    /// Before the welcome, while what it missed is read: what is sent is kept. speak() gives it back, to be sent after the beginning.
    void keep_silent() { silent_ = true; }
    std::vector<FramePtr> speak() {
        silent_ = false;
        return std::exchange(kept_, {});
    }

private:
    friend class Hub;
    friend class Hold;
    /// While there are holds, live events wait: the history that the client asked for is being read, and goes out first.
    struct Subscription {
        std::uint64_t number = 0;     ///< tells one from another that was here before
        std::int64_t given_seq = 0;   ///< the last durable event that this session got, or has in the history it got
        std::int64_t as_of = 0;       ///< the event as of which they are known to be allowed to hear it
        std::int64_t came_in = 0;     ///< the event by which they came in while it was held; 0: none
        int holds = 0;
        bool live = false;            ///< hears once there is no hold
        std::vector<std::pair<std::int64_t, FramePtr>> waiting;
    };
    std::shared_ptr<Connection> connection_;
    std::unordered_map<ChannelId, Subscription> channels_;
    /// For clients that asked for connection state recovery.
    struct Recovery {
        Connection::Names names;
        Trail trail;
    };
    void told(ChannelId channel, std::int64_t seq, bool by_ack = false) {
        if (recovery_) recovery_->trail.told(channel, seq, by_ack);
    }
    std::optional<Recovery> recovery_;
    bool silent_ = false;
    mutable std::vector<FramePtr> kept_;
    std::unordered_map<ChannelId, std::int64_t> left_;  ///< by which event its person left, until they come in again
};

}  // namespace chatd::hub
