#include "knowledge/articles.hpp"

#include <algorithm>
#include <set>

namespace chatd::knowledge {
namespace {

constexpr std::size_t tag_bytes_max = 50;

bool letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

void check_slug(const std::string& slug) {
    for (std::size_t i = 0; i < slug.size(); ++i) {
        const bool between = i > 0 && i + 1 < slug.size() && slug[i - 1] != '-';
        if (!letter_or_digit(slug[i]) && !(slug[i] == '-' && between)) throw invalid("slug", "is not made of a-z, 0-9 and single hyphens between");
    }
}

void check_url(const std::string& url) {
    const std::string_view rest(url);
    const auto scheme = rest.starts_with("https://") ? 8u : rest.starts_with("http://") ? 7u : 0u;
    if (scheme == 0 || rest.size() == scheme) throw invalid("url", "does not begin with https:// or http://");
    if (std::ranges::any_of(rest, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '<' || c == '>' || c == '"'; }))
        throw invalid("url", "has a character that no address has");
}

void check(const Article& article) {
    check_slug(article.slug);
    if (article.url) check_url(*article.url);
    std::set<std::string> seen;
    for (const auto& tag : article.tags) {
        if (tag.empty() || tag.size() > tag_bytes_max) throw invalid("tags", "has one that is not 1 to " + std::to_string(tag_bytes_max) + " bytes long");
        if (!seen.insert(tag).second) throw invalid("tags", "has \"" + tag + "\" twice");
    }
}

}  // namespace

records::Kind articles() {
    return records::kind<Article>("kb/articles", "article")
        .in_table("kb_articles").named_by("title")
        .read_by(api::staff).written_by(api::needs(Permission::kb_write))
        .searched_in({"title", "slug", "summary", "content"}).filtered_by({"status", "audience", "language", "slug"})
        .judged_by(check);
}

}  // namespace chatd::knowledge
