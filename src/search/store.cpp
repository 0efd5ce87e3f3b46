#include "search/store.hpp"

#include <algorithm>
#include <map>

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/store.hpp"
#include "messages/store.hpp"
#include "search/matches_store.hpp"

namespace chatd::search::store {
namespace {

// Two characters that no text keeps mark what was found.
#define CHATD_HEADLINE(TEXT)                                                                                                         \
    "ts_headline('simple', translate(" TEXT ", chr(2) || chr(3), ''), $3::tsquery, 'StartSel=' || chr(2) || ',StopSel=' || chr(3) || " \
    "CASE WHEN length(" TEXT ") <= 240 THEN ',HighlightAll=true' ELSE ',MaxWords=35,MinWords=20,MaxFragments=2,FragmentDelimiter=\" … \"' END)"

std::vector<Piece> pieces(std::string_view headline) {
    std::vector<Piece> out;
    bool hit = false;
    while (!headline.empty()) {
        const auto end = std::min(headline.find(hit ? '\3' : '\2'), headline.size());
        if (end > 0) out.push_back({std::string(headline.substr(0, end)), hit});
        headline.remove_prefix(std::min(end + 1, headline.size()));
        hit = !hit;
    }
    return out;
}

/// Of what matches in the index, the page of what is still so. `load` puts what it has of the candidates behind `hits`, in their order.
template <class Answer, class Load>
Answer page(Matches& matches, int limit, Load load) {
    std::vector<std::pair<Candidate, typename decltype(Answer::data)::value_type>> hits;
    while (std::ssize(hits) <= limit) {
        const auto candidates = matches.next(limit + 1);
        if (candidates.empty()) break;
        for (std::size_t from = 0; from < candidates.size() && std::ssize(hits) <= limit; from += static_cast<std::size_t>(limit) + 1) {
            const auto to = std::min(candidates.size(), from + static_cast<std::size_t>(limit) + 1);
            load(std::vector(candidates.begin() + static_cast<std::ptrdiff_t>(from), candidates.begin() + static_cast<std::ptrdiff_t>(to)), hits);
        }
    }
    Answer out;
    if (std::ssize(hits) > limit) {
        hits.resize(static_cast<std::size_t>(limit));
        out.next_cursor = matches.cursor_after(hits.back().first);
    }
    for (auto& [candidate, hit] : hits) out.data.push_back(std::move(hit));
    return out;
}

std::vector<std::int64_t> ids_of(const std::vector<Candidate>& candidates) {
    std::vector<std::int64_t> out;
    for (const auto& candidate : candidates) out.push_back(candidate.id);
    return out;
}

/// A chat that one may read; for technicians with its backstage.
std::vector<ChannelId> channels_of(db::Tx& tx, const Caller& caller, ChannelId channel) {
    const auto standing = channels::store::standing(tx, caller.tenant, channel, caller.user);
    if (!standing || !standing->may_read(caller)) throw not_found("chat", channel.value);
    std::vector out{channel};
    if (!caller.staff() || standing->kind != channels::Kind::live) return out;
    if (const auto backstage = channels::store::backstage(tx, caller.tenant, channel)) out.push_back(*backstage);
    return out;
}

template <class Request>
Question question_of(std::string_view kind, const Request& request) {
    Question out;
    out.kind = kind;
    out.q = request.q;
    out.match = request.match;
    out.sort = request.sort;
    out.cursor = request.cursor;
    return out;
}

/// Rows that are what is found but for their `headline`.
template <class Hit>
std::map<std::int64_t, Hit> by_id(const pqxx::result& rows) {
    std::map<std::int64_t, Hit> out;
    const auto headline = rows.column_number("headline");
    for (const auto& row : rows) {
        auto hit = db::row_as<Hit>(rows, row);
        hit.excerpt = pieces(db::column<std::string>(row[headline]));
        out[hit.id] = std::move(hit);
    }
    return out;
}

/// What is beside a message in the answer.
struct Beside {
    std::int64_t id = 0;
    std::string excerpt;
    std::optional<std::string> subject;
    std::optional<livechat::Person> customer;
    static constexpr auto fields = describe(field(&Beside::id, "id", ""), field(&Beside::excerpt, "excerpt", ""),
                                            field(&Beside::subject, "subject", ""), field(&Beside::customer, "customer", ""));
};

}  // namespace

FoundMessages messages(db::Tx& tx, Caller caller, SearchMessages request, std::chrono::milliseconds time) {
    auto question = question_of("message", request);
    if (request.channel_id) question.channels = channels_of(tx, caller, *request.channel_id);
    Matches matches(tx, caller, std::move(question), time);
    const auto load = [&](const std::vector<Candidate>& candidates, auto& hits) {
        std::map<std::int64_t, Beside> beside;
        for (auto& row : db::rows_as<Beside>(db::exec(tx, "SELECT m.id, s.subject, "
                "CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'name', u.name) END AS customer, "
                CHATD_HEADLINE("search_text(m.content, m.attachments)") R"( AS excerpt
              FROM chat_messages m
              JOIN chat_channels c ON c.tenant_id = $1 AND c.id = m.channel_id
              LEFT JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = c.session_id
              LEFT JOIN users u ON u.tenant_id = $1 AND u.id = s.customer_id
             WHERE m.tenant_id = $1 AND m.id = ANY ($2::bigint[]) AND m.deleted_at IS NULL
               AND to_tsvector('simple', search_text(m.content, m.attachments)) @@ $3::tsquery)", caller.tenant, ids_of(candidates), matches.tsquery())))
            beside[row.id] = std::move(row);
        std::vector<MessageId> ids;
        for (const auto& [id, row] : beside) ids.push_back({id});
        std::map<std::int64_t, livechat::Message> found;
        for (auto& message : messages::store::find_all(tx, caller.tenant, ids)) found[message.id.value] = std::move(message);
        for (const auto& candidate : candidates) {
            const auto row = beside.find(candidate.id);
            const auto message = found.find(candidate.id);
            if (row == beside.end() || message == found.end()) continue;
            hits.emplace_back(candidate, FoundMessage{std::move(message->second), pieces(row->second.excerpt), std::move(row->second.subject), std::move(row->second.customer)});
        }
    };
    return page<FoundMessages>(matches, request.limit, load);
}

FoundSessions sessions(db::Tx& tx, Caller caller, SearchSessions request, std::chrono::milliseconds time) {
    auto question = question_of("session", request);
    for (const auto status : request.status) question.statuses.emplace_back(name_of(status));
    Matches matches(tx, caller, std::move(question), time);
    const auto load = [&](const std::vector<Candidate>& candidates, auto& hits) {
        std::map<std::int64_t, std::string> excerpts;
        std::vector<ChannelId> ids;
        const auto rows = db::exec(tx, "SELECT id, " CHATD_HEADLINE("text") R"( FROM search_sources
             WHERE tenant_id = $1 AND kind = 'session' AND id = ANY ($2::bigint[]) AND to_tsvector('simple', text) @@ $3::tsquery)",
                                   caller.tenant, ids_of(candidates), matches.tsquery());
        for (const auto& row : rows) {
            ids.push_back(db::column<ChannelId>(row[0]));
            excerpts[ids.back().value] = db::column<std::string>(row[1]);
        }
        std::map<std::int64_t, livechat::Session> found;
        for (auto& session : livechat::store::sessions(tx, livechat::store::actor_of(caller), ids)) {
            if (request.status.empty() || std::ranges::find(request.status, session.status) != request.status.end())
                found[session.channel_id.value] = std::move(session);
        }
        for (const auto& candidate : candidates)
            if (const auto session = found.find(candidate.id); session != found.end())
                hits.emplace_back(candidate, FoundSession{std::move(session->second), pieces(excerpts[candidate.id])});
    };
    return page<FoundSessions>(matches, request.limit, load);
}

FoundNotes notes(db::Tx& tx, Caller caller, SearchNotes request, std::chrono::milliseconds time) {
    Matches matches(tx, caller, question_of("note", request), time);
    const auto load = [&](const std::vector<Candidate>& candidates, auto& hits) {
        const auto rows = db::exec(tx, R"(
            SELECT n.id, n.channel_id AS session_id, jsonb_build_object('id', author.id, 'name', author.name) AS author,
                   jsonb_build_object('id', customer.id, 'name', customer.name) AS customer, n.text, s.subject, s.status, n.created_at, n.edited_at, NULL AS excerpt, )"
                CHATD_HEADLINE("n.text") R"( AS headline
              FROM session_notes n
              JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = n.channel_id
              JOIN users author ON author.tenant_id = $1 AND author.id = n.author_id
              JOIN users customer ON customer.tenant_id = $1 AND customer.id = s.customer_id
             WHERE n.tenant_id = $1 AND n.id = ANY ($2::bigint[]) AND to_tsvector('simple', n.text) @@ $3::tsquery)",
                                   caller.tenant, ids_of(candidates), matches.tsquery());
        auto found = by_id<FoundNote>(rows);
        for (const auto& candidate : candidates)
            if (const auto note = found.find(candidate.id); note != found.end()) hits.emplace_back(candidate, std::move(note->second));
    };
    return page<FoundNotes>(matches, request.limit, load);
}

