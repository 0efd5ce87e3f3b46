// The journal's connection: one batch, one call of journal_append (migrations/0007_journal.sql). Blocks; the journal's thread only.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "db/journal.hpp"

namespace chatd::db {

class JournalWriter {
public:
    /// What a connection needs before it calls journal_append: plans that grow with the batch and never with the tables.
    static const std::string_view settings;

    JournalWriter(std::string url, Limits limits, Lifeline& lifeline) : url_(std::move(url)), limits_(limits), lifeline_(lifeline) {}

    bool connected() const { return connection_.has_value(); }
    /// Throws Error like Connection.
    void connect();
    void disconnect() { connection_.reset(); }
    bool alive() const { return connection_ && connection_->alive(); }

    /// Outcomes in the order of the inputs, after COMMIT. No two inputs share (channel, sender, client_id).
    /// Throws what libpqxx throws; when the connection is lost it may have been committed.
    std::vector<JournalOutcome> append(std::span<const JournalInput* const> batch);
    /// For each input: whether somebody else holds its channel's lock right now.
    std::vector<bool> locked(std::span<const JournalInput* const> batch);

private:
    const std::string url_;
    const Limits limits_;
    Lifeline& lifeline_;
    std::optional<Connection> connection_;
};

}  // namespace chatd::db
