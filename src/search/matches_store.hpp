// What the index has for a query, one after the other in the order asked for, of what the caller may read. Words become lexemes here: a prefix
// or a part of a word becomes the words that it stands for, by the vocabulary (search_words). Blocking; lives for one search.
#pragma once
#include <chrono>
#include <limits>
#include <unordered_map>

#include "db/database.hpp"
#include "search/query.hpp"
#include "search/search.hpp"

namespace chatd::search::store {

struct Candidate {
    std::int64_t id = 0;  ///< of the message, or of the session
    ChannelId channel_id;   ///< zero for what is in none
    std::int64_t rank = 0;  ///< in millionths; 0 unless the order is by relevance
};

/// What a search asks of the index.
struct Question {
    std::string_view kind;  ///< as in search_documents
    std::string q;
    Match match = Match::prefix;
    Order sort = Order::newest;
    std::optional<std::string> cursor;
    bool in_channels = true;          ///< who may read the channel may find it; else whoever asks judges what is found
    std::vector<ChannelId> channels;  ///< only in these; empty: wherever the caller may read
    std::vector<std::string> statuses;  ///< of sessions: only in these states; empty: all
};

class Matches {
public:
    static constexpr std::int64_t pool = 300;  ///< relevance: the best of so many newest

    Matches(db::Tx& tx, const Caller& caller, Question question, std::chrono::milliseconds time);

    /// The next ones after the cursor, `wanted` or more while there are any; none at the end. Throws `timeout`.
    std::vector<Candidate> next(std::int64_t wanted);
    /// The text of a tsquery: what the matches match.
    const std::string& tsquery() const { return tsquery_; }
    /// The cursor that goes on after this candidate.
    std::string cursor_after(const Candidate& candidate) const;

private:
    /// One term as parts of tsqueries.
    struct Meaning {
        std::string whole;             ///< as whole words; empty: there is no word in it
        std::string listed, compared;  ///< the words that it stands for; the same as documents are compared with it one by one
        double matching = 0, read = 0;  ///< as in Expected, as shares of all documents
        double listed_documents = 0;    ///< that have one of its words, once for each
        std::size_t alternatives = 1;   ///< in `compared`
    };
    Meaning meaning_of(const Term& term);
    void add_words(Meaning& meaning, const std::vector<std::string>& parts);
    double share(std::int64_t documents) const;
    void understand(const std::vector<Term>& terms);
    void read_cursor();
    void find_places();
    void must_be_in_time() const;
    std::vector<Candidate> newer(std::int64_t wanted);
    std::vector<Candidate> walked(std::int64_t wanted);
    std::vector<Candidate> indexed(std::int64_t wanted);
    std::vector<Candidate> readable(std::vector<Candidate> found);
    std::vector<Candidate> rest_of_pool();

    db::Tx& tx_;
    const Caller& caller_;
    const Question question_;
    const std::chrono::steady_clock::time_point until_;
    std::string tsquery_, compared_tsquery_, whole_tsquery_;
    std::vector<std::string> places_;  ///< the channels to look in; empty: all of the tenant
    bool few_in_places_ = false;       ///< reading all that is there is less than what the index does for the words
    bool ended_ = false;
    std::int64_t documents_ = 0;
    Walk walk_;
    std::int64_t below_ = std::numeric_limits<std::int64_t>::max(), top_ = 0;
    std::optional<Candidate> after_;     ///< by relevance: the last one that was given
    std::unordered_map<ChannelId, bool> known_;
};

}  // namespace chatd::search::store
