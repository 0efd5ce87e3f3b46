// The SQL of transcripts. Blocking; for the database's threads.
#pragma once
#include "db/database.hpp"
#include "tickets/transcripts.hpp"

namespace chatd::tickets::store {

/// Of a live chat and its backstage: what was said up to there, or the beginning of it where that is too much. Nothing is kept.
struct Extent {
    ChannelId channel;
    std::int64_t up_to = 0, notes_up_to = 0;
    bool is_final = false;
};
Transcript read_transcript(db::Tx& tx, TenantId tenant, Extent extent);
/// Up to now. The channel is locked.
Extent extent_of(db::Tx& tx, TenantId tenant, ChannelId channel);

/// Throws `not_found` for whoever may not read the chat. Clients get it without private notes.
Transcript find_transcript(db::Tx& tx, Caller caller, ChannelId channel, std::optional<TranscriptId> id, TranscriptForms forms);

/// Keeps what was read, as an interim one, and answers its id.
TranscriptId keep_interim(db::Tx& tx, TenantId tenant, const Extent& extent, const Transcript& transcript);

/// Logs a kept transcript on a ticket, in the forms that are configured; once. `author`: nobody is chatd.
void log_transcript(db::Tx& tx, TenantId tenant, TicketId ticket, TranscriptId id, const Transcript& transcript, std::optional<UserId> author, const TranscriptForms& forms);
/// The kept transcripts of all closings of a chat that was given a ticket afterwards.
void log_closings(db::Tx& tx, TenantId tenant, ChannelId channel, TicketId ticket, std::optional<UserId> author, const TranscriptForms& forms);

// ---- the final ones that are due ---------------------------------------------------------------------------------------

struct Due {
    TenantId tenant;
    TranscriptId id;
};
std::optional<Due> next_due(db::Tx& tx);
/// Makes it and logs it on the chat's ticket; without an effect when it is made.
void make(db::Tx& tx, Due due, TranscriptForms forms);
/// It could not be made: later again, and again later.
void put_off(db::Tx& tx, Due due);

}  // namespace chatd::tickets::store
