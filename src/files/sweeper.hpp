// The end of files: those that nobody took, those of deleted messages, and what a crash left. In the end the files are those of the rows.
// Chat thread only; owned by Files.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/cpu_pool.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
#include "deadlines/clock_reference.hpp"
#include "files/storage.hpp"
#include "files/store.hpp"

namespace chatd::files {

/// Under which key of the storage the small picture of a file is.
std::string thumbnail_key(const std::string& key);

class Sweeper {
public:
    struct Rules {
        std::filesystem::path incoming;
        std::chrono::seconds kept_for{};  ///< what nobody has
    };
    /// `slow` are threads for calls of the storage.
    Sweeper(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Storage& storage, CpuPool& slow, Rules rules);
    void start() { nursery_.start(sweep_forever()); }
    void stop();
    /// Throws `unavailable` where another database's files are: its daemon would remove what it does not know.
    void must_be_ours() const;
    /// One that did not become a staged file goes, with its bytes; nothing happens to others.
    Task<> discard(TenantId tenant, AttachmentId id);

private:
    Task<> sweep_forever();
    Task<> sweep_rows();
    Task<> sweep_strays();
    Task<> remove(std::vector<store::Leaving> leaving);
    Task<bool> owns_storage();
    Task<bool> knows_storage();

    Nursery& nursery_;
    db::Database& database_;
    Storage& storage_;
    CpuPool& slow_;
    const Rules rules_;
    boost::asio::steady_timer timer_;
    deadlines::ClockReference clock_;
    bool stopped_ = false, anothers_ = false;
};

}  // namespace chatd::files
