#include "db/journal.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"
#include "db/journal_thread.hpp"

namespace chatd::db {
namespace net = boost::asio;

std::int64_t body_hash(std::string_view request) {
    const auto digest = sha256(request);
    std::int64_t out = 0;
    std::memcpy(&out, digest.data(), sizeof out);
    return out;
}

Journal::Journal(JournalOptions options) : thread_(std::make_unique<JournalThread>(std::move(options))) {}
Journal::Journal() = default;
Journal::~Journal() { stop(); }
void Journal::stop() {
    if (thread_) thread_->stop();
}
const JournalGauges& Journal::gauges() const { return thread_->gauges(); }

Task<JournalOutcome> Journal::append(JournalInput input) {
    if (!thread_) throw unavailable("There is no database here.");
    auto initiate = [this](auto handler, JournalInput wanted) {
        auto home = net::get_associated_executor(handler);
        thread_->submit(std::move(wanted), JournalWaiter::of(std::move(handler), std::move(home)));
    };
    co_return co_await net::async_initiate<const net::use_awaitable_t<>, void(std::exception_ptr, JournalOutcome)>(std::move(initiate), net::use_awaitable,
                                                                                                                  std::move(input));
}

}  // namespace chatd::db
