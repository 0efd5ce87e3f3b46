#include "net/multipart.hpp"

#include <algorithm>

#include "chatd/error.hpp"
#include "net/header_values.hpp"

namespace chatd::net {
namespace {

constexpr std::size_t boundary_bytes_max = 70;
constexpr std::string_view line_end = "\r\n", header_end = "\r\n\r\n";

Error malformed(std::string what) { return invalid("", "the multipart body " + std::move(what)); }

bool may_be_in_boundary(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

/// Reads the lines of a part's header.
Part read_header(std::string_view header) {
    Part part;
    bool named = false;
    while (!header.empty()) {
        const auto end = header.find(line_end);
        const auto line = header.substr(0, end);
        header.remove_prefix(end + line_end.size());
        const auto colon = line.find(':');
        if (colon == 0 || colon == std::string_view::npos || line.front() == ' ' || line.front() == '\t' || line.find_first_of("\r\n") != std::string_view::npos)
            throw malformed("has a line in a part's header that is no header");
        const auto name = lower(line.substr(0, colon));
        const auto value = trimmed(line.substr(colon + 1));
        if (name == "content-disposition") {
            auto said = parse_disposition(value);
            if (named || !said || said->type != "form-data" || !said->name) throw malformed("has a part without a name");
            named = true;
            part.name = std::move(*said->name);
            part.filename = std::move(said->filename);
        } else if (name == "content-type") {
            part.content_type = std::string(value);
        } else if (name == "content-transfer-encoding") {
            const auto coding = lower(value);
            if (coding != "binary" && coding != "8bit" && coding != "7bit") throw malformed("has a part in another coding than binary");
        }
    }
    if (!named) throw malformed("has a part without a name");
    return part;
}

}  // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
    const auto parsed = parse_parameters(content_type);
    if (!parsed || parsed->value != "multipart/form-data") return std::nullopt;
    const auto* boundary = parsed->find("boundary");
    if (!boundary || boundary->empty() || boundary->size() > boundary_bytes_max || boundary->back() == ' ') return std::nullopt;
    if (!std::ranges::all_of(*boundary, may_be_in_boundary)) return std::nullopt;
    return *boundary;
}

// The body begins as if a line had just ended, so that the first boundary needs no line before it.
MultipartParser::MultipartParser(std::string_view boundary, const MultipartLimits& limits)
    : limits_(&limits), delimiter_("\r\n--" + std::string(boundary)), matched_(line_end.size()) {}

MultipartParser::Item MultipartParser::next(std::string_view& input) {
    while (!input.empty()) {
        Item item;
        switch (step_) {
            case Step::preamble:
            case Step::content: item = take_content(input); break;
            case Step::after_boundary:
            case Step::header: item = take_header(input); break;
            case Step::done: input = {}; break;
        }
        if (item.kind != Kind::more) return item;
    }
    return {};
}

/// Where the delimiter begins in `text`, or may begin, since the text ends in the middle of it; else its end. Only the delimiter's first
/// byte is a CR, so nothing is looked at twice.
std::size_t MultipartParser::boundary_in(std::string_view text) const {
    for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
        if (delimiter_.starts_with(text.substr(at, delimiter_.size()))) return at;
    return text.size();
}

/// Content is told; what comes before the first part is only counted.
MultipartParser::Item MultipartParser::passed(std::string_view text) {
    if (step_ == Step::content) return {Kind::content, text};
    preamble_bytes_ += text.size();
    if (preamble_bytes_ > limits_->header_bytes) throw malformed("does not begin with its boundary");
    return {};
}

MultipartParser::Item MultipartParser::take_content(std::string_view& input) {
    if (matched_ == 0) {
        const auto at = boundary_in(input);
        const auto before = input.substr(0, at);
        input.remove_prefix(at);
        if (!before.empty()) return passed(before);
    }
    const auto wanted = std::string_view(delimiter_).substr(matched_);
    const auto same = static_cast<std::size_t>(std::ranges::mismatch(wanted, input).in1 - wanted.begin());
    input.remove_prefix(same);
    matched_ += same;
    if (matched_ == delimiter_.size()) {
        const bool was_content = step_ == Step::content;
        step_ = Step::after_boundary;
        matched_ = 0;
        header_.clear();
        return {was_content ? Kind::part_end : Kind::more, {}};
    }
    if (input.empty()) return {};
    const auto mistaken = std::string_view(delimiter_).substr(0, std::exchange(matched_, 0));
    return passed(mistaken);
}

/// From behind a boundary to the end of the header: the boundary's own line, then the header's, up to an empty one.
MultipartParser::Item MultipartParser::take_header(std::string_view& input) {
    while (!input.empty()) {
        header_ += input.front();
        input.remove_prefix(1);
        if (step_ == Step::after_boundary) {
            if (header_ == "--") {
                step_ = Step::done;
                return {Kind::end, {}};
            }
            if (header_ == "-" || header_ == "\r") continue;
            if (header_ != line_end) throw malformed("has something else behind a boundary");
            step_ = Step::header;
            if (++parts_ > limits_->parts) throw Error(Code::too_large, "The multipart body has more than " + std::to_string(limits_->parts) + " parts.");
            continue;
        }
        if (header_.size() > limits_->header_bytes + line_end.size() + header_end.size()) throw Error(Code::too_large, "A part's header is larger than the limit.");
        if (!header_.ends_with(header_end)) continue;
        part_ = read_header(std::string_view(header_).substr(line_end.size(), header_.size() - header_end.size()));
        header_.clear();
        step_ = Step::content;
        return {Kind::part, {}};
    }
    return {};
}

void MultipartParser::finish() const {
    if (step_ != Step::done) throw malformed("ends before its last boundary");
}

}  // namespace chatd::net
