// What somebody typed into a search box, taken apart: words, "phrases", -without. Everything else is text: there are no operators that could
// be wrong, and nothing of it reaches PostgreSQL but as a value or a quoted lexeme. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace chatd::search {

struct Term {
    std::string text;
    bool phrase = false;   ///< in quotes: these words in this order, as they are
    bool without = false;  ///< what has it is left out
    bool operator==(const Term&) const = default;
};

inline constexpr std::size_t terms_max = 16;

/// Throws `invalid` for `q`: more than `terms_max` terms, or none but those to be left out.
std::vector<Term> terms_of(std::string_view q);

/// As a literal inside the text of a tsquery.
std::string quoted_lexeme(std::string_view word);
/// As a literal inside a LIKE pattern.
std::string like_literal(std::string_view text);

/// Which way to newest matches is the shorter one, by how many documents have the rarest of the words.
struct Walk {
    bool worth_it = false;     ///< look at the newest documents one by one; else ask the index for all
    std::int64_t at_most = 0;  ///< after so many, ask the index for the rest
};
/// `alternatives`: words that each document is compared with. In units of about a microsecond, measured.
Walk walk_for(std::int64_t documents, std::int64_t having, std::size_t alternatives, std::int64_t wanted);

}  // namespace chatd::search
