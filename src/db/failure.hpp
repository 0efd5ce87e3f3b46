// What a database failure means to the one who asked, without a line of SQL or of a row in it.
#pragma once
#include <exception>
#include <string>
#include <string_view>

#include "chatd/error.hpp"

namespace chatd::db {

/// A constraint of the schema said no. The store that ran the statement knows what that means and throws the named Error;
/// one that nobody translates is a bug and becomes `internal`.
struct ConstraintViolation : std::exception {
    ConstraintViolation(std::string constraint, std::string sqlstate);
    const char* what() const noexcept override { return text_.c_str(); }
    bool unique() const { return sqlstate == "23505"; }
    bool foreign_key() const { return sqlstate == "23503"; }

    std::string constraint;  ///< its name; for a NOT NULL column the column's
    std::string sqlstate;

private:
    std::string text_;
};

/// The connection was lost at COMMIT: it may have happened or not, and whoever has a key to look by may find out.
struct InDoubt : Error {
    InDoubt() : Error(unavailable("The connection to the database was lost; it may or may not have happened.")) {}
};

enum class Verdict : unsigned char {
    again,     ///< rolled back by PostgreSQL in favour of others: run the transaction again
    lost,      ///< the connection is gone; nothing happened unless COMMIT was under way
    busy,      ///< a lock could not be had in time; rolled back
    unable,    ///< PostgreSQL cannot serve anybody now (disk full, read-only …); rolled back
    refused,   ///< by a rule or a limit: running it again changes nothing
    not_ours,  ///< thrown by the body, no matter of the database
};
Verdict judge(const std::exception& failure);

/// Throws what callers see in place of libpqxx's exception: ConstraintViolation, or Error `timeout`, `unavailable`, `internal`
/// (with the original nested inside, for the log). Anything that is not libpqxx's is thrown on as it is. Call it inside a catch block.
[[noreturn]] void rethrow_translated();

}  // namespace chatd::db
