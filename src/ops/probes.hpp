// What an operator's tools ask: is it alive, is it ready, what has it counted. Chat thread only.
#pragma once
#include <functional>
#include <optional>

#include "base/nursery.hpp"
#include "db/database.hpp"
#include "hub/connection.hpp"

#include <boost/asio/steady_timer.hpp>

namespace chatd::ops {

class Probes {
public:
    static constexpr auto checked_every = std::chrono::seconds(1);
    /// A check that takes longer is a database that hangs: not ready.
    static constexpr auto patience = std::chrono::seconds(5);

    Probes(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database);
    /// Begins to check the database, so that a probe is answered at once.
    void start();
    void stop();
    void drain() { draining_ = true; }

    /// By the last check.
    bool database() const;

    /// `/healthz`: the chat thread turns; nothing else. `/readyz`: 200 or 503 with each check. `/metrics`: for loopback only, unless
    /// `open_metrics`. Nothing for other paths.
    std::optional<hub::HttpResponse> answer(const hub::HttpRequest& request, bool open_metrics = false) const;

private:
    Task<> check_forever();

    Nursery& nursery_;
    db::Database& database_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point asked_at_{};
    bool asking_ = false, database_up_ = false, draining_ = false, stopped_ = false;
};

}  // namespace chatd::ops
