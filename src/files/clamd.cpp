#include "files/clamd.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "chatd/config.hpp"
#include "chatd/error.hpp"
#include "chatd/log.hpp"

namespace chatd::files {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024, answer_max = 4096;

Error away(const std::string& why) {
    log::warning("the virus scanner does not answer", {{"why", why}});
    return unavailable("Files cannot be checked for viruses right now.");
}

class Socket {
public:
    explicit Socket(const Clamd& clamd) : Socket(std::chrono::steady_clock::now() + clamd.time) {
        if (clamd.socket.starts_with('/')) connect_unix(clamd.socket);
        else connect_tcp(clamd.socket);
    }
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    /// False when it hangs up: it may have answered already.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            limit(SO_SNDTIMEO);
            const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR) continue;
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    std::string answer() {
        std::string out;
        std::array<char, 512> buffer;
        while (out.size() < answer_max && out.find('\0') == std::string::npos) {
            limit(SO_RCVTIMEO);
            const auto got = ::recv(fd_, buffer.data(), buffer.size(), 0);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) break;
            out.append(buffer.data(), static_cast<std::size_t>(got));
        }
        return out.substr(0, out.find('\0'));
    }

private:
    explicit Socket(std::chrono::steady_clock::time_point until) : until_(until) {}
    /// What waits next waits no longer than there is time.
    void limit(int what) const {
        using namespace std::chrono;
        const auto left = duration_cast<microseconds>(until_ - steady_clock::now()).count();
        if (left <= 0) throw away("it takes too long");
        const timeval most{static_cast<time_t>(left / 1'000'000), static_cast<suseconds_t>(left % 1'000'000)};
        ::setsockopt(fd_, SOL_SOCKET, what, &most, sizeof most);
    }
    void connect_unix(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) throw away("the path of its socket is too long");
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        open(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    void connect_tcp(const std::string& text) {
        const auto endpoint = Endpoint::parse(text);
        sockaddr_in v4{};
        sockaddr_in6 v6{};
        v4.sin_family = AF_INET;
        v6.sin6_family = AF_INET6;
        if (endpoint) v4.sin_port = v6.sin6_port = htons(endpoint->port);
        if (endpoint && ::inet_pton(AF_INET, endpoint->host.c_str(), &v4.sin_addr) == 1) open(AF_INET, reinterpret_cast<const sockaddr*>(&v4), sizeof v4);
        else if (endpoint && ::inet_pton(AF_INET6, endpoint->host.c_str(), &v6.sin6_addr) == 1) open(AF_INET6, reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
        else throw away("its address is none");
    }
    void open(int family, const sockaddr* address, socklen_t size) {
        fd_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd_ < 0) throw away(std::strerror(errno));
        limit(SO_SNDTIMEO);
        if (::connect(fd_, address, size) != 0) throw away(std::strerror(errno));
    }
    const std::chrono::steady_clock::time_point until_;
    int fd_ = -1;
};

}  // namespace

std::optional<std::string> virus_in(const Clamd& clamd, const StagedFile& file) {
    Socket socket(clamd);
    bool taken = socket.send(std::string_view("zINSTREAM\0", 10));
    std::string chunk(4 + chunk_bytes, '\0');
    for (std::uint64_t at = 0; taken && at < file.bytes();) {
        const auto got = ::pread(file.descriptor(), chunk.data() + 4, chunk_bytes, static_cast<off_t>(at));
        if (got <= 0) throw away("the file cannot be read");
        const auto size = htonl(static_cast<std::uint32_t>(got));
        std::memcpy(chunk.data(), &size, 4);
        taken = socket.send(std::string_view(chunk).substr(0, 4 + static_cast<std::size_t>(got)));
        at += static_cast<std::uint64_t>(got);
    }
    if (taken) socket.send(std::string_view("\0\0\0\0", 4));
    const auto answer = socket.answer();
    constexpr std::string_view stream = "stream: ", found = " FOUND";
    if (answer == "stream: OK") return {};
    if (answer.starts_with(stream) && answer.ends_with(found)) return answer.substr(stream.size(), answer.size() - stream.size() - found.size());
    throw away(answer.empty() ? "it said nothing" : answer);
}

}  // namespace chatd::files