FoundArticles articles(db::Tx& tx, Caller caller, SearchArticles request, std::chrono::milliseconds time) {
    auto question = question_of("article", request);
    question.in_channels = false;
    Matches matches(tx, caller, std::move(question), time);
    const auto load = [&](const std::vector<Candidate>& candidates, auto& hits) {
        const auto rows = db::exec(tx, "SELECT a.id, a.title, a.slug, a.summary, a.status, a.audience, a.url, a.language, a.tags, a.updated_at, NULL AS excerpt, "
                CHATD_HEADLINE("d.text") R"( AS headline
              FROM search_sources d JOIN kb_articles a ON a.tenant_id = $1 AND a.id = d.id
             WHERE d.tenant_id = $1 AND d.kind = 'article' AND d.id = ANY ($2::bigint[]) AND to_tsvector('simple', d.text) @@ $3::tsquery
               AND ($4 OR (a.status = 'published' AND a.audience = 'client')))", caller.tenant, ids_of(candidates), matches.tsquery(), caller.staff());
        auto found = by_id<FoundArticle>(rows);
        for (const auto& candidate : candidates)
            if (const auto article = found.find(candidate.id); article != found.end()) hits.emplace_back(candidate, std::move(article->second));
    };
    return page<FoundArticles>(matches, request.limit, load);
}

}  // namespace chatd::search::store
