// The SQL of files. Blocking; for the database's threads.
#pragma once
#include <chrono>
#include <vector>

#include "chatd/caller.hpp"
#include "db/database.hpp"
#include "deadlines/clock_reference.hpp"
#include "files/attachment.hpp"

namespace chatd::files::store {

/// What somebody uploaded in the last 24 hours.
std::int64_t uploaded_today(db::Tx& tx, TenantId tenant, UserId user);

/// A file that is about to be stored.
struct NewFile {
    std::string name, content_type, sha256, storage_key;
    std::int64_t size = 0;
    std::optional<int> width, height;
    std::optional<std::int64_t> thumbnail_bytes;
};
/// Throws `quota_exceeded` when it is more than somebody may upload in a day; of any number at once none slips by. `daily_max` none: no limit.
AttachmentId announce(db::Tx& tx, TenantId tenant, UserId user, const NewFile& file, std::optional<std::int64_t> daily_max);

struct Uploaded {
    Attachment attachment;
    std::string attachment_url;
    static constexpr auto fields = describe(field(&Uploaded::attachment, "attachment", "The file; `chat:send_message` with its id sends it."),
                                            field(&Uploaded::attachment_url, "attachment_url", "Its url; it may be sent in place of the id."));
};
/// Its bytes are stored: it is its uploader's, to be attached.
Uploaded stage(db::Tx& tx, TenantId tenant, AttachmentId id);

/// Makes them part of a message, in the transaction that stores it; each was staged by that user, and is part of one thing only. In the
/// order asked. Throws `not_found`, naming the first that is not there, is somebody else's or is attached already.
std::vector<Attachment> attach(db::Tx& tx, TenantId tenant, UserId user, const std::vector<AttachmentId>& ids, ChannelId channel, MessageId message);

struct Found {
    TenantId tenant_id;
    UserId uploader_id;
    std::optional<ChannelId> channel_id;
    std::string name, content_type, storage_key, sha256;  ///< in hex
    std::int64_t size = 0;
    std::optional<std::int64_t> thumbnail_bytes;
    std::optional<int> width, height;
    static constexpr auto fields = describe(
        field(&Found::tenant_id, "tenant_id", ""), field(&Found::uploader_id, "uploader_id", ""),
        field(&Found::channel_id, "channel_id", ""), field(&Found::name, "name", ""), field(&Found::content_type, "content_type", ""),
        field(&Found::storage_key, "storage_key", ""), field(&Found::sha256, "sha256", ""), field(&Found::size, "size", ""),
        field(&Found::thumbnail_bytes, "thumbnail_bytes", ""), field(&Found::width, "width", ""), field(&Found::height, "height", ""));
    Attachment attachment(AttachmentId id) const;
};
/// Of any tenant. Nothing for one that is not stored yet, or whose message was deleted, or whose tenant is not active.
std::optional<Found> find(db::Tx& tx, AttachmentId id);

/// The files of a message that was deleted are nobody's from now on, in the transaction that deletes it.
void release(db::Tx& tx, TenantId tenant, MessageId message);

/// A file that is on its way out: its row is `storing`, and stays until its bytes have gone.
struct Leaving {
    AttachmentId id;
    std::string storage_key;
    bool thumbnail = false;
    static constexpr auto fields = describe(field(&Leaving::id, "id", ""), field(&Leaving::storage_key, "storage_key", ""), field(&Leaving::thumbnail, "thumbnail", ""));
};
/// Begins with those that were never attached, or were released and no ticket has them, for so long; a few at a time, by their ids, behind
/// `after`. None where the clock does not agree with its reference.
std::vector<Leaving> expire(db::Tx& tx, deadlines::ClockReference clock, std::chrono::seconds age, AttachmentId after, int limit);
/// One that did not become a staged file; nothing else.
std::vector<Leaving> unfinished(db::Tx& tx, TenantId tenant, AttachmentId id);
/// Their bytes have gone, and so do their rows.
int forget(db::Tx& tx, const std::vector<AttachmentId>& ids);

/// Which database this is; restored from a backup it is the same.
std::string database_id(db::Tx& tx);
/// Of these keys, those that no row has.
std::vector<std::string> unknown(db::Tx& tx, const std::vector<std::string>& storage_keys);

}  // namespace chatd::files::store
