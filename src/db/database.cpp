#include "db/database.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <semaphore>
#include <utility>

#include "chatd/error.hpp"
#include "db/pool.hpp"

namespace chatd::db {
namespace net = boost::asio;
namespace {

/// Resumes a coroutine on its own executor, from whichever thread.
template <class Handler>
struct Resume {
    explicit Resume(Handler handler) : handler(std::move(handler)), home(net::make_work_guard(this->handler)) {}
    void operator()(std::exception_ptr failure) {
        net::post(home.get_executor(), [handler = std::move(handler), failure = std::move(failure)]() mutable { std::move(handler)(std::move(failure)); });
        home.reset();
    }
    Handler handler;
    net::executor_work_guard<net::associated_executor_t<Handler>> home;
};
}  // namespace

Database::Database(DatabaseOptions options) : pool_(std::make_unique<Pool>(std::move(options))) {}
Database::Database() = default;
Database::~Database() { stop(); }
void Database::stop() {
    if (pool_) pool_->stop();
}
const DatabaseGauges& Database::gauges() const { return pool_->gauges(); }

Task<> Database::perform(std::shared_ptr<Work> work) {
    if (!pool_) throw unavailable("There is no database here.");
    auto initiate = [this, work = std::move(work)](auto handler) mutable {
        using Handler = decltype(handler);
        pool_->submit(std::move(work), Completion::of(Resume<Handler>(std::move(handler))));
    };
    co_await net::async_initiate<const net::use_awaitable_t<>, void(std::exception_ptr)>(std::move(initiate), net::use_awaitable);
}

void Database::perform_blocking(std::shared_ptr<Work> work) {
    struct Meeting {
        std::exception_ptr failure;
        std::binary_semaphore over{0};
    };
    auto meeting = std::make_shared<Meeting>();
    auto finish = [meeting](std::exception_ptr failure) {
        meeting->failure = std::move(failure);
        meeting->over.release();
    };
    pool_->submit(std::move(work), Completion::of(std::move(finish)));
    meeting->over.acquire();
    if (auto failure = std::exchange(meeting->failure, nullptr)) std::rethrow_exception(std::move(failure));
}

Task<bool> Database::ping() {
    try {
        co_await read(answer_ping);
        co_return true;
    } catch (const Error&) {
        co_return false;
    }
}

}  // namespace chatd::db
