#include "response/store.hpp"

#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "directory/team_settings.hpp"
#include "livechat/store.hpp"

namespace chatd::response::store {

using std::chrono::milliseconds;

std::vector<Unanswered> unanswered(db::Tx& tx, milliseconds after) {
    constexpr int at_once = 1'000;
    const auto rows = db::exec(tx, R"(
        SELECT s.tenant_id, s.channel_id, coalesce(t.settings ->> 'first_reply_after', tenant_setting(s.tenant_id, 'queue.first_reply_after')), (extract(epoch FROM clock_timestamp() - lasting_since(s.reply_since)) * 1000)::bigint, s.reply_reminded
          FROM live_chat_sessions s LEFT JOIN teams t ON t.tenant_id = s.tenant_id AND t.id = s.team_id
         WHERE s.status = 'active' AND s.reply_since IS NOT NULL ORDER BY s.reply_since LIMIT $1)", at_once);
    std::vector<Unanswered> out;
    for (const auto& row : rows) {
        auto& chat = out.emplace_back();
        chat.tenant = db::column<TenantId>(row[0]);
        chat.channel = db::column<ChannelId>(row[1]);
        chat.after = parse_duration(db::column<std::optional<std::string>>(row[2]).value_or("")).value_or(after);
        chat.due_in = chat.after * (db::column<bool>(row[4]) ? 2 : 1) - milliseconds(db::column<std::int64_t>(row[3]));
    }
    return out;
}

Overdue overdue(db::Tx& tx, TenantId tenant, ChannelId channel, deadlines::ClockReference clock_reference, milliseconds after) {
    db::lock_channels(tx, tenant, {channel});
    Overdue out;
    out.clock_was_set = !clock_reference.agrees(deadlines::store::read_clock(tx));
    if (out.clock_was_set) return out;
    const auto rows = db::exec(tx, R"(
        SELECT s.agent_id, u.name, s.reply_reminded, since.at + make_interval(secs => 2 * $3::float8 / 1000) AS returns_at,
               $3 = 0 OR EXISTS (SELECT FROM chat_messages m JOIN users w ON w.tenant_id = $1 AND w.id = m.sender_id AND w.kind = 'technician'
                                  WHERE m.tenant_id = $1 AND m.channel_id = $2 AND m.type <> 'system_event' AND m.seq > s.reply_after_seq) AS answered,
               clock_timestamp() >= since.at + make_interval(secs => CASE WHEN s.reply_reminded THEN 2 ELSE 1 END * $3::float8 / 1000) AS due
          FROM live_chat_sessions s JOIN users u ON u.tenant_id = $1 AND u.id = s.agent_id CROSS JOIN LATERAL lasting_since(s.reply_since) AS since (at)
         WHERE s.tenant_id = $1 AND s.channel_id = $2 AND s.status = 'active' AND s.reply_since IS NOT NULL)", tenant, channel, after.count());
    if (rows.empty()) return out;
    out.technician = {db::column<UserId>(rows[0][0]), db::column<std::string>(rows[0][1])};
    if (db::column<bool>(rows[0][4])) {
        db::exec(tx, "UPDATE live_chat_sessions SET reply_since = NULL WHERE tenant_id = $1 AND channel_id = $2", tenant, channel);
        return out;
    }
    if (!db::column<bool>(rows[0][5])) return out;
    if (!db::column<bool>(rows[0][2])) {
        db::exec(tx, "UPDATE live_chat_sessions SET reply_reminded = true WHERE tenant_id = $1 AND channel_id = $2", tenant, channel);
        out.returns_at = db::column<Time>(rows[0][3]);
        return out;
    }
    db::exec(tx, "UPDATE live_chat_sessions SET reply_since = NULL WHERE tenant_id = $1 AND channel_id = $2", tenant, channel);
    livechat::store::Actor technician;
    technician.tenant = tenant;
    technician.user = out.technician.id;
    technician.name = out.technician.name;
    technician.staff = true;
    out.change = livechat::store::leave(tx, technician, channel);
    return out;
}

}  // namespace chatd::response::store
