// How one comes into a chat, and comes back: joining and resuming. The rest of LiveChat is in livechat.cpp.
#include <algorithm>
#include <charconv>

#include "api/once.hpp"
#include "livechat/livechat.hpp"
#include "livechat/store.hpp"

namespace chatd::livechat {
namespace {
std::vector<hub::HoldPtr> hold_all(hub::Hub& hub, const hub::SessionPtr& session, const std::vector<ChannelId>& channels) {
    std::vector<hub::HoldPtr> out;
    for (const auto channel : channels) out.push_back(hub.hold(session, channel));
    return out;
}
}  // namespace

/// A client who is in the chat has nothing to change: one transaction, which many ask for at once after a restart.
Task<std::optional<Joined>> LiveChat::join_present(Call& call, const Join& request) {
    const auto channel = request.channel_id;
    hub::HoldPtr hold;
    if (call.session) hold = hub_.hold(call.session, channel);
    auto joined = co_await database_.run(store::present_snapshot, store::actor_of(call.caller()), channel, request.last_seq, limits_.resume);
    if (joined) find_place(call.caller(), joined->session);
    if (hold && joined) call.after_reply([hold, channel, head = joined->head_seq] { hold->release(head, channel); });
    co_return joined;
}

Task<Joined> LiveChat::join(Call& call, Join request) {
    const auto caller = call.caller();
    const auto channel = request.channel_id;
    if (!caller.staff() && !call.idempotency_key) {
        auto joined = co_await join_present(call, request);
        if (joined) {
            if (call.once) call.once->ran = true;  // nothing was to be done
            co_return std::move(*joined);
        }
    }
    const auto change = co_await api::effect_once(call, database_, store::join, store::actor_of(caller), channel);
    if (change && change->seq) {
        enroll(caller.user, channel, change->seq - 1);
        if (caller.staff()) backstage_.enroll(caller.user, channel, *change->session.backstage_id);
        co_await publish(caller.tenant, *change);
    }
    auto shown = change ? change->session : Session();
    if (!change) shown = co_await database_.read(store::session, store::actor_of(caller), channel);
    const auto backstage = shown.backstage_id;  // null for clients
    hub::HoldPtr hold, backstage_hold;
    if (call.session) hold = hub_.hold(call.session, channel);
    if (call.session && backstage) backstage_hold = hub_.hold(call.session, *backstage);
    auto joined = co_await database_.run(store::snapshot, store::actor_of(caller), channel, request.last_seq, limits_.resume);
    const bool open = joined.session.status == Status::pending || joined.session.status == Status::active;
    const bool inside = std::ranges::find(joined.participants, caller.user, &Participant::id) != joined.participants.end();
    if (caller.staff() && open && !inside) throw Error(Code::not_participant, "The chat goes on without you: join it again.");
    find_place(caller, joined.session);
    if (hold)
        call.after_reply([hold, backstage_hold, channel, head = joined.head_seq, notes = joined.backstage ? joined.backstage->head_seq : 0] {
            hold->release(head, channel);
            if (backstage_hold) backstage_hold->release(notes, channel);
        });
    co_return joined;
}

Task<Resumed> LiveChat::resume(Call& call, Resume request) {
    std::vector<ChannelId> channels;
    std::vector<std::int64_t> last_seqs;
    for (const auto& [text, last_seq] : request.channels) {
        std::int64_t id = 0;
        const auto* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, id);
        if (parsed.ec != std::errc() || parsed.ptr != end || id < 1) throw invalid("channels." + text, "is not a channel id");
        if (last_seq < 0) throw invalid("channels." + text, "is below 0");
        channels.emplace_back(ChannelId{id});
        last_seqs.push_back(last_seq);
    }
    if (channels.empty()) co_return Resumed();
    auto reply = co_await resume_all(call, channels, last_seqs);
    co_return reply;
}

/// Held from before one's turn in a crowd: who comes into a chat meanwhile (it is reopened, say) would hear it live before what was missed.
/// If it fails, what the connection heard before it goes on hearing.
Task<Resumed> LiveChat::resume_all(Call& call, const std::vector<ChannelId>& channels, const std::vector<std::int64_t>& last_seqs) {
    auto holds = hold_all(hub_, call.session, channels);
    const auto place = co_await resuming_.enter(call.caller().tenant.value);
    auto found = co_await database_.run(store::resume, store::actor_of(call.caller()), channels, last_seqs, limits_.resume);
    Resumed reply;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        auto& one = found[i];
        const bool waits = one.reply.status != ResumeStatus::gone && !call.caller().staff() && queue_.position(call.caller().tenant, channels[i]);
        if (waits) tell_queue_soon(call.caller().tenant);
        if (one.reply.snapshot) find_place(call.caller(), one.reply.snapshot->session);
        if (one.reply.status == ResumeStatus::gone) {
            holds[i]->dismiss();
        } else {
            call.after_reply([hold = std::move(holds[i]), head = *one.reply.head_seq, of = one.session_id, events = std::move(one.events)]() mutable {
                hold->give(events);
                hold->release(head, of);
            });
        }
        reply.channels[std::to_string(channels[i].value)] = std::move(one.reply);
    }
    co_return reply;
}

Task<std::function<void()>> LiveChat::recover(hub::SessionPtr session, hub::Missed missed) {
    // In a crowd they resume, in their turn: a CONNECT does not wait for long.
    if (resuming_.waiting() >= recovering_waiting_max) co_return nullptr;
    auto holds = hold_all(hub_, session, missed.channels);
    const auto place = co_await resuming_.enter(session->caller.tenant.value);
    auto found = co_await database_.run(store::resume, store::actor_of(session->caller), missed.channels, missed.last_seqs, limits_.resume);
    for (std::size_t i = 0; i < holds.size(); ++i) {
        if (found[i].reply.status != ResumeStatus::resumed) co_return nullptr;
        std::erase_if(found[i].events, [&](const auto& event) { return missed.by_ack.contains({missed.channels[i], event.seq}); });
    }
    co_return [this, session, holds = std::move(holds), found = std::move(found)]() mutable {
        for (std::size_t i = 0; i < holds.size(); ++i) {
            holds[i]->give(found[i].events);
            holds[i]->release(*found[i].reply.head_seq, found[i].session_id);
        }
        // What is told outside of channels is not kept: technicians look whether the queue is still what they know.
        if (session->caller.staff()) tell_queue_soon(session->caller.tenant);
    };
}

}  // namespace chatd::livechat
