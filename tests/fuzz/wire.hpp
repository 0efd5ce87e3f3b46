// The wire in one thread and without a network: a loop of net that runs when it is told to, peers on socket pairs, and a small door that
// remembers. What bytes make of it is the same each time, so that a fuzzer can work with it.
#pragma once
#include <boost/asio/io_context.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hub/connection.hpp"
#include "net/loop.hpp"

namespace chatd::fuzz {

/// Lets in whoever has the token `good`. Events: `echo` answers its body, `cast` tells everybody a number, one more each time, `fail` throws, `close` cuts, `never` gets no
/// ack, others are unknown. Requests: /api/fail throws, /api/never gets no answer, the rest `{}`.
class RememberingDoor final : public hub::Door {
public:
    using Connection = std::shared_ptr<hub::Connection>;
    void opened(Connection connection, hub::Handshake handshake, std::optional<hub::RequestId> id) override;
    void event(Connection connection, std::string name, Json body, std::optional<hub::RequestId> id) override;
    void closed(Connection connection) override;
    void request(hub::HttpRequest request, hub::Respond respond) override;

    std::vector<hub::HttpRequest> requests;
    std::size_t opened_count = 0, closed_count = 0;

private:
    std::set<Connection> all_;
    std::int64_t casts_ = 0;
};

/// The far end of a connection. Closes when destroyed.
class Peer {
public:
    explicit Peer(int fd) : fd_(fd) {}
    Peer(Peer&& other) noexcept : fd_(other.fd_), received_(std::move(other.received_)) { other.fd_ = -1; }
    ~Peer();
    Peer(const Peer&) = delete;
    Peer& operator=(Peer&&) = delete;
    /// False if the connection has ended.
    bool send(std::string_view bytes);
    /// Says that nothing more comes.
    void finish();
    /// Reads what there is; false at the end of the connection.
    bool read();
    const std::string& received() const { return received_; }
    std::string take() { return std::exchange(received_, {}); }

private:
    int fd_;
    std::string received_;
};

class Wire {
public:
    explicit Wire(net::Options options);
    Peer connect();
    /// Runs what is ready, until nothing is.
    void turn();
    /// Ends what peers have left behind and looks that nothing stays of it.
    void clear();
    RememberingDoor& door() { return door_; }
    net::Loop& loop() { return *common_.loops[0]; }

private:
    boost::asio::io_context context_;
    RememberingDoor door_;
    net::Common common_;
};

}  // namespace chatd::fuzz
