#include "conversation/invites_store.hpp"

#include "conversation/colleagues_store.hpp"
#include "livechat/transition.hpp"

namespace chatd::conversation::store {

livechat::Change invite(db::Tx& tx, livechat::store::Actor actor, Invite request) {
    const auto [standing, session] = livechat::store::lock(tx, actor, request.channel_id);
    livechat::store::must_be_open(session);
    if (!standing.participant) throw Error(Code::not_participant, "You are not in this chat.");
    const auto invited = colleague(tx, actor, request.channel_id, request.user_id, "user_id");
    if (invited.in_chat) return {session};
    must_be_allowed(invited);
    must_be_here(invited);
    livechat::store::add_participant(tx, actor.tenant, *session.backstage_id, invited.id, livechat::Role::agent);
    return livechat::store::enter(tx, actor, request.channel_id, invited.person(), livechat::Role::agent);
}

}  // namespace chatd::conversation::store
