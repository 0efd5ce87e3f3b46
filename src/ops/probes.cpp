#include "ops/probes.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chatd/metrics.hpp"

namespace chatd::ops {

namespace {

bool loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

hub::HttpResponse plain(int status, std::string body) {
    hub::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

}  // namespace

Probes::Probes(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database)
    : nursery_(nursery), database_(database), timer_(chat_thread) {}

void Probes::start() {
    database_up_ = true;  // the migrations have just run
    nursery_.start(check_forever());
}
void Probes::stop() {
    stopped_ = true;
    timer_.cancel();
}

Task<> Probes::check_forever() {
    while (!stopped_) {
        asked_at_ = std::chrono::steady_clock::now();
        asking_ = true;
        database_up_ = co_await database_.ping();
        asking_ = false;
        if (stopped_) co_return;
        timer_.expires_after(checked_every);
        boost::system::error_code cut;
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cut));
    }
}

bool Probes::database() const {
    const bool hangs = asking_ && std::chrono::steady_clock::now() - asked_at_ > patience;
    return database_up_ && !hangs;
}

std::optional<hub::HttpResponse> Probes::answer(const hub::HttpRequest& request, bool open_metrics) const {
    if (request.path == "/healthz") return plain(200, R"({"status":"ok"})");
    if (request.path == "/readyz") {
        const bool ready = database() && !draining_;
        return plain(ready ? 200 : 503, std::string(R"({"ready":)") + (ready ? "true" : "false") + R"(,"checks":{"database":)" +
                                            (database() ? "true" : "false") + R"(,"draining":)" + (draining_ ? "true" : "false") + "}}");
    }
    if (request.path == "/metrics" && (open_metrics || loopback(request.remote))) {
        auto response = plain(200, metrics::text());
        response.content_type = metrics::content_type;
        return response;
    }
    return {};
}

}  // namespace chatd::ops
