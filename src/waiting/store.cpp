#include "waiting/store.hpp"

#include <algorithm>

#include "chatd/quantities.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "livechat/after_hours.hpp"
#include "livechat/transition.hpp"
#include "queue/store.hpp"

namespace chatd::waiting::store {
namespace {

using livechat::Ended;
using livechat::Status;
using livechat::store::become_abandoned, livechat::store::close_channels, livechat::store::lock, livechat::store::person_params,
    livechat::store::reason_params, livechat::store::record, livechat::store::set_over;
using std::chrono::milliseconds;

constexpr auto never = milliseconds(0);
/// Settings may change meanwhile.
constexpr auto looked_at_least = milliseconds(600'000);

Time after(Time time, milliseconds passed) { return {time.us + passed.count() * 1'000}; }

/// The daemon acts by itself.
Actor nobody(TenantId tenant) {
    Actor out;
    out.tenant = tenant;
    out.staff = true;
    return out;
}

/// Only the client decides whether they wait; a technician who sees the chat is told that it is not theirs to say.
Session lock_own(db::Tx& tx, const Actor& actor, ChannelId channel) {
    auto [standing, session] = lock(tx, actor, channel);
    if (!standing.customer) throw forbidden("Only the client decides this.");
    return std::move(session);
}

Error not_now(const Session& session) {
    if (session.status == Status::closed) return Error(Code::session_closed, "The chat is closed.");
    return Error(Code::invalid_state, "The chat is " + std::string(name_of(session.status)) + ".");
}

Change become_closed(db::Tx& tx, const Actor& actor, ChannelId channel) {
    Ended event;
    event.reason = EndReason::idle;
    set_over(tx, actor, channel, Status::closed, EndReason::idle);
    auto change = record(tx, actor, channel, {"ended", reason_params({}, EndReason::idle), "The chat ended, since nothing was said any more."}, event);
    close_channels(tx, actor.tenant, channel);
    return change;
}

/// What deadlines depend on, as of now.
struct Clock {
    Status status = Status::pending;
    bool queued = false;
    Time now, waited_from, active_at;
    static constexpr auto fields = describe(
        field(&Clock::status, "status", ""), field(&Clock::queued, "queued", ""), field(&Clock::now, "now", ""),
        field(&Clock::waited_from, "waited_from", ""), field(&Clock::active_at, "active_at", ""));
};
std::optional<Clock> clock_of(db::Tx& tx, TenantId tenant, ChannelId channel) {
    return db::maybe_row_as<Clock>(db::exec(tx, R"(
        SELECT s.status, lasting_since(s.waited_from) AS waited_from, clock_timestamp() AS now,
               EXISTS (SELECT FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.channel_id = $2 AND r.status IN ('waiting', 'offered')) AS queued,
               lasting_since(greatest(s.opened_at, (SELECT m.created_at FROM chat_messages m
                                                     WHERE m.tenant_id = $1 AND m.channel_id = $2 ORDER BY m.seq DESC LIMIT 1))) AS active_at
          FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.channel_id = $2)", tenant, channel));
}

/// It was started outside office hours: once the office is open, a message in it makes it wait for a technician (reopening).
/// Whether it is open now, and has not been before.
bool take_no_more_messages(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto office = livechat::store::office_of(tx, tenant, channel);
    if (!office.now.opening.open) {
        livechat::store::look_when_it_opens(tx, tenant, channel, office.now.opening);
        return false;
    }
    // It is over from now on: so long after the opening it can be taken up.
    const auto taken = db::exec(tx, R"(
        UPDATE live_chat_sessions SET ended_at = clock_timestamp()
         WHERE tenant_id = $1 AND channel_id = $2 AND EXISTS (SELECT FROM chat_channels c WHERE c.tenant_id = $1 AND c.id = $2 AND c.status = 'open'))",
                                tenant, channel);
    close_channels(tx, tenant, channel);
    deadlines::store::clear(tx, tenant, Waiting::kind, channel.value);
    return taken.affected_rows() > 0;
}

}  // namespace

Change keep_waiting(db::Tx& tx, Actor actor, ChannelId channel) {
    const auto session = lock_own(tx, actor, channel);
    if (session.status != Status::pending) throw not_now(session);
    db::exec(tx, "UPDATE live_chat_sessions SET waited_from = clock_timestamp(), no_answer_at = NULL WHERE tenant_id = $1 AND channel_id = $2",
             actor.tenant, channel);
    Change out;
    out.session = *livechat::store::find(tx, actor, channel);
    return out;
}

Change request_callback(db::Tx& tx, Actor actor, RequestCallback request) {
    const auto channel = request.channel_id;
    const auto session = lock_own(tx, actor, channel);
    const bool corrects = session.status == Status::callback;
    if (session.status != Status::pending && !corrects) throw not_now(session);
    livechat::Callback callback;
    callback.phone = request.phone;
    callback.preferred_at = request.preferred_at;
    callback.note = request.note;
    callback.requested_at = db::column<Time>(db::exec(tx, "SELECT clock_timestamp()")[0][0]);
    if (callback.preferred_at && *callback.preferred_at < callback.requested_at) throw invalid("preferred_at", "is in the past");
    // The state and its number in one statement: neither is without the other.
    db::exec(tx, R"(
        UPDATE live_chat_sessions
           SET status = 'callback', callback = $3, ended_at = coalesce(ended_at, clock_timestamp()), ended_by = $4, end_reason = 'client'
         WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, JsonObject{to_json(callback)}, actor.user);
    queue::store::withdraw(tx, actor.tenant, channel, "callback");
    const Person person{actor.user, actor.name};
    const auto text = corrects ? actor.name + " has changed how to be called." : actor.name + " asks to be called.";
    auto change = record(tx, actor, channel, {"callback_requested", person_params("by", person), text}, CallbackRequested());
    if (!corrects) close_channels(tx, actor.tenant, channel);
    return change;
}

Change abandon(db::Tx& tx, Actor actor, ChannelId channel) {
    const auto session = lock_own(tx, actor, channel);
    if (session.status != Status::pending) throw not_now(session);
    return become_abandoned(tx, actor, channel, EndReason::client);
}

std::optional<UserId> waiting_client(db::Tx& tx, TenantId tenant, ChannelId channel) {
    return db::maybe_value_as<UserId>(db::exec(tx, R"(
        SELECT customer_id FROM live_chat_sessions WHERE tenant_id = $1 AND channel_id = $2 AND status = 'pending')", tenant, channel));
}

Judged judge(db::Tx& tx, TenantId tenant, ChannelId channel, deadlines::ClockReference clock_reference, Patience defaults, milliseconds gone_for) {
    db::lock_channels(tx, tenant, {channel});
    Judged out;
    if (!clock_reference.agrees(deadlines::store::read_clock(tx))) return out;
    const auto clock = clock_of(tx, tenant, channel);
    if (clock && clock->status == Status::callback) {
        out.opened = take_no_more_messages(tx, tenant, channel);
        return out;
    }
    const bool open = clock && (clock->status == Status::pending || clock->status == Status::active);
    if (!open) {
        deadlines::store::clear(tx, tenant, Waiting::kind, channel.value);
        return out;
    }
    const auto patience = store::patience(tx, tenant, channel, defaults);
    std::vector<Time> next;
    const auto due = [&](milliseconds after_so_long, Time since) {
        if (after_so_long == never) return false;
        const auto at = after(since, after_so_long);
        if (at <= clock->now) return true;
        next.push_back(at);
        return false;
    };
    if (clock->status == Status::pending) {
        if (due(patience.abandon_after, after(clock->now, -gone_for))) {
            out.change = become_abandoned(tx, nobody(tenant), channel, EndReason::system);
            return out;
        }
        if (due(patience.no_answer_after, clock->waited_from)) {
            db::exec(tx, R"(
                UPDATE live_chat_sessions SET waited_from = $3, no_answer_at = coalesce(no_answer_at, $3)
                 WHERE tenant_id = $1 AND channel_id = $2)", tenant, channel, clock->now);
            next.push_back(after(clock->now, patience.no_answer_after));
            out.asked = true;
            out.change.session = *livechat::store::find(tx, nobody(tenant), channel);
        }
    } else if (due(patience.auto_close, clock->queued ? clock->now : clock->active_at)) {  // who waits for the desk is not idle
        out.change = become_closed(tx, nobody(tenant), channel);
        return out;
    }
    next.push_back(after(clock->now, looked_at_least));
    deadlines::store::set(tx, tenant, Waiting::kind, channel.value, std::ranges::min(next));
    return out;
}

Patience patience(db::Tx& tx, TenantId tenant, ChannelId channel, Patience defaults) {
    const auto rows = db::exec(tx, R"(
        SELECT k.name, coalesce(c.settings ->> k.name, t.settings ->> k.name, tenant_setting($1, k.key)) AS time
          FROM (VALUES ('no_answer_after', 'queue.no_answer_after'), ('abandon_after', 'queue.abandon_after'),
                       ('auto_close', 'chat.auto_close'), ('reopen_within', 'chat.reopen_within')) AS k (name, key)
          JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = $2
          LEFT JOIN chat_configs c ON c.tenant_id = $1 AND c.id = s.config_id
          LEFT JOIN teams t ON t.tenant_id = $1 AND t.id = s.team_id)", tenant, channel);
    for (const auto& row : rows) {
        const auto text = db::column<std::optional<std::string>>(row[1]);
        const auto time = text ? parse_duration(*text) : std::nullopt;
        if (!time) continue;
        const auto name = db::column<std::string>(row[0]);
        auto& into = name == "no_answer_after" ? defaults.no_answer_after
                     : name == "abandon_after" ? defaults.abandon_after
                     : name == "auto_close"    ? defaults.auto_close
                                               : defaults.reopen_within;
        into = *time;
    }
    return defaults;
}

}  // namespace chatd::waiting::store
