// multipart/form-data (RFC 7578) read as it comes: parts, and their content in the pieces that arrive. It keeps a part's header, within a
// limit, and nothing of the content, so that an upload of any size costs the same. Pure values: no socket, no file.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatd::net {

struct MultipartLimits {
    std::size_t header_bytes = 4 * 1024;  ///< of one part's header; also of what may precede the first part
    std::size_t parts = 16;
};

/// What a part's header says.
struct Part {
    std::string name;                     ///< of the form's field
    std::optional<std::string> filename;  ///< as the sender wrote it; safe_filename() before it is shown or kept
    std::string content_type = "text/plain";
};

/// The boundary of a Content-Type, if that is multipart/form-data and names a valid one.
std::optional<std::string> boundary_of(std::string_view content_type);

class MultipartParser {
public:
    enum class Kind : std::uint8_t { more, part, content, part_end, end };
    struct Item {
        Kind kind = Kind::more;
        std::string_view content;  ///< a piece of it, never empty; valid until the next call, and as long as the input
    };

    /// `limits` must outlive the parser.
    MultipartParser(std::string_view boundary, const MultipartLimits& limits);

    /// Takes the next item off the front of `input`. `more`: all of `input` was taken; call again with what comes next. After `end`
    /// whatever comes is taken for nothing. Throws `invalid`, or `too_large` past a limit; no call after that.
    Item next(std::string_view& input);
    /// The part under way, from its `part` to its `part_end`.
    const Part& part() const { return part_; }
    /// When the body is over: throws `invalid` unless the last boundary has come.
    void finish() const;

private:
    enum class Step : std::uint8_t { preamble, content, after_boundary, header, done };
    Item take_content(std::string_view& input);
    Item passed(std::string_view text);
    std::size_t boundary_in(std::string_view text) const;
    Item take_header(std::string_view& input);

    const MultipartLimits* limits_;
    const std::string delimiter_;  ///< CR LF, two dashes, boundary
    Step step_ = Step::preamble;
    std::size_t matched_;          ///< of the delimiter, at the end of what was taken
    std::size_t preamble_bytes_ = 0, parts_ = 0;
    std::string header_;
    Part part_;
};

}  // namespace chatd::net
