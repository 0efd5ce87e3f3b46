// Where uploads gather on their way into the storage: makes the staged files, and ends them where that holds up nobody. Copies are the same
// place; any thread may call.
#pragma once
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <memory>

#include "files/storage.hpp"

namespace chatd::files {

class Incoming {
public:
    /// `threads` outlive stop().
    Incoming(std::filesystem::path folder, boost::asio::thread_pool& threads);
    /// Goes with its last owner, but on those threads: to unlink and close a large file takes time. Throws as StagedFile does.
    std::shared_ptr<StagedFile> make() const;
    /// From now on each ends where its last owner is. Before the threads end.
    void stop();
    const std::filesystem::path& folder() const { return folder_; }

private:
    struct Threads;
    std::filesystem::path folder_;
    std::shared_ptr<Threads> threads_;
};

}  // namespace chatd::files
