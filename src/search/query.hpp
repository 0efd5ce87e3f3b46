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

/// What the vocabulary lets expect of a query, in documents.
struct Expected {
    std::int64_t documents = 0;    ///< there are so many
    double matching = 0;           ///< that match, if its words have nothing to do with each other
    double read = 0;               ///< that the index gives, some of which do not match: the words of a phrase, in any order
    double listed = 0;             ///< entries of the index that it goes through for that
    std::size_t alternatives = 1;  ///< words that each document is compared with
};
/// Which way to the newest matches is the shorter one.
struct Walk {
    bool worth_it = false;     ///< look at the newest documents one by one; else ask the index for all
    std::int64_t at_most = 0;  ///< after so many what was expected is wrong, or the index would have cost as much: ask that for the rest
};
Walk walk_for(const Expected& expected, std::int64_t wanted);

}  // namespace chatd::search
