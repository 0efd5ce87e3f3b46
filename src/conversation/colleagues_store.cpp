#include "conversation/colleagues_store.hpp"

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::conversation::store {
namespace {

Error unable(const Colleague& colleague, std::string_view reason, std::string_view says) {
    return Error(Code::not_eligible, colleague.name + " " + std::string(says), {}, R"({"reason":")" + std::string(reason) + "\"}");
}

}  // namespace

Colleague colleague(db::Tx& tx, const livechat::store::Actor& actor, ChannelId channel, UserId user, const char* field) {
    const auto rows = db::exec(tx, R"(
        SELECT u.id, u.name, u.kind, u.status = 'active' AS active, u.agent_status AS status, u.max_concurrent_chats AS capacity,
               (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.agent_id = $2 AND s.status = 'active') AS chats,
               EXISTS (SELECT FROM user_roles ur JOIN role_permissions rp ON rp.tenant_id = $1 AND rp.role_id = ur.role_id
                        WHERE ur.tenant_id = $1 AND ur.user_id = $2 AND rp.permission = 'chat.accept') AS may_accept,
               false AS in_scope, false AS in_chat
          FROM users u WHERE u.tenant_id = $1 AND u.id = $2)", actor.tenant, user);
    if (rows.empty()) throw not_found("technician", user.value);
    if (db::column<UserKind>(rows[0]["kind"]) != UserKind::technician) throw invalid(field, "is no technician");
    auto out = db::row_as<Colleague>(rows, rows[0]);
    const auto standing = channels::store::standing(tx, actor.tenant, channel, user);
    out.in_scope = standing->in_scope;
    out.in_chat = standing->participant;
    return out;
}

void must_be_allowed(const Colleague& colleague) {
    if (!colleague.active) throw unable(colleague, "disabled", "is disabled.");
    if (!colleague.may_accept) throw unable(colleague, "permission", "may not take chats.");
    if (!colleague.in_scope) throw unable(colleague, "scope", "may not see this client's chats.");
}

void must_be_here(const Colleague& colleague) {
    if (colleague.status == presence::AgentStatus::offline) throw unable(colleague, "offline", "is offline.");
    if (colleague.status == presence::AgentStatus::do_not_respond) throw unable(colleague, "do_not_respond", "does not want to be disturbed.");
}

}  // namespace chatd::conversation::store
