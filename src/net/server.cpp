#include "net/server.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <thread>

#include "net/chat_socket.hpp"
#include "net/listener.hpp"
#include "net/loop.hpp"

namespace chatd::net {
namespace {

constexpr int loops_max = 64;  // a session's id has one letter for its loop

Options completed(Options options) {
    auto& mounts = options.engine_mounts;
    bool has_chat = std::ranges::any_of(mounts, [](const EngineMount& mount) { return mount.path == "/socket.io/"; });
    if (!has_chat) mounts.push_back(chat_mount());
    return options;
}

int loops_wanted(int io_threads) {
    if (io_threads >= 0) return std::clamp(io_threads, 1, loops_max);
    auto cores = static_cast<int>(std::thread::hardware_concurrency());
    return cores <= 4 ? 1 : std::min(cores / 4, loops_max);
}

}  // namespace

struct Server::State {
    State(Options options, hub::Door& door, boost::asio::io_context::executor_type chat) : common(completed(std::move(options))) {
        common.options.outboxes_bytes_max /= static_cast<std::size_t>(loops_wanted(common.options.io_threads));  // each loop has its part
        auto* shared = common.options.io_threads == 0 ? &chat.context() : nullptr;
        for (int i = 0; i < loops_wanted(common.options.io_threads); ++i) {
            common.loops.push_back(std::make_unique<Loop>(common, static_cast<std::size_t>(i), chat, door, shared));
            listeners.push_back(std::make_shared<Listener>(*common.loops.back()));
        }
    }
    /// Runs `what(loop, listener)` on each loop's thread.
    template <class What>
    void everywhere(What what) {
        for (std::size_t i = 0; i < common.loops.size(); ++i) {
            auto* loop = common.loops[i].get();
            boost::asio::post(loop->context(), [loop, listener = listeners[i], what] { what(*loop, *listener); });
        }
    }

    Common common;
    std::vector<std::shared_ptr<Listener>> listeners;
    std::uint16_t port = 0;
    bool running = false;
};

Server::Server(Options options, hub::Door& door, boost::asio::io_context::executor_type chat) : state_(std::make_unique<State>(std::move(options), door, chat)) {
    if (!state_->common.options.tls_certificate.empty()) reload_certificate();
}

Server::~Server() { stop(); }

void Server::start() {
    std::signal(SIGPIPE, SIG_IGN);
    auto& state = *state_;
    boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address(state.common.options.address), state.common.options.port);
    const bool shared = state.listeners.size() > 1;
    if (shared) {
        // A shared port would let a second daemon in beside us: make sure that nobody else has it.
        boost::asio::io_context context;
        boost::asio::ip::tcp::acceptor alone(context, endpoint);
        endpoint.port(alone.local_endpoint().port());
    }
    for (auto& listener : state.listeners) {
        listener->bind(endpoint, shared);
        endpoint.port(listener->port());
    }
    state.port = endpoint.port();
    state.running = true;
    state.everywhere([](Loop&, Listener& listener) { listener.accept(); });
    for (auto& loop : state.common.loops) loop->start();
}

std::uint16_t Server::port() const { return state_->port; }

void Server::stop_accepting() {
    state_->everywhere([](Loop&, Listener& listener) { listener.stop(); });
}

void Server::drain(std::chrono::milliseconds over) {
    state_->common.draining = true;
    state_->everywhere([over](Loop& loop, Listener&) { loop.drain(over); });
}

void Server::stop() {
    if (!state_->running) return;
    state_->running = false;
    auto end = [](Loop& loop, Listener& listener) {
        listener.stop();
        loop.drop_all();
    };
    if (state_->common.options.io_threads == 0) end(*state_->common.loops[0], *state_->listeners[0]);
    else state_->everywhere(end);
    for (auto& loop : state_->common.loops) loop->join();
}

void Server::reload_certificate() {
    const auto& options = state_->common.options;
    state_->common.tls = std::make_shared<const Tls>(options.tls_certificate, options.tls_key);
}

Counters Server::counters() const {
    Counters all;
    for (const auto& loop : state_->common.loops) {
        const auto& counts = loop->counts();
        all.accepted += counts.accepted.get();
        all.refused += counts.refused.get();
        all.http_open += counts.http_open.get();
        all.plain_open += counts.plain_open.get();
        all.engine_open += counts.engine_open.get();
        all.websockets_open += counts.websockets_open.get();
        all.bytes_in += counts.bytes_in.get();
        all.bytes_out += counts.bytes_out.get();
        all.frames_in += counts.frames_in.get();
        all.frames_out += counts.frames_out.get();
        all.requests += counts.requests.get();
        all.slow_clients += counts.slow_clients.get();
        all.silent_clients += counts.silent_clients.get();
        all.protocol_errors += counts.protocol_errors.get();
        all.accept_pauses += counts.accept_pauses.get();
    }
    return all;
}

}  // namespace chatd::net
