// Canned responses used: a technician sends one, with its variables filled in, as an ordinary message of theirs (SPEC 7). The records
// are in knowledge/. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "messages/messages.hpp"

namespace chatd::conversation {

struct UseCanned {
    ChannelId channel_id;
    std::optional<std::int64_t> canned_response_id;
    std::optional<std::string> shortcode;
    std::map<std::string, std::string> variables;
    std::optional<Uuid> client_id;
    static constexpr auto fields = describe(
        field(&UseCanned::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&UseCanned::canned_response_id, "canned_response_id", "Which; or its `shortcode`."),
        field(&UseCanned::shortcode, "shortcode", "Which, by what technicians type for it.", length(1, 50)),
        field(&UseCanned::variables, "variables",
              "Values of its variables, as Markdown; they go before what the chat says: customer_name, customer_first_name, customer_email, customer_phone, "
              "organization_name, ticket_number, ticket_title, ticket_status, agent_name, agent_first_name, agent_email, chat_subject.",
              items(0, 50)).defaults(),
        field(&UseCanned::client_id, "client_id", "A UUID of the sender's: sent again with it, after any failure, it is stored once."));
};

class CannedResponses {
public:
    CannedResponses(db::Database& database, messages::Messages& messages) : database_(database), messages_(messages) {}
    void declare(api::Api& api);

    Task<messages::Sent> use(Call& call, UseCanned request);

private:
    db::Database& database_;
    messages::Messages& messages_;
};

}  // namespace chatd::conversation
