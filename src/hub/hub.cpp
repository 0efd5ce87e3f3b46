#include "hub/hub.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace chatd::hub {

namespace asio = boost::asio;

Hub::Hub(asio::io_context& chat_thread, std::size_t recoveries_max, Clock::duration recovery_time)
    : chat_thread_(chat_thread), recoveries_(recoveries_max, recovery_time), hole_timer_(chat_thread), tail_timer_(chat_thread) {}
Hub::~Hub() = default;

void Hub::start() { begin(check_tails_forever()); }

void Hub::stop() {
    stopped_ = true;
    hole_timer_.cancel();
    tail_timer_.cancel();
}

void Hub::begin(Task<> work) {
    asio::co_spawn(chat_thread_, std::move(work), [this](std::exception_ptr failure) {
        if (failure) try_again_later(std::move(failure));
    });
}

void Hub::try_again_later(std::exception_ptr failure) {
    if (!std::exchange(failing_, true) && store_.fails) store_.fails(std::move(failure));
}

// ---- what they hear ---------------------------------------------------------------------------------------------------

void Hub::publish(TenantId tenant, ChannelId id, std::int64_t seq, Push push, const Session* except) {
    ++counters_.published;
    for (const auto& listener : published_) listener(tenant, id);
    auto found = channels_.find(id);
    if (found == channels_.end() || found->second.tenant != tenant) return;
    auto& channel = found->second;
    if (channel.head != unknown && seq <= channel.head) return;
    push.at(offset_of(id, seq));
    if (channel.head != unknown && seq == channel.head + 1) {
        const bool last = channel.early.empty();
        hand_out(id, channel, seq, push, last ? except : nullptr);
        return last ? part(id) : drain(id, channel);
    }
    channel.early.try_emplace(seq, std::move(push));
    if (channel.head == unknown) return;  // the first history is still being read
    if (!channel.hole_since) channel.hole_since = Clock::now();
    holes_.insert(id);
    watch_holes();
}

void Hub::hand_out(ChannelId id, Channel& channel, std::int64_t seq, const Push& push, const Session* except) {
    for (auto* session : channel.listeners) {
        auto& subscription = session->channels_.at(id);
        if (seq <= subscription.given_seq) continue;
        if (subscription.holds > 0) {
            // Its own too: its ack comes before the history, where a client that does not hold the channel yet has no place for it.
            subscription.waiting.emplace_back(seq, push.frame(session->connection().encoding()));
            continue;
        }
        if (channel.leaving.contains(session) && seq > session->left_.at(id)) continue;
        subscription.given_seq = seq;
        session->told(id, seq, session == except);
        if (session == except) continue;
        session->send(push);
        ++counters_.delivered;
    }
    moved_to(channel, seq);
}

void Hub::moved_to(Channel& channel, std::int64_t head) {
    channel.head = head;
    std::erase_if(channel.awaiting, [head](auto& waiter) {
        if (waiter.first > head) return false;
        waiter.second->cancel();
        return true;
    });
}

/// Nobody here needs what was up to `seq`. Who listens already goes on from where they are.
void Hub::begin_after(Channel& channel, std::int64_t seq) {
    if (channel.head < seq && (channel.head == unknown || channel.listeners.size() == 1)) moved_to(channel, seq);
}

/// What has come one after the other. The channel may be gone after it.
void Hub::drain(ChannelId id, Channel& channel) {
    while (channel.head != unknown && !channel.early.empty()) {
        auto next = channel.early.begin();
        if (next->first <= channel.head) {
            channel.early.erase(next);
            continue;
        }
        if (next->first != channel.head + 1) break;
        auto node = channel.early.extract(next);
        hand_out(id, channel, node.key(), node.mapped(), nullptr);
    }
    if (channel.early.empty()) {
        channel.hole_since.reset();
        holes_.erase(id);
    } else if (channel.head != unknown) {
        if (!channel.hole_since) channel.hole_since = Clock::now();
        holes_.insert(id);
        watch_holes();
    }
    part(id);
}

