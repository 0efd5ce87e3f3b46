// What can go wrong, by name. One type, thrown anywhere, turned into a reply in one place (Api::call).
// The codes are the documented list of SPEC 19.5; the table in base/error.cpp gives each its HTTP status.
#pragma once
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatd {

enum class Code : std::uint8_t {
    bad_json, invalid, unknown_event, unknown_field, too_large, too_deep, unauthenticated, token_expired, forbidden,
    not_found, method_not_allowed, invalid_state, session_closed, not_participant, already_accepted,
    offered_to_another, offer_expired, not_eligible, over_capacity, conflict, idempotency_conflict, rate_limited,
    unavailable, timeout, draining, tenant_required, resync_required, unsupported_type, infected, quota_exceeded,
    link_expired, storage_full, internal
};

struct CodeFacts {
    std::string_view name;   ///< as sent, snake_case
    int status;              ///< HTTP status of the REST door
    bool retryable;          ///< it may or may not have happened: send it again with the same key
    std::string_view title;  ///< one line for people, the same for every occurrence
};
const CodeFacts& facts(Code code);
/// All codes, in the order of the enum; for documents.
const std::vector<Code>& all_codes();

/// One field that was wrong. `field` is a path: `items[2].name`; empty means the whole.
struct FieldError {
    std::string field, message;
    bool operator==(const FieldError&) const = default;
};

/// Thrown by features and doors alike. `details` is the text of a JSON object, or empty.
struct Error : std::exception {
    Error(Code code, std::string message, std::vector<FieldError> errors = {}, std::string details = {});
    const char* what() const noexcept override { return message.c_str(); }

    Code code;
    std::string message;
    std::vector<FieldError> errors;
    std::string details;
    std::optional<int> retry_after_ms;
};

Error invalid(std::string field, std::string message);
/// `not_found("chat", 7)` → "There is no chat 7." Also the answer for what the caller may not see (SPEC 19.3).
Error not_found(std::string_view noun, std::int64_t id);
Error not_found(std::string message);
Error forbidden(std::string message);
Error unavailable(std::string message);

}  // namespace chatd
