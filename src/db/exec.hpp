// How a store runs its SQL:
//
//     const auto rows = db::exec(tx, "SELECT id, name FROM teams WHERE tenant_id = $1", tenant);
//     return rows_as<Team>(rows);
//
// Statements are prepared once per connection, keyed by their text; so the text is a literal, and values are parameters.
#pragma once
#include <pqxx/result>
#include <pqxx/transaction_base>
#include <string>
#include <string_view>

#include "db/database.hpp"
#include "db/failure.hpp"
#include "db/params.hpp"

namespace chatd::db {

namespace detail {
/// The prepared statement's name; empty on a connection that is not the pool's.
const std::string& prepared(Tx& tx, std::string_view sql);
/// Translates, and marks the transaction as one that must not be committed. Inside a catch block.
[[noreturn]] void failed(Tx& tx);
}  // namespace detail

/// Throws ConstraintViolation or Error. After a throw the transaction is dead: let the exception out, or throw a better one.
template <class... Params>
pqxx::result exec(Tx& tx, std::string_view sql, const Params&... params) {
    try {
        const auto& name = detail::prepared(tx, sql);
        if (name.empty()) return tx.exec_params(std::string(sql), param(params)...);
        return tx.exec_prepared(name, param(params)...);
    } catch (const pqxx::sql_error&) {
        detail::failed(tx);
    }
}

}  // namespace chatd::db
