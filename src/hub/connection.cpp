#include "hub/connection.hpp"

namespace chatd::hub {

std::string error_object(const Error& error) {
    const auto& code = facts(error.code);
    std::string out;
    out.reserve(128 + error.message.size() + error.details.size());
    out += R"({"code":")";
    out += code.name;
    out += R"(","message":)";
    append_quoted(out, error.message);
    out += R"(,"details":)";
    if (error.errors.empty()) {
        out += error.details.empty() ? "null" : error.details;
    } else {
        auto open = std::string_view(error.details);
        open = open.substr(0, open.find_last_of('}'));
        bool bare = open.find_first_not_of("{ \t\r\n") == std::string_view::npos;
        out += bare ? std::string_view("{") : open;
        out += bare ? R"("errors":[)" : R"(,"errors":[)";
        for (const auto& [field, message] : error.errors) {
            if (out.back() != '[') out += ',';
            out += R"({"field":)";
            append_quoted(out, field);
            out += R"(,"message":)";
            append_quoted(out, message);
            out += '}';
        }
        out += "]}";
    }
    out += R"(,"retryable":)";
    out += code.retryable ? "true" : "false";
    if (error.retry_after_ms) out += R"(,"retry_after_ms":)" + std::to_string(*error.retry_after_ms);
    out += '}';
    return out;
}

std::string_view HttpRequest::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

}  // namespace chatd::hub
