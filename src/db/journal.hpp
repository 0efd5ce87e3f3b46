// The journal: how messages of people are stored. What queued up while PostgreSQL committed one batch is the next batch, so one commit
// serves many senders and an idle journal adds no delay. Owns one thread with one connection; append() is for coroutines of the chat thread.
//
// What an outcome means: PostgreSQL has committed it. An Error `unavailable` or `timeout` means: it may or may not have been stored,
// append the same input again (same client_id, same body_hash) and nothing is ever stored twice.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/ids.hpp"
#include "chatd/task.hpp"

namespace chatd::db {

/// A message as asked for.
struct JournalInput {
    TenantId tenant;
    ChannelId channel;
    UserId sender;
    Uuid client_id;              ///< the sender's key; made by the daemon when the client gave none
    std::int64_t body_hash = 0;  ///< of the request as sent: tells a retry from another message under the same key
    std::string type = "text", content;
    std::optional<MessageId> reply_to{};
    std::vector<UserId> mentions{};
    std::string attachments{}, metadata{};  ///< JSON text; empty: none
    bool notify = false;                    ///< put it into the outbox too (topic `message`)
};
/// The first eight bytes of SHA-256, as a number.
std::int64_t body_hash(std::string_view request);

enum class JournalCode : std::uint8_t {
    stored,
    replayed,    ///< the same key and body were stored before; seq, id and time are of then
    conflict,    ///< the same key with another body was stored before
    closed,      ///< the channel is
    not_member,  ///< the sender is not in the channel now
    not_found    ///< the tenant has no such channel
};
struct JournalOutcome {
    JournalCode code{};
    std::int64_t seq = 0;  ///< of stored, replayed and conflict
    MessageId id{};
    Time created_at{};
    std::string kind{};                     ///< of the channel, as in chat_channels; empty when there is none
    std::optional<ChannelId> session_id{};  ///< the live channel that it is, or is the backstage of
};

struct JournalOptions {
    std::string url;
    std::size_t batch_max = 1'000;
    std::size_t queue_max = 20'000;            ///< `journal_queue`: inputs that wait; past it: `unavailable`
    std::size_t queue_bytes_max = 64u << 20;   ///< `journal_queue_bytes`
    std::chrono::milliseconds patience{1'800};  ///< how long an input waits while PostgreSQL is away or its channel is locked
    std::chrono::milliseconds lock_timeout{300};
    std::chrono::milliseconds statement_timeout{5'000};
    std::chrono::milliseconds answer_time{6'000};  ///< for a batch; then the connection is cut
};

/// For metrics; read from any thread.
struct JournalGauges {
    std::atomic<std::size_t> queued{0}, queued_bytes{0}, batch_last{0};
    std::atomic<bool> connected{false};
    std::atomic<std::uint64_t> batches{0}, stored{0}, replayed{0}, refused{0};  ///< refused: conflict, closed, not_member, not_found
    std::atomic<std::uint64_t> unavailable{0};  ///< answered so: full, away, locked, stopping
    std::atomic<std::uint64_t> retried{0}, isolated{0}, connects{0};
    std::atomic<std::uint64_t> commit_us{0};  ///< sum over batches
};

class JournalThread;

class Journal {
public:
    /// Connects. Throws Error like Database.
    explicit Journal(JournalOptions options);
    ~Journal();  ///< stops
    /// As Database::unconnected().
    static std::unique_ptr<Journal> unconnected() { return std::unique_ptr<Journal>(new Journal()); }
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Returns after COMMIT; the waiters of a batch are resumed in the order of their appends, so in the order of seq, by one post.
    /// Throws Error: `unavailable`, `timeout` (see above), or `invalid`, `internal` when PostgreSQL refuses this very input (nothing is stored).
    Task<JournalOutcome> append(JournalInput input);

    const JournalGauges& gauges() const;
    /// Stores what waits (unless PostgreSQL is away), then ends. Idempotent. Any thread; coroutines are resumed later by theirs.
    void stop();

private:
    Journal();
    std::unique_ptr<JournalThread> thread_;
};

}  // namespace chatd::db
