#include "net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <stdexcept>
#include <string_view>

namespace chatd::net {
namespace {

[[noreturn]] void fail(const std::string& what) {
    auto code = ERR_get_error();
    ERR_clear_error();
    auto* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    throw std::runtime_error("TLS: " + what + (reason ? std::string(": ") + reason : std::string()));
}

/// HTTP/1.1 is all that is spoken; a client that names only other protocols is refused.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_bytes, const unsigned char* offered, unsigned int bytes, void*) {
    constexpr std::string_view http = "http/1.1";
    for (unsigned int at = 0; at < bytes; at += 1U + offered[at]) {
        std::string_view name(reinterpret_cast<const char*>(offered + at + 1), offered[at]);
        if (name != http) continue;
        *out = offered + at + 1;
        *out_bytes = offered[at];
        return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

void SslFree::operator()(ssl_st* ssl) const { SSL_free(ssl); }
void Tls::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Tls::Tls(const std::string& certificate, const std::string& key) : context_(SSL_CTX_new(TLS_server_method())) {
    auto* context = context_.get();
    if (!context) fail("no context");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    if (SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) fail("no ciphers");
    if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) fail("the certificate " + certificate);
    if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) fail("the key " + key);
    if (SSL_CTX_check_private_key(context) != 1) fail("the key " + key + " is not that of " + certificate);
}

SslPtr Tls::open(int fd) const {
    SslPtr ssl(SSL_new(context_.get()));
    if (!ssl || SSL_set_fd(ssl.get(), fd) != 1) fail("no connection");
    SSL_set_accept_state(ssl.get());
    return ssl;
}

}  // namespace chatd::net
