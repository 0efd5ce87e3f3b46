#include "search/prepare_store.hpp"

#include <pqxx/nontransaction>

#include "db/connection.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::search {

std::optional<std::string> prepare(const std::string& url) {
    db::Connection connection(url, {std::chrono::seconds(30), std::chrono::milliseconds(0)});
    pqxx::nontransaction tx(connection.raw());
    return db::maybe_value_as<std::optional<std::string>>(db::exec(tx, "SELECT search_prepare()")).value_or(std::nullopt);
}

}  // namespace chatd::search
