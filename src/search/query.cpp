#include "search/query.hpp"

#include <algorithm>

#include "chatd/error.hpp"

namespace chatd::search {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string with_backslashes(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (special.find(c) != special.npos) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::vector<Term> terms_of(std::string_view q) {
    std::vector<Term> out;
    while (true) {
        while (!q.empty() && is_space(q.front())) q.remove_prefix(1);
        if (q.empty()) break;
        Term term;
        if (q.size() > 1 && q[0] == '-' && !is_space(q[1])) {
            term.without = true;
            q.remove_prefix(1);
        }
        term.phrase = q.front() == '"';
        if (term.phrase) q.remove_prefix(1);
        // A quote that nobody closes goes to the end, as it does while one is still typing.
        const auto end = term.phrase ? q.find('"') : static_cast<std::size_t>(std::ranges::find_if(q, is_space) - q.begin());
        term.text = q.substr(0, end);
        q.remove_prefix(std::min(q.size(), end == q.npos ? q.size() : end + (term.phrase ? 1 : 0)));
        if (!term.text.empty()) out.push_back(std::move(term));
    }
    if (out.size() > terms_max) throw invalid("q", "has more than " + std::to_string(terms_max) + " words");
    if (std::ranges::all_of(out, &Term::without)) throw invalid("q", "has no word to look for");
    return out;
}

std::string quoted_lexeme(std::string_view word) {
    std::string out = "'";
    for (const char c : word) {
        if (c == '\'' || c == '\\') out += c;
        out += c;
    }
    return out + "'";
}

std::string like_literal(std::string_view text) { return with_backslashes(text, "\\%_"); }

Walk walk_for(const Expected& expected, std::int64_t wanted) {
    constexpr std::int64_t few = 2'000;
    if (expected.documents <= few) return {true, few};
    if (expected.matching <= 0) return {};
    // Microseconds, measured in a million documents (tests/bench/run --only search).
    const auto documents = static_cast<double>(expected.documents);
    const double document_us = 1.2 + 0.04 * static_cast<double>(expected.alternatives);
    const double index_us = 3 * expected.read + 0.05 * expected.listed + 0.006 * documents;
    const double to_find = static_cast<double>(wanted) * documents / expected.matching;
    return {to_find * document_us < index_us, static_cast<std::int64_t>(std::min(index_us / document_us, 20 * to_find))};
}

}  // namespace chatd::search
