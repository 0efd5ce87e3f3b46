#include "search/matches_store.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::search::store {
namespace {

constexpr std::size_t alternatives_max = 100;
constexpr int channels_max = 5'000;  // of a client: the newest
constexpr std::int64_t few_in_places = 3'000;
constexpr double neighbours = 0.1;  // of the documents that have two words, so many have them as a phrase
constexpr std::size_t part_bytes_min = 3;  // two letters are a part of nearly every word, and no index has them

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (const auto& part : parts) {
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

/// Numbers with `:` between them.
std::vector<std::int64_t> numbers(std::string_view text) {
    std::vector<std::int64_t> out;
    const auto* const end = text.data() + text.size();
    for (const auto* at = text.data();;) {
        std::int64_t number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec != std::errc() || number < 0) return {};
        out.push_back(number);
        if (read.ptr == end) return out;
        if (*read.ptr != ':') return {};
        at = read.ptr + 1;
    }
}

}  // namespace

Matches::Matches(db::Tx& tx, const Caller& caller, Question question, std::chrono::milliseconds time)
    : tx_(tx), caller_(caller), question_(std::move(question)), until_(std::chrono::steady_clock::now() + time) {
    read_cursor();
    const auto terms = terms_of(question_.q);
    // A list of words makes every estimate of the planner wrong; what is right is known: the index, or the key backwards.
    tx_.exec("SET LOCAL statement_timeout = " + std::to_string(time.count()));
    tx_.exec("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off");
    find_places();
    if (ended_) return;
    understand(terms);
    if (!places_.empty()) walk_ = {};
}

/// The words, as tsqueries; and which way is the shorter one.
void Matches::understand(const std::vector<Term>& terms) {
    std::vector<std::string> listed, compared, whole;
    documents_ = db::maybe_value_as<std::int64_t>(db::exec(tx_, "SELECT documents FROM search_words WHERE tenant_id = $1 AND kind = $2 AND word = ''",
                                                           caller_.tenant, question_.kind)).value_or(0);
    Expected expected{documents_, static_cast<double>(documents_), static_cast<double>(documents_), 0, 0};
    bool anything = false;
    for (const auto& term : terms) {
        const auto meaning = meaning_of(term);
        if (meaning.whole.empty()) continue;  // signs, emoji
        if (term.without) {
            listed.push_back("!(" + meaning.whole + ")");
            compared.push_back(listed.back());
            continue;
        }
        anything = true;
        listed.push_back("(" + meaning.listed + ")");
        compared.push_back("(" + meaning.compared + ")");
        whole.push_back("(" + meaning.whole + ")");
        expected.matching *= meaning.matching;
        expected.read *= meaning.read;
        expected.listed += meaning.listed_documents;
        expected.alternatives += meaning.alternatives;
    }
    if (!anything) throw invalid("q", "has no word to look for");
    tsquery_ = joined(listed, " & ");
    compared_tsquery_ = joined(compared, " & ");
    whole_tsquery_ = joined(whole, " | ");
    walk_ = walk_for(expected, question_.sort == Order::relevance ? pool : 50);
}

/// Of a vocabulary that is a moment ahead of its count.
double Matches::share(std::int64_t documents) const { return std::min(1.0, static_cast<double>(documents) / static_cast<double>(std::max<std::int64_t>(documents_, 1))); }

Matches::Meaning Matches::meaning_of(const Term& term) {
    must_be_in_time();
    const auto rows = db::exec(tx_, R"(
        SELECT phraseto_tsquery('simple', $3::text)::text, tsvector_to_array(words), lower($3::text),
               ARRAY(SELECT coalesce(w.documents, 0) FROM unnest(tsvector_to_array(words)) AS l (word)
                  LEFT JOIN search_words w ON w.tenant_id = $1 AND w.kind = $2 AND w.word = l.word)
          FROM to_tsvector('simple', $3::text) AS words)", caller_.tenant, question_.kind, term.text);
    Meaning out;
    out.whole = out.listed = out.compared = db::column<std::string>(rows[0][0]);
    out.matching = out.read = 1;
    for (const auto documents : db::column<std::vector<std::int64_t>>(rows[0][3])) {
        out.matching *= share(documents) * (out.listed_documents > 0 ? neighbours : 1);
        out.read *= share(documents);
        out.listed_documents += static_cast<double>(documents);
    }
    if (out.whole.empty() || term.phrase || term.without || question_.match == Match::word) return out;
    // As it was typed, since "foo@ba" begins the one word "foo@bar.test" but is three by itself; and as the word that it is, without signs around it.
    std::vector<std::string> parts{db::column<std::string>(rows[0][2])};
    const auto lexemes = db::column<std::vector<std::string>>(rows[0][1]);
    if (lexemes.size() == 1 && lexemes.front() != parts.front()) parts.push_back(lexemes.front());
    add_words(out, parts);
    return out;
}

