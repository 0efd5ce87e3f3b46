// Search: messages, live chats, notes and articles by the words in them, of what the caller may read and nothing else. It has database connections of its
// own and a time limit, so that no search holds up a chat. Who keeps the index is search/indexer. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "livechat/session.hpp"

namespace chatd::search {

/// How a word of the query must lie in a word of the text.
enum class Match : std::uint8_t { prefix, word, substring };
constexpr auto names_of(Match) { return std::array<std::string_view, 3>{"prefix", "word", "substring"}; }
enum class Order : std::uint8_t { newest, relevance };
constexpr auto names_of(Order) { return std::array<std::string_view, 2>{"newest", "relevance"}; }

#define CHATD_SEARCH_FIELDS(TYPE)                                                                                                              \
    field(&TYPE::q, "q", "Words that must all be there; `\"in quotes\"`: in this order; `-word`: must not be there.", length(1, 200)),            \
        field(&TYPE::match, "match", "`prefix`: words that begin so. `word`: whole words. `substring`: words that contain it; three bytes or more.").defaults(),       \
        field(&TYPE::sort, "sort", "`relevance` puts the best of the newest few hundred first.").defaults(),                                     \
        field(&TYPE::limit, "limit", "How many at most.", range(1, 100)).defaults(),                                                             \
        field(&TYPE::cursor, "cursor", "The `next_cursor` of the answer before, to the same question.", length(1, 100))

struct SearchMessages {
    std::string q;
    Match match = Match::prefix;
    Order sort = Order::newest;
    int limit = 20;
    std::optional<std::string> cursor;
    std::optional<ChannelId> channel_id;
    static constexpr auto fields = describe(
        CHATD_SEARCH_FIELDS(SearchMessages),
        field(&SearchMessages::channel_id, "channel_id", "Only in this chat; for technicians, its backstage too.").also("session_id", "chatId"));
};
struct SearchSessions {
    std::string q;
    Match match = Match::prefix;
    Order sort = Order::newest;
    int limit = 20;
    std::optional<std::string> cursor;
    std::vector<livechat::Status> status;
    static constexpr auto fields = describe(CHATD_SEARCH_FIELDS(SearchSessions),
                                            field(&SearchSessions::status, "status", "Only in these states; absent: all.", items(0, 6)).defaults());
};
struct SearchNotes {
    std::string q;
    Match match = Match::prefix;
    Order sort = Order::newest;
    int limit = 20;
    std::optional<std::string> cursor;
    static constexpr auto fields = describe(CHATD_SEARCH_FIELDS(SearchNotes));
};
struct SearchArticles {
    std::string q;
    Match match = Match::prefix;
    Order sort = Order::relevance;
    int limit = 20;
    std::optional<std::string> cursor;
    static constexpr auto fields = describe(CHATD_SEARCH_FIELDS(SearchArticles));
};
#undef CHATD_SEARCH_FIELDS

/// A piece of a text; those that the query meant are to be shown as such.
struct Piece {
    std::string text;
    bool hit = false;
    static constexpr auto fields = describe(field(&Piece::text, "text", "As it was written, to be shown as text."),
                                            field(&Piece::hit, "hit", "Whether it is what was looked for."));
};
/// A page of what was found.
template <class Hit>
struct Found {
    std::vector<Hit> data;
    std::optional<std::string> next_cursor;
    static constexpr auto fields = describe(field(&Found::data, "data", "In the order asked for."),
                                            field(&Found::next_cursor, "next_cursor", "Goes on from here; null at the end."));
};
struct FoundMessage {
    livechat::Message message;
    std::vector<Piece> excerpt;
    std::optional<std::string> subject;
    std::optional<livechat::Person> customer;
    static constexpr auto fields = describe(
        field(&FoundMessage::message, "message", "As it is now."), field(&FoundMessage::excerpt, "excerpt", "What of it was meant, with what is around it."),
        field(&FoundMessage::subject, "subject", "Of its live chat."), field(&FoundMessage::customer, "customer", "The client of its live chat."));
};
struct FoundMessages : Found<FoundMessage> {};
struct FoundSession {
    livechat::Session session;
    std::vector<Piece> excerpt;
    static constexpr auto fields = describe(field(&FoundSession::session, "session", "As it is now."),
                                            field(&FoundSession::excerpt, "excerpt", "What of its subject, its client and its organization was meant."));
};
struct FoundSessions : Found<FoundSession> {};

struct FoundNote {
    std::int64_t id = 0;
    ChannelId session_id;
    livechat::Person author, customer;
    std::string text, subject;
    livechat::Status status = livechat::Status::pending;
    Time created_at;
    std::optional<Time> edited_at;
    std::vector<Piece> excerpt;
    static constexpr auto fields = describe(
        field(&FoundNote::id, "id", "The note."), field(&FoundNote::session_id, "session_id", "The live chat that it is about."),
        field(&FoundNote::author, "author", "Who wrote it."), field(&FoundNote::customer, "customer", "The client of the chat."),
        field(&FoundNote::text, "text", "As it is now."), field(&FoundNote::subject, "subject", "Of the chat."), field(&FoundNote::status, "status", "Of the chat."),
        field(&FoundNote::created_at, "created_at", "When it was written."), field(&FoundNote::edited_at, "edited_at", "When it was last changed."),
        field(&FoundNote::excerpt, "excerpt", "What of it was meant, with what is around it."));
};
struct FoundNotes : Found<FoundNote> {};
struct FoundArticle {
    std::int64_t id = 0;
    std::string title, slug, summary, status, audience;
    std::optional<std::string> url, language;
    std::vector<std::string> tags;
    Time updated_at;
    std::vector<Piece> excerpt;
    static constexpr auto fields = describe(
        field(&FoundArticle::id, "id", "The article."), field(&FoundArticle::title, "title", "What it is about."), field(&FoundArticle::slug, "slug", "Its name in addresses."),
        field(&FoundArticle::summary, "summary", "A sentence or two, Markdown."), field(&FoundArticle::status, "status", "draft or published."),
        field(&FoundArticle::audience, "audience", "client or internal."), field(&FoundArticle::url, "url", "Where clients read it."),
        field(&FoundArticle::language, "language", "Its language."), field(&FoundArticle::tags, "tags", "Words that it is filed under."),
        field(&FoundArticle::updated_at, "updated_at", "When it was last changed."), field(&FoundArticle::excerpt, "excerpt", "What of it was meant, with what is around it."));
};
struct FoundArticles : Found<FoundArticle> {};

class Search {
public:
    struct Limits {
        Rate searching{5, std::chrono::seconds(1), 20};  ///< of one person
        std::chrono::milliseconds time{2'000};           ///< for one search, whole
    };
    Search(db::Database& database, Limits limits) : database_(database), limits_(limits) {}
    void declare(api::Api& api);

    Task<FoundMessages> messages(Call& call, SearchMessages request);
    Task<FoundSessions> sessions(Call& call, SearchSessions request);
    Task<FoundNotes> notes(Call& call, SearchNotes request);
    Task<FoundArticles> articles(Call& call, SearchArticles request);

private:
    db::Database& database_;
    const Limits limits_;
};

}  // namespace chatd::search
