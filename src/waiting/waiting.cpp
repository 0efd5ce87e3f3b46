#include "waiting/waiting.hpp"

#include <algorithm>

#include "api/once.hpp"
#include "waiting/store.hpp"

namespace chatd::waiting {

using livechat::Change;
using livechat::Ended;
using livechat::store::actor_of;
using std::chrono::milliseconds;

namespace {

/// The trigger of the table sets a chat's first look so soon after each change of its state; those who changed it may be others.
constexpr auto looked_at_soon = milliseconds(500);

template <class Event>
Event about(const Session& session) {
    Event event;
    event.session_id = event.channel_id = event.chat_id = session.channel_id;
    event.session = session;
    return event;
}

}  // namespace

Waiting::Waiting(db::Database& database, hub::Hub& hub, livechat::LiveChat& livechat, deadlines::Deadlines& deadlines, Patience patience)
    : database_(database), hub_(hub), livechat_(livechat), patience_(patience) {
    deadlines.add(std::string(kind), [this](TenantId tenant, std::int64_t channel, const deadlines::ClockReference& clock) { return judge(tenant, ChannelId{channel}, clock); });
    livechat.on_changed([&deadlines] { deadlines.due_within(looked_at_soon); });
    hub.on_closed([this](const hub::Session& session) {
        if (!session.caller.staff()) heard_of(session.caller.user);
    });
}

void Waiting::declare(api::Api& api) {
    api.operation("chat:keep_waiting", *this, &Waiting::keep_waiting)
        .says("As a client nobody has come for yet: wait on. One is asked again after the same time.")
        .allow(api::signed_in)
        .repeatable("one waits on from now, however often it is said")
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/keep-waiting");
    api.operation("chat:request_callback", *this, &Waiting::request_callback)
        .says("As a client nobody has come for yet: ask to be called. Asked again, it corrects the number.")
        .allow(api::signed_in)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/request-callback");
    api.operation("chat:abandon", *this, &Waiting::abandon)
        .says("As a client nobody has come for yet: leave.")
        .allow(api::signed_in)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/abandon");
    api.announces<NoAnswer>();
}

Task<SessionReply> Waiting::keep_waiting(Call& call, OnSession request) {
    const auto change = co_await database_.run(store::keep_waiting, actor_of(call.caller()), request.channel_id);
    tell_client(change.session, api::push_of(about<ChannelUpdated>(client_safe(change.session))));
    co_return change.reply();
}

Task<SessionReply> Waiting::request_callback(Call& call, RequestCallback request) {
    check_phone(request.phone);
    const auto change = co_await api::once(call, database_, store::request_callback, actor_of(call.caller()), request);
    co_await tell(call.caller().tenant, change, CallbackRequested());
    co_return change.reply();
}

Task<SessionReply> Waiting::abandon(Call& call, OnSession request) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::abandon, actor_of(caller), request.channel_id);
    Abandoned event;
    event.reason = EndReason::client;
    event.ended_by = Person{caller.user, caller.name};
    co_await tell(caller.tenant, change, event);
    co_return change.reply();
}

/// The room has it in its place. Technicians get what they may know of the session as well: those outside by the queue, those in the room
/// by its backstage.
template <class Event>
Task<> Waiting::tell(TenantId tenant, const Change& change, Event event) {
    const auto channel = change.session.channel_id;
    co_await livechat_.publish(tenant, change);
    co_await tell_technicians(tenant, channel, std::move(event));
}

template <class Event>
Task<> Waiting::tell_technicians(TenantId tenant, ChannelId channel, Event event) {
    event.session_id = event.channel_id = event.chat_id = channel;
    event.session = co_await livechat_.as_technicians_see_it(tenant, channel);
    const auto push = api::push_of(event);
    hub_.tell(*event.session.backstage_id, push);
    const auto agent = event.session.agent_id;
    std::vector<UserId> people;
    if (agent) people.push_back(*agent);
    livechat_.queue_changed(tenant, channel, std::move(people), push);
}

/// Who listens to the chat, and the client's connections that do not (they have not joined, or did so by REST).
void Waiting::tell_client(const Session& session, const hub::Push& push) {
    hub_.tell(session.channel_id, push);
    for (const auto& other : hub_.sessions_of(session.customer_id))
        if (!hub_.subscribed(*other, session.channel_id)) other->send(push);
}

void check_phone(const std::string& phone) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool fits = phone.find_first_not_of("0123456789+-()./ x#*,") == std::string::npos;
    if (!fits || std::ranges::count_if(phone, is_digit) < 3) throw invalid("phone", "is no telephone number");
}

// ---- what is due --------------------------------------------------------------------------------------------------------

void Waiting::heard_of(UserId client) { last_here_.put(client, std::chrono::steady_clock::now()); }

/// Nobody was here before the daemon was.
milliseconds Waiting::gone_for(UserId client) {
    if (!hub_.sessions_of(client).empty()) return milliseconds(0);
    const auto* last = last_here_.find(client);
    const auto since = std::max(began_, last ? *last : began_);
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - since);
}

Task<> Waiting::judge(TenantId tenant, ChannelId channel, deadlines::ClockReference clock) {
    const auto client = co_await database_.read(store::waiting_client, tenant, channel);
    const auto gone = client ? gone_for(*client) : milliseconds(0);
    const auto judged = co_await database_.run(store::judge, tenant, channel, clock, patience_, gone);
    if (judged.asked) {
        tell_client(judged.change.session, api::push_of(about<NoAnswer>(client_safe(judged.change.session))));
        co_return;
    }
    if (judged.opened) co_await tell_technicians(tenant, channel, CallbackRequested());
    if (judged.change.event == Abandoned::event) co_await tell(tenant, judged.change, Abandoned());
    Ended idle;
    idle.reason = EndReason::idle;
    if (judged.change.event == Ended::event) co_await tell(tenant, judged.change, idle);
}

}  // namespace chatd::waiting
