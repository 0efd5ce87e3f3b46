// What is read of live chats: snapshots, resumptions, lists, the queue. The transitions are in store.cpp.
#include <algorithm>
#include <charconv>

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/rows.hpp"
#include "livechat/store.hpp"
#include "messages/store.hpp"
#include "queue/store.hpp"

namespace chatd::livechat::store {
namespace {

constexpr int messages_at_first = 50;
/// Of a snapshot without messages. Where so much is not left, a client is told to ask for the channel by itself.
constexpr std::int64_t snapshot_bytes_min = 4096;
constexpr auto no_end = std::numeric_limits<std::int64_t>::max();

/// Head, session and messages of one moment: what is not in the answer comes as a live event.
void one_snapshot(db::Tx& tx) { tx.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"); }

std::vector<Participant> participants(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT u.id, u.name, u.kind, u.avatar_url, p.role, p.joined_at, p.last_read_message_id
          FROM channel_participants p JOIN users u ON u.tenant_id = $1 AND u.id = p.user_id
         WHERE p.tenant_id = $1 AND p.channel_id = $2 AND p.left_at IS NULL ORDER BY p.joined_at, u.id)", tenant, channel);
    return db::rows_as<Participant>(rows);
}

std::size_t bytes_of(const Message& message) {
    return message.content.size() + (message.kb_article ? message.kb_article->summary.size() : 0) + 512;
}

/// The newest messages that fit; the client scrolls back for the others.
void trim(std::vector<Message>& messages, std::size_t bytes_max) {
    std::size_t bytes = 0;
    auto first = messages.end();
    while (first != messages.begin() && bytes + bytes_of(*std::prev(first)) <= bytes_max) bytes += bytes_of(*--first);
    messages.erase(messages.begin(), first);
}

BackstageView read_backstage(db::Tx& tx, const Actor& actor, ChannelId channel, std::size_t bytes_max) {
    BackstageView out;
    out.channel_id = channel;
    out.head_seq = channels::store::standing(tx, actor.tenant, channel, actor.user)->last_seq;
    out.messages = messages::store::list(tx, actor.tenant, channel, 0, no_end, messages_at_first, true);
    out.cursors = messages::store::cursors(tx, actor.tenant, channel);
    trim(out.messages, bytes_max);
    return out;
}

/// Of a live chat, or of a backstage.
Joined read_snapshot(db::Tx& tx, const Actor& actor, const channels::Standing& standing, std::optional<std::int64_t> last_seq, const ResumeLimits& limits) {
    Joined out;
    out.session = session(tx, actor, *standing.session_id);
    out.participants = participants(tx, actor.tenant, standing.id);
    out.head_seq = standing.last_seq;
    if (last_seq && *last_seq > standing.last_seq) throw invalid("last_seq", "is beyond the channel's last event");
    if (last_seq && standing.last_seq - *last_seq > limits.events_max)
        throw Error(Code::resync_required, "More than " + std::to_string(limits.events_max) + " events were missed: join without last_seq.");
    out.messages = messages::store::list(tx, actor.tenant, standing.id, last_seq.value_or(0), no_end,
                                         last_seq ? limits.events_max : messages_at_first, !last_seq);
    const auto wanted = out.messages.size();
    trim(out.messages, limits.bytes_max);
    if (actor.staff && standing.kind == channels::Kind::live)
        out.backstage = read_backstage(tx, actor, *out.session.backstage_id, limits.bytes_max / 4);
    if (last_seq && out.messages.size() < wanted)
        throw Error(Code::resync_required, "More than " + std::to_string(limits.bytes_max) + " bytes were missed: join without last_seq.");
    return out;
}

/// Where the next page begins: "key:id" of the last session of this one.
struct Place {
    std::int64_t key, id;
};
std::optional<Place> place_of(const std::optional<std::string>& cursor) {
    if (!cursor) return {};
    Place place{};
    const auto* end = cursor->data() + cursor->size();
    const auto key = std::from_chars(cursor->data(), end, place.key);
    if (key.ec != std::errc() || key.ptr == end || *key.ptr != ':') throw invalid("cursor", "is not one of ours");
    const auto id = std::from_chars(key.ptr + 1, end, place.id);
    if (id.ec != std::errc() || id.ptr != end) throw invalid("cursor", "is not one of ours");
    return place;
}

#define CHATD_RANK "CASE s.priority WHEN 'urgent' THEN 3 WHEN 'high' THEN 2 WHEN 'medium' THEN 1 ELSE 0 END"
/// Smaller comes first; equal ones by age.
std::string_view key_of(Sort sort) {
    switch (sort) {
        case Sort::newest: break;
        case Sort::oldest: return "(extract(epoch FROM coalesce(r.entered_at, s.opened_at)) * 1000000)::bigint";
        case Sort::priority:  // as the router has it
            return "(extract(epoch FROM coalesce(r.enqueued_at, s.opened_at)) * 1000000)::bigint - (" CHATD_RANK ")::bigint *"
                   " coalesce((SELECT us FROM worth WHERE worth.team_id = r.team_id), (SELECT us FROM worth WHERE worth.team_id = 0))";
    }
    return "-s.channel_id";
}

/// What one priority is worth in waiting, by team; zero: of chats that name none, and of those that do not wait.
struct Worth {
    std::vector<TeamId> teams;
    std::vector<std::int64_t> us;
};
Worth worth_of_priorities(db::Tx& tx, TenantId tenant, const Filter& filter) {
    Worth out;
    if (filter.sort != Sort::priority) return out;
    const auto rules = queue::store::rules(tx, tenant, filter.policy);
    out.teams.emplace_back();
    out.us.push_back(rules.own.priority_worth().count());
    for (const auto& [team, policy] : rules.teams) {
        out.teams.push_back(team);
        out.us.push_back(policy.priority_worth().count());
    }
    return out;
}

struct Page {
    std::vector<ChannelId> ids;
    std::vector<std::int64_t> keys;
};
/// One more than is asked for, if there are more. `mine`: what the viewer is in; with $4 also what waits, and what belongs to nobody if it is asked for.
Page page_of(db::Tx& tx, const Actor& actor, const Filter& filter) {
    std::vector<std::string> status, priority;
    for (auto one : filter.status) status.emplace_back(name_of(one));
    for (auto one : filter.priority) priority.emplace_back(name_of(one));
    const auto place = place_of(filter.cursor);
    const auto key = place ? std::optional(place->key) : std::nullopt;
    const auto id = place ? std::optional(place->id) : std::nullopt;
    const auto worth = worth_of_priorities(tx, actor.tenant, filter);
    const auto sql = R"(
        WITH worth AS (SELECT * FROM unnest($12::bigint[], $13::bigint[]) AS w (team_id, us)),
        mine AS MATERIALIZED (
            SELECT p.channel_id FROM channel_participants p WHERE p.tenant_id = $1 AND p.user_id = $2 AND p.left_at IS NULL
             UNION SELECT q.channel_id FROM pending_chat_requests q WHERE $4 AND q.tenant_id = $1 AND q.status IN ('waiting', 'offered')
             UNION SELECT o.channel_id FROM live_chat_sessions o
                    WHERE $4 AND o.tenant_id = $1 AND o.status = ANY ($3::text[]) AND o.status IN ('abandoned', 'callback', 'completed')),
        keyed AS (
            SELECT s.channel_id, )" + std::string(key_of(filter.sort)) + R"( AS key
              FROM mine JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = mine.channel_id
              JOIN users customer ON customer.tenant_id = $1 AND customer.id = s.customer_id
              LEFT JOIN pending_chat_requests r ON r.tenant_id = $1 AND r.channel_id = s.channel_id AND r.status IN ('waiting', 'offered')
             WHERE (cardinality($3::text[]) = 0 OR s.status = ANY ($3::text[]) OR ($4 AND r.id IS NOT NULL AND 'pending' = ANY ($3::text[])))
               AND (cardinality($5::text[]) = 0 OR s.priority = ANY ($5::text[])) AND ($6::text IS NULL OR $6 = ANY (s.required_skills))
               AND ($7::text IS NULL OR)" CHATD_SAYS("$7", "$8::boolean") ")" CHATD_IN_SCOPE R"()
        SELECT channel_id, key FROM keyed WHERE $9::bigint IS NULL OR (key, channel_id) > ($9, $10::bigint) ORDER BY key, channel_id LIMIT $11)";
    const auto rows = db::exec(tx, sql, actor.tenant, actor.user, status, filter.waiting_or_mine, priority, filter.skill, filter.q, actor.staff, key, id,
                               filter.limit + 1, worth.teams, worth.us);
    Page out;
    for (const auto& row : rows) {
        out.ids.push_back(db::column<ChannelId>(row[0]));
        out.keys.push_back(db::column<std::int64_t>(row[1]));
    }
    return out;
}

/// A snapshot of a chat tells its backstage too, as of the same moment: what was asked of that is answered with it.
void told_with_their_chats(const std::vector<ChannelId>& channels, std::vector<Resumption>& all) {
    for (const auto& chat : all) {
        if (!chat.reply.snapshot || !chat.reply.snapshot->backstage) continue;
        const auto at = std::ranges::find(channels, chat.reply.snapshot->backstage->channel_id);
        if (at == channels.end()) continue;
        auto& backstage = all[static_cast<std::size_t>(at - channels.begin())];
        if (backstage.reply.status != ResumeStatus::gone) backstage.reply.status = ResumeStatus::resumed;
        backstage.events.clear();
    }
}

}  // namespace

