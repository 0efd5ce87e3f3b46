#include "db/failure.hpp"

#include <pqxx/except>


namespace chatd::db {
namespace {
/// The value of a line of the verbose message. The last one counts: lines before it may quote a row.
std::string last_line(std::string_view message, std::string_view label) {
    const auto at = message.rfind(label);
    if (at == std::string_view::npos) return {};
    const auto from = at + label.size();
    return std::string(message.substr(from, message.find('\n', from) - from));
}

bool starts_with_any(std::string_view state, std::initializer_list<std::string_view> prefixes) {
    for (auto prefix : prefixes)
        if (state.starts_with(prefix)) return true;
    return false;
}
/// Connection exceptions, shutdown, crash of another backend, not yet or no longer accepting.
bool going_away(std::string_view state) { return starts_with_any(state, {"08", "57P01", "57P02", "57P03", "57P05"}); }
/// Out of disk, memory or connections; a standby that cannot write; an I/O error.
bool cannot_serve(std::string_view state) { return starts_with_any(state, {"53", "25006", "58"}); }
}  // namespace

ConstraintViolation::ConstraintViolation(std::string constraint, std::string sqlstate)
    : constraint(std::move(constraint)), sqlstate(std::move(sqlstate)), text_("violates " + this->constraint) {}

Verdict judge(const std::exception& failure) {
    if (dynamic_cast<const pqxx::deadlock_detected*>(&failure) || dynamic_cast<const pqxx::serialization_failure*>(&failure))
        return Verdict::again;
    if (dynamic_cast<const pqxx::broken_connection*>(&failure) || dynamic_cast<const pqxx::in_doubt_error*>(&failure) ||
        dynamic_cast<const pqxx::statement_completion_unknown*>(&failure))
        return Verdict::lost;
    if (auto* sql = dynamic_cast<const pqxx::sql_error*>(&failure)) {
        if (sql->sqlstate() == "40001" || sql->sqlstate() == "40P01") return Verdict::again;
        if (sql->sqlstate().empty() || going_away(sql->sqlstate())) return Verdict::lost;
        if (sql->sqlstate() == "55P03") return Verdict::busy;
        return cannot_serve(sql->sqlstate()) ? Verdict::unable : Verdict::refused;
    }
    return dynamic_cast<const pqxx::pqxx_exception*>(&failure) ? Verdict::refused : Verdict::not_ours;
}

void rethrow_translated() {
    try {
        throw;
    } catch (const pqxx::sql_error& failure) {
        const auto& state = failure.sqlstate();
        if (state.starts_with("23")) {
            auto name = last_line(failure.what(), "\nCONSTRAINT NAME:  ");
            throw ConstraintViolation(name.empty() ? last_line(failure.what(), "\nCOLUMN NAME:  ") : name, state);
        }
        if (state == "55P03") std::throw_with_nested(Error(Code::timeout, "The record is in use; try again."));
        if (state == "57014") std::throw_with_nested(Error(Code::timeout, "The database took too long."));
        if (state.empty() || going_away(state) || cannot_serve(state))
            std::throw_with_nested(unavailable("The database is not available right now."));
        std::throw_with_nested(Error(Code::internal, "The database refused a statement (SQLSTATE " + state + ")."));
    } catch (const pqxx::transaction_rollback&) {
        std::throw_with_nested(unavailable("The database was too busy; try again."));
    } catch (const pqxx::broken_connection&) {
        std::throw_with_nested(unavailable("The database is not available right now."));
    } catch (const pqxx::in_doubt_error&) {
        std::throw_with_nested(InDoubt());
    } catch (const pqxx::pqxx_exception&) {
        std::throw_with_nested(Error(Code::internal, "The database's answer was not understood."));
    }
}

}  // namespace chatd::db
