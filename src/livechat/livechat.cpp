#include "livechat/livechat.hpp"

#include <nlohmann/json.hpp>

#include "api/once.hpp"
#include "livechat/store.hpp"

namespace chatd::livechat {

namespace {

using store::actor_of;

store::Filter of_caller(const Call& call, const AgentSessions& request) {
    store::Filter filter;
    filter.status = request.status;
    filter.priority = request.priority;
    filter.skill = request.skill;
    filter.participant_id = call.caller().user;
    filter.sort = request.sort;
    filter.limit = request.limit;
    filter.cursor = request.cursor;
    return filter;
}

template <class Event>
Event about(const Session& session) {
    Event event;
    event.session_id = event.channel_id = event.chat_id = session.channel_id;
    return event;
}

}  // namespace

LiveChat::LiveChat(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub,
                   messages::Messages& messages, presence::Presence& presence, Backstage& backstage, Limits limits)
    : nursery_(nursery), database_(database), hub_(hub), messages_(messages), presence_(presence), backstage_(backstage), limits_(limits),
      resuming_(chat_thread, limits.resuming_max, limits.resuming_waiting_max), queue_timer_(chat_thread) {}

void LiveChat::declare(api::Api& api) {
    api.operation("chat:start", *this, &LiveChat::start)
        .says("Start a live chat, or find the one that is open: it waits until a technician accepts it.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.starting))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/start", 201);
    api.operation("chat:accept", *this, &LiveChat::accept)
        .says("Take a waiting chat. Of any number who try at once, one wins.")
        .allow(api::needs(Permission::chat_accept))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/accept");
    api.operation("chat:assign", *this, &LiveChat::assign)
        .says("Give a chat to a technician, over capacity and status; an active one is transferred at once.")
        .allow(api::needs(Permission::chat_assign))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/assign");
    api.operation("chat:join", *this, &LiveChat::join)
        .says("Enter a chat and hear it live: a client their own, a technician an active one within their scope.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.joining))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/join");
    api.operation("chat:resume", *this, &LiveChat::resume)
        .says("After a reconnection: go on with channels where one left off. The missed events follow as pushes, in order.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.joining))
        .repeatable("it changes nothing")
        .event();
    api.operation("chat:leave", *this, &LiveChat::leave)
        .says("Leave a chat. When the last technician leaves, it waits again, at the head of its priority.")
        .allow(api::signed_in)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/leave");
    api.operation("chat:end", *this, &LiveChat::end)
        .says("End a chat, for all. A client who ends it while waiting has abandoned it.")
        .allow(api::signed_in)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/end");
    api.operation("chat:session", *this, &LiveChat::show)
        .says("One live chat as it is now.")
        .allow(api::signed_in)
        .event()
        .rest(api::get, "/api/live-chat/{channel_id}");
    api.operation("chat:agent_sessions", *this, &LiveChat::list_for_agent)
        .says("What waits, and the technician's own chats.")
        .allow(api::staff)
        .event()
        .rest(api::get, "/api/live-chat/agent/sessions");
    api.operation("chat:my_sessions", *this, &LiveChat::list_mine)
        .says("The chats that the caller is in; without `status` those that are open.")
        .allow(api::signed_in)
        .event()
        .rest(api::get, "/api/live-chat/mine");
    api.operation("queue:stats", *this, &LiveChat::stats)
        .says("How many wait, by priority and team, and how long.")
        .allow(api::staff)
        .event()
        .rest(api::get, "/api/live-chat/queue/stats");
    api.announces<NewSession>();
    api.announces<SessionAssigned>();
    api.announces<ParticipantJoined>();
    api.announces<ParticipantLeft>();
    api.announces<Ended>();
    api.announces<QueueUpdated>();
    api.announces<QueuePosition>();
}

// ---- transitions ------------------------------------------------------------------------------------------------------

Task<SessionReply> LiveChat::start(Call& call, Start request) {
    const auto caller = call.caller();
    std::optional<Message> first;
    if (request.message && !caller.staff()) {
        messages_.check_length(*request.message, "message");
        first.emplace();
        first->sender = messages::sender_of(caller);
        first->content = *request.message;
        first->client_id = Uuid::parse(call.once->key).value_or(Uuid::random());
    }
    call.after_reply([this, &call] {
        if (!call.replayed || !call.session || call.caller().staff()) return;
        const auto known = parse_json(call.once->reply);
        const auto last_seq = known["seq"].is_null() ? 0 : known["seq"].get<std::int64_t>();
        nursery_.start(hear_again(call.session, ChannelId{known["session"]["channel_id"].get<std::int64_t>()}, last_seq));
    });
    const auto started = co_await api::once(call, database_, store::start, actor_of(caller), caller.config, request, first);
    const auto channel = started.session.channel_id;
    enroll(started.session.customer_id, channel, started.head);
    co_await publish(call, started.back);
    if (started.first) {
        messages_.tell(caller.tenant, *started.first);
        co_await hub_.handed_out(channel, started.first->seq);
    }
    if (started.created) {
        // Technicians see more of it than the client does.
        auto technician = actor_of(caller);
        technician.staff = true;
        auto event = about<NewSession>(started.session);
        event.session = co_await database_.read(store::session, technician, channel);
        event.session.unread.reset();
        tell_technicians(caller.tenant, event.session.team_id, event.session.organization_id, api::push_of(event), channel);
        queue_changed(caller.tenant);
        event.session = client_safe(std::move(event.session));
        const auto push = api::push_of(event);
        for (const auto& other : hub_.sessions_of(started.session.customer_id))
            if (other != call.session) other->send(push);
    }
    co_return started.reply();
}

/// Whoever asks again on a new connection hears the chat there, as if they had resumed.
Task<> LiveChat::hear_again(hub::SessionPtr session, ChannelId channel, std::int64_t last_seq) {
    if (hub_.subscribed(*session, channel)) co_return;
    hub_.subscribe(session, channel);
    try {
        const std::vector<ChannelId> channels(1, channel);
        const std::vector<std::int64_t> last_seqs(1, last_seq);
        const auto all = co_await database_.run(store::resume, store::actor_of(session->caller), channels, last_seqs, limits_.resume);
        const auto& found = all.front();
        if (found.reply.status != ResumeStatus::resumed) co_return hub_.unsubscribe(*session, channel);  // too long ago: they join
        for (const auto& event : found.events) session->send(event.push);
        hub_.release(session, channel, *found.reply.head_seq, found.session_id);
    } catch (...) {
        hub_.unsubscribe(*session, channel);
        throw;
    }
}

Task<SessionReply> LiveChat::accept(Call& call, OnSession request) {
    return hand_over(call, request.channel_id, call.caller().user, false);
}
Task<SessionReply> LiveChat::assign(Call& call, Assign request) { return hand_over(call, request.channel_id, request.agent_id, true); }

Task<SessionReply> LiveChat::hand_over(Call& call, ChannelId channel, UserId agent, bool assigned) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::accept, actor_of(caller), channel, agent, assigned);
    if (change.seq) {
        enroll(agent, channel, change.seq - 1);
        backstage_.enroll(agent, channel, *change.session.backstage_id);
        // Technicians outside the room hear of it too: it leaves their queue.
        auto event = about<SessionAssigned>(change.session);
        event.session = client_safe(change.session);
        event.agent = *change.session.agent;
        tell_technicians(caller.tenant, {}, {}, api::push_of(event), channel);
        queue_changed(caller.tenant);
    }
    co_await publish(call, change);
    if (change.removed) {
        hub_.unsubscribe_user(*change.removed, channel);
        hub_.unsubscribe_user(*change.removed, *change.session.backstage_id);
    }
    co_return change.reply();
}