void Matches::add_words(Meaning& meaning, const std::vector<std::string>& parts) {
    const bool prefix = question_.match == Match::prefix;
    std::map<std::string, std::int64_t> words;
    bool all = true;
    for (const auto& part : parts) {
        if (!prefix && part.size() < part_bytes_min) throw invalid("q", "has a part of a word that is under " + std::to_string(part_bytes_min) + " bytes");
        must_be_in_time();
        const auto rows = prefix ? db::exec(tx_, R"(
            SELECT word, documents FROM search_words WHERE tenant_id = $1 AND kind = $2 AND word >= $3 AND word < $3 || chr(1114111)
             ORDER BY documents DESC LIMIT $4)", caller_.tenant, question_.kind, part, alternatives_max + 1)
                                 : db::exec(tx_, R"(
            SELECT word, documents FROM search_words WHERE tenant_id = $1 AND kind = $2 AND word LIKE $3
             ORDER BY documents DESC LIMIT $4)", caller_.tenant, question_.kind, "%" + like_literal(part) + "%", alternatives_max + 1);
        all = all && std::cmp_less_equal(rows.size(), alternatives_max);
        for (const auto& row : rows) words[db::column<std::string>(row[0])] = db::column<std::int64_t>(row[1]);
    }
    std::vector<std::string> listed{"(" + meaning.whole + ")"}, begun = listed;
    std::int64_t documents = 0;
    for (const auto& [word, having] : words) {
        listed.push_back(quoted_lexeme(word));
        documents += having;
    }
    meaning.listed_documents = std::max(meaning.listed_documents, static_cast<double>(documents));
    meaning.matching = meaning.read = std::max(meaning.matching, share(documents));
    for (const auto& part : parts) begun.push_back(quoted_lexeme(part) + ":*");
    // A prefix of too many words is left to the index, which reads them all; of too many that contain a part, the most usual ones count.
    meaning.listed = prefix && !all ? joined(begun, " | ") : joined(listed, " | ");
    meaning.compared = prefix ? joined(begun, " | ") : meaning.listed;
    meaning.alternatives = prefix ? begun.size() : listed.size();
}

void Matches::read_cursor() {
    if (!question_.cursor) return;
    const std::string_view text = *question_.cursor;
    const auto wrong = invalid("cursor", "is not one of this search and order");
    const bool relevance = question_.sort == Order::relevance;
    if (!text.starts_with(relevance ? "r:" : "n:")) throw wrong;
    const auto read = numbers(text.substr(2));
    if (read.size() != (relevance ? 3u : 1u)) throw wrong;
    if (!relevance) {
        below_ = read[0];
        return;
    }
    top_ = read[0];
    if (top_ < below_) below_ = top_ + 1;
    after_ = Candidate{read[2], {}, read[1]};
}

std::string Matches::cursor_after(const Candidate& candidate) const {
    if (question_.sort == Order::newest) return "n:" + std::to_string(candidate.id);
    return "r:" + std::to_string(top_) + ":" + std::to_string(candidate.rank) + ":" + std::to_string(candidate.id);
}

