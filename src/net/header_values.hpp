// Values of HTTP's and MIME's headers, read strictly: parameters, Content-Disposition with the file names that people send, byte ranges. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatd::net {

/// ASCII only.
std::string lower(std::string_view text);
/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);
/// The bytes of `%41b`. Nothing where a `%` is not followed by two digits.
std::optional<std::string> percent_decoded(std::string_view text);
/// All but A-Z, a-z, 0-9, `.`, `-` and `_` as `%41`: fit for a path's segment and for RFC 8187.
std::string percent_encoded(std::string_view text);

/// `text/plain; charset="utf-8"`: a value and its parameters, names and value in lower case.
struct Parameters {
    std::string value;
    std::vector<std::pair<std::string, std::string>> all;
    /// Null if there is none of that name.
    const std::string* find(std::string_view name) const;
};
/// Nothing for what is malformed or names a parameter twice. In quotes, `\"` and `\\` stand for the second character; a backslash before
/// anything else is one, since browsers do not escape them.
std::optional<Parameters> parse_parameters(std::string_view text);

struct Disposition {
    std::string type;
    std::optional<std::string> name, filename;
};
/// A Content-Disposition. `filename*` (RFC 8187, UTF-8 or ISO-8859-1) goes before `filename`. Encoded words of mail (RFC 2047) are not decoded:
/// they mean nothing here. Texts are valid UTF-8 without control characters, or nothing is returned.
std::optional<Disposition> parse_disposition(std::string_view text);

/// A name under which the file can be shown and saved anywhere: its last path segment, without control and direction characters, `_` in
/// place of those that a file system refuses, no name of a device, not empty, no leading dot, at most 200 bytes with the extension kept.
std::string safe_filename(std::string_view name);
/// The header of a download: `attachment; filename="…"; filename*=UTF-8''…`. parse_disposition() reads the same name again.
std::string attachment_disposition(std::string_view filename);

struct ByteRange {
    enum class Kind : std::uint8_t { whole, part, unsatisfiable } kind = Kind::whole;
    std::uint64_t first = 0, last = 0;  ///< of a part; both are inside the file
};
/// What a Range header asks of a file of so many bytes. Several ranges, other units and nonsense mean the whole, as RFC 9110 allows.
ByteRange wanted_range(std::string_view header, std::uint64_t bytes);

}  // namespace chatd::net
