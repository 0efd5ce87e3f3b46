// Slash commands (SPEC 7): `/transfer Ann` in place of a form. A command is another spelling of an operation that is there: it is read,
// whom it names is found, and the operation is asked for through Api::call, with its rights, its key, its errors and its effects.
// Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "commands/catalogue.hpp"
#include "db/database.hpp"
#include "messages/messages.hpp"

namespace chatd::commands {

struct RunCommand {
    ChannelId channel_id;
    std::string command, args;
    std::optional<Uuid> client_id;
    static constexpr auto fields = describe(
        field(&RunCommand::channel_id, "channel_id", "The live chat that it is typed in.").also("session_id", "chatId"),
        field(&RunCommand::command, "command", "Its name, as GET /api/commands has it, with or without the slash.", length(1, 100)),
        field(&RunCommand::args, "args", "What follows it, as it was typed.", length(0, 1 << 20)).defaults(),
        field(&RunCommand::client_id, "client_id", "A UUID of the sender's, which the operation gets as its key: asked again with it, after any failure, it is done once."));
};
struct CommandReply {
    std::string command, operation;
    std::optional<std::int64_t> seq;
    std::optional<messages::Message> message;
    JsonText result;
    static constexpr auto fields = describe(
        field(&CommandReply::command, "command", "Its name."), field(&CommandReply::operation, "operation", "What it asked for."),
        field(&CommandReply::seq, "seq", "Of the event, if there is one."),
        field(&CommandReply::message, "message", "The `command_result` that it left in the backstage; null for most."),
        field(&CommandReply::result, "result", "What that operation answers."));
};
struct ParameterInfo {
    std::string name, description;
    bool required = true;
    static constexpr auto fields = describe(field(&ParameterInfo::name, "name", "As in `usage`."), field(&ParameterInfo::description, "description", "What it says."),
                                            field(&ParameterInfo::required, "required", "Whether it must be there."));
};
struct CommandInfo {
    std::string name, usage, description;
    std::vector<ParameterInfo> arguments;
    static constexpr auto fields = describe(
        field(&CommandInfo::name, "name", "Without the slash; may be of two words."), field(&CommandInfo::usage, "usage", "As it is typed: `/transfer <technician or team> [note]`."),
        field(&CommandInfo::description, "description", "What it does, in a line."), field(&CommandInfo::arguments, "arguments", "What follows it, in this order."));
};
struct CommandList {
    std::vector<CommandInfo> data;
    static constexpr auto fields = describe(field(&CommandList::data, "data", "By name."));
};

class Commands {
public:
    Commands(api::Api& api, db::Database& database, messages::Messages& messages) : api_(api), database_(database), messages_(messages) {}
    void declare(api::Api& api);

    Task<CommandList> list(Call& call, api::Nothing request);
    Task<CommandReply> run(Call& call, RunCommand request);

private:
    Task<> find_called(const Caller& caller, Wanted& wanted);
    Task<std::string> ask(Call& call, const api::Operation& operation, const Json& body);
    Task<messages::Message> leave_card(Call& call, const RunCommand& request, const std::string& context);

    api::Api& api_;
    db::Database& database_;
    messages::Messages& messages_;
};

}  // namespace chatd::commands
