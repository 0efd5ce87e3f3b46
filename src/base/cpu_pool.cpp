#include "base/cpu_pool.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "chatd/error.hpp"

namespace asio = boost::asio;

namespace chatd {

CpuPool::CpuPool(std::size_t threads, std::size_t jobs_max) : jobs_max_(jobs_max), threads_(threads) {}
CpuPool::~CpuPool() { threads_.join(); }

Task<void> CpuPool::perform(std::function<void()> job) {
    if (jobs_.fetch_add(1) >= jobs_max_) {
        --jobs_;
        throw unavailable("Too much to compute right now; try again.");
    }
    auto start = [this, job = std::move(job)](auto handler) mutable {
        auto home = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
        asio::post(threads_, [this, home, job = std::move(job), handler = std::move(handler)]() mutable {
            std::exception_ptr thrown;
            try {
                job();
            } catch (...) {
                thrown = std::current_exception();
            }
            --jobs_;
            asio::post(home, [thrown, handler = std::move(handler)]() mutable { handler(thrown); });
        });
    };
    using Done = void(std::exception_ptr);
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, Done>(std::move(start), asio::use_awaitable);
}

}  // namespace chatd
