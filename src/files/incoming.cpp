#include "files/incoming.hpp"

#include <atomic>
#include <boost/asio/post.hpp>

namespace chatd::files {

struct Incoming::Threads {
    boost::asio::thread_pool& pool;
    std::atomic<bool> stopped = false;
};

Incoming::Incoming(std::filesystem::path folder, boost::asio::thread_pool& threads) : folder_(std::move(folder)), threads_(new Threads{threads}) {}

std::shared_ptr<StagedFile> Incoming::make() const {
    auto end = [threads = threads_](StagedFile* file) {
        std::unique_ptr<StagedFile> owned(file);
        if (!threads->stopped) boost::asio::post(threads->pool, [owned = std::move(owned)] {});
    };
    return {new StagedFile(folder_), std::move(end)};
}

void Incoming::stop() { threads_->stopped = true; }

}  // namespace chatd::files
