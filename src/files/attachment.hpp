// A file as messages show it. Plain value.
#pragma once
#include <optional>
#include <string>

#include "chatd/describe.hpp"
#include "chatd/ids.hpp"

namespace chatd::files {

/// SPEC 4.5. Stored with its message with empty links: they are made when it is shown (files/links.hpp).
struct Attachment {
    AttachmentId id;
    std::string name;
    std::int64_t size = 0;
    std::string content_type, url;
    std::optional<std::string> thumbnail_url;
    std::optional<int> width, height;
    static constexpr auto fields = describe(
        field(&Attachment::id, "id", "The file."), field(&Attachment::name, "name", "As it may be shown and saved anywhere."),
        field(&Attachment::size, "size", "Bytes."), field(&Attachment::content_type, "content_type", "By its content, not by what its sender said."),
        field(&Attachment::url, "url", "Where to get it, without a token, for a day at least; `files:link` gives a fresh one."),
        field(&Attachment::thumbnail_url, "thumbnail_url", "A small picture of it, in the same way."),
        field(&Attachment::width, "width", "Of a picture, in pixels."), field(&Attachment::height, "height", "Of a picture, in pixels."));
};

}  // namespace chatd::files
