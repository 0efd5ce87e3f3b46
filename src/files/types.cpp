#include "files/types.hpp"

#include <algorithm>
#include <array>

#include "chatd/error.hpp"
#include "net/header_values.hpp"

namespace chatd::files {
namespace {

struct Known {
    std::string_view type;        ///< as it is told
    std::string_view found;       ///< what libmagic says of such a file, between spaces
    std::string_view extensions;  ///< the first is given to files without
};
constexpr std::string_view zip_and_unknown = " application/zip application/octet-stream ";

// What people send to a service desk. Text is none of these: it is what its extension says, see below.
constexpr std::array<Known, 34> known_types{{
    {"image/png", " image/png ", "png"},
    {"image/jpeg", " image/jpeg ", "jpg jpeg jpe jfif"},
    {"image/gif", " image/gif ", "gif"},
    {"image/webp", " image/webp ", "webp"},
    {"image/bmp", " image/bmp image/x-ms-bmp ", "bmp"},
    {"image/tiff", " image/tiff ", "tif tiff"},
    {"image/heic", " image/heic image/heif ", "heic heif"},
    {"image/svg+xml", " image/svg+xml ", "svg"},
    {"image/x-icon", " image/x-icon image/vnd.microsoft.icon ", "ico"},
    {"application/pdf", " application/pdf ", "pdf"},
    {"application/zip", " application/zip ", "zip"},
    {"application/gzip", " application/gzip ", "gz tgz"},
    {"application/x-tar", " application/x-tar ", "tar"},
    {"application/x-7z-compressed", " application/x-7z-compressed ", "7z"},
    {"application/vnd.rar", " application/x-rar application/vnd.rar ", "rar"},
    {"application/x-xz", " application/x-xz ", "xz"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", " application/vnd.openxmlformats-officedocument.wordprocessingml.document ", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", " application/vnd.openxmlformats-officedocument.spreadsheetml.sheet ", "xlsx"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", " application/vnd.openxmlformats-officedocument.presentationml.presentation ", "pptx"},
    {"application/vnd.oasis.opendocument.text", " application/vnd.oasis.opendocument.text ", "odt"},
    {"application/vnd.oasis.opendocument.spreadsheet", " application/vnd.oasis.opendocument.spreadsheet ", "ods"},
    {"application/vnd.oasis.opendocument.presentation", " application/vnd.oasis.opendocument.presentation ", "odp"},
    {"application/msword", " application/msword application/cdfv2 application/x-ole-storage ", "doc"},
    {"application/vnd.ms-excel", " application/vnd.ms-excel application/cdfv2 application/x-ole-storage ", "xls"},
    {"application/vnd.ms-powerpoint", " application/vnd.ms-powerpoint application/cdfv2 application/x-ole-storage ", "ppt"},
    {"application/vnd.ms-outlook", " application/vnd.ms-outlook application/cdfv2 application/x-ole-storage ", "msg"},
    {"audio/mpeg", " audio/mpeg ", "mp3"},
    {"audio/ogg", " audio/ogg application/ogg ", "ogg oga opus"},
    {"audio/wav", " audio/x-wav audio/wav ", "wav"},
    {"audio/mp4", " audio/mp4 audio/x-m4a video/mp4 ", "m4a"},
    {"video/mp4", " video/mp4 video/x-m4v ", "mp4 m4v"},
    {"video/quicktime", " video/quicktime ", "mov qt"},
    {"video/webm", " video/webm audio/webm ", "webm"},
    {"application/vnd.tcpdump.pcap", " application/vnd.tcpdump.pcap ", "pcap pcapng"},
}};

/// Text by its extension; any other is text/plain.
struct Text {
    std::string_view type, extensions;
};
constexpr std::array<Text, 8> text_types{{{"text/csv", "csv"}, {"application/json", "json"}, {"text/xml", "xml"}, {"text/html", "html htm xhtml shtml"},
                                          {"text/markdown", "md"}, {"text/calendar", "ics"}, {"text/vcard", "vcf"}, {"message/rfc822", "eml"}}};
/// What some system runs, or takes orders from, when it is opened.
constexpr std::string_view script_extensions =
    "exe dll com msi scr pif cpl jar apk js mjs jse bat cmd ps1 psm1 psd1 vbs vbe ws wsf wsc wsh sct hta sh command desktop php pl py rb lnk url scf reg inf "
    "rdp iqy slk mht mhtml xht settingcontent-ms library-ms";

bool has_word(std::string_view words, std::string_view word) {
    return !word.empty() && (' ' + std::string(words) + ' ').find(' ' + std::string(word) + ' ') != std::string::npos;
}

std::string extension_of(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return {};
    return net::lower(name.substr(dot + 1));
}

bool is_text(std::string_view found) {
    constexpr std::array<std::string_view, 7> others{"application/json", "application/x-ndjson", "application/javascript", "application/xml", "message/rfc822",
                                                     "application/csv", "message/news"};
    return found.starts_with("text/") || std::ranges::find(others, found) != others.end();
}

Error refused(const std::string& why) { return Error(Code::unsupported_type, why); }

bool covers(std::string_view pattern, std::string_view type) {
    if (pattern == "*/*") return true;
    return pattern.ends_with("/*") ? type.starts_with(pattern.substr(0, pattern.size() - 1)) : pattern == type;
}

void must_be_allowed(std::string_view type, const std::vector<std::string>& allowed) {
    if (std::ranges::none_of(allowed, [&](const std::string& pattern) { return covers(pattern, type); }))
        throw refused("Files of the type " + std::string(type) + " are not taken.");
}

bool office(const Known& known) { return known.type.starts_with("application/vnd.o"); }

/// A file that its own program wrote in another order than libmagic knows is still what its name says.
bool agrees(const Known& known, std::string_view found) {
    return has_word(known.found, found) || (office(known) && has_word(zip_and_unknown, found));
}

}  // namespace

Accepted accept_type(std::string_view found, std::string_view name, const std::vector<std::string>& allowed) {
    const auto extension = extension_of(name);
    const auto by_name = std::ranges::find_if(known_types, [&](const Known& known) { return has_word(known.extensions, extension); });
    const auto by_content = std::ranges::find_if(known_types, [&](const Known& known) { return has_word(known.found, found); });
    const auto contradiction = [&] { return refused("What is in the file is " + std::string(found) + ", which its name contradicts."); };
    if (by_name != known_types.end()) {
        if (!agrees(*by_name, found)) throw contradiction();
        must_be_allowed(by_name->type, allowed);
        return {std::string(by_name->type), std::string(name)};
    }
    if (is_text(found)) {
        const auto text = std::ranges::find_if(text_types, [&](const Text& one) { return has_word(one.extensions, extension); });
        std::string_view type = text == text_types.end() ? "text/plain" : text->type;
        if (has_word(script_extensions, extension)) type = "text/x-script";
        must_be_allowed(type, allowed);
        return {std::string(type) + (type.starts_with("text/") ? "; charset=utf-8" : ""), std::string(name)};
    }
    if (std::ranges::any_of(text_types, [&](const Text& one) { return has_word(one.extensions, extension); }) || extension == "txt" || extension == "log") throw contradiction();
    if (by_content == known_types.end()) {
        must_be_allowed(found, allowed);
        return {"application/octet-stream", std::string(name)};
    }
    if (!extension.empty()) throw contradiction();
    must_be_allowed(by_content->type, allowed);
    return {std::string(by_content->type), std::string(name) + '.' + std::string(by_content->extensions.substr(0, by_content->extensions.find(' ')))};
}

}  // namespace chatd::files
