// Variables in texts that are kept for many chats: `Hello {{customer_name}}`. A brace pair after a backslash is text. Pure.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chatd::knowledge {

/// The names of a text's variables, each once, in the order of the text. Throws `invalid` on `content` when one is no name, or has no end.
std::vector<std::string> variables_of(std::string_view text);

/// The text with each variable's value; what a value says is never looked into again. All of variables_of() have one. Throws `invalid` on
/// `content` as soon as it is longer than that.
std::string filled(std::string_view text, const std::map<std::string, std::string>& values, std::size_t bytes_max);

/// What somebody is called, as Markdown that shows it and does nothing else: on one line, its markup escaped.
std::string as_words(std::string_view value);

}  // namespace chatd::knowledge
