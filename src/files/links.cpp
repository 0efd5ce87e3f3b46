#include "files/links.hpp"

#include <algorithm>
#include <charconv>

#include "chatd/crypto.hpp"
#include "net/header_values.hpp"

namespace chatd::files {
namespace {

constexpr std::string_view path_start = "/api/files/";

std::string text_of(const Claim& claim) {
    return "file " + std::to_string(claim.id.value) + ' ' + std::to_string(claim.expires_s) + ' ' + std::string(name_of(claim.as)) + ' ' +
           std::string(name_of(claim.of));
}

Links& process_links() {
    static Links one({random_bytes(32)}, std::chrono::hours(24));
    return one;
}

}  // namespace

bool shown_in_place(std::string_view content_type) {
    return content_type == "image/png" || content_type == "image/jpeg" || content_type == "image/gif" || content_type == "image/webp";
}

Links::Links(const std::vector<std::string>& secrets, std::chrono::seconds ttl) : period_s_(std::max<std::int64_t>(1, ttl.count())) {
    for (const auto& secret : secrets) keys_.push_back(hmac_sha256(secret, "chatd: links to files"));
}

std::string Links::url(AttachmentId id, std::string_view name, Disposition as, Variant of, Time now) const {
    const Claim claim{id, (now.seconds() / period_s_ + 2) * period_s_, as, of};
    auto out = std::string(path_start) + std::to_string(id.value) + '/' + net::percent_encoded(name) + "?expires=" + std::to_string(claim.expires_s);
    if (as == Disposition::in_place) out += "&as=inline";
    if (of == Variant::thumbnail) out += "&of=thumbnail";
    return out + "&signature=" + base64url(hmac_sha256(keys_.front(), text_of(claim)));
}

void Links::sign(Attachment& attachment, Time now) const {
    const auto as = shown_in_place(attachment.content_type) ? Disposition::in_place : Disposition::attachment;
    attachment.url = url(attachment.id, attachment.name, as, Variant::file, now);
    if (attachment.thumbnail_url) attachment.thumbnail_url = url(attachment.id, attachment.name, Disposition::in_place, Variant::thumbnail, now);
}

bool Links::genuine(const Claim& claim, std::string_view signature) const {
    const auto given = from_base64url(signature);
    if (!given || given->size() != 32) return false;
    const auto text = text_of(claim);
    return std::ranges::any_of(keys_, [&](const std::string& key) { return same_bytes(hmac_sha256(key, text), *given); });
}

void set_links(Links made) { process_links() = std::move(made); }
const Links& links() { return process_links(); }

std::optional<AttachmentId> named_in(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(std::min(url.find('/', scheme + 3), url.size()));
    if (!url.starts_with(path_start)) return {};
    url.remove_prefix(path_start.size());
    AttachmentId out;
    const auto [end, failure] = std::from_chars(url.data(), url.data() + url.size(), out.value);
    const bool ends = end == url.data() + url.size() || *end == '/' || *end == '?';
    if (failure != std::errc() || !ends || out.value < 1) return {};
    return out;
}

}  // namespace chatd::files
