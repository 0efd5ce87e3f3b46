// Knowledge base articles: what technicians share in a chat and look up. Here the record, and an article as a message carries it.
#pragma once
#include "chatd/describe.hpp"
#include "chatd/ids.hpp"
#include "records/kind.hpp"

namespace chatd::knowledge {

enum class ArticleStatus : std::uint8_t { draft, published };
constexpr auto names_of(ArticleStatus) { return std::array<std::string_view, 2>{"draft", "published"}; }
enum class Audience : std::uint8_t { client, internal };
constexpr auto names_of(Audience) { return std::array<std::string_view, 2>{"client", "internal"}; }

struct Article {
    Id<Article> id;
    std::string title, slug, summary, content;
    ArticleStatus status = ArticleStatus::draft;
    Audience audience = Audience::internal;
    std::optional<std::string> url, language;
    std::vector<std::string> tags;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Article::id, "id", "The article.").read_only(), field(&Article::title, "title", "What it is about.", length(1, 200)),
        field(&Article::slug, "slug", "Its name in addresses: a-z, 0-9 and single hyphens between.", length(1, 100)),
        field(&Article::summary, "summary", "A sentence or two, Markdown; shown where it is shared.", length(0, 1000)).defaults(),
        field(&Article::content, "content", "All of it, Markdown.", length(0, 200'000)).defaults(),
        field(&Article::status, "status", "A draft is not shown to clients.").defaults(),
        field(&Article::audience, "audience", "For whom; an internal one is not shown to clients.").defaults(),
        field(&Article::url, "url", "Where clients read it: https:// or http://.", length(1, 2000)),
        field(&Article::language, "language", "As in `de` or `pt-BR`.", length(2, 35)),
        field(&Article::tags, "tags", "Words that it is filed under.", items(0, 50)).defaults(),
        field(&Article::created_at, "created_at", "When it was made.").read_only(),
        field(&Article::updated_at, "updated_at", "When it was last changed.").read_only());
};
using ArticleId = Id<Article>;

/// What a message that shares an article carries: the article as it was when it was sent.
struct SharedArticle {
    ArticleId id;
    std::string title, summary;
    std::optional<std::string> url;
    static constexpr auto fields = describe(
        field(&SharedArticle::id, "id", "The article."), field(&SharedArticle::title, "title", "What it is about."),
        field(&SharedArticle::summary, "summary", "A sentence or two, Markdown."), field(&SharedArticle::url, "url", "Where clients read it."));
};

records::Kind articles();

}  // namespace chatd::knowledge
