// Markdown of people as HTML that is safe to show. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

namespace chatd::tickets {

/// Past it a text is shown as it was typed: the parser's worst cases grow faster than their input.
inline constexpr std::size_t markdown_bytes_max = 4096;

/// Text where HTML is expected, between tags or in a quoted attribute.
std::string escaped(std::string_view text);
/// Raw HTML is shown as it was typed; a picture becomes a link to it; a link that is neither http, https nor mailto becomes its text.
std::string html_of_markdown(const std::string& text);

}  // namespace chatd::tickets
