// The SQL of completion and of session notes. Blocking; for the database's threads.
#pragma once
#include "livechat/store.hpp"
#include "waiting/completion.hpp"

namespace chatd::waiting::store {

using livechat::store::Actor;

struct Completing {
    livechat::Change change;
    std::optional<SessionNote> note;
    Completed reply() const { return {change.session, note, change.seq}; }
};
/// Throws `invalid_state` for anything that is neither abandoned nor asks to be called: of two who complete at once one wins.
Completing complete(db::Tx& tx, Actor actor, Complete request);

/// By technicians who may see the chat, else `not_found`. Changing is for the author and for who has chat.assign.
SessionNotes notes(db::Tx& tx, Actor actor, ChannelId channel);
SessionNote add_note(db::Tx& tx, Actor actor, AddSessionNote request);
SessionNote edit_note(db::Tx& tx, Actor actor, EditSessionNote request);
void delete_note(db::Tx& tx, Actor actor, OnSessionNote request);

}  // namespace chatd::waiting::store
