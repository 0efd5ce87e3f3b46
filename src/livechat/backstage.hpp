// The backstage of a live chat: the companion channel where technicians write private notes, and see who has the chat open and who is
// writing (SPEC 4.7, 5 Viewers). Who takes part in the chat as a technician is a member of both; viewers are kept in memory only,
// one chat for each connection. Chat thread only.
#pragma once
#include <map>
#include <unordered_map>

#include "api/api.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
#include "hub/hub.hpp"
#include "messages/messages.hpp"

namespace chatd::livechat {

struct AddNote {
    ChannelId channel_id;
    std::string content;
    std::vector<UserId> mentions;
    std::optional<Uuid> client_id;
    static constexpr auto fields = describe(
        field(&AddNote::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&AddNote::content, "content", "Markdown, as in a message.", length(1, 1 << 20)),
        field(&AddNote::mentions, "mentions", "Technicians whom it names; they are notified.", items(0, 50)).defaults(),
        field(&AddNote::client_id, "client_id", "A UUID of the sender's: sent again with it, after any failure, it is stored once."));
};
struct Focus {
    std::optional<ChannelId> channel_id;
    static constexpr auto fields = describe(
        field(&Focus::channel_id, "channel_id", "The live chat that is open before the technician; null: none.").also("session_id", "chatId"));
};

enum class Writing : std::uint8_t { none, reply, note };
constexpr auto names_of(Writing) { return std::array<std::string_view, 3>{"none", "reply", "note"}; }
struct Viewer {
    UserId id;
    std::string name;
    Writing writing = Writing::none;
    static constexpr auto fields = describe(field(&Viewer::id, "id", "The technician."), field(&Viewer::name, "name", "As shown."),
                                            field(&Viewer::writing, "writing", "What they are writing."));
};
struct Viewers {
    static constexpr std::string_view event = "chat:viewers", says = "Who has the chat open, and who is writing. To technicians; not kept.";
    ChannelId session_id, channel_id, chat_id;
    std::vector<Viewer> viewers;
    static constexpr auto fields = describe(
        field(&Viewers::session_id, "session_id", "The live chat."), field(&Viewers::channel_id, "channel_id", "Its backstage."),
        field(&Viewers::chat_id, "chatId", "The live chat, as older clients call it."), field(&Viewers::viewers, "viewers", "By id."));
};

class Backstage {
public:
    Backstage(Nursery& nursery, db::Database& database, hub::Hub& hub, messages::Messages& messages);
    void declare(api::Api& api);

    Task<messages::Sent> note(Call& call, AddNote request);
    Task<api::Nothing> focus(Call& call, Focus request);

    /// A technician who takes part from now on hears it on all their connections, from the next event on; what was said before
    /// comes with `chat:join`. Without an effect where they listen already.
    void enroll(UserId technician, ChannelId session_id, ChannelId backstage);

private:
    Task<> follow(hub::SessionPtr session, std::uint64_t hold, ChannelId session_id, ChannelId backstage);
    void look_away(const hub::Session& session);
    void tell_viewers(ChannelId session_id);

    struct Watched {
        ChannelId backstage;
        std::map<const hub::Session*, messages::Person> by;
    };
    Nursery& nursery_;
    db::Database& database_;
    hub::Hub& hub_;
    messages::Messages& messages_;
    std::map<ChannelId, Watched> watched_;
    std::unordered_map<const hub::Session*, ChannelId> focus_;
};

}  // namespace chatd::livechat
