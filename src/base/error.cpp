#include "chatd/error.hpp"

#include <array>

namespace chatd {
namespace {
constexpr std::array table{
    CodeFacts{"bad_json", 400, false, "The body is not valid JSON"},
    CodeFacts{"invalid", 422, false, "A field is missing or wrong"},
    CodeFacts{"unknown_event", 400, false, "There is no such event"},
    CodeFacts{"unknown_field", 422, false, "A field is not known here"},
    CodeFacts{"too_large", 413, false, "The input is too large"},
    CodeFacts{"too_deep", 400, false, "The JSON is nested too deeply"},
    CodeFacts{"unauthenticated", 401, false, "Sign in first"},
    CodeFacts{"token_expired", 401, false, "The token has expired"},
    CodeFacts{"forbidden", 403, false, "Your role does not allow this"},
    CodeFacts{"not_found", 404, false, "Not found"},
    CodeFacts{"method_not_allowed", 405, false, "The path does not take this method"},
    CodeFacts{"invalid_state", 409, false, "Not possible in the present state"},
    CodeFacts{"session_closed", 409, false, "The chat is closed"},
    CodeFacts{"not_participant", 403, false, "You are not in this chat"},
    CodeFacts{"already_accepted", 409, false, "Somebody else has accepted this chat"},
    CodeFacts{"offered_to_another", 409, false, "The chat is offered to somebody else"},
    CodeFacts{"offer_expired", 409, false, "The offer has expired"},
    CodeFacts{"not_eligible", 409, false, "The technician is not eligible"},
    CodeFacts{"over_capacity", 409, false, "The technician is at capacity"},
    CodeFacts{"conflict", 409, false, "Conflict with what is stored"},
    CodeFacts{"idempotency_conflict", 409, false, "The same key was used for another request"},
    CodeFacts{"rate_limited", 429, false, "Too many requests"},
    CodeFacts{"unavailable", 503, true, "Not available right now"},
    CodeFacts{"timeout", 504, true, "It took too long"},
    CodeFacts{"draining", 503, true, "The server is going down"},
    CodeFacts{"tenant_required", 409, false, "Name the tenant"},
    CodeFacts{"resync_required", 409, false, "Too far behind; take a snapshot"},
    CodeFacts{"unsupported_type", 415, false, "Files of this type are not taken"},
    CodeFacts{"infected", 422, false, "The file has a virus"},
    CodeFacts{"quota_exceeded", 429, false, "Too much was uploaded"},
    CodeFacts{"link_expired", 410, false, "The link has expired"},
    CodeFacts{"storage_full", 507, false, "There is no room for files"},
    CodeFacts{"internal", 500, false, "Internal error"},
};
static_assert(table.size() == static_cast<std::size_t>(Code::internal) + 1);
}  // namespace

const CodeFacts& facts(Code code) { return table[static_cast<std::size_t>(code)]; }

const std::vector<Code>& all_codes() {
    static const std::vector<Code> codes = [] {
        std::vector<Code> out;
        for (std::size_t i = 0; i < table.size(); ++i) out.push_back(static_cast<Code>(i));
        return out;
    }();
    return codes;
}

Error::Error(Code code, std::string message, std::vector<FieldError> errors, std::string details)
    : code(code), message(std::move(message)), errors(std::move(errors)), details(std::move(details)) {}

Error invalid(std::string field, std::string message) {
    auto text = field + " " + message;
    return Error(Code::invalid, std::move(text), {FieldError{std::move(field), std::move(message)}});
}
Error not_found(std::string_view noun, std::int64_t id) {
    return Error(Code::not_found, "There is no " + std::string(noun) + " " + std::to_string(id) + ".");
}
Error not_found(std::string message) { return Error(Code::not_found, std::move(message)); }
Error forbidden(std::string message) { return Error(Code::forbidden, std::move(message)); }
Error unavailable(std::string message) { return Error(Code::unavailable, std::move(message)); }

}  // namespace chatd
