// The SQL of searches, once for each kind of what is found: matches from the index (matches_store), then what they are now, which must
// still match and be readable. Blocking; for the threads of the search's own database.
#pragma once
#include "db/database.hpp"
#include "search/search.hpp"

namespace chatd::search::store {

/// Throw `invalid` for a query or cursor that cannot be meant, `not_found` for a chat that the caller may not read, `timeout`.
FoundMessages messages(db::Tx& tx, Caller caller, SearchMessages request, std::chrono::milliseconds time);
FoundNotes notes(db::Tx& tx, Caller caller, SearchNotes request, std::chrono::milliseconds time);
FoundArticles articles(db::Tx& tx, Caller caller, SearchArticles request, std::chrono::milliseconds time);
FoundSessions sessions(db::Tx& tx, Caller caller, SearchSessions request, std::chrono::milliseconds time);

}  // namespace chatd::search::store
