#include "commands/commands.hpp"

#include <algorithm>

#include "api/access.hpp"
#include "commands/contact_card.hpp"
#include "commands/store.hpp"
#include "db/journal.hpp"
#include "livechat/store.hpp"

namespace chatd::commands {

void Commands::declare(api::Api& api) {
    api.operation("commands:list", *this, &Commands::list)
        .says("The slash commands that the caller may use, for a type-ahead. Clients have none.")
        .allow(api::signed_in)
        .event()
        .rest(api::get, "/api/commands");
    api.operation("chat:command", *this, &Commands::run)
        .says("Run a slash command that was typed in a live chat: it is the operation that it stands for, with the rights and the errors of that.")
        .allow(api::staff)
        .limit(api::per_identity(messages_.sending_rate()))
        .own_key()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/command");
}

namespace {

const api::Operation& operation_of(const api::Api& api, std::string_view name) {
    const auto* found = api.event(name).operation;
    if (!found) throw std::logic_error("a command asks for " + std::string(name) + ", which is no operation");
    return *found;
}

CommandInfo info_of(const Command& command) {
    CommandInfo out;
    out.name = command.name;
    out.usage = command.usage();
    out.description = command.says;
    for (const auto& parameter : command.parameters) out.arguments.push_back({std::string(parameter.name), std::string(parameter.says), parameter.required});
    return out;
}

/// More than one fits: it is for the caller to say which.
Error ambiguous(const std::string& name, const std::vector<Candidate>& candidates) {
    std::string text, details;
    for (const auto& candidate : candidates) {
        text += (text.empty() ? "" : ", ") + candidate.name + " (" + std::string(name_of(candidate.kind)) + ':' + std::to_string(candidate.id) + ')';
        details += (details.empty() ? "" : ",") + to_json(candidate);
    }
    return Error(Code::invalid, name + " may be " + text + ".", {{"args", "names several: " + text}}, R"({"candidates":[)" + details + "]}");
}

}  // namespace

Task<CommandList> Commands::list(Call& call, api::Nothing) {
    CommandList out;
    if (!call.caller().staff()) co_return out;
    for (const auto& command : all())
        if (!api::refusal(operation_of(api_, command.operation).access(), call.caller())) out.data.push_back(info_of(command));
    co_return out;
}

Task<CommandReply> Commands::run(Call& call, RunCommand request) {
    const auto& caller = call.caller();
    const auto line = line_of(request.command, request.args);
    co_await database_.read(livechat::store::session, livechat::store::actor_of(caller), request.channel_id);
    auto wanted = wanted_of(line);
    const auto& operation = operation_of(api_, wanted.operation);
    if (auto refused = api::refusal(operation.access(), caller)) throw std::move(*refused);
    co_await find_called(caller, wanted);
    if (operation.request().find("channel_id")) wanted.body["channel_id"] = request.channel_id.value;
    if (operation.repeating().keyed() && request.client_id) wanted.body["client_id"] = request.client_id->text();
    CommandReply out;
    out.command = line.command->name;
    out.operation = operation.name();
    out.result.text = co_await ask(call, operation, wanted.body);
    if (operation.name() == "chat:customer_context") {
        out.message = co_await leave_card(call, request, out.result.text);
        out.seq = out.message->seq;
        co_return out;
    }
    const auto answer = Json::parse(out.result.text);
    if (const auto seq = answer.find("seq"); seq != answer.end() && seq->is_number()) out.seq = seq->get<std::int64_t>();
    co_return out;
}

/// Names become ids.
Task<> Commands::find_called(const Caller& caller, Wanted& wanted) {
    if (wanted.ticket_number) {
        const auto ticket = co_await database_.read(store::ticket_numbered, caller.tenant, *wanted.ticket_number);
        wanted.body["ticket_id"] = ticket.value;
    }
    if (!wanted.called) co_return;
    const auto& [name, technician_field, team_field] = *wanted.called;
    const bool teams = !team_field.empty();
    auto candidates = co_await database_.read(store::called, caller.tenant, name, teams);
    const auto is_caller = [&](const Candidate& one) { return one.kind == Noun::agent && one.id == caller.user.value; };
    if (candidates.size() > 1) std::erase_if(candidates, is_caller);
    if (candidates.empty()) throw not_found("There is no technician " + std::string(teams ? "or team " : "") + "called " + name + ".");
    if (candidates.size() > 1) throw ambiguous(name, candidates);
    const auto& found = candidates.front();
    wanted.body[std::string(found.kind == Noun::team ? team_field : technician_field)] = found.id;
}

/// As if the caller had asked for it by this door.
Task<std::string> Commands::ask(Call& call, const api::Operation& operation, const Json& body) {
    const auto asked = std::make_shared<Call>();
    asked->session = call.session;
    asked->remote = call.remote;
    asked->request_id = call.request_id;
    asked->sign_in(call.caller());
    asked->answer_by([&call](const Error& error) { call.answer_now(error); });
    auto reply = co_await api_.call(*asked, operation, body);
    if (reply.error) throw std::move(*reply.error);
    call.replayed = reply.replayed;
    call.after_reply([asked] { asked->replied(); });
    co_return std::move(reply.data);
}

/// Who the client is, for those behind the scenes.
Task<messages::Message> Commands::leave_card(Call& call, const RunCommand& request, const std::string& context) {
    messages::Send card;
    card.channel_id = request.channel_id;
    card.type = messages::Type::command_result;
    card.content = contact_card(read<livechat::CustomerContext>(Json::parse(context)));
    card.visibility = messages::Visibility::internal;
    card.client_id = request.client_id;
    auto key = request;
    key.client_id.reset();
    const auto asked = db::body_hash(sparse_json(key));
    auto sent = co_await messages_.post(call, std::move(card), nullptr, asked);
    co_return std::move(sent.message);
}

}  // namespace chatd::commands
