// Every limit and time-out of the wire, by name, with its unit; and what the wire counts. Plain values; `app` fills them from the
// configuration. Free of Asio and Beast.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/json.hpp"

namespace chatd::net {

class EngineSession;
class EngineUser;

/// A path at which Engine.IO is spoken, and who is told what its sessions say. Called on I/O threads.
struct EngineMount {
    std::string path;  ///< with slashes at both ends: `/socket.io/`
    std::function<std::shared_ptr<EngineUser>(EngineSession&)> accept;
};

struct Options {
    using ms = std::chrono::milliseconds;

    std::string address = "127.0.0.1";  ///< IPv4 or IPv6
    std::uint16_t port = 0;             ///< 0: any; Server::port() tells
    int io_threads = -1;                ///< -1: 1 up to 4 cores, then cores / 4; 0: the chat thread does it all
    int backlog = 1024;
    std::string tls_certificate, tls_key;      ///< PEM files; empty: no TLS
    std::vector<std::string> trusted_proxies;  ///< addresses or CIDR; their X-Forwarded-For is believed
    /// May a page of this origin talk to us? Our own always may. Called on I/O threads, so it must be thread-safe.
    std::function<bool(std::string_view origin)> origin_allowed;

    std::string static_root;  ///< folder of the browser apps; empty: nothing is served
    std::string content_security_policy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'";
    std::string referrer_policy = "strict-origin-when-cross-origin";

    // HTTP
    std::uint32_t header_bytes_max = 8 * 1024;
    std::size_t header_fields_max = 64;
    std::size_t target_bytes_max = 4 * 1024;  ///< path and query
    std::uint64_t body_bytes_max = 256 * 1024;
    std::uint64_t upload_bytes_max = 10 * 1024 * 1024 + 64 * 1024;
    /// Which requests may carry `upload_bytes_max`. Called on I/O threads. Empty: none.
    std::function<bool(std::string_view method, std::string_view path)> takes_upload;
    ms header_time{10'000};     ///< from the first connection or the first byte to the end of the header; TLS handshake included
    ms body_time{10'000};       ///< for a body or a WebSocket message, beside the time that its bytes take at `bytes_per_s_min`
    std::uint64_t bytes_per_s_min = 1024;  ///< of who sends a body or a message, and of who is sent something
    ms idle_time{15'000};       ///< keep-alive between requests
    ms answer_time{60'000};     ///< for the chat to answer a request; then 504
    std::size_t connections_max = 100'000;  ///< over all I/O threads; more are closed at once
    std::size_t strangers_per_address_max = 64;  ///< sockets that have not signed in, on each I/O thread; 0: no limit
    std::size_t sockets_per_address_max = 2'000;  ///< all sockets, on each I/O thread; 0: no limit
    ms accept_pause{200};       ///< when out of file descriptors

    // sockets of both kinds
    std::size_t message_bytes_max = 64 * 1024;
    std::size_t fragments_max = 64;
    JsonLimits json;
    std::size_t outbox_bytes_max = 1024 * 1024;  ///< more waiting for a client: cut with 1013
    std::size_t outboxes_bytes_max = 48 * 1024 * 1024;  ///< for all clients together; the nearer it is, the less may wait for one
    ms outbox_time{10'000};  ///< no progress for so long, or less than bytes_per_s_min beside it: cut with 1013
    ms ping_interval{25'000};                    ///< plain: a ping after so much silence
    ms dead_after{45'000};                       ///< plain: silence for so long ends the connection
    ms sign_in_time{10'000};                     ///< then 4401
    ms close_time{3'000};                        ///< for the peer to answer a close
    std::uint32_t in_flight_max = 256;           ///< events of one connection that wait for an answer; more are not read
    std::uint32_t bad_frames_max = 20;           ///< malformed frames in a row; then 1008
    std::size_t event_name_bytes_max = 64;

    // Engine.IO
    ms engine_ping_interval{25'000};
    ms engine_ping_timeout{20'000};
    ms upgrade_time{10'000};
    std::size_t payload_bytes_max = 256 * 1024;  ///< of one polling POST
    std::size_t payload_packets_max = 256;
    /// Beside the chat's own `/socket.io/`; one with that path takes its place.
    std::vector<EngineMount> engine_mounts;

    ms tick{20};  ///< deadlines are rounded up to this grid, so that many become one wake-up
};

/// What has happened since the start, and what is open now. A snapshot.
struct Counters {
    std::uint64_t accepted = 0, refused = 0;
    std::uint64_t http_open = 0, plain_open = 0, engine_open = 0, websockets_open = 0;
    std::uint64_t bytes_in = 0, bytes_out = 0, frames_in = 0, frames_out = 0, requests = 0;
    std::uint64_t slow_clients = 0;     ///< cut with 1013
    std::uint64_t silent_clients = 0;   ///< ended for silence
    std::uint64_t protocol_errors = 0;  ///< ended for what they sent
    std::uint64_t accept_pauses = 0;
};

}  // namespace chatd::net
