#include "app/rights.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unordered_set>

#include "accounts/changes_store.hpp"
#include "channels/store.hpp"

namespace chatd::app {

namespace asio = boost::asio;

namespace {

/// Rows of one statement: a tenant with ten thousand connections keeps no connection of the pool for long.
constexpr std::size_t slice = 500;
constexpr std::uint64_t tidy_every = 1'000;  // looks

/// One session's standing to one channel that it hears.
struct Hearing {
    hub::SessionPtr session;
    ChannelId channel;
    bool left;  ///< they have left it: only who is in it again goes on
};

}  // namespace

Task<> Rights::follow_forever() {
    while (!stopped_) {
        try {
            co_await follow();
            failing_ = false;
        } catch (...) {
            // The database is away: nobody can change anything, and nothing that was read is forgotten. Said once.
            if (!std::exchange(failing_, true)) parts_.report(std::current_exception());
        }
        if (stopped_) co_return;
        timer_.expires_after(looked_every);
        boost::system::error_code cut;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cut));
    }
}

void Rights::stop() {
    stopped_ = true;
    timer_.cancel();
}

Task<> Rights::follow() {
    auto changes = co_await parts_.accounts.changes().look();
    pending_.insert(pending_.end(), changes.begin(), changes.end());
    if (++looks_ % tidy_every == 0) co_await parts_.accounts.changes().tidy();
    if (pending_.empty()) co_return;
    // Who connects from here on was judged after the changes.
    const auto sessions = concerned();
    co_await review_people(sessions);
    co_await review_channels(sessions);
    pending_.clear();
}

/// The sessions of those whose account or rights changed.
std::vector<hub::SessionPtr> Rights::concerned() const {
    std::unordered_set<hub::SessionPtr> found;
    for (const auto& change : pending_) {
        if (change.channel) continue;
        if (change.user) {
            for (auto& session : parts_.hub.sessions_of(*change.user)) found.insert(std::move(session));
            continue;
        }
        for (const auto& session : parts_.hub.sessions())
            if (session->caller.tenant == change.tenant) found.insert(session);
    }
    return {found.begin(), found.end()};
}

Task<> Rights::review_people(const std::vector<hub::SessionPtr>& sessions) {
    for (std::size_t from = 0; from < sessions.size(); from += slice) {
        const auto to = std::min(sessions.size(), from + slice);
        std::vector<TenantId> tenants;
        std::vector<UserId> users;
        std::vector<SignInId> sign_ins;
        for (auto i = from; i < to; ++i) {
            tenants.push_back(sessions[i]->caller.tenant);
            users.push_back(sessions[i]->caller.user);
            sign_ins.push_back(sessions[i]->caller.sign_in);
        }
        const auto people = co_await parts_.database.read(accounts::store::people, tenants, users, sign_ins);
        for (auto i = from; i < to; ++i) {
            const auto& person = people[i - from];
            const auto& session = sessions[i];
            if (!person || !person->active) session->connection().close(hub::revoked);
            // `auth:refresh` may have brought another sign-in while this one was looked at.
            else if (session->caller.sign_in && session->caller.sign_in == sign_ins[i - from] && !person->alive) session->connection().close(hub::sign_in_again);
            else accounts::give(*person, session->caller);
        }
    }
    for (const auto& change : pending_)
        if (!change.channel) parts_.queue.changed(change.tenant, change.user);
}

Task<> Rights::review_channels(const std::vector<hub::SessionPtr>& sessions) {
    std::vector<Hearing> hearings;
    for (const auto& change : pending_) {
        if (!change.channel || !change.user) continue;
        for (auto& session : parts_.hub.sessions_of(*change.user))
            if (parts_.hub.subscribed(*session, *change.channel)) hearings.push_back({std::move(session), *change.channel, true});
    }
    // Clients read what they are in, and nothing by role or scope.
    for (const auto& session : sessions)
        if (session->caller.staff())
            for (const auto channel : parts_.hub.channels_of(*session)) hearings.push_back({session, channel, false});
    for (std::size_t from = 0; from < hearings.size(); from += slice) {
        const auto to = std::min(hearings.size(), from + slice);
        std::vector<TenantId> tenants;
        std::vector<ChannelId> channels;
        std::vector<UserId> users;
        for (auto i = from; i < to; ++i) {
            tenants.push_back(hearings[i].session->caller.tenant);
            channels.push_back(hearings[i].channel);
            users.push_back(hearings[i].session->caller.user);
        }
        const auto standings = co_await parts_.database.read(channels::store::standings, tenants, channels, users);
        for (auto i = from; i < to; ++i) {
            const auto& standing = standings[i - from];
            const auto& [session, channel, left] = hearings[i];
            if (!standing || !(left ? standing->participant : standing->may_read(session->caller))) parts_.hub.unsubscribe(*session, channel);
        }
    }
}

}  // namespace chatd::app
