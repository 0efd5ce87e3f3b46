// Whom and what people call by name, for the commands that name them. Blocking; for the database's threads.
#pragma once
#include <string>
#include <vector>

#include "chatd/describe.hpp"
#include "db/database.hpp"

namespace chatd::commands {

enum class Noun : std::uint8_t { agent, team };
constexpr auto names_of(Noun) { return std::array<std::string_view, 2>{"agent", "team"}; }
struct Candidate {
    Noun kind = Noun::agent;
    std::int64_t id = 0;
    std::string name;
    static constexpr auto fields = describe(field(&Candidate::kind, "kind", "What it is."), field(&Candidate::id, "id", "Which."),
                                            field(&Candidate::name, "name", "As shown."));
};

namespace store {

/// The tenant's active technicians, and its teams if `teams`, who are called so, in any case; if nobody is, those whose name begins with
/// these words. Ten at most.
std::vector<Candidate> called(db::Tx& tx, TenantId tenant, std::string name, bool teams);

/// Throws `not_found`. Whether the caller may see it, the operation judges.
TicketId ticket_numbered(db::Tx& tx, TenantId tenant, std::int64_t number);

}  // namespace store
}  // namespace chatd::commands
