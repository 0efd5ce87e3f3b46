// Keeps the index of the search behind what is written, never in its way: a connection of its own, small batches, and after each a pause as
// long as the batch took, or nine times as long while much is written. It hears of every durable event of this daemon; what it did not hear of (before a crash, on another node) it finds
// by looking through all channels, at the start and each hour. Where it is with each channel is in the database. Chat thread only; owned by app.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <set>

#include "chatd/task.hpp"
#include "search/index_store.hpp"

namespace chatd::search {

class Indexer {
public:
    using Report = std::function<void(std::exception_ptr)>;
    Indexer(boost::asio::io_context& chat_thread, db::Database& database, Report report)
        : database_(database), report_(std::move(report)), timer_(chat_thread) {}

    /// Something durable has happened in that channel.
    void heard(TenantId tenant, ChannelId channel);
    Task<> work_forever();
    void stop();
    /// Channels of which it knows that they are behind; for metrics.
    std::size_t waiting() const { return waiting_.size(); }

private:
    Task<bool> work();
    bool is_busy();
    Task<> look_through();
    Task<> pause(std::chrono::steady_clock::duration time);

    db::Database& database_;
    const Report report_;
    boost::asio::steady_timer timer_;
    std::set<store::Followed> waiting_;
    std::size_t channels_at_once_ = 50, heard_ = 0;
    std::chrono::steady_clock::time_point counted_at_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point looked_through_at_{};
    std::optional<store::Followed> looked_up_to_ = store::Followed();  ///< of a look that is not over
    bool idle_ = false, stopped_ = false, failing_ = false;
};

}  // namespace chatd::search