Task<SessionReply> LiveChat::end(Call& call, OnSession request) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::end, actor_of(caller), request.channel_id);
    auto event = about<Ended>(change.session);
    event.session = client_safe(change.session);
    event.reason = caller.staff() ? EndReason::agent : EndReason::client;
    event.ended_by = Person{caller.user, caller.name};
    tell_technicians(caller.tenant, {}, {}, api::push_of(event), request.channel_id);
    queue_changed(caller.tenant);
    co_await publish(call, change);
    co_return change.reply();
}

Task<SessionReply> LiveChat::leave(Call& call, OnSession request) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::leave, actor_of(caller), request.channel_id);
    co_await publish(call, change);
    hub_.unsubscribe_user(caller.user, request.channel_id);
    if (change.session.backstage_id) hub_.unsubscribe_user(caller.user, *change.session.backstage_id);
    if (change.session.queued) {
        auto event = about<NewSession>(change.session);
        event.session = change.session;
        event.session.unread.reset();
        tell_technicians(caller.tenant, change.session.team_id, change.session.organization_id, api::push_of(event), request.channel_id);
        queue_changed(caller.tenant);
    }
    co_return change.reply();
}

/// The change's own event goes to the room, in its place; the actor's connection has it before its ack.
Task<> LiveChat::publish(Call& call, const Change& change) {
    if (!change.seq) co_return;
    const auto channel = change.session.channel_id;
    hub::Push push(change.event, change.payload);
    hub_.publish(call.caller().tenant, channel, change.seq, std::move(push));
    co_await hub_.handed_out(channel, change.seq);
}

