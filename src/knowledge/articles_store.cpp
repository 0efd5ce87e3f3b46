#include "knowledge/articles_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::knowledge::store {

Shareable shareable(db::Tx& tx, TenantId tenant, ArticleId article) {
    const auto rows = db::exec(tx, R"(
        SELECT jsonb_build_object('id', id, 'title', title, 'summary', summary, 'url', url) AS article, status, audience
          FROM kb_articles WHERE tenant_id = $1 AND id = $2)", tenant, article);
    auto found = db::maybe_row_as<Shareable>(rows);
    if (!found) throw not_found("article", article.value);
    return std::move(*found);
}

}  // namespace chatd::knowledge::store
