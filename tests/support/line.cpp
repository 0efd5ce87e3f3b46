#include "support/line.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>

namespace chatd::test {
namespace {
constexpr std::string_view host = "host='", name = "/.s.PGSQL.5432";

sockaddr_un address_of(const std::string& path) {
    sockaddr_un out{};
    out.sun_family = AF_UNIX;
    if (path.size() >= sizeof out.sun_path) throw std::runtime_error("too long for a socket: " + path);
    std::memcpy(out.sun_path, path.c_str(), path.size() + 1);
    return out;
}

/// Counts the answers in what a server sends, piece by piece: each message is a letter, four bytes of length (their own included), a body.
class Answers {
public:
    /// How much of `piece` goes up to the end of the `left`-th answer; `left` goes down by those that ended.
    std::size_t up_to(std::span<const char> piece, int& left) {
        for (std::size_t at = 0; at < piece.size(); ++at) {
            if (header_.size() < 5) header_ += piece[at];
            else ++body_;
            if (header_.size() < 5 || body_ < length()) continue;
            const bool ready = header_[0] == 'Z';
            header_.clear();
            body_ = 0;
            if (ready && left > 0 && --left == 0) return at + 1;
        }
        return piece.size();
    }

private:
    std::size_t length() const {
        std::size_t out = 0;
        for (int i = 1; i < 5; ++i) out = out << 8 | static_cast<std::uint8_t>(header_[static_cast<std::size_t>(i)]);
        return out - 4;
    }
    std::string header_;
    std::size_t body_ = 0;
};

bool write_all(int to, std::span<const char> bytes) {
    while (!bytes.empty()) {
        const auto n = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return true;
}
}  // namespace

Line::Line(const std::string& url) : url_(url), listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto from = url.find(host) + host.size(), to = url.find('\'', from);
    server_ = url.substr(from, to - from) + std::string(name);
    url_.replace(from, to - from, directory_.path.string());
    const auto address = address_of(directory_.path.string() + std::string(name));
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 16) != 0)
        throw std::runtime_error("no socket for a line");
    accepting_ = std::thread([this] { accept_all(); });
}

Line::~Line() {
    cut_after(0);
    shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    cut_after(0);
    for (auto& thread : passing_) thread.join();
    close(listener_);
}

void Line::cut_after(int answers) {
    answers_ = answers;
    std::lock_guard lock(mutex_);
    for (int client : clients_) shutdown(client, SHUT_RDWR);
}

void Line::accept_all() {
    for (int client; (client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
        std::lock_guard lock(mutex_);
        clients_.push_back(client);
        passing_.emplace_back([this, client, answers = answers_.load()] { pass(client, answers); });
    }
}

void Line::pass(int client, int answers) {
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of(server_);
    Answers counted;
    std::array<char, 4096> buffer;
    bool open = answers != 0 && connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    while (open) {
        pollfd ends[2]{{client, POLLIN, 0}, {server, POLLIN, 0}};
        poll(ends, 2, -1);
        const bool answer = ends[1].revents != 0;
        const auto n = recv(answer ? server : client, buffer.data(), buffer.size(), 0);
        if (n <= 0) break;
        std::span<const char> piece(buffer.data(), static_cast<std::size_t>(n));
        if (answer) piece = piece.first(counted.up_to(piece, answers));
        open = write_all(answer ? client : server, piece) && answers != 0;
    }
    std::lock_guard lock(mutex_);
    std::erase(clients_, client);
    close(client);
    close(server);
}

}  // namespace chatd::test
