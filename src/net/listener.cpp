#include "net/listener.hpp"

#include "net/http_connection.hpp"

namespace chatd::net {

using boost::asio::ip::tcp;

void Listener::bind(const tcp::endpoint& endpoint, bool shared) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    if (shared) acceptor_.set_option(boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(loop_.options().backlog);
}

void Listener::accept() {
    if (stopped_) return;
    acceptor_.async_accept([self = shared_from_this()](boost::system::error_code failed, tcp::socket socket) {
        if (self->stopped_ || failed == boost::asio::error::operation_aborted) return;
        self->loop_.tick();
        if (!failed) {
            self->accepted(std::move(socket));
            return self->accept();
        }
        // Out of descriptors or memory: the connection waits in the backlog; trying again at once would spin.
        self->loop_.counts().accept_pauses.add();
        self->pause_.expires_after(self->loop_.options().accept_pause);
        self->pause_.async_wait([self](boost::system::error_code cancelled) {
            if (!cancelled) self->accept();
        });
    });
}

void Listener::accepted(tcp::socket socket) {
    auto& common = loop_.common();
    if (common.connections >= common.options.connections_max) {
        loop_.counts().refused.add();
        return;
    }
    ++common.connections;
    loop_.counts().accepted.add();
    auto tls = common.tls.load();
    try {
        std::make_shared<HttpConnection>(loop_, Stream(std::move(socket), tls.get()))->start();
    } catch (const std::exception&) {
        --common.connections;
        loop_.counts().refused.add();
    }
}

void Listener::stop() {
    if (stopped_) return;
    stopped_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
}

}  // namespace chatd::net
