#include "files/turns.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace chatd::files {

namespace asio = boost::asio;

Task<Turns::Turn> Turns::take(std::shared_ptr<Turns> turns, UserId whose) {
    const auto [found, first] = turns->waiting_.try_emplace(whose);
    if (!first) {
        const auto executor = co_await asio::this_coro::executor;
        const auto called = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
        found->second.push_back(called);
        boost::system::error_code cut;
        co_await called->async_wait(asio::redirect_error(asio::use_awaitable, cut));
    }
    co_return Turn(std::move(turns), whose);
}

void Turns::pass_on(UserId whose) {
    const auto found = waiting_.find(whose);
    if (found->second.empty()) {
        waiting_.erase(found);
        return;
    }
    const auto next = std::move(found->second.front());
    found->second.pop_front();
    next->cancel();
}

}  // namespace chatd::files
