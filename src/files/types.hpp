// Which files are taken: what a file is by its content, whether its name agrees with that, and what may come at all. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace chatd::files {

/// What is said of a file that was taken.
struct Accepted {
    std::string content_type;  ///< of text: by its extension, with a charset
    std::string name;          ///< with an extension, where it had none
};

/// `found` is the media type by content (libmagic), `name` a safe one. Throws `unsupported_type` when the two contradict each other, or when
/// none of `allowed` (`image/png`, `text/*`, `*/*`) covers it.
Accepted accept_type(std::string_view found, std::string_view name, const std::vector<std::string>& allowed);

}  // namespace chatd::files
