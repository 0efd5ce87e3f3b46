// Who listens to what: sessions, their subscriptions, coming in and leaving, and coming up to what others have heard. What they are told
// is in hub.cpp.
#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <limits>

#include "hub/hub.hpp"

namespace chatd::hub {

namespace asio = boost::asio;

void Hub::open(SessionPtr session) {
    by_user_[session->caller.user].push_back(session.get());
    sessions_.insert(session);
    for (const auto& told : opened_) told(session);
}

void Hub::close(Session& session) {
    const auto keep = session.shared_from_this();
    if (auto gone = away(session)) recoveries_.remember(std::move(*gone), Clock::now());
    while (!session.channels_.empty()) unsubscribe(session, session.channels_.begin()->first);
    if (auto user = by_user_.find(session.caller.user); user != by_user_.end()) {
        std::erase(user->second, &session);
        if (user->second.empty()) by_user_.erase(user);
    }
    sessions_.erase(keep);
    for (const auto& told : closed_) told(session);
}

std::vector<SessionPtr> Hub::sessions_of(UserId user) const {
    std::vector<SessionPtr> out;
    if (auto found = by_user_.find(user); found != by_user_.end())
        for (auto* session : found->second) out.push_back(session->shared_from_this());
    return out;
}

Session::Subscription& Hub::subscribe(Session& session, ChannelId id) {
    auto& channel = channels_[id];
    channel.tenant = session.caller.tenant;
    channel.listeners.insert(&session);
    auto& subscription = session.channels_[id];
    if (subscription.number == 0) subscription.number = ++subscriptions_;
    return subscription;
}

HoldPtr Hub::hold(const SessionPtr& session, ChannelId id) {
    if (!sessions_.contains(session)) return std::make_shared<Hold>(self_, session, id, 0);  // its connection has closed meanwhile
    auto& subscription = subscribe(*session, id);
    if (subscription.holds++ == 0) subscription.came_in = 0;
    return std::make_shared<Hold>(self_, session, id, subscription.number);
}

Hold::~Hold() {
    auto* subscription = take();
    if (!subscription || subscription->holds > 0) return;
    auto& hub = **hub_.lock();
    if (!subscription->live && subscription->came_in == 0) {
        hub.unsubscribe(*session_, channel_);
        return;
    }
    auto& channel = hub.channels_.at(channel_);
    if (!std::exchange(subscription->live, true)) {
        subscription->given_seq = subscription->came_in - 1;
        hub.begin_after(channel, subscription->given_seq);
    }
    hub.go_on(*session_, channel_);
    hub.drain(channel_, channel);
}

/// One hold less. Null if the subscription has ended.
Session::Subscription* Hold::take() {
    const auto number = std::exchange(number_, 0);
    if (number == 0 || hub_.expired()) return nullptr;
    const auto found = session_->channels_.find(channel_);
    if (found == session_->channels_.end() || found->second.number != number) return nullptr;
    --found->second.holds;
    return &found->second;
}

void Hold::give(std::vector<StoredEvent>& events) {
    for (auto& [seq, push] : events) {
        push.at(offset_of(channel_, seq));
        session_->told(channel_, seq);
        session_->send(push);
    }
}

void Hold::release(std::int64_t head_seq, std::optional<ChannelId> session_id) {
    auto* subscription = take();
    if (!subscription) return;  // closed or removed meanwhile
    auto& hub = **hub_.lock();
    subscription->live = true;
    subscription->given_seq = std::max(subscription->given_seq, head_seq);
    subscription->as_of = std::max(subscription->as_of, head_seq);
    auto& channel = hub.channels_.at(channel_);
    channel.session_id = session_id;
    hub.begin_after(channel, head_seq);
    if (subscription->holds == 0) hub.go_on(*session_, channel_);
    hub.drain(channel_, channel);
}

void Hold::dismiss() {
    auto* subscription = take();
    if (!subscription) return;
    auto& hub = **hub_.lock();
    if (subscription->came_in == 0) return hub.unsubscribe(*session_, channel_);
    subscription->live = true;
    subscription->given_seq = std::max(subscription->given_seq, subscription->came_in - 1);
    auto& channel = hub.channels_.at(channel_);
    hub.begin_after(channel, subscription->given_seq);
    if (subscription->holds == 0) hub.go_on(*session_, channel_);
    hub.drain(channel_, channel);
}

void Hub::enter(UserId user, ChannelId id, std::int64_t seq, std::optional<ChannelId> session_id) {
    for (const auto& session : sessions_of(user)) {
        if (const auto left = session->left_.find(id); left != session->left_.end()) {
            if (left->second > seq) continue;
            session->left_.erase(left);
        }
        auto& subscription = subscribe(*session, id);
        auto& channel = channels_.at(id);
        channel.session_id = session_id;
        subscription.as_of = std::max(subscription.as_of, seq);
        if (subscription.holds > 0) subscription.came_in = std::max(subscription.came_in, seq);
        if (subscription.live || subscription.holds > 0) continue;
        subscription.live = true;
        subscription.given_seq = seq - 1;
        begin_after(channel, seq - 1);
        go_on(*session, id);
    }
    if (const auto channel = channels_.find(id); channel != channels_.end()) drain(id, channel->second);
}

void Hub::follow(UserId user, ChannelId id, std::optional<ChannelId> session_id) {
    for (const auto& session : sessions_of(user))
        if (!subscribed(*session, id)) begin(find_present(hold(session, id), session_id));
}

bool Hub::leave(UserId user, ChannelId id, std::int64_t seq) {
    bool out = true;
    for (const auto& session : sessions_of(user)) {
        const auto subscription = session->channels_.find(id);
        const bool hears = subscription != session->channels_.end();
        if (hears && subscription->second.as_of >= seq) {
            out = false;
            continue;
        }
        auto& left = session->left_[id];
        left = std::max(left, seq);
        if (hears) channels_.at(id).leaving.insert(session.get());
    }
    part(id);
    return out;
}

/// Those who have heard the last that is theirs. The channel may be gone after it.
void Hub::part(ChannelId id) {
    const auto channel = channels_.find(id);
    if (channel == channels_.end() || channel->second.leaving.empty()) return;
    for (auto* session : std::vector<Session*>(channel->second.leaving.begin(), channel->second.leaving.end())) {
        const auto& subscription = session->channels_.at(id);
        const auto left = session->left_.find(id);
        if (left == session->left_.end() || subscription.as_of >= left->second) channels_.at(id).leaving.erase(session);
        else if (subscription.holds == 0 && subscription.given_seq >= left->second) unsubscribe(*session, id);
    }
}

void Hub::unsubscribe(Session& session, ChannelId id) {
    session.channels_.erase(id);
    if (auto channel = channels_.find(id); channel != channels_.end()) {
        channel->second.listeners.erase(&session);
        channel->second.leaving.erase(&session);
        forget_if_empty(id);
    }
}

void Hub::unsubscribe_user(UserId user, ChannelId id) {
    for (auto& session : sessions_of(user)) unsubscribe(*session, id);
}

std::vector<ChannelId> Hub::channels_of(const Session& session) const {
    std::vector<ChannelId> out;
    out.reserve(session.channels_.size());
    for (const auto& [id, subscription] : session.channels_) out.push_back(id);
    return out;
}

std::optional<ChannelId> Hub::session_id(ChannelId id) const {
    auto found = channels_.find(id);
    if (found == channels_.end()) return {};
    return found->second.session_id;
}

void Hub::forget_if_empty(ChannelId id) {
    auto channel = channels_.find(id);
    if (channel == channels_.end() || !channel->second.listeners.empty()) return;
    for (auto& [seq, timer] : channel->second.awaiting) timer->cancel();
    holes_.erase(id);
    channels_.erase(channel);
}

// ---- connection state recovery ----------------------------------------------------------------------------------------

void Hub::make_recoverable(Session& session, Connection::Names names, Trail trail) {
    if (!sessions_.contains(session.shared_from_this())) return;
    if (session.recovery_) by_pid_.erase(session.recovery_->names.pid);
    by_pid_[names.pid] = &session;
    session.connection().carry_offsets();
    session.recovery_.emplace(std::move(names), std::move(trail));
}

/// Takes it from the session. Nothing if its client waits for a history: its request has failed, and it will ask again.
std::optional<Away> Hub::away(Session& session) {
    auto recovery = std::exchange(session.recovery_, std::nullopt);
    if (!recovery) return {};
    by_pid_.erase(recovery->names.pid);
    Away out{std::move(recovery->names), session.caller.user, session.caller.sign_in, std::move(recovery->trail), {}};
    for (const auto& [id, subscription] : session.channels_) {
        if (!subscription.live) return {};
        out.given.emplace_back(id, subscription.given_seq);
    }
    return out;
}

std::optional<Missed> Hub::recall(const std::string& pid, std::string_view offset, const Caller& caller) {
    auto found = recoveries_.take(pid, caller, Clock::now());
    if (const auto open = by_pid_.find(pid); open != by_pid_.end() && open->second->caller.user == caller.user && open->second->caller.sign_in == caller.sign_in) {
        auto& session = *open->second;
        found = away(session);
        session.connection().close(superseded);
    }
    if (!found) return {};
    return missed(std::move(*found), offset);
}

// ---- coming up to the others ------------------------------------------------------------------------------------------

/// Without a hold it hears live: what waited first. If that does not reach up to what others have heard, the rest is read from the store.
void Hub::go_on(Session& session, ChannelId id) {
    const auto& channel = channels_.at(id);
    auto& subscription = session.channels_.at(id);
    const auto left = session.left_.find(id);
    const auto end = left != session.left_.end() && left->second > subscription.as_of ? left->second : std::numeric_limits<std::int64_t>::max();
    auto waiting = std::exchange(subscription.waiting, {});
    for (auto next = waiting.begin(); next != waiting.end(); ++next) {
        const auto seq = next->first;
        if (seq != not_kept && (seq <= subscription.given_seq || seq > end)) continue;
        if (seq != not_kept && seq != subscription.given_seq + 1) {
            subscription.waiting.assign(std::make_move_iterator(next), std::make_move_iterator(waiting.end()));
            break;
        }
        if (seq != not_kept) {
            subscription.given_seq = seq;
            session.told(id, seq);
        }
        session.send(std::move(next->second));
    }
    if (channel.head != unknown && subscription.given_seq < std::min(channel.head, end)) catch_up(session, id);
}

void Hub::catch_up(Session& session, ChannelId id) {
    ++counters_.caught_up;
    const auto from = session.channels_.at(id).given_seq;
    begin(read_what_is_missing(hold(session.shared_from_this(), id), from));
}

Task<> Hub::read_what_is_missing(HoldPtr hold, std::int64_t from) {
    const auto& session = hold->session_;
    while (!stopped_ && subscribed(*session, hold->channel_)) {
        std::vector<StoredEvent> events;
        const auto to = channels_.at(hold->channel_).head;
        bool read = true;
        try {
            events = co_await store_.events(session->caller.tenant, hold->channel_, from, to);
            failing_ = false;
        } catch (...) {
            read = false;
            try_again_later(std::current_exception());
        }
        if (!read) {
            co_await wait_for_the_store();
            continue;
        }
        const auto found = session->channels_.find(hold->channel_);
        if (found == session->channels_.end() || found->second.number != hold->number_) co_return;
        const auto left = session->left_.find(hold->channel_);
        const auto until = left == session->left_.end() ? to : left->second;
        std::erase_if(events, [&](const auto& event) { return event.seq <= found->second.given_seq || event.seq > until; });
        hold->give(events);
        co_return hold->release(to, session_id(hold->channel_));
    }
}

/// Listens before it asks for the head, so that nothing falls between the two.
Task<> Hub::find_present(HoldPtr hold, std::optional<ChannelId> session_id) {
    while (!stopped_ && subscribed(*hold->session_, hold->channel_)) {
        bool read = true;
        std::vector<std::pair<ChannelId, std::int64_t>> heads;
        std::vector<std::pair<TenantId, ChannelId>> asked;
        asked.emplace_back(hold->session_->caller.tenant, hold->channel_);
        try {
            heads = co_await store_.heads(std::move(asked));
            failing_ = false;
        } catch (...) {
            read = false;
            try_again_later(std::current_exception());
        }
        if (read && !heads.empty()) co_return hold->release(heads.front().second, session_id);
        if (read) co_return;
        co_await wait_for_the_store();
    }
}

Task<> Hub::wait_for_the_store() {
    asio::steady_timer timer(chat_thread_, tail_check);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace chatd::hub