void Hub::tell(ChannelId id, const Push& push, const Session* except) {
    auto found = channels_.find(id);
    if (found == channels_.end()) return;
    for (auto* session : found->second.listeners) {
        if (session == except || found->second.leaving.contains(session)) continue;
        auto& subscription = session->channels_.at(id);
        if (subscription.holds > 0) subscription.waiting.emplace_back(not_kept, push.frame(session->connection().encoding()));
        else session->send(push);
        ++counters_.delivered;
    }
}

void Hub::tell_others(ChannelId id, const Push& push, UserId user) {
    auto found = channels_.find(id);
    if (found == channels_.end()) return;
    for (auto* session : found->second.listeners) {
        if (session->caller.user == user || session->channels_.at(id).holds > 0 || found->second.leaving.contains(session)) continue;
        session->send(push);
        ++counters_.delivered;
    }
}

void Hub::tell_user(UserId user, const Push& push) {
    for (auto& session : sessions_of(user)) session->send(push);
}

bool Hub::has_handed_out(ChannelId id, std::int64_t seq) const {
    const auto found = channels_.find(id);
    return found == channels_.end() || found->second.head >= seq || found->second.head == unknown;
}

Task<> Hub::handed_out(ChannelId id, std::int64_t seq) {
    if (has_handed_out(id, seq)) co_return;
    auto timer = std::make_shared<asio::steady_timer>(chat_thread_, hand_out_patience);
    channels_.at(id).awaiting.emplace_back(seq, timer);
    boost::system::error_code ignored;
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

// ---- holes and tails --------------------------------------------------------------------------------------------------

void Hub::watch_holes() {
    if (hole_timer_set_ || stopped_) return;
    hole_timer_set_ = true;
    hole_timer_.expires_after(hole_patience);
    hole_timer_.async_wait([this](boost::system::error_code cut) {
        hole_timer_set_ = false;
        if (cut || stopped_) return;
        const auto now = Clock::now();
        for (auto id : std::vector<ChannelId>(holes_.begin(), holes_.end())) {  // a copy: what is filled leaves the set
            auto& channel = channels_.at(id);
            if (channel.filling || now - *channel.hole_since < hole_patience) continue;
            ++counters_.holes_filled;
            channel.filling = true;
            begin(fill(id, channel.tenant, channel.head, channel.early.begin()->first - 1));
        }
        if (!holes_.empty()) watch_holes();
    });
}

Task<> Hub::fill(ChannelId id, TenantId tenant, std::int64_t from, std::int64_t to) {
    std::vector<StoredEvent> events;
    std::exception_ptr failure;
    try {
        events = co_await store_.events(tenant, id, from, to);
        failing_ = false;
    } catch (...) {
        failure = std::current_exception();
    }
    if (auto found = channels_.find(id); found != channels_.end()) {
        found->second.filling = false;
        for (auto& [seq, push] : events) {
            push.at(offset_of(id, seq));
            found->second.early.try_emplace(seq, std::move(push));
        }
        drain(id, found->second);
    }
    if (failure) std::rethrow_exception(failure);
}

Task<> Hub::check_tails_forever() {
    while (!stopped_) {
        tail_timer_.expires_after(tail_check);
        boost::system::error_code cut;
        co_await tail_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cut));
        if (stopped_) co_return;
        try {
            co_await check_tails();
        } catch (...) {
            try_again_later(std::current_exception());
        }
    }
}

Task<> Hub::check_tails() {
    std::vector<std::pair<TenantId, ChannelId>> watched;
    for (const auto& [id, channel] : channels_)
        if (channel.head != unknown) watched.emplace_back(channel.tenant, id);
    if (watched.empty()) co_return;
    std::unordered_map<ChannelId, std::int64_t> before;
    for (const auto& [tenant, id] : watched) before[id] = channels_.at(id).head;
    auto heads = co_await store_.heads(std::move(watched));
    failing_ = false;
    for (const auto& [id, head] : heads) {
        auto found = channels_.find(id);
        // Moved on meanwhile: its own events are on their way, and the next check looks again.
        if (found == channels_.end() || found->second.filling || found->second.head != before[id] || head <= before[id]) continue;
        ++counters_.tails_filled;
        found->second.filling = true;
        begin(fill(id, found->second.tenant, before[id], head));
    }
}

}  // namespace chatd::hub