/// Whoever becomes a participant hears the channel on all their connections from there on.
void LiveChat::enroll(UserId user, ChannelId channel, std::int64_t from_seq) {
    for (const auto& session : hub_.sessions_of(user)) {
        if (hub_.subscribed(*session, channel)) continue;
        hub_.subscribe(session, channel);
        hub_.release(session, channel, from_seq, channel);
    }
}

Task<SessionReply> LiveChat::show(Call& call, OnSession request) {
    SessionReply reply;
    reply.session = co_await database_.read(store::session, actor_of(call.caller()), request.channel_id);
    co_return reply;
}

// ---- lists ------------------------------------------------------------------------------------------------------------

Task<SessionList> LiveChat::list_for_agent(Call& call, AgentSessions request) {
    auto filter = of_caller(call, request);
    filter.waiting_or_mine = true;
    return database_.read(store::list, actor_of(call.caller()), filter);
}

Task<SessionList> LiveChat::list_mine(Call& call, AgentSessions request) {
    auto filter = of_caller(call, request);
    if (filter.status.empty()) filter.status = {Status::pending, Status::active};
    return database_.read(store::list, actor_of(call.caller()), filter);
}

Task<QueueStats> LiveChat::stats(Call& call, api::Nothing) {
    return database_.read(store::stats, call.caller().tenant, call.caller().user);
}

// ---- telling the technicians ------------------------------------------------------------------------------------------

void LiveChat::tell_technicians(TenantId tenant, const std::optional<TeamId>& team, const std::optional<OrganizationId>& organization,
                                const hub::Push& push, ChannelId not_in) {
    for (const auto& session : presence_.alerted(tenant, team, organization))
        if (!hub_.subscribed(*session, not_in)) session->send(push);
}

/// What technicians and waiting clients are told of the queue is gathered for a second.
void LiveChat::queue_changed(TenantId tenant) {
    changed_queues_.insert(tenant);
    if (std::exchange(queue_timer_set_, true)) return;
    queue_timer_.expires_after(queue_told_every);
    queue_timer_.async_wait([this](boost::system::error_code cut) {
        queue_timer_set_ = false;
        if (cut) return;
        for (auto changed : std::exchange(changed_queues_, {})) nursery_.start(tell_queue(changed));
    });
}

Task<> LiveChat::tell_queue(TenantId tenant) {
    const auto stats = co_await database_.read(store::stats, tenant, UserId());
    const auto usual = co_await database_.read(store::usual_wait, tenant);
    QueueUpdated updated{stats.total, stats.by_priority, stats.by_team, ++queue_versions_[tenant]};
    const auto push = api::push_of(updated);
    for (const auto& session : presence_.technicians(tenant)) session->send(push);
    int position = 0;
    for (const auto& waiting : stats.waits) {
        QueuePosition place;
        place.session_id = place.channel_id = place.chat_id = waiting.session_id;
        place.position = ++position;
        if (usual) place.estimated_wait_seconds = std::max(0, *usual - waiting.wait);
        hub_.tell(waiting.session_id, api::push_of(place));
    }
}

}  // namespace chatd::livechat
