#include "files/sweeper.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chatd/error.hpp"
#include "chatd/log.hpp"
#include "deadlines/store.hpp"

namespace chatd::files {

namespace asio = boost::asio;

namespace {

constexpr int swept_at_once = 100;
constexpr std::size_t keys_at_once = 500;

bool remove_stored(Storage* storage, std::vector<std::string> keys) {
    for (const auto& key : keys) storage->remove(key);
    return true;
}
/// Those whose bytes have gone; one that fails holds up no other.
std::vector<AttachmentId> removed(Storage* storage, std::vector<store::Leaving> leaving) {
    std::vector<AttachmentId> out;
    for (const auto& one : leaving) {
        try {
            storage->remove(one.storage_key);
            if (one.thumbnail) storage->remove(thumbnail_key(one.storage_key));
            out.push_back(one.id);
        } catch (const Error& error) {
            log::warning("a file was not removed, and will be", {{"attachment_id", one.id}, {"what", error.message}});
        }
    }
    return out;
}
bool incoming_swept(std::filesystem::path folder) {
    sweep_incoming(folder);
    return true;
}
std::vector<std::string> stored(Storage* storage, std::chrono::seconds age) { return storage->older_than(age); }
std::string owner_of(Storage* storage) { return storage->owner(); }
bool owner_set(Storage* storage, std::string database) {
    storage->set_owner(database);
    return true;
}

/// In pieces that one statement can take.
std::vector<std::vector<std::string>> in_pieces(const std::vector<std::string>& keys) {
    std::vector<std::vector<std::string>> out;
    for (auto from = keys.begin(); from != keys.end();) {
        const auto to = from + std::min(static_cast<std::ptrdiff_t>(keys_at_once), keys.end() - from);
        out.emplace_back(from, to);
        from = to;
    }
    return out;
}

}  // namespace

std::string thumbnail_key(const std::string& key) { return key + "-t"; }

Sweeper::Sweeper(asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Storage& storage, CpuPool& slow, Rules rules)
    : nursery_(nursery), database_(database), storage_(storage), slow_(slow), rules_(std::move(rules)), timer_(chat_thread) {}

void Sweeper::stop() {
    stopped_ = true;
    timer_.cancel();
}

void Sweeper::must_be_ours() const {
    if (anothers_) throw unavailable("Files cannot be taken right now.");
}

Task<> Sweeper::discard(TenantId tenant, AttachmentId id) {
    auto leaving = co_await database_.run(store::unfinished, tenant, id);
    co_await remove(std::move(leaving));
}

/// The bytes, then the rows: what fails or is cut in between is found by its row, and swept.
Task<> Sweeper::remove(std::vector<store::Leaving> leaving) {
    if (leaving.empty()) co_return;
    const auto gone = co_await slow_.run(removed, &storage_, std::move(leaving));
    co_await database_.write(store::forget, gone);
}

/// A failure is the next round's business.
Task<> Sweeper::sweep_forever() {
    using namespace std::chrono_literals;
    const auto pause = std::clamp<std::chrono::seconds>(rules_.kept_for / 2, 1s, 10min);
    auto strays_due = std::chrono::steady_clock::now() + rules_.kept_for;
    bool began = false;
    while (!stopped_) {
        try {
            if (!began) co_await owns_storage();
            began = true;
            co_await sweep_rows();
            co_await slow_.run(incoming_swept, rules_.incoming);
            if (!stopped_ && std::chrono::steady_clock::now() >= strays_due) {
                strays_due = std::chrono::steady_clock::now() + rules_.kept_for;
                co_await sweep_strays();
            }
        } catch (const std::exception& error) {
            log::warning("files were not swept", {{"what", error.what()}});
        }
        if (stopped_) co_return;
        timer_.expires_after(pause);
        boost::system::error_code cut;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cut));
    }
}

/// What nobody has any more, once for each row in a round. What has lasted is judged as deadlines are: a step of the clock is no time.
Task<> Sweeper::sweep_rows() {
    const auto reading = co_await database_.read(deadlines::store::read_clock);
    if (!clock_.agrees(reading)) co_await database_.run(deadlines::store::clock_has_stepped);
    clock_.take(reading);
    AttachmentId last;
    std::size_t found = swept_at_once;
    while (found == swept_at_once && !stopped_) {
        auto leaving = co_await database_.run(store::expire, clock_, rules_.kept_for, last, swept_at_once);
        found = leaving.size();
        if (found > 0) last = leaving.back().id;
        co_await remove(std::move(leaving));
    }
}

/// What has no row: left by a crash between the two, or by a database that was restored from an older day.
Task<> Sweeper::sweep_strays() {
    const bool ours = co_await owns_storage();
    if (!ours) co_return;
    const auto keys = co_await slow_.run(stored, &storage_, rules_.kept_for);
    for (const auto& some : in_pieces(keys)) {
        if (stopped_) co_return;
        auto strays = co_await database_.read(store::unknown, some);
        if (!strays.empty()) log::warning("files without a record are removed", {{"count", strays.size()}});
        co_await slow_.run(remove_stored, &storage_, std::move(strays));
    }
}

/// Whether a file that this database does not know is nobody's: not where another database's files are, which a wrong URL or an empty database
/// would have removed. A storage that is nobody's yet becomes ours when it is empty, or when something in it is known.
Task<bool> Sweeper::owns_storage() {
    const auto database = co_await database_.read(store::database_id);
    auto owner = co_await slow_.run(owner_of, &storage_);
    if (owner.empty()) {
        const bool ours = co_await knows_storage();
        if (ours) co_await slow_.run(owner_set, &storage_, database);
        if (ours) owner = database;
    }
    anothers_ = owner != database;
    if (anothers_) log::error("the stored files are another database's: none is removed, and none taken", {{"owner", owner}, {"database", database}});
    co_return !anothers_;
}

Task<bool> Sweeper::knows_storage() {
    const auto keys = co_await slow_.run(stored, &storage_, std::chrono::seconds(0));
    for (const auto& some : in_pieces(keys)) {
        const auto strangers = co_await database_.read(store::unknown, some);
        if (strangers.size() < some.size()) co_return true;
    }
    co_return keys.empty();
}

}  // namespace chatd::files