Joined snapshot(db::Tx& tx, Actor actor, ChannelId channel, std::optional<std::int64_t> last_seq, ResumeLimits limits) {
    one_snapshot(tx);
    const auto standing = channels::store::standing(tx, actor.tenant, channel, actor.user);
    if (!standing || standing->kind != channels::Kind::live) throw not_found("chat", channel.value);
    return read_snapshot(tx, actor, *standing, last_seq, limits);
}

std::optional<Joined> present_snapshot(db::Tx& tx, Actor actor, ChannelId channel, std::optional<std::int64_t> last_seq, ResumeLimits limits) {
    one_snapshot(tx);
    const auto standing = channels::store::standing(tx, actor.tenant, channel, actor.user);
    if (!standing || standing->kind != channels::Kind::live || !(standing->participant || standing->customer)) throw not_found("chat", channel.value);
    if (!standing->participant && standing->open) return {};
    return read_snapshot(tx, actor, *standing, last_seq, limits);
}

std::vector<Resumption> resume(db::Tx& tx, Actor actor, std::vector<ChannelId> channels, std::vector<std::int64_t> last_seqs, ResumeLimits limits) {
    one_snapshot(tx);
    std::vector<Resumption> out(channels.size());
    const auto standings = channels::store::standings(tx, std::vector(channels.size(), actor.tenant), channels, std::vector(channels.size(), actor.user));
    std::vector<std::size_t> readable;
    std::vector<ChannelId> read_channels;
    std::vector<messages::store::Span> spans;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const auto& standing = standings[i];
        // A client who has left comes back by joining; the end of a chat of theirs they may still be told.
        const bool client_of = standing && standing->customer && standing->kind == channels::Kind::live && !standing->open;
        if (!standing || !(standing->participant || client_of)) continue;
        out[i].session_id = standing->session_id;
        out[i].reply.head_seq = standing->last_seq;
        readable.push_back(i);
        read_channels.push_back(channels[i]);
        // Too many to be told one by one: not even looked at.
        const bool near = last_seqs[i] <= standing->last_seq && standing->last_seq - last_seqs[i] <= limits.events_max;
        spans.push_back({channels[i], near ? last_seqs[i] : standing->last_seq, standing->last_seq});
        out[i].reply.status = near ? ResumeStatus::resumed : ResumeStatus::resync_required;
    }
    if (readable.empty()) return out;
    auto cursors = messages::store::cursors_of(tx, actor.tenant, read_channels);
    const auto backlogs = messages::store::backlogs(tx, actor.tenant, spans, limits.age_max);
    auto bytes_left = static_cast<std::int64_t>(limits.bytes_max);
    for (std::size_t k = 0; k < readable.size(); ++k) {
        auto& found = out[readable[k]];
        found.reply.cursors = std::move(cursors[k]);
        if (backlogs[k].bytes > bytes_left || backlogs[k].old) found.reply.status = ResumeStatus::resync_required;
        if (found.reply.status == ResumeStatus::resumed) bytes_left -= backlogs[k].bytes;
        else spans[k].from = spans[k].to;
    }
    auto events = messages::store::events_of(tx, actor.tenant, spans);
    auto rest = limits;
    for (std::size_t k = 0; k < readable.size(); ++k) {
        auto& found = out[readable[k]];
        found.events = std::move(events[k]);
        const auto& standing = *standings[readable[k]];
        if (found.reply.status == ResumeStatus::resumed || !standing.session_id || bytes_left < snapshot_bytes_min) continue;
        rest.bytes_max = static_cast<std::size_t>(bytes_left);
        found.reply.snapshot = read_snapshot(tx, actor, standing, {}, rest);
        bytes_left -= snapshot_bytes_min;
        for (const auto& message : found.reply.snapshot->messages) bytes_left -= static_cast<std::int64_t>(bytes_of(message));
        if (!found.reply.snapshot->backstage) continue;
        for (const auto& message : found.reply.snapshot->backstage->messages) bytes_left -= static_cast<std::int64_t>(bytes_of(message));
    }
    told_with_their_chats(channels, out);
    return out;
}

