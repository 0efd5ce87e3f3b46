// The SQL of messages, except for appending them (db/journal). Blocking; for the database's threads.
#pragma once
#include "channels/channels.hpp"
#include "db/channel_log.hpp"
#include "db/database.hpp"
#include "db/journal.hpp"
#include "hub/hub.hpp"
#include "messages/messages.hpp"

namespace chatd::messages::store {

/// At most `limit` messages with from < seq < to, ascending: the first ones, or with `last` the last ones.
std::vector<Message> list(db::Tx& tx, TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to, int limit, bool last);

/// Those of the users who can read the channel: who is in it, and for a live chat every technician whose scope does not exclude it. Ascending.
std::vector<UserId> readers(db::Tx& tx, TenantId tenant, ChannelId channel, std::vector<UserId> users);

/// One message of a channel, as it is now.
std::optional<Message> find(db::Tx& tx, TenantId tenant, ChannelId channel, MessageId message);
/// Whether the sender has used that key in the channel.
bool has_key(db::Tx& tx, TenantId tenant, ChannelId channel, UserId sender, Uuid client_id);
/// Those of the messages that there are, in any order.
std::vector<Message> find_all(db::Tx& tx, TenantId tenant, const std::vector<MessageId>& messages);
/// Whether the channel has that message.
bool exists(db::Tx& tx, TenantId tenant, ChannelId channel, MessageId message);

/// All durable events with from < seq <= to as they were pushed, ascending.
std::vector<hub::StoredEvent> events(db::Tx& tx, TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to);

/// A stretch of a channel: from < seq <= to.
struct Span {
    ChannelId channel;
    std::int64_t from = 0, to = 0;
};
/// The same of many channels, in the order asked. Two statements.
std::vector<std::vector<hub::StoredEvent>> events_of(db::Tx& tx, TenantId tenant, const std::vector<Span>& spans);

/// What reading them would bring, without reading them.
struct Backlog {
    bool old = false;  ///< some of it by more than `age_max`
    std::int64_t bytes = 0;
    static constexpr auto fields = describe(field(&Backlog::old, "old", ""), field(&Backlog::bytes, "bytes", ""));
};
/// In the order asked. One statement.
std::vector<Backlog> backlogs(db::Tx& tx, TenantId tenant, const std::vector<Span>& spans, std::chrono::seconds age_max);

std::vector<Cursor> cursors(db::Tx& tx, TenantId tenant, ChannelId channel);
std::vector<std::vector<Cursor>> cursors_of(db::Tx& tx, TenantId tenant, const std::vector<ChannelId>& channels);

struct SeenResult {
    bool found = false, participant = false, moved = false;
    std::optional<ChannelId> session_id;
    static constexpr auto fields = describe(field(&SeenResult::found, "found", ""), field(&SeenResult::participant, "participant", ""),
                                            field(&SeenResult::moved, "moved", ""), field(&SeenResult::session_id, "session_id", ""));
};
/// Moves the cursor forward to that message, never back.
SeenResult seen(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user, MessageId message);

/// A person's message, stored in the transaction of something else: `message` says who and what, the answer also where and when.
/// The channel must be open and the sender in it. Throws `idempotency_conflict` when its client_id is taken.
Message append(db::Tx& tx, TenantId tenant, Message message);

/// A message with files: judged and stored as the journal does it, in one transaction with the files' becoming part of it. Slower than the
/// journal, and behind nobody else's commit. Throws `not_found` for a file that is not the sender's to send.
struct Posted {
    db::JournalOutcome outcome;
    std::vector<files::Attachment> attachments;
};
Posted post(db::Tx& tx, const db::JournalInput& input, const std::vector<AttachmentId>& files);

/// What a state change says: it becomes the system message that is the change's durable event.
struct Note {
    std::string code;
    std::string params = "{}";  ///< the text of a JSON object
    std::string text;           ///< for clients that do not translate
};
/// The system message at that place of a live chat, as it will be stored.
Message compose(db::Tx& tx, TenantId tenant, ChannelId channel, const db::Slot& slot, const Note& note);
/// Stores it, with what the room is told: for replay.
void insert(db::Tx& tx, TenantId tenant, const Message& message, const db::Slot& slot, std::string_view event, std::string_view payload);

}  // namespace chatd::messages::store
