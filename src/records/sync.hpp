// Keeping records in step with a host platform (PUT /api/sync/{kind}): the answer. Up to 1,000 records of a kind at once are named by
// `external_id`, made, or changed in what is given. Each is a transaction of its own, so that one that is wrong stops no other.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chatd/describe.hpp"

namespace chatd::records {

inline constexpr std::size_t synced_max = 1'000;

enum class SyncStatus : std::uint8_t { created, updated, unchanged, error };
constexpr auto names_of(SyncStatus) { return std::array<std::string_view, 4>{"created", "updated", "unchanged", "error"}; }

struct SyncProblem {
    std::string code, message;
    std::optional<std::string> named;
    static constexpr auto fields = describe(
        field(&SyncProblem::code, "code", "One of the documented codes."), field(&SyncProblem::message, "message", "For people."),
        field(&SyncProblem::named, "field", "The first field that is wrong; null if it is none."));
};
struct SyncResult {
    std::optional<std::string> external_id;
    std::optional<std::int64_t> id;
    SyncStatus status = SyncStatus::error;
    std::optional<SyncProblem> error;
    static constexpr auto fields = describe(
        field(&SyncResult::external_id, "external_id", "As it was given; null if it was not."), field(&SyncResult::id, "id", "The record; null if there is none."),
        field(&SyncResult::status, "status", "What was done."), field(&SyncResult::error, "error", "Why nothing was done."));
};
struct Synced {
    std::vector<SyncResult> data;
    static constexpr auto fields = describe(field(&Synced::data, "data", "One for each record, in their order."));
};

}  // namespace chatd::records