/// A page is found in few narrow rows, and what is told of each session is read of those on it alone: planned as one, it would take the
/// planner longer than all the rest.
SessionList list(db::Tx& tx, Actor actor, Filter filter) {
    const auto page = page_of(tx, actor, filter);
    const auto last = std::min(page.ids.size(), static_cast<std::size_t>(filter.limit));
    SessionList out;
    const std::vector<ChannelId> shown(page.ids.begin(), page.ids.begin() + static_cast<std::ptrdiff_t>(last));
    out.data = db::rows_as<Session>(db::exec(tx, CHATD_SELECT_SESSION "AND s.channel_id = ANY ($3::bigint[]) ORDER BY array_position($3::bigint[], s.channel_id)",
                                             actor.tenant, actor.user, shown));
    if (page.ids.size() > last) out.next_cursor = std::to_string(page.keys[last - 1]) + ":" + std::to_string(shown.back().value);
    if (!actor.staff)
        for (auto& session : out.data) {
            const auto unread = session.unread;
            session = client_safe(std::move(session));
            session.unread = unread;
        }
    return out;
}

std::vector<Session> sessions(db::Tx& tx, Actor actor, const std::vector<ChannelId>& channels) {
    auto out = db::rows_as<Session>(db::exec(tx, CHATD_SELECT_SESSION CHATD_IN_SCOPE "AND s.channel_id = ANY ($3::bigint[]) AND ($4 OR s.customer_id = $2)",
                                             actor.tenant, actor.user, channels, actor.staff));
    if (!actor.staff)
        for (auto& session : out) session = client_safe(std::move(session));
    return out;
}

