#include "livechat/after_hours.hpp"

#include <algorithm>

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "livechat/transition.hpp"
#include "queue/store.hpp"

namespace chatd::livechat::store {
namespace {

constexpr std::int64_t looked_at_least_us = 600'000'000;

Time clock_of(db::Tx& tx) { return db::column<Time>(db::exec(tx, "SELECT clock_timestamp()")[0][0]); }

}  // namespace

OfficeOf office_of(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT s.config_id, s.team_id, c.after_hours FROM live_chat_sessions s LEFT JOIN chat_configs c ON c.tenant_id = $1 AND c.id = s.config_id
         WHERE s.tenant_id = $1 AND s.channel_id = $2)", tenant, channel);
    OfficeOf out;
    out.now = hours::store::now(tx, tenant, db::column<std::optional<ChatConfigId>>(rows[0][0]), db::column<std::optional<TeamId>>(rows[0][1]));
    out.after_hours = db::column<std::optional<accounts::AfterHours>>(rows[0][2]).value_or(out.after_hours);
    return out;
}

void must_take_messages(accounts::AfterHours after_hours, const hours::store::Now& now) {
    if (after_hours != accounts::AfterHours::refuse) return;
    const auto& next = now.opening.next_open_at;
    std::string details = R"({"reason":"outside_hours","next_open_at":)" + (next ? json_quoted(next->text()) : std::string("null")) + R"(,"office_hours":)" + to_json(*now.hours) + '}';
    throw Error(Code::invalid_state, next ? "Nobody is here before " + next->text() + "." : std::string("Nobody is here."), {}, std::move(details));
}

Change leave_message(db::Tx& tx, const Actor& actor, ChannelId channel, const hours::Opening& opening) {
    Callback callback;
    callback.requested_at = clock_of(tx);
    db::exec(tx, R"(
        UPDATE live_chat_sessions
           SET status = 'callback', callback = $3::jsonb || (coalesce(jsonb_strip_nulls(callback), '{}') - 'requested_at'), ended_at = clock_timestamp(),
               ended_by = $4, end_reason = 'client'
         WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, JsonObject{to_json(callback)}, actor.user);
    queue::store::withdraw(tx, actor.tenant, channel, "callback");
    look_when_it_opens(tx, actor.tenant, channel, opening);
    const Person person{actor.user, actor.name};
    return record(tx, actor, channel, {"message_left", person_params("by", person), actor.name + " wrote outside the office hours."}, CallbackRequested());
}

void look_when_it_opens(db::Tx& tx, TenantId tenant, ChannelId channel, const hours::Opening& opening) {
    const Time at_least{clock_of(tx).us + looked_at_least_us};
    deadlines::store::set(tx, tenant, "live_chat", channel.value, std::min(opening.next_open_at.value_or(at_least), at_least));
}

}  // namespace chatd::livechat::store
