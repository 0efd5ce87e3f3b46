#include "commands/catalogue.hpp"

#include <algorithm>
#include <charconv>

#include "chatd/error.hpp"
#include "commands/arguments.hpp"

namespace chatd::commands {
namespace {

constexpr std::size_t name_bytes_max = 200;  // of people and teams

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
    std::string out;
    for (const char c : text) out += lower(c);
    return out;
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || text.front() == '-' || error != std::errc() || end != text.data() + text.size()) return {};
    return out;
}

Error lacks_all(const Command& self) { return invalid("args", "lacks the " + std::string(self.parameters.front().name) + ": " + self.usage()); }
void must_be_all(const Command& self, std::string_view rest) {
    if (!rest.empty()) throw invalid("args", "says more than is expected: " + self.usage());
}

/// Whom a line names, put into `wanted`; what follows is returned. A name alone is all of the line; with something behind it, it is in quotes.
std::string_view read_whom(const Command& self, std::string_view text, Called called, Wanted& wanted) {
    Arguments arguments(text);
    const auto first = arguments.next();
    if (!first || (first->quoted && trimmed(first->text).empty())) throw lacks_all(self);
    if (!first->quoted) {
        std::string_view id = first->text;
        const bool team = id.starts_with("team:");
        if (team || id.starts_with("agent:")) id.remove_prefix(id.find(':') + 1);
        if (const auto number = number_of(id)) {
            if (team && called.team_field.empty()) throw invalid("args", "names a team, and only a technician can be meant");
            wanted.body[std::string(team ? called.team_field : called.technician_field)] = *number;
            return arguments.rest();
        }
    }
    std::string_view name = first->quoted ? std::string_view(first->text) : trimmed(text);
    if (name.starts_with('@')) name.remove_prefix(1);
    if (name.size() > name_bytes_max) throw invalid("args", "has a name that is too long; before a note it stands in quotes");
    called.name = trimmed(name);
    wanted.called = std::move(called);
    return first->quoted ? arguments.rest() : std::string_view();
}

Wanted canned(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    Arguments arguments(text);
    const auto shortcode = arguments.next();
    if (!shortcode) throw lacks_all(self);
    out.body["shortcode"] = shortcode->text;
    while (const auto variable = arguments.next_named()) {
        auto& variables = out.body["variables"];
        if (variables.contains(variable->name)) throw invalid("args", "has the variable " + variable->name + " twice");
        variables[variable->name] = variable->value;
    }
    return out;
}

Wanted nothing_more(const Command& self, std::string_view text) {
    must_be_all(self, text);
    return {self.operation};
}

Wanted invite(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    must_be_all(self, read_whom(self, text, {{}, "user_id", {}}, out));
    return out;
}

Wanted note(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    if (text.empty()) throw lacks_all(self);
    out.body["content"] = text;
    return out;
}

Wanted search_kb(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    if (text.empty()) throw lacks_all(self);
    out.body["q"] = text;
    out.body["limit"] = 5;
    return out;
}

Wanted status(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    if (text.empty()) throw lacks_all(self);
    auto name = lower(text);
    std::ranges::replace(name, ' ', '_');
    out.body["status"] = name;
    return out;
}

Wanted ticket(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    const auto digits = text.starts_with('#') ? text.substr(1) : text;
    if (const auto number = number_of(digits)) {
        out.operation = "chat:link_ticket";
        out.ticket_number = number;
        return out;
    }
    Arguments arguments(text);
    const auto first = arguments.next();
    if (first && first->quoted) must_be_all(self, arguments.rest());
    if (first) out.body["title"] = first->quoted ? std::string_view(first->text) : text;
    return out;
}

Wanted transfer(const Command& self, std::string_view text) {
    Wanted out{self.operation};
    const auto note = read_whom(self, text, {{}, "agent_id", "team_id"}, out);
    if (!note.empty()) out.body["note"] = note;
    return out;
}

/// Names without a slash, in the order of the alphabet.
const std::vector<Command>& commands() {
    static const std::vector<Command> list{
        {"canned", "chat:use_canned_response", "Send a prepared text, with its variables filled in.",
         {{"shortcode", "which"}, {"variables", "values of its variables: name=value name=\"a value\"", false}}, canned},
        {"contact", "chat:customer_context", "Show technicians who the client is: organization, devices, tickets and chats.", {}, nothing_more},
        {"end", "chat:end", "End the chat, for all.", {}, nothing_more},
        {"invite", "chat:invite", "Bring another technician into the chat.", {{"technician", "whom: a name, or an id"}}, invite},
        {"note", "chat:add_note", "Write a private note, which the client does not see.", {{"text", "the note, as typed"}}, note},
        {"search kb", "search:kb", "Find articles of the knowledge base; only you see the answer.", {{"words", "what to look for, as in a search"}}, search_kb},
        {"status", "agent:set_status", "Set your own status.", {{"status", "online, away, busy, do not respond or offline"}}, status},
        {"ticket", "chat:convert_to_ticket", "Make a ticket of the chat, or link it to one that is there.",
         {{"title or number", "the new ticket's title, or the number of a ticket, as in #12", false}}, ticket},
        {"transfer", "chat:transfer", "Hand the chat over to a technician or a team.",
         {{"technician or team", "whom: a name, in quotes before a note, or an id as in agent:7 or team:7"},
          {"note", "for the next one; the client does not see it", false}}, transfer},
    };
    return list;
}

/// Whether `line` is that command, and what follows.
std::optional<std::string_view> after(std::string_view name, std::string_view line) {
    for (std::string_view word; !name.empty(); line = trimmed(line)) {
        word = name.substr(0, name.find(' '));
        name = trimmed(name.substr(word.size()));
        if (lower(line.substr(0, word.size())) != word) return {};
        line.remove_prefix(word.size());
        if (!line.empty() && trimmed(line.substr(0, 1)).size() == 1) return {};
    }
    return line;
}

}  // namespace

std::string Command::usage() const {
    auto out = "/" + std::string(name);
    for (const auto& parameter : parameters) {
        const std::string shown(parameter.name);
        out += parameter.required ? " <" + shown + ">" : " [" + shown + "]";
    }
    return out;
}

std::span<const Command> all() { return commands(); }

Line line_of(std::string_view command, std::string_view args) {
    auto typed = trimmed(command);
    if (typed.starts_with('/')) typed.remove_prefix(1);
    const auto line = std::string(typed) + ' ' + std::string(args);
    for (const auto& known : commands())
        if (const auto text = after(known.name, trimmed(line))) return {&known, std::string(trimmed(*text))};
    throw invalid("command", "is not known; GET /api/commands lists them");
}

Wanted wanted_of(const Line& line) { return line.command->read(*line.command, line.text); }

}  // namespace chatd::commands
