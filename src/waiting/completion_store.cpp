#include "waiting/completion_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/transition.hpp"

namespace chatd::waiting::store {
namespace {

using livechat::Status;

#define CHATD_SELECT_NOTE R"(
    SELECT n.id, n.channel_id AS session_id, jsonb_build_object('id', author.id, 'name', author.name) AS author, n.text, n.created_at, n.edited_at,
           CASE WHEN editor.id IS NOT NULL THEN jsonb_build_object('id', editor.id, 'name', editor.name) END AS edited_by
      FROM session_notes n
      JOIN users author ON author.tenant_id = $1 AND author.id = n.author_id
      LEFT JOIN users editor ON editor.tenant_id = $1 AND editor.id = n.edited_by
     WHERE n.tenant_id = $1 AND n.channel_id = $2 )"

SessionNote insert_note(db::Tx& tx, const Actor& actor, ChannelId channel, const std::string& text) {
    const auto id = db::column<std::int64_t>(db::exec(tx, R"(
        INSERT INTO session_notes (tenant_id, channel_id, author_id, text) VALUES ($1, $2, $3, $4) RETURNING id)",
                                                      actor.tenant, channel, actor.user, text)[0][0]);
    return *db::maybe_row_as<SessionNote>(db::exec(tx, CHATD_SELECT_NOTE "AND n.id = $3", actor.tenant, channel, id));
}

/// Its row, locked; the right to change it is judged.
void lock_note(db::Tx& tx, const Actor& actor, ChannelId channel, std::int64_t note) {
    livechat::store::session(tx, actor, channel);
    const auto rows = db::exec(tx, "SELECT author_id FROM session_notes WHERE tenant_id = $1 AND channel_id = $2 AND id = $3 FOR UPDATE",
                               actor.tenant, channel, note);
    if (rows.empty()) throw not_found("note", note);
    if (db::column<UserId>(rows[0][0]) != actor.user && !actor.may_assign)
        throw forbidden("A note is changed by its author, or by who has the permission chat.assign.");
}

}  // namespace

Completing complete(db::Tx& tx, Actor actor, Complete request) {
    const auto channel = request.channel_id;
    const auto [standing, session] = livechat::store::lock(tx, actor, channel);
    if (session.status != Status::abandoned && session.status != Status::callback)
        throw Error(Code::invalid_state, "The chat is " + std::string(name_of(session.status)) + ": only one that was abandoned or asks to be called is completed.");
    db::exec(tx, R"(
        UPDATE live_chat_sessions SET status = 'completed', completed_at = clock_timestamp(), completed_by = $3
         WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, actor.user);
    db::exec(tx, R"(
        UPDATE pending_chat_requests SET status = 'completed'
         WHERE tenant_id = $1 AND channel_id = $2 AND status IN ('abandoned', 'callback'))", actor.tenant, channel);
    Completing out;
    if (request.note) out.note = insert_note(tx, actor, channel, *request.note);
    CompletedNow event;
    event.by = {actor.user, actor.name};
    out.change = livechat::store::record(tx, actor, channel, {"completed", livechat::store::person_params("by", event.by), actor.name + " has completed the request."}, event);
    livechat::store::close_channels(tx, actor.tenant, channel);
    return out;
}

SessionNotes notes(db::Tx& tx, Actor actor, ChannelId channel) {
    livechat::store::session(tx, actor, channel);
    return {db::rows_as<SessionNote>(db::exec(tx, CHATD_SELECT_NOTE "ORDER BY n.id", actor.tenant, channel))};
}

SessionNote add_note(db::Tx& tx, Actor actor, AddSessionNote request) {
    livechat::store::session(tx, actor, request.channel_id);
    return insert_note(tx, actor, request.channel_id, request.text);
}

SessionNote edit_note(db::Tx& tx, Actor actor, EditSessionNote request) {
    lock_note(tx, actor, request.channel_id, request.note_id);
    db::exec(tx, R"(
        UPDATE session_notes SET text = $3, edited_at = clock_timestamp(), edited_by = $4
         WHERE tenant_id = $1 AND id = $2 AND text <> $3)", actor.tenant, request.note_id, request.text, actor.user);
    return *db::maybe_row_as<SessionNote>(db::exec(tx, CHATD_SELECT_NOTE "AND n.id = $3", actor.tenant, request.channel_id, request.note_id));
}

void delete_note(db::Tx& tx, Actor actor, OnSessionNote request) {
    lock_note(tx, actor, request.channel_id, request.note_id);
    db::exec(tx, "DELETE FROM session_notes WHERE tenant_id = $1 AND id = $2", actor.tenant, request.note_id);
}

}  // namespace chatd::waiting::store
