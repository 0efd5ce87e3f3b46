// Records by REST: for each kind list, get, create, change, delete and the bulk upsert of host platforms, made from its declaration. Chat thread only; owned by app.
#pragma once
#include <list>

#include "api/api.hpp"
#include "records/kind.hpp"
#include "records/store.hpp"
#include "records/sync.hpp"

namespace chatd::records {

/// Who asks, as records want to know it.
store::Author author_of(const Call& call, std::string operation);

class Records {
public:
    explicit Records(db::Database& database) : database_(database) {}
    /// Before declare(). Stays where it is.
    void add(Kind kind) { kinds_.push_back(std::move(kind)); }
    void declare(api::Api& api);

private:
    Task<std::string> list(Call& call, const Kind& kind, const Json& body);
    Task<std::string> get(Call& call, const Kind& kind, const Json& body);
    Task<std::string> create(Call& call, const Kind& kind, const Json& body);
    Task<std::string> change(Call& call, const Kind& kind, const Json& body);
    Task<std::string> remove(Call& call, const Kind& kind, const Json& body);
    Task<std::string> sync(Call& call, const Kind& kind, const Json& body);
    Task<SyncResult> sync_one(Call& call, const Kind& kind, const Json& item);
    Task<store::Stored> sync_stored(Call& call, const Kind& kind, const Json& item, SyncStatus& status);
    Task<> follow(Call& call, const Kind& kind, const store::Stored& stored);

    db::Database& database_;
    std::list<Kind> kinds_;
};

}  // namespace chatd::records
