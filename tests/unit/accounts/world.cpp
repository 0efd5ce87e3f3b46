#include "world.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::accounts {

std::int64_t World::counted(db::Tx& tx, std::string sql) { return *db::maybe_value_as<std::int64_t>(db::exec(tx, sql)); }

namespace {
void executed(db::Tx& tx, std::string sql) { db::exec(tx, sql); }
}  // namespace
void World::execute(std::string sql) { database().block(executed, sql); }

}  // namespace chatd::accounts
