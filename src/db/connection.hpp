// One connection to PostgreSQL, set up the way chatd needs it: UTC, UTF-8, durable commits, time limits, no silent reconnection.
// Only for db/ and the stores; a connection belongs to one thread.
#pragma once
#include <chrono>
#include <memory>
#include <pqxx/connection>
#include <pqxx/errorhandler>
#include <string>
#include <string_view>
#include <unordered_map>

#include "db/lifeline.hpp"

namespace chatd::db {

struct Limits {
    std::chrono::milliseconds lock{2'000};       ///< waiting for one lock; 0: no limit
    std::chrono::milliseconds statement{5'000};  ///< one statement, whole; 0: no limit
};

/// `url` (a URI or libpq's key words) with what chatd wants unless it says otherwise: time-outs of connecting and of a dead peer, and a name.
/// Throws Error `invalid` when it cannot be read.
std::string complete_url(const std::string& url);

class Connection {
public:
    /// Blocks until connected. Throws Error: `unavailable` when there is no server,
    /// `internal` when there is one that chatd must not run on (too old, not UTF-8, or commits that are not durable).
    /// `lifeline`, if any, is tied to the socket as soon as there is one, for the connection's whole life.
    Connection(const std::string& url, Limits limits, Lifeline* lifeline = nullptr);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    pqxx::connection& raw() { return *connection_; }
    bool alive() const { return connection_->is_open(); }

    /// The name of a prepared statement for `sql`, made on first use. Statements are few: literals of the source.
    const std::string& prepared(std::string_view sql);
    /// A plan made while a table was small is not kept for ever: plans are forgotten after 1, 2, 4, 8 … calls of this, then every 2,000.
    void forget_plans_at_times();

    /// A transaction in which a statement failed cannot be committed; a body that swallowed the failure is found out by this.
    void begin() { failed_ = false; }
    void fail() { failed_ = true; }
    bool failed() const { return failed_; }

    /// The connection behind a transaction of this thread; null when it is none of ours.
    static Connection* behind(const pqxx::connection_base& connection);

private:
    explicit Connection(Lifeline* lifeline);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    Lifeline* const lifeline_;
    std::unique_ptr<pqxx::connection> connection_;
    std::unique_ptr<pqxx::quiet_errorhandler> quiet_;  // before the connection goes
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> prepared_;
    bool failed_ = false;
    std::size_t uses_ = 0, forget_at_ = 1;
};

}  // namespace chatd::db
