#include "livechat/livechat.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "api/once.hpp"
#include "livechat/conversion_store.hpp"
#include "livechat/store.hpp"
#include "tickets/tickets.hpp"

namespace chatd::livechat {

namespace {

using store::actor_of;

store::Filter filter_of(const AgentSessions& request, const routing::Policy& policy) {
    store::Filter filter;
    filter.policy = policy;
    filter.status = request.status;
    filter.priority = request.priority;
    filter.skill = request.skill;
    filter.sort = request.sort;
    filter.limit = request.limit;
    filter.cursor = request.cursor;
    filter.q = request.q;
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
                   messages::Messages& messages, presence::Presence& presence, queue::Queue& queue, Backstage& backstage,
                   Limits limits)
    : nursery_(nursery), database_(database), hub_(hub), messages_(messages), presence_(presence), queue_(queue), backstage_(backstage),
      limits_(limits), resuming_(chat_thread, limits.resuming_max, limits.resuming_waiting_max), queue_timer_(chat_thread) {
    queue::Bell bell;
    bell.new_session = [this](TenantId tenant, ChannelId channel, std::vector<hub::SessionPtr> sessions) { return ring(tenant, channel, std::move(sessions)); };
    bell.offer = [this](TenantId tenant, queue::Offer made, std::vector<hub::SessionPtr> sessions) { return offer(tenant, std::move(made), std::move(sessions)); };
    queue_.ring_by(std::move(bell));
}

void LiveChat::declare(api::Api& api) {
    api.operation("chat:start", *this, &LiveChat::start)
        .says("Start a live chat, or find the one that is open: it waits until a technician accepts it.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.starting))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/start", 201);
    api.operation("chat:accept", *this, &LiveChat::accept)
        .says("Take a waiting chat. Of any number who try at once, one wins. While it is offered it is for that technician, or for who has chat.assign.")
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
        .says("What waits, the technician's own chats, and the lists of what was abandoned, asks to be called, or has been completed.")
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
    api.announces<Offered>();
    api.announces<SessionAssigned>();
    api.announces<ParticipantJoined>();
    api.announces<ParticipantLeft>();
    api.announces<Ended>();
    api.announces<Abandoned>();
    api.announces<CallbackRequested>();
    api.announces<ChannelUpdated>();
    api.announces<QueueUpdated>();
    api.announces<QueuePosition>();
}

// ---- transitions ------------------------------------------------------------------------------------------------------

Task<SessionReply> LiveChat::start(Call& call, Start request) {
    const auto caller = call.caller();
    if (request.message && caller.staff()) throw invalid("message", "is the client's first one: accept the chat, and say it there");
    std::optional<Message> first;
    if (request.message) {
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
    co_await publish(caller.tenant, started.back);
    if (started.first) {
        messages_.tell(caller.tenant, *started.first);
        co_await hub_.handed_out(channel, started.first->seq);
    }
    co_await publish(caller.tenant, started.callback);
    if (started.callback.seq) {
        auto event = about<CallbackRequested>(started.session);
        event.session = co_await as_technicians_see_it(caller.tenant, channel);
        queue_changed(caller.tenant, channel, {}, api::push_of(event));
    } else if (started.session.queued) {  // found too: perhaps whoever began it never learnt that
        queue_changed(caller.tenant, channel);
    }
    if (started.created && !started.callback.seq) {
        auto event = about<NewSession>(started.session);
        event.session = client_safe(started.session);
        const auto push = api::push_of(event);
        for (const auto& other : hub_.sessions_of(started.session.customer_id))
            if (other != call.session) other->send(push);
    }
    co_return started.reply();
}

/// Whoever asks again on a new connection hears the chat there, as if they had resumed.
Task<> LiveChat::hear_again(hub::SessionPtr session, ChannelId channel, std::int64_t last_seq) {
    if (hub_.subscribed(*session, channel)) co_return;
    const auto hold = hub_.hold(session, channel);
    const std::vector<ChannelId> channels(1, channel);
    const std::vector<std::int64_t> last_seqs(1, last_seq);
    auto all = co_await database_.run(store::resume, store::actor_of(session->caller), channels, last_seqs, limits_.resume);
    auto found = std::move(all.front());
    if (found.reply.status != ResumeStatus::resumed) co_return hold->dismiss();  // too long ago: they join
    hold->give(found.events);
    hold->release(*found.reply.head_seq, found.session_id);
}

Task<SessionReply> LiveChat::accept(Call& call, Accept request) {
    return hand_over(call, {request.channel_id, call.caller().user, std::move(request.offer_id), false});
}
Task<SessionReply> LiveChat::assign(Call& call, Assign request) { return hand_over(call, {request.channel_id, request.agent_id, {}, true}); }

Task<SessionReply> LiveChat::hand_over(Call& call, store::Taking taking) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::accept, actor_of(caller), std::move(taking));
    co_await has_been_given(caller.tenant, change);
    co_return change.reply();
}

Task<> LiveChat::has_been_given(TenantId tenant, const Change& change) {
    if (!change.seq) co_return;
    const auto channel = change.session.channel_id, backstage = *change.session.backstage_id;
    const auto agent = *change.session.agent_id;
    enroll(agent, channel, change.seq - 1);
    backstage_.enroll(agent, channel, backstage);
    // Technicians outside the room hear of it too: it leaves their queue.
    auto event = about<SessionAssigned>(change.session);
    event.session = client_safe(change.session);
    event.agent = *change.session.agent;
    queue_changed(tenant, channel, {agent, change.removed.value_or(agent)}, api::push_of(event));
    if (change.removed && hub_.leave(*change.removed, channel, change.seq)) hub_.unsubscribe_user(*change.removed, backstage);
    co_await publish(tenant, change);
}

Task<SessionReply> LiveChat::end(Call& call, End request) {
    const auto& caller = call.caller();
    if ((request.create_ticket || request.save_transcript) && !caller.may(Permission::tickets_write))
        throw forbidden("Your role lacks the permission tickets.write.");
    const auto ending = co_await api::once(call, database_, store::end_with, actor_of(caller), records::author_of(call, "chat:end"), request, limits_.tickets);
    const auto& change = ending.change;
    if (ending.linked) co_await publish(caller.tenant, *ending.linked);
    auto event = about<Ended>(change.session);
    event.session = client_safe(change.session);
    event.reason = caller.staff() ? EndReason::agent : EndReason::client;
    event.ended_by = Person{caller.user, caller.name};
    co_await publish(caller.tenant, change);
    if (change.session.status == Status::abandoned) {
        co_await tell_abandoned(caller, request.channel_id);
        co_return change.reply();
    }
    queue_changed(caller.tenant, request.channel_id, {change.session.agent_id.value_or(caller.user)}, api::push_of(event));
    co_return change.reply();
}

/// The room has heard that its client has left, technicians hear that there is somebody to reply to.
Task<> LiveChat::tell_abandoned(Caller caller, ChannelId channel) {
    Abandoned event;
    event.session_id = event.channel_id = event.chat_id = channel;
    event.session = co_await as_technicians_see_it(caller.tenant, channel);
    event.reason = EndReason::client;
    event.ended_by = Person{caller.user, caller.name};
    queue_changed(caller.tenant, channel, {}, api::push_of(event));
}

Task<SessionReply> LiveChat::leave(Call& call, OnSession request) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::leave, actor_of(caller), request.channel_id);
    if (change.event == Abandoned::event) {  // who leaves while waiting
        co_await publish(caller.tenant, change);
        co_await tell_abandoned(caller, request.channel_id);
        co_return change.reply();
    }
    Person who{caller.user, caller.name};
    co_await tell_left(caller.tenant, std::move(who), change);
    co_return change.reply();
}

