// Whom a technician brings into a chat, or gives it to: may they have it, and are they here? Blocking; in the caller's transaction.
#pragma once
#include "livechat/store.hpp"
#include "presence/status.hpp"

namespace chatd::conversation::store {

struct Colleague {
    UserId id;
    std::string name;
    bool active = false, may_accept = false, in_scope = false, in_chat = false;
    presence::AgentStatus status = presence::AgentStatus::offline;
    std::optional<int> capacity;
    int chats = 0;
    static constexpr auto fields = describe(
        field(&Colleague::id, "id", ""), field(&Colleague::name, "name", ""), field(&Colleague::active, "active", ""),
        field(&Colleague::may_accept, "may_accept", ""), field(&Colleague::in_scope, "in_scope", ""), field(&Colleague::in_chat, "in_chat", ""),
        field(&Colleague::status, "status", ""), field(&Colleague::capacity, "capacity", ""), field(&Colleague::chats, "chats", ""));
    messages::Person person() const { return {id, name}; }
};
/// Throws `not_found` for nobody of the tenant, and `invalid` on `field` for who is no technician.
Colleague colleague(db::Tx& tx, const livechat::store::Actor& actor, ChannelId channel, UserId user, const char* field);
/// May ever have this chat. Throws `not_eligible` with the reason: disabled, permission, scope.
void must_be_allowed(const Colleague& colleague);
/// Is here and may be disturbed. Throws `not_eligible` with the reason: offline, do_not_respond.
void must_be_here(const Colleague& colleague);

}  // namespace chatd::conversation::store
