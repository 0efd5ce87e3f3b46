// What journal tests need around them: a tenant with senders and channels, and the questions that a checker asks.
#pragma once
#include <pqxx/nontransaction>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "chatd/ids.hpp"
#include "db/connection.hpp"
#include "db/journal.hpp"
#include "support/postgres.hpp"

namespace chatd::test {

class World {
public:
    /// Every sender is a member of every channel.
    World(int senders, int channels) : tenant(new_tenant()) {
        for (int i = 0; i < senders; ++i) users.push_back({number("INSERT INTO users (tenant_id, kind, name) VALUES (" + id() + ", 'technician', 'T') RETURNING id")});
        for (int i = 0; i < channels; ++i) this->channels.push_back({number("INSERT INTO chat_channels (tenant_id, kind) VALUES (" + id() + ", 'group') RETURNING id")});
        run("INSERT INTO channel_participants (tenant_id, channel_id, user_id, role)"
            " SELECT c.tenant_id, c.id, u.id, 'member' FROM chat_channels c JOIN users u USING (tenant_id) WHERE c.tenant_id = " + id() + " AND u.kind = 'technician'");
    }

    db::JournalInput says(const std::string& text, std::size_t sender = 0, std::size_t channel = 0) const {
        db::JournalInput input;
        input.tenant = tenant;
        input.channel = channels[channel];
        input.sender = users[sender];
        input.client_id = Uuid::random();
        input.content = text;
        input.body_hash = db::body_hash(text);
        return input;
    }

    void run(const std::string& sql) {
        db::Connection connection(database_url(), {});
        pqxx::nontransaction(connection.raw()).exec(sql);
    }
    std::int64_t number(const std::string& sql) {
        db::Connection connection(database_url(), {});
        return pqxx::nontransaction(connection.raw()).exec1(sql)[0].as<std::int64_t>();
    }
    std::string id() const { return std::to_string(tenant.value); }

    std::int64_t stored() { return number("SELECT count(*) FROM chat_messages WHERE tenant_id = " + id()); }
    /// Channels whose seqs are not 1, 2, 3 … last_seq over messages and events.
    std::int64_t with_gaps() {
        return number(
            "SELECT count(*) FROM (SELECT c.id FROM chat_channels c LEFT JOIN LATERAL ("
            "  SELECT seq FROM chat_messages m WHERE m.tenant_id = c.tenant_id AND m.channel_id = c.id"
            "  UNION ALL SELECT seq FROM channel_events e WHERE e.tenant_id = c.tenant_id AND e.channel_id = c.id) s ON true"
            "  WHERE c.tenant_id = " + id() + " GROUP BY c.id, c.last_seq"
            "  HAVING count(seq) <> c.last_seq OR count(DISTINCT seq) <> c.last_seq OR coalesce(max(seq), 0) <> c.last_seq) AS bad");
    }
    /// Neighbours in a channel whose id or time goes back.
    std::int64_t inversions() {
        return number("SELECT count(*) FROM (SELECT id, lag(id) OVER w AS before, created_at, lag(created_at) OVER w AS earlier FROM chat_messages"
                      " WHERE tenant_id = " + id() + " WINDOW w AS (PARTITION BY channel_id ORDER BY seq)) AS m WHERE id < before OR created_at < earlier");
    }

    const TenantId tenant;
    std::vector<UserId> users;
    std::vector<ChannelId> channels;
};

}  // namespace chatd::test
