#include "conversation/canned_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "knowledge/placeholders.hpp"

namespace chatd::conversation::store {
namespace {

using livechat::store::Actor;

struct Response {
    std::string title, content;
    bool may_use = false;
    static constexpr auto fields = describe(field(&Response::title, "title", ""), field(&Response::content, "content", ""),
                                            field(&Response::may_use, "may_use", ""));
};

Response response(db::Tx& tx, const Actor& actor, const UseCanned& request) {
    auto found = db::maybe_row_as<Response>(db::exec(tx, R"(
        SELECT r.title, r.content, r.team_id IS NULL OR EXISTS (
                   SELECT FROM user_team_assignments t WHERE t.tenant_id = $1 AND t.team_id = r.team_id AND t.user_id = $2) AS may_use
          FROM canned_responses r WHERE r.tenant_id = $1 AND (r.id = $3 OR r.shortcode = $4))",
                                                          actor.tenant, actor.user, request.canned_response_id, request.shortcode));
    if (!found && request.shortcode) throw not_found("There is no canned response " + *request.shortcode + ".");
    if (!found) throw not_found("canned response", *request.canned_response_id);
    if (!found->may_use) throw forbidden("The canned response " + found->title + " is for a team that you are not in.");
    return std::move(*found);
}

/// What is known of the chat: those that have a value. A visitor who has not said who they are has no name.
std::map<std::string, std::string> known_values(db::Tx& tx, const Actor& actor, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT v.name, v.value
          FROM live_chat_sessions s
          JOIN users u ON u.tenant_id = $1 AND u.id = s.customer_id
          LEFT JOIN contacts c ON c.tenant_id = $1 AND c.user_id = u.id
          LEFT JOIN organizations o ON o.tenant_id = $1 AND o.id = s.organization_id
          LEFT JOIN tickets t ON t.tenant_id = $1 AND t.id = s.ticket_id
          JOIN users agent ON agent.tenant_id = $1 AND agent.id = $2
         CROSS JOIN LATERAL (SELECT CASE WHEN NOT (u.is_anonymous AND coalesce(c.name, u.name) = 'Visitor') THEN coalesce(c.name, u.name) END AS name) who
         CROSS JOIN LATERAL (VALUES
               ('customer_name', who.name), ('customer_first_name', split_part(who.name, ' ', 1)),
               ('customer_email', coalesce(c.email, u.email)), ('customer_phone', c.phone), ('organization_name', o.name),
               ('ticket_number', t.number::text), ('ticket_title', t.title), ('ticket_status', t.status),
               ('agent_name', agent.name), ('agent_first_name', split_part(agent.name, ' ', 1)), ('agent_email', agent.email),
               ('chat_subject', s.subject)) v (name, value)
         WHERE s.tenant_id = $1 AND s.channel_id = $3 AND btrim(v.value) <> '')", actor.tenant, actor.user, channel);
    std::map<std::string, std::string> out;
    for (const auto& row : rows) out[db::column<std::string>(row[0])] = knowledge::as_words(db::column<std::string>(row[1]));
    return out;
}

std::string why_missing(std::string_view variable) {
    if (variable.starts_with("customer_")) return "is missing: it is not known of the client";
    if (variable.starts_with("organization_")) return "is missing: the client has no organization";
    if (variable.starts_with("ticket_")) return "is missing: the chat has no ticket";
    if (variable.starts_with("agent_")) return "is missing: it is not known of you";
    return "is missing";
}

}  // namespace

std::string canned_text(db::Tx& tx, Actor actor, UseCanned request, std::size_t bytes_max) {
    livechat::store::session(tx, actor, request.channel_id);
    const auto chosen = response(tx, actor, request);
    auto values = std::move(request.variables);
    values.merge(known_values(tx, actor, request.channel_id));
    std::vector<FieldError> missing;
    std::string names;
    for (const auto& variable : knowledge::variables_of(chosen.content)) {
        if (values.contains(variable)) continue;
        missing.push_back({"variables." + variable, why_missing(variable)});
        names += (names.empty() ? "" : ", ") + variable;
    }
    if (!missing.empty()) throw Error(Code::invalid, "The canned response " + chosen.title + " needs " + names + ".", std::move(missing));
    auto text = knowledge::filled(chosen.content, values, bytes_max);
    if (text.empty()) throw invalid("variables", "leave nothing to say");
    return text;
}

}  // namespace chatd::conversation::store
