#include "search/search.hpp"

#include "search/store.hpp"

namespace chatd::search {

void Search::declare(api::Api& api) {
    api.operation("search:messages", *this, &Search::messages)
        .says("Find messages by their words, and by the names of their files: technicians in all chats within their scope, private notes too; clients in their own.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.searching))
        .event()
        .rest(api::get, "/api/search/messages");
    api.operation("search:sessions", *this, &Search::sessions)
        .says("Find live chats by subject, client (name, email), organization or number: technicians all within their scope, clients their own.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.searching))
        .event()
        .rest(api::get, "/api/search/sessions");
    api.operation("search:notes", *this, &Search::notes)
        .says("Find what technicians have noted about live chats, within one's scope.")
        .allow(api::staff)
        .limit(api::per_identity(limits_.searching))
        .event()
        .rest(api::get, "/api/search/notes");
    api.operation("search:kb", *this, &Search::articles)
        .says("Find articles of the knowledge base: technicians all of them, clients those that are published for clients.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.searching))
        .event()
        .rest(api::get, "/api/search/kb");
}

Task<FoundMessages> Search::messages(Call& call, SearchMessages request) {
    auto found = co_await database_.run(store::messages, call.caller(), std::move(request), limits_.time);
    co_return found;
}

Task<FoundSessions> Search::sessions(Call& call, SearchSessions request) {
    auto found = co_await database_.run(store::sessions, call.caller(), std::move(request), limits_.time);
    co_return found;
}

Task<FoundNotes> Search::notes(Call& call, SearchNotes request) {
    auto found = co_await database_.run(store::notes, call.caller(), std::move(request), limits_.time);
    co_return found;
}

Task<FoundArticles> Search::articles(Call& call, SearchArticles request) {
    auto found = co_await database_.run(store::articles, call.caller(), std::move(request), limits_.time);
    co_return found;
}

}  // namespace chatd::search
