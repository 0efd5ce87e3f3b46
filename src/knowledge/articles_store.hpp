// The SQL of articles beside that of every record. Blocking; for the database's threads.
#pragma once
#include "db/database.hpp"
#include "knowledge/articles.hpp"

namespace chatd::knowledge::store {

/// What a message that shares it carries, and whether clients may see it.
struct Shareable {
    SharedArticle article;
    ArticleStatus status = ArticleStatus::draft;
    Audience audience = Audience::internal;
    static constexpr auto fields = describe(field(&Shareable::article, "article", ""), field(&Shareable::status, "status", ""),
                                            field(&Shareable::audience, "audience", ""));
};
/// Throws `not_found`.
Shareable shareable(db::Tx& tx, TenantId tenant, ArticleId article);

}  // namespace chatd::knowledge::store