Task<> LiveChat::tell_left(TenantId tenant, Person who, Change change) {
    has_left(tenant, who.id, change);
    co_await publish(tenant, change);
    if (!change.handed_on) co_return;
    auto outside = about<ParticipantLeft>(change.session);
    outside.session = co_await as_technicians_see_it(tenant, change.session.channel_id);
    outside.user = std::move(who);
    queue_changed(tenant, change.session.channel_id, {}, api::push_of(outside));
}

void LiveChat::has_left(TenantId tenant, UserId user, const Change& change) {
    const auto channel = change.session.channel_id;
    const bool out = hub_.leave(user, channel, change.seq);
    if (out && change.session.backstage_id) hub_.unsubscribe_user(user, *change.session.backstage_id);
    queue_changed(tenant, channel, {user, change.session.agent_id.value_or(user)});
}

void LiveChat::is_left_to(TenantId tenant, const Session& chat, std::int64_t seq, const std::vector<UserId>& inside, const std::vector<UserId>& outside) {
    std::set<UserId> out(outside.begin(), outside.end());
    for (const auto& session : presence_.technicians(tenant))
        if (hub_.subscribed(*session, chat.channel_id) && std::ranges::find(inside, session->caller.user) == inside.end()) out.insert(session->caller.user);
    for (const auto user : out)
        if (hub_.leave(user, chat.channel_id, seq)) hub_.unsubscribe_user(user, *chat.backstage_id);
}

Task<> LiveChat::publish(TenantId tenant, const Change& change) {
    if (!change.seq) co_return;
    const auto channel = change.session.channel_id;
    hub::Push push(change.event, change.payload);
    hub_.publish(tenant, channel, change.seq, std::move(push));
    co_await hub_.handed_out(channel, change.seq);
}

void LiveChat::enroll(UserId user, ChannelId channel, std::int64_t from_seq) { hub_.enter(user, channel, from_seq + 1, channel); }

Task<SessionReply> LiveChat::show(Call& call, OnSession request) {
    SessionReply reply;
    reply.session = co_await database_.read(store::session, actor_of(call.caller()), request.channel_id);
    find_place(call.caller(), reply.session);
    co_return reply;
}

// ---- lists ------------------------------------------------------------------------------------------------------------

Task<SessionList> LiveChat::list_for_agent(Call& call, AgentSessions request) {
    auto filter = filter_of(request, queue_.policy());
    filter.waiting_or_mine = true;
    auto found = co_await database_.read(store::list, actor_of(call.caller()), filter);
    for (auto& session : found.data) find_place(call.caller(), session);
    co_return found;
}

Task<SessionList> LiveChat::list_mine(Call& call, AgentSessions request) {
    auto filter = filter_of(request, queue_.policy());
    if (filter.status.empty()) filter.status = {Status::pending, Status::active};
    auto found = co_await database_.read(store::list, actor_of(call.caller()), filter);
    for (auto& session : found.data) find_place(call.caller(), session);
    co_return found;
}

/// Where a chat that waits is in the queue. A client who asks is told anew how long it may take.
void LiveChat::find_place(const Caller& caller, Session& session) {
    if (session.queued) session.position = queue_.position(caller.tenant, session.channel_id);
    if (session.position && !caller.staff()) tell_queue_soon(caller.tenant);
}

Task<QueueStats> LiveChat::stats(Call& call, api::Nothing) {
    const auto tenant = call.caller().tenant;
    auto stats = co_await database_.read(store::stats, tenant, call.caller().user);
    std::ranges::sort(stats.waits, {}, [&](const Wait& wait) { return queue_.place(tenant, wait.session_id).value_or(routing::Place()); });
    co_return stats;
}

}  // namespace chatd::livechat
