#include "db/connection.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <pqxx/nontransaction>
#include <vector>

#include "chatd/error.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
// libpqxx 6.4 leaks the failed result of the first statement on a connection that is gone: 2 KB for each reconnection.
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx-6.4"; }
#endif
#endif

namespace chatd::db {
namespace {
/// The connections of this thread: one, or a few in tests.
thread_local std::vector<Connection*> of_this_thread;

std::string quoted_value(std::string_view value) {
    std::string out = "'";
    for (char c : value) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

void require(pqxx::connection& connection) {
    auto refuse = [](const std::string& why) { throw Error(Code::internal, "chatd does not run on this PostgreSQL: " + why); };
    if (connection.server_version() < 150000)
        refuse("version 15 or later is needed, this is " + std::to_string(connection.server_version() / 10000) + ".");
    pqxx::nontransaction tx(connection);
    const auto row = tx.exec1(
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),"
        " current_setting('server_encoding')");
    for (int i = 0; i < 2; ++i)
        if (row[i].as<std::string>() != "on")
            refuse(std::string(i == 0 ? "fsync" : "full_page_writes") + " is off, so a crash loses acknowledged messages.");
    const auto commit = row[2].as<std::string>();
    if (commit == "off") refuse("synchronous_commit is off, so a crash loses acknowledged messages.");
    if (row[3].as<std::string>() != "UTF8") refuse("the database's encoding is " + row[3].as<std::string>() + ", it must be UTF8.");
}
}  // namespace

std::string complete_url(const std::string& url) {
    char* message = nullptr;
    auto* parsed = PQconninfoParse(url.c_str(), &message);
    if (!parsed) {
        std::string text = message ? message : "";
        PQfreemem(message);
        while (!text.empty() && text.back() == '\n') text.pop_back();
        throw invalid("database.url", "cannot be read: " + text);
    }
    std::string out;
    auto add = [&](std::string_view key, std::string_view value) {
        out += (out.empty() ? "" : " ") + std::string(key) + "=" + quoted_value(value);
    };
    struct Wanted {
        std::string_view key, value;
    };
    // A peer that is gone without a word is noticed within 10 s.
    constexpr Wanted wanted[]{{"connect_timeout", "2"},     {"tcp_user_timeout", "10000"}, {"keepalives_idle", "10"},
                              {"keepalives_interval", "5"}, {"keepalives_count", "2"},     {"application_name", "chatd"}};
    for (auto* option = parsed; option->keyword; ++option) {
        if (option->val) {
            add(option->keyword, option->val);
            continue;
        }
        for (const auto& [key, value] : wanted)
            if (key == option->keyword) add(key, value);
    }
    PQconninfoFree(parsed);
    return out;
}

Connection::Connection(Lifeline* lifeline) : lifeline_(lifeline) {}

/// From here on it exists, so whatever fails ends in the destructor. A server may go at any moment: between two statements of this, too.
Connection::Connection(const std::string& url, Limits limits, Lifeline* lifeline) : Connection(lifeline) {
    try {
        connection_ = std::make_unique<pqxx::connection>(complete_url(url));
        if (lifeline_) lifeline_->tie(connection_->sock());
        // libpqxx 6 would reconnect in the middle of a transaction and run its rest outside of one. There is no other way to tell it not to.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
        connection_->inhibit_reactivation(true);
#pragma clang diagnostic pop
        quiet_ = std::make_unique<pqxx::quiet_errorhandler>(*connection_);
        connection_->set_verbosity(pqxx::connection_base::verbose);  // the constraint's name is told only then
        pqxx::nontransaction(*connection_)
            .exec("SET TIME ZONE 'UTC'; SET client_encoding = 'UTF8'; SET client_min_messages = warning; SET DateStyle = ISO;"
                  "SET default_transaction_isolation = 'read committed'; SET idle_in_transaction_session_timeout = 10000; SET lock_timeout = " +
                  std::to_string(limits.lock.count()) + "; SET statement_timeout = " + std::to_string(limits.statement.count()));
        require(*connection_);
    } catch (const pqxx::pqxx_exception& failure) {
        std::string why = failure.base().what();
        why.resize(why.find('\n') == std::string::npos ? why.size() : why.find('\n'));
        throw unavailable("The database cannot be reached: " + why);
    }
    of_this_thread.push_back(this);
}

Connection::~Connection() {
    std::erase(of_this_thread, this);
    if (lifeline_) lifeline_->untie();
}

const std::string& Connection::prepared(std::string_view sql) {
    if (auto found = prepared_.find(sql); found != prepared_.end()) return found->second;
    auto name = "s" + std::to_string(prepared_.size() + 1);
    connection_->prepare(name, std::string(sql));
    return prepared_.emplace(std::string(sql), std::move(name)).first->second;
}

void Connection::forget_plans_at_times() {
    constexpr std::size_t forget_every = 2'000;
    if (uses_++ < forget_at_) return;
    forget_at_ = std::min(forget_at_ * 2, forget_at_ + forget_every);
    pqxx::nontransaction(*connection_).exec("DISCARD PLANS");
}

Connection* Connection::behind(const pqxx::connection_base& connection) {
    for (auto* ours : of_this_thread)
        if (ours->connection_.get() == &connection) return ours;
    return nullptr;
}

}  // namespace chatd::db
