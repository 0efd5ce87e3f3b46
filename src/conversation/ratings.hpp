// Ratings: what a client says of a chat when it is over. Technicians hear of it behind the scenes, where it is a durable event of the
// backstage; the client changes it for a while by rating again. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "hub/hub.hpp"
#include "livechat/session.hpp"

namespace chatd::conversation {

using livechat::Rating;
using messages::Message;
using messages::Person;

struct RateChat {
    ChannelId channel_id;
    int score = 0;
    std::optional<std::string> comment;
    static constexpr auto fields = describe(field(&RateChat::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
                                            field(&RateChat::score, "score", "From 1, bad, to 5, good.", range(1, 5)),
                                            field(&RateChat::comment, "comment", "In the client's words.", length(1, 2000)));
};
struct RatedReply {
    Rating rating;
    std::optional<std::int64_t> seq;
    static constexpr auto fields = describe(field(&RatedReply::rating, "rating", "As it is now."),
                                            field(&RatedReply::seq, "seq", "Null: it is an event of the backstage, which clients do not hear."));
};
struct Rated {
    static constexpr std::string_view event = "chat:rated", says = "The client has rated the chat, or has changed that. To technicians, and to the client's other connections.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Rating rating;
    Person by;
    static constexpr auto fields = describe(
        field(&Rated::session_id, "session_id", "The live chat."), field(&Rated::channel_id, "channel_id", "Its backstage; to the client the live chat."),
        field(&Rated::chat_id, "chatId", "The live chat, as older clients call it."),
        field(&Rated::seq, "seq", "Place of this event in the backstage; null to the client."),
        field(&Rated::message, "message", "The event as a system message of the backstage; null to the client."),
        field(&Rated::rating, "rating", "As it is now."), field(&Rated::by, "by", "The client."));
};

class Ratings {
public:
    Ratings(db::Database& database, hub::Hub& hub, std::chrono::seconds rate_within) : database_(database), hub_(hub), rate_within_(rate_within) {}
    void declare(api::Api& api);

    Task<RatedReply> rate(Call& call, RateChat request);

private:
    db::Database& database_;
    hub::Hub& hub_;
    const std::chrono::seconds rate_within_;
};

}  // namespace chatd::conversation
