#include "app/app.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <random>

#include "accounts/demo.hpp"
#include "accounts/passwords.hpp"
#include "api/documents.hpp"
#include "app/counts.hpp"
#include "app/doors.hpp"
#include "app/features.hpp"
#include "app/rights.hpp"
#include "app/settings.hpp"
#include "app/storage.hpp"
#include "chatd/log.hpp"
#include "chatd/metrics.hpp"
#include "db/idempotency.hpp"
#include "knowledge/demo.hpp"
#include "net/server.hpp"
#include "ops/loop_lag.hpp"
#include "ops/notify.hpp"
#include "ops/probes.hpp"
#include "ops/watchdog.hpp"
#include "search/indexer.hpp"
#include "tickets/demo.hpp"

namespace chatd::app {

namespace asio = boost::asio;

namespace {

/// For connections to answer their close, after the drain's own time.
constexpr auto drain_patience = std::chrono::seconds(3);

void report(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        log::error("a background task failed", {{"what", error.what()}});
    }
}

bool fill_demo_once(db::Tx& tx, std::string password_hash) {
    if (!accounts::fill_demo(tx, std::move(password_hash))) return false;
    knowledge::fill_demo(tx);
    tickets::fill_demo(tx);
    return true;
}
void fill_demo(db::Database& database, const std::string& password) {
    if (database.block(fill_demo_once, accounts::hash_password(password))) log::info("filled an empty database with the demo");
}

/// The second listener: the probes and nothing else.
class ProbeDoor final : public hub::Door {
public:
    explicit ProbeDoor(ops::Probes& probes) : probes_(probes) {}
    void opened(std::shared_ptr<hub::Connection> connection, hub::Handshake, std::optional<hub::RequestId>) override {
        connection->refuse(Error(Code::not_found, "There is no chat here."), hub::policy);
    }
    void event(std::shared_ptr<hub::Connection>, std::string, Json, std::optional<hub::RequestId>) override {}
    void closed(std::shared_ptr<hub::Connection>) override {}
    void request(hub::HttpRequest request, hub::Respond respond) override {
        auto answer = probes_.answer(request, true);
        respond(answer ? std::move(*answer) : problem(not_found("There is nothing but probes here."), request.request_id));
    }

private:
    ops::Probes& probes_;
};

/// Everything of a running daemon, in the order in which it is built; it goes in reverse.
class App {
public:
    explicit App(Serve options);
    int run();

private:
    std::optional<hub::HttpResponse> plain_request(const hub::HttpRequest& request);
    void wait_for_signals();
    void reload();
    Task<> refresh_forever();
    Task<> sweep_forever();
    Task<> drain();
    Task<> pause(std::chrono::steady_clock::duration time);
    void stop();

    Serve options_;
    Config& config_ = options_.config;
    DataDirectory data_directory_{config_.data_dir};
    Storage storage_{config_};
    asio::io_context chat_thread_{1};
    Nursery nursery_{chat_thread_, report};
    CpuPool cpu_;
    db::Database database_{database_options(config_, storage_.url())};
    db::Journal journal_{journal_options(config_, storage_.url())};
    db::Database search_database_{search_options(config_, storage_.url())}, indexing_database_{indexing_options(config_, storage_.url())};
    Features features_{chat_thread_, nursery_, database_, journal_, search_database_, cpu_, config_, accounts_options(config_)};
    ops::Probes probes_{chat_thread_, nursery_, database_};
    ops::Watchdog watchdog_{chat_thread_};
    ops::LoopLag loop_lag_{chat_thread_};
    Doors doors_{{chat_thread_, nursery_, features_.api, features_.hub, features_.accounts, features_.presence, features_.livechat, config_.limits,
                  [this](UserId client) { features_.waiting.heard_of(client); },
                  [this](const hub::HttpRequest& request) { return plain_request(request); }}};
    search::Indexer indexer_{chat_thread_, indexing_database_, report};
    Rights rights_{{chat_thread_, database_, features_.hub, features_.accounts, features_.queue, report}};
    net::Server server_{server_options(config_, [this](std::string_view origin) { return features_.accounts.configs().origin_allowed(origin); }),
                        doors_, chat_thread_.get_executor()};
    ProbeDoor probe_door_{probes_};
    std::optional<net::Server> metrics_server_;
    asio::signal_set signals_{chat_thread_, SIGTERM, SIGINT, SIGHUP};
    asio::steady_timer timer_{chat_thread_}, refresh_timer_{chat_thread_}, sweep_timer_{chat_thread_};
    std::string openapi_, asyncapi_;
    bool stopping_ = false;
};

App::App(Serve options) : options_(std::move(options)) {
    files::set_links(file_links(config_));
    if (!storage_.lacks().empty()) log::warning("the database lacks something", {{"what", storage_.lacks()}});
    doors_.declare(features_.api);
    features_.api.ready();
    openapi_ = api::openapi(features_.api);
    asyncapi_ = api::asyncapi(features_.api);
    if (options_.demo) fill_demo(database_, accounts::demo_password);
    add_metrics({features_, database_, journal_, server_, nursery_, probes_});
}

int App::run() {
    wait_for_signals();
    features_.hub.start();
    features_.presence.start();
    features_.queue.start();
    features_.first_reply.start();
    features_.deadlines.start();
    features_.transfers.start();
    features_.transcripts.start();
    features_.files.start();
    probes_.start();
    watchdog_.start();
    loop_lag_.start();
    doors_.start();
    nursery_.start(refresh_forever());
    nursery_.start(sweep_forever());
    nursery_.start(rights_.follow_forever());
    features_.hub.on_published([this](TenantId tenant, ChannelId channel) { indexer_.heard(tenant, channel); });
    nursery_.start(indexer_.work_forever());
    if (config_.server.metrics_listen) {
        metrics_server_.emplace(metrics_options(config_), probe_door_, chat_thread_.get_executor());
        metrics_server_->start();
    }
    server_.start();
    log::info("listening", {{"listen", config_.server.listen}, {"port", server_.port()}, {"tls", config_.server.tls.has_value()}});
    ops::notify_ready("listening on " + config_.server.listen);
    chat_thread_.run();
    log::info("stopped");
    return 0;
}

std::optional<hub::HttpResponse> App::plain_request(const hub::HttpRequest& request) {
    if (auto answer = probes_.answer(request)) return answer;
    if (request.method != "GET" && request.method != "HEAD") return {};
    hub::HttpResponse response;
    if (request.path == "/api/openapi.json") response.body = openapi_;
    else if (request.path == "/api/asyncapi.json") response.body = asyncapi_;
    else return {};
    return response;
}

/// What others changed (the command line, key files) is noticed without a restart.
Task<> App::refresh_forever() {
    while (!stopping_) {
        try {
            co_await features_.accounts.refresh();
        } catch (...) {
            report(std::current_exception());
        }
        if (stopping_) co_return;
        refresh_timer_.expires_after(std::chrono::seconds(5));
        boost::system::error_code cut;
        co_await refresh_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cut));
    }
}

