// One client connection of the load generator: a non-blocking TCP socket that speaks the client side of WebSocket. Owns its
// descriptor. One thread; the loop calls readable() and writable(), texts come out of `on_text`.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace chatd::bench {

class Connection {
public:
    enum class State : std::uint8_t { idle, connecting, upgrading, open, gone };

    Connection() = default;
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Begins to connect to 127.0.0.1. `path` is the target of the upgrade, `protocols` the Sec-WebSocket-Protocol header or empty.
    void connect(int epoll, std::uint32_t tag, std::uint16_t port, std::string path, std::string protocols);
    /// A text message. Does nothing when gone.
    void send(std::string_view text);
    void readable();
    void writable();
    State state() const { return state_; }

    std::function<void()> on_open;
    std::function<void(std::string_view)> on_text;
    std::function<void(std::string_view why)> on_gone;

private:
    void write(std::string_view bytes);
    void frame(std::uint8_t opcode, std::string_view payload);
    void wait_for_write(bool wanted);
    std::size_t consume(std::string_view bytes);
    std::size_t consume_upgrade(std::string_view bytes);
    void gone(std::string_view why);

    int socket_ = -1;
    int epoll_ = -1;
    std::uint32_t tag_ = 0;
    State state_ = State::idle;
    bool waits_for_write_ = false;
    std::string upgrade_, in_, out_;
};

}  // namespace chatd::bench
