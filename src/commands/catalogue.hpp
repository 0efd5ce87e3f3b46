// Which commands there are, and what each asks for: a command is another spelling of an operation, and has no rights, checks or effects of
// its own. Here a line becomes the operation's request, but for whom it names, which the database knows. Pure.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chatd::commands {

struct Parameter {
    std::string_view name, says;
    bool required = true;
};

/// What the operation wants by id, and people call by name.
struct Called {
    std::string name;
    std::string_view technician_field;  ///< of the request, which gets the id
    std::string_view team_field;        ///< empty: only a technician can be meant
    bool operator==(const Called&) const = default;
};

/// The operation that a line asks for. Its body lacks the chat, the key, and who is `called` or which ticket.
struct Wanted {
    std::string_view operation;
    nlohmann::json body = nlohmann::json::object();
    std::optional<Called> called{};
    std::optional<std::int64_t> ticket_number{};
};

struct Command {
    std::string_view name, operation, says;
    std::vector<Parameter> parameters;
    Wanted (*read)(const Command& self, std::string_view text);

    /// `/transfer <whom> [note]`
    std::string usage() const;
};

/// In alphabetical order.
std::span<const Command> all();

/// A command, and what follows it as it was typed, without white space around it.
struct Line {
    const Command* command;
    std::string text;
};
/// `command` is its name, in any case, with or without the slash; a second word of it may be the first of `args`. Throws `invalid` on `command`.
Line line_of(std::string_view command, std::string_view args);

/// Throws `invalid` on `args` when something lacks, or there is too much.
Wanted wanted_of(const Line& line);

}  // namespace chatd::commands
