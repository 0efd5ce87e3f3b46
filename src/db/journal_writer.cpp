#include "db/journal_writer.hpp"

#include <array>
#include <pqxx/nontransaction>
#include <pqxx/result_iterator.hxx>

#include "chatd/error.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::db {
namespace {
JournalCode code_of(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"stored", "replayed", "conflict", "closed", "not_member", "not_found"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<JournalCode>(i);
    throw Error(Code::internal, "journal_append answered " + std::string(name) + ".");
}

void add_or_null(BinaryArray& array, std::string_view text) {
    if (text.empty()) array.add_null();
    else array.add(text);
}
std::string array_text(const std::vector<UserId>& ids) {
    if (ids.empty()) return {};
    std::string out = "{";
    for (auto id : ids) out += (out.size() > 1 ? "," : "") + std::to_string(id.value);
    return out + "}";
}
}  // namespace

const std::string_view JournalWriter::settings =
    "SET plan_cache_mode = force_generic_plan;"  // planned once, not for each batch
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"  // no scan or join that grows with the tables
    "SET jit = off";

void JournalWriter::connect() {
    connection_.emplace(url_, limits_, &lifeline_);
    pqxx::nontransaction(connection_->raw()).exec(std::string(settings));
}

std::vector<JournalOutcome> JournalWriter::append(std::span<const JournalInput* const> batch) {
    using Type = BinaryArray::Type;
    const auto n = batch.size();
    BinaryArray tenants(Type::int8, n), channels(Type::int8, n), senders(Type::int8, n), keys(Type::uuid, n), hashes(Type::int8, n), types(Type::text, n),
        contents(Type::text, n), replies(Type::int8, n), mentions(Type::text, n), attachments(Type::text, n), metadata(Type::text, n),
        notifies(Type::boolean, n);
    for (const auto* input : batch) {
        tenants.add(input->tenant.value);
        channels.add(input->channel.value);
        senders.add(input->sender.value);
        keys.add(input->client_id);
        hashes.add(input->body_hash);
        types.add(std::string_view(input->type));
        contents.add(std::string_view(input->content));
        if (input->reply_to) replies.add(input->reply_to->value);
        else replies.add_null();
        add_or_null(mentions, array_text(input->mentions));
        add_or_null(attachments, input->attachments);
        add_or_null(metadata, input->metadata);
        notifies.add(input->notify);
    }
    connection_->forget_plans_at_times();
    pqxx::nontransaction tx(connection_->raw());  // the call is its own transaction: its rows arrive after COMMIT, in one round trip
    const auto rows = tx.exec_prepared(
        connection_->prepared("SELECT ord, code, seq, id, created_at, kind, session_id FROM journal_append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)"),
        tenants.value(), channels.value(), senders.value(), keys.value(), hashes.value(), types.value(), contents.value(), replies.value(),
        mentions.value(), attachments.value(), metadata.value(), notifies.value());
    std::vector<JournalOutcome> out(n);
    for (const auto& row : rows) {
        auto& outcome = out.at(column<std::size_t>(row[0]) - 1);
        outcome.code = code_of(detail::text(row[1]));
        if (!row[2].is_null()) {
            outcome.seq = column<std::int64_t>(row[2]);
            outcome.id = column<MessageId>(row[3]);
            outcome.created_at = column<Time>(row[4]);
        }
        if (!row[5].is_null()) outcome.kind = column<std::string>(row[5]);
        outcome.session_id = column<std::optional<ChannelId>>(row[6]);
    }
    return out;
}

std::vector<bool> JournalWriter::locked(std::span<const JournalInput* const> batch) {
    BinaryArray tenants(BinaryArray::Type::int8, batch.size()), channels(BinaryArray::Type::int8, batch.size());
    for (const auto* input : batch) {
        tenants.add(input->tenant.value);
        channels.add(input->channel.value);
    }
    pqxx::nontransaction tx(connection_->raw());
    const auto rows = exec(tx, R"(
        WITH wanted AS (SELECT * FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS k (tenant, channel, ord)),
        free AS (SELECT c.tenant_id, c.id FROM chat_channels c
                  WHERE (c.tenant_id, c.id) IN (SELECT tenant, channel FROM wanted) FOR NO KEY UPDATE SKIP LOCKED)
        SELECT EXISTS (SELECT FROM chat_channels c WHERE c.tenant_id = w.tenant AND c.id = w.channel)
               AND NOT EXISTS (SELECT FROM free f WHERE f.tenant_id = w.tenant AND f.id = w.channel)
          FROM wanted w ORDER BY w.ord)", tenants, channels);
    return values_as<bool>(rows);
}

}  // namespace chatd::db
