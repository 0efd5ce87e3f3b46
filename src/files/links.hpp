// Links to files: signed, for a time, the same bytes for everybody in a room. Who is shown a message is shown its links: that is the
// authorization; whoever holds a link needs no token. They are made anew whenever a message is read, so history does not age; a link ends
// at the end of the period after the present one, so within a period all readers hold the same text (decision 0018).
// One set of keys for the process, set before its threads start, like the log; any thread may sign.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "files/attachment.hpp"

namespace chatd::files {

enum class Variant : std::uint8_t { file, thumbnail };
constexpr auto names_of(Variant) { return std::array<std::string_view, 2>{"file", "thumbnail"}; }
/// How a browser that opens it takes it.
enum class Disposition : std::uint8_t { attachment, in_place };
constexpr auto names_of(Disposition) { return std::array<std::string_view, 2>{"attachment", "inline"}; }

/// Types that may be shown in place: pictures that cannot carry a script.
bool shown_in_place(std::string_view content_type);

/// What a signature is over.
struct Claim {
    AttachmentId id;
    std::int64_t expires_s = 0;  ///< since 1970
    Disposition as = Disposition::attachment;
    Variant of = Variant::file;
};

class Links {
public:
    /// The first secret signs, all are believed. `ttl` is how long a link is good at least; twice that at most.
    Links(const std::vector<std::string>& secrets, std::chrono::seconds ttl);

    void sign(Attachment& attachment, Time now = Time::now()) const;
    std::string url(AttachmentId id, std::string_view name, Disposition as, Variant of, Time now) const;
    /// Whether it is ours; how old it is, is another question.
    bool genuine(const Claim& claim, std::string_view signature) const;

private:
    std::vector<std::string> keys_;
    std::int64_t period_s_;
};

void set_links(Links links);
const Links& links();

/// The file that a link of ours names, relative or with a host; nothing if it is no such link. Its signature is not looked at.
std::optional<AttachmentId> named_in(std::string_view url);

}  // namespace chatd::files