QueueStats stats(db::Tx& tx, TenantId tenant, UserId viewer) {
    const auto rows = db::exec(tx, R"(
        SELECT s.channel_id, s.priority, s.team_id, greatest(0, extract(epoch FROM now() - r.entered_at))::int AS wait, r.team_id
          FROM pending_chat_requests r JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = r.channel_id
         WHERE r.tenant_id = $1 AND r.status IN ('waiting', 'offered'))" CHATD_IN_SCOPE R"(
         ORDER BY )" "-" CHATD_RANK ", r.enqueued_at, r.id", tenant, viewer);
    QueueStats out;
    for (auto name : names_of(Priority{})) out.by_priority[std::string(name)] = 0;
    for (const auto& row : rows) {
        const auto wait = db::column<int>(row[3]);
        ++out.total;
        ++out.by_priority[db::column<std::string>(row[1])];
        ++out.by_team[db::column<std::optional<std::string>>(row[2]).value_or("none")];
        out.longest_wait = std::max(out.longest_wait, wait);
        out.waits.push_back({db::column<ChannelId>(row[0]), wait, db::column<std::optional<TeamId>>(row[4])});
    }
    return out;
}

Pace pace(db::Tx& tx, TenantId tenant) {
    const auto rows = db::exec(tx, R"(
        WITH stays AS (
            SELECT coalesce(team_id, 0) AS team, assigned_at - make_interval(secs => wait_seconds) AS came, assigned_at AS went, wait_seconds AS wait, false AS waits
              FROM live_chat_sessions WHERE tenant_id = $1 AND assigned_at > now() - interval '1 hour' AND wait_seconds IS NOT NULL
             UNION ALL
            SELECT coalesce(team_id, 0), entered_at, greatest(now(), entered_at), greatest(0, extract(epoch FROM now() - entered_at)), true
              FROM pending_chat_requests WHERE tenant_id = $1 AND status IN ('waiting', 'offered') AND target_id IS NULL),
        marks AS (SELECT team, came AS at, 1 AS step, wait, waits FROM stays UNION ALL SELECT team, went, -1, NULL, NULL FROM stays),
        places AS (SELECT *, sum(step) OVER (PARTITION BY team ORDER BY at, step DESC ROWS UNBOUNDED PRECEDING) AS place FROM marks)
        SELECT team, (sum(wait) FILTER (WHERE NOT waits) / sum(place) FILTER (WHERE NOT waits))::float8,
               (sum(wait) FILTER (WHERE waits) / sum(place) FILTER (WHERE waits))::float8
          FROM places WHERE step = 1 GROUP BY GROUPING SETS ((team), ()))", tenant);
    Pace out;
    for (const auto& row : rows) {
        const auto taken = db::column<std::optional<double>>(row[1]), waiting = db::column<std::optional<double>>(row[2]);
        if (!taken) continue;
        const auto seconds = std::max(*taken, waiting.value_or(0));
        if (const auto team = db::column<std::optional<TeamId>>(row[0])) out.by_team[*team] = seconds;
        else out.of_all = seconds;
    }
    return out;
}

}  // namespace chatd::livechat::store