/// Idempotency keys whose time is over go, a few at a time.
Task<> App::sweep_forever() {
    constexpr int keys_at_once = 1'000;
    while (!stopping_) {
        try {
            int gone = keys_at_once;
            while (gone == keys_at_once && !stopping_) gone = co_await database_.write(db::forget_expired_keys, keys_at_once);
        } catch (...) {
            report(std::current_exception());
        }
        if (stopping_) co_return;
        sweep_timer_.expires_after(std::chrono::minutes(10));
        boost::system::error_code cut;
        co_await sweep_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cut));
    }
}

void App::wait_for_signals() {
    signals_.async_wait([this](boost::system::error_code cut, int signal) {
        if (cut) return;
        if (signal == SIGHUP) reload();
        else if (!stopping_) nursery_.start(drain());
        else return stop();  // a second one: at once
        wait_for_signals();
    });
}

/// SIGHUP: what can change without a restart changes; a configuration with an error changes nothing.
void App::reload() {
    ops::notify_reloading();
    try {
        if (config_.server.tls) server_.reload_certificate();
        if (!options_.config_file.empty()) {
            const auto wanted = load_config(options_.config_file);
            log::set_level(wanted.log.level);
            for (const auto& key : restart_needed(config_, wanted)) log::warning("needs a restart to take effect", {{"key", key}});
        }
        log::info("reloaded");
    } catch (const std::exception& error) {
        log::error("not reloaded", {{"what", error.what()}});
        metrics::counter("chatd_config_reload_failures_total", "Reloads that were refused.").add();
    }
    ops::notify_ready("listening on " + config_.server.listen);
}

Task<> App::pause(std::chrono::steady_clock::duration time) {
    timer_.expires_after(time);
    boost::system::error_code cut;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cut));
}

/// New work is refused, what runs is finished, connections are closed over a while so that not all come back at once.
Task<> App::drain() {
    stopping_ = true;
    log::info("draining", {{"connections", features_.hub.sessions().size()}});
    ops::notify_stopping(config_.server.drain_delay + config_.server.drain_time + drain_patience);
    probes_.drain();
    features_.queue.stop();  // offers survive: whoever is disconnected by the drain is not gone
    co_await pause(config_.server.drain_delay);
    doors_.drain();
    server_.stop_accepting();
    const auto over = config_.server.drain_time;
    server_.drain(over);
    const auto end = std::chrono::steady_clock::now() + over + drain_patience;
    while (!features_.hub.sessions().empty() && std::chrono::steady_clock::now() < end) {
        co_await pause(std::chrono::milliseconds(20));
    }
    stop();
}

void App::stop() {
    server_.stop();
    if (metrics_server_) metrics_server_->stop();
    features_.queue.stop();
    features_.first_reply.stop();
    features_.deadlines.stop();
    features_.transfers.stop();
    features_.livechat.stop();
    features_.transcripts.stop();
    features_.files.stop();
    features_.messages.stop();
    features_.presence.stop();
    features_.hub.stop();
    rights_.stop();
    indexer_.stop();
    doors_.stop();
    probes_.stop();
    watchdog_.stop();
    loop_lag_.stop();
    refresh_timer_.cancel();
    sweep_timer_.cancel();
    timer_.cancel();
    signals_.cancel();
    journal_.stop();
    database_.stop();
    search_database_.stop();
    indexing_database_.stop();
    chat_thread_.stop();
}

}  // namespace

int serve(Serve options) {
    log::start(options.config.log.level, options.config.log.format);
    int status = 1;
    try {
        App app(std::move(options));
        status = app.run();
    } catch (const std::exception& error) {
        log::error("chatd ends", {{"what", error.what()}});
    }
    log::stop();
    return status;
}

}  // namespace chatd::app
