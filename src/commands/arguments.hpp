// What follows a command, taken apart as people type it: words, "in quotes", name=value, and the rest as it stands. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace chatd::commands {

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

struct Argument {
    std::string text;
    bool quoted = false;
    bool operator==(const Argument&) const = default;
};
struct NamedArgument {
    std::string name, value;
    bool operator==(const NamedArgument&) const = default;
};

/// Read from the front. Quotes are "these" or “those” of a keyboard that corrects; in them, a backslash takes the quote or backslash after
/// it as it is. Throws `invalid` on `args` for a quote without an end, or with something right behind it.
class Arguments {
public:
    /// Of a text that lives longer.
    explicit Arguments(std::string_view text) : rest_(trimmed(text)) {}
    /// The next word, or what is in quotes; nothing at the end.
    std::optional<Argument> next();
    /// The next one, which must be name=value or name="a value"; nothing at the end.
    std::optional<NamedArgument> next_named();
    /// What has not been read, as it was typed.
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

}  // namespace chatd::commands
