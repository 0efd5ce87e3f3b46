// The server's certificate and the TLS rules: 1.2 and 1.3, nothing older, no compression, no renegotiation. Immutable once made, so
// that all I/O threads may share it; a reload makes a new one.
#pragma once
#include <memory>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace chatd::net {

struct SslFree {
    void operator()(ssl_st* ssl) const;
};
using SslPtr = std::unique_ptr<ssl_st, SslFree>;

class Tls {
public:
    /// PEM files: the certificate with its chain, and its key. Throws std::runtime_error saying which can't be used and why.
    Tls(const std::string& certificate, const std::string& key);
    /// The server's end of a connection on this non-blocking socket, which it does not own.
    SslPtr open(int fd) const;

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };
    std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace chatd::net
