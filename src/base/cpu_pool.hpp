// A few threads for what would hold up the chat thread: password hashes, thumbnails, ranking over large sets.
// Any thread may call; the caller's coroutine goes on where it was.
#pragma once
#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "chatd/task.hpp"

namespace chatd {

class CpuPool {
public:
    /// At most `jobs_max` jobs wait or run; more are refused with `unavailable`, so that a flood of sign-ins costs its own callers only.
    explicit CpuPool(std::size_t threads = 2, std::size_t jobs_max = 64);
    /// Finishes what was taken. Must end before the executors that its callers run on.
    ~CpuPool();
    CpuPool(const CpuPool&) = delete;
    CpuPool& operator=(const CpuPool&) = delete;

    /// Runs `function(args…)` on the pool and resumes the awaiting coroutine on its own executor. What it throws is thrown here.
    /// The arguments are copied or moved in before the first suspension.
    template <class Result, class... Params, class... Args>
    Task<Result> run(Result (*function)(Params...), Args&&... args) {
        auto slot = std::make_shared<std::optional<Result>>();
        auto job = [function, slot, ... held = std::decay_t<Args>(std::forward<Args>(args))]() mutable { slot->emplace(function(std::move(held)...)); };
        return finish<Result>(std::move(slot), std::move(job));
    }
    std::size_t jobs() const { return jobs_; }

private:
    template <class Result>
    Task<Result> finish(std::shared_ptr<std::optional<Result>> slot, std::function<void()> job) {
        co_await perform(std::move(job));
        co_return std::move(**slot);
    }
    Task<void> perform(std::function<void()> job);

    std::size_t jobs_max_;
    std::atomic<std::size_t> jobs_ = 0;
    boost::asio::thread_pool threads_;
};

}  // namespace chatd