/// Technicians look everywhere, and what they may not read is taken out. Clients look into their few chats only.
void Matches::find_places() {
    auto channels = question_.channels;
    if (channels.empty() && question_.in_channels && !caller_.staff()) {
        channels = db::values_as<ChannelId>(db::exec(tx_, R"(
            SELECT channel_id FROM live_chat_sessions WHERE tenant_id = $1 AND customer_id = $2
            UNION SELECT channel_id FROM channel_participants WHERE tenant_id = $1 AND user_id = $2 AND left_at IS NULL
            ORDER BY channel_id DESC LIMIT $3)", caller_.tenant, caller_.user, channels_max));
        ended_ = channels.empty();
    }
    if (channels.empty()) return;
    for (const auto channel : channels) places_.push_back("channel" + std::to_string(channel.value));
    const auto rows = db::exec(tx_, "SELECT coalesce(sum(last_seq), 0)::bigint FROM chat_channels WHERE tenant_id = $1 AND id = ANY ($2::bigint[])", caller_.tenant, channels);
    few_in_places_ = db::column<std::int64_t>(rows[0][0]) <= few_in_places;
}

std::vector<Candidate> Matches::next(std::int64_t wanted) {
    if (question_.sort == Order::relevance) return rest_of_pool();
    while (!ended_) {
        auto found = readable(newer(wanted));
        if (!found.empty()) return found;
    }
    return {};
}

/// The best of the newest. A later page sees the same pool: it begins at the same match.
std::vector<Candidate> Matches::rest_of_pool() {
    std::vector<Candidate> out;
    while (!ended_ && std::ssize(out) < pool) {
        for (auto& candidate : readable(newer(pool - std::ssize(out)))) out.push_back(std::move(candidate));
    }
    ended_ = true;
    if (out.empty()) return out;
    if (!after_) top_ = out.front().id;
    const auto better = [](const Candidate& a, const Candidate& b) { return std::pair(a.rank, a.id) > std::pair(b.rank, b.id); };
    std::ranges::sort(out, better);
    if (after_) out.erase(out.begin(), std::ranges::upper_bound(out, *after_, better));
    return out;
}

/// Each statement has its own limit; this is that of the whole search.
void Matches::must_be_in_time() const {
    if (std::chrono::steady_clock::now() >= until_) throw Error(Code::timeout, "The search took too long; name more, or longer, words.");
}

std::vector<Candidate> Matches::newer(std::int64_t wanted) {
    must_be_in_time();
    return walk_.worth_it ? walked(wanted) : indexed(wanted);
}

namespace {
#define CHATD_RANK ", ((ts_rank(words, $1::tsquery) + 2 * ts_rank(words, $2::tsquery)) * 1000000)::bigint AS rank "
// Looked at document by document, after the words: it is nothing to begin with.
#define CHATD_IN_STATES(STATES) \
    "(cardinality(" STATES "::text[]) = 0 OR (SELECT s.status FROM live_chat_sessions s WHERE s.tenant_id = d.tenant_id AND s.channel_id = d.id) = ANY (" STATES "::text[]))"
// The rank is that of what is given alone: that of all that match would be most of the time.
#define CHATD_NEWEST_OF(DOCUMENTS) "SELECT id, coalesce(channel_id, 0)" CHATD_RANK "FROM (SELECT id, channel_id, words FROM " DOCUMENTS \
    " WHERE words @@ $1::tsquery AND kind = $4 AND id < $5 AND " CHATD_IN_STATES("$7") " ORDER BY id DESC LIMIT $6) m ORDER BY id DESC"

std::vector<Candidate> candidates(const pqxx::result& rows) {
    std::vector<Candidate> out;
    for (const auto& row : rows) out.push_back({db::column<std::int64_t>(row[0]), db::column<ChannelId>(row[1]), db::column<std::int64_t>(row[2])});
    return out;
}
}  // namespace

/// Through the newest documents, one by one; what lies deeper is the index's.
std::vector<Candidate> Matches::walked(std::int64_t wanted) {
    auto out = candidates(db::exec(tx_, "SELECT id, coalesce(channel_id, 0)" CHATD_RANK R"(
        FROM (SELECT tenant_id, id, channel_id, words FROM search_documents WHERE tenant_id = $3 AND kind = $4 AND id < $5 ORDER BY id DESC LIMIT $6) d
        WHERE words @@ $1::tsquery AND )" CHATD_IN_STATES("$8") " ORDER BY id DESC LIMIT $7", compared_tsquery_, whole_tsquery_, caller_.tenant,
                                   question_.kind, below_, walk_.at_most, wanted, question_.statuses));
    if (std::ssize(out) == wanted) {
        below_ = out.back().id;
        return out;
    }
    const auto floor = db::maybe_value_as<std::int64_t>(db::exec(tx_, R"(
        SELECT id FROM search_documents WHERE tenant_id = $1 AND kind = $2 AND id < $3 ORDER BY id DESC OFFSET $4 LIMIT 1)",
                                                                 caller_.tenant, question_.kind, below_, walk_.at_most - 1));
    walk_ = {};
    if (!floor) ended_ = true;
    else below_ = *floor;
    return out;
}

/// Where the places are few enough, a barrier (OFFSET 0) keeps the index from being asked for the words, too.
std::vector<Candidate> Matches::indexed(std::int64_t wanted) {
    const std::vector<std::string> everywhere{std::string(question_.kind) + std::to_string(caller_.tenant.value)};
    const auto& places = places_.empty() ? everywhere : places_;
    constexpr std::string_view by_words = CHATD_NEWEST_OF("(SELECT * FROM search_documents WHERE places && $3::text[]) d");
    constexpr std::string_view by_places = CHATD_NEWEST_OF("(SELECT * FROM search_documents WHERE places && $3::text[] OFFSET 0) d");
    auto out = candidates(db::exec(tx_, few_in_places_ ? by_places : by_words, tsquery_, whole_tsquery_, places, question_.kind, below_, wanted, question_.statuses));
    if (std::ssize(out) < wanted) ended_ = true;
    else below_ = out.back().id;
    return out;
}

/// By the one rule of who may read what (channels::Standing).
std::vector<Candidate> Matches::readable(std::vector<Candidate> found) {
    if (!question_.in_channels) return found;
    std::vector<ChannelId> unknown;
    for (const auto& candidate : found)
        if (known_.try_emplace(candidate.channel_id, false).second) unknown.push_back(candidate.channel_id);
    if (!unknown.empty()) {
        const auto standings = channels::store::standings(tx_, std::vector(unknown.size(), caller_.tenant), unknown, std::vector(unknown.size(), caller_.user));
        for (std::size_t i = 0; i < unknown.size(); ++i) known_[unknown[i]] = standings[i] && standings[i]->may_read(caller_);
    }
    std::erase_if(found, [&](const Candidate& candidate) { return !known_[candidate.channel_id]; });
    return found;
}

}  // namespace chatd::search::store
