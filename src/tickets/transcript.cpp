#include "tickets/transcript.hpp"

#include <algorithm>

#include "chatd/crypto.hpp"
#include "tickets/markdown.hpp"

namespace chatd::tickets {
namespace {

/// `2026-11-28 05:11:14`
std::string shown(const Time& time) {
    auto text = time.text().substr(0, 19);
    text[10] = ' ';
    return text;
}

/// U+202A … U+202E and U+2066 … U+2069 turn the direction of what follows; U+2028 and U+2029 begin a line.
bool misleads(std::string_view text, std::size_t at) {
    if (text.size() - at < 3 || static_cast<unsigned char>(text[at]) != 0xe2) return false;
    const auto second = static_cast<unsigned char>(text[at + 1]), third = static_cast<unsigned char>(text[at + 2]);
    return (second == 0x80 && third >= 0xa8 && third <= 0xae) || (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

/// Without control characters but line feeds (`line_feed` in their place) and tabs.
std::string printable(std::string_view text, std::string_view line_feed) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\n') out += line_feed;
        else if (misleads(text, i)) i += 2;
        else if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) ++i;  // C1
        else if (c == '\t' || (c >= 0x20 && c != 0x7f)) out += text[i];
    }
    return out;
}
std::string one_line(std::string_view text) { return printable(text, " "); }
std::string indented(std::string_view text) { return printable(text, "\n    "); }

std::string labels_of(const TranscriptEntry& entry) {
    std::string out;
    if (entry.internal) out += " (private note)";
    if (entry.sender_kind == UserKind::ai) out += " (automatic assistant)";
    if (entry.edited_at && !entry.deleted_at) out += " (edited)";
    return out;
}

std::string line_of(const TranscriptEntry& entry) {
    auto out = '[' + shown(entry.created_at) + "] ";
    if (entry.type == messages::Type::system_event) return out + "* " + one_line(entry.content) + '\n';
    out += one_line(entry.sender_name) + labels_of(entry) + ": ";
    out += entry.deleted_at ? "(deleted)" : indented(entry.content);
    for (const auto& file : entry.attachments) out += "\n    (file " + std::to_string(file.id) + ": " + one_line(file.name) + ")";
    return out + '\n';
}

std::string count_of(std::size_t count, const char* noun) { return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s"); }

std::string client_of(const Transcript& transcript) {
    auto out = transcript.customer_name;
    if (transcript.customer_email) out += " <" + *transcript.customer_email + ">";
    return out;
}
std::string title_of(const Transcript& transcript) {
    return "Live chat " + std::to_string(transcript.session_id.value) + (transcript.subject.empty() ? "" : ": " + transcript.subject);
}

constexpr std::string_view what_is_left_out = "… What was said after this is left out: the chat is too long for one transcript.\n";

constexpr std::string_view style = R"(
body{font:15px/1.45 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0}
article{border-left:3px solid #c7cdd4;margin:.8rem 0;padding:.1rem .8rem}article.technician{border-color:#0b6477}article.note{background:#fff7d6}
article.event{border:0;color:#57606a}header{font-size:13px;color:#57606a}p{margin:.3rem 0}pre,.typed{white-space:pre-wrap;overflow-wrap:anywhere}
)";

std::string article_of(const TranscriptEntry& entry) {
    const auto time = "<time datetime=\"" + entry.created_at.text() + "\">" + shown(entry.created_at) + "</time> ";
    if (entry.type == messages::Type::system_event)
        return "<article class=\"event\"><header>" + time + escaped(one_line(entry.content)) + "</header></article>\n";
    auto out = "<article class=\"" + std::string(name_of(entry.sender_kind)) + (entry.internal ? " note" : "") + "\"><header>" + time + "<b>" +
               escaped(one_line(entry.sender_name)) + "</b>" + escaped(labels_of(entry)) + "</header>\n";
    out += entry.deleted_at ? std::string("<p><i>deleted</i></p>\n") : html_of_markdown(printable(entry.content, "\n"));
    for (const auto& file : entry.attachments) out += "<p>File " + std::to_string(file.id) + ": " + escaped(one_line(file.name)) + "</p>\n";
    return out + "</article>\n";
}

}  // namespace

std::string hash_of(const std::vector<TranscriptEntry>& entries) {
    std::string all;
    for (const auto& entry : entries) {
        write(all, entry);
        all += '\n';
    }
    return to_hex(sha256(all));
}

Transcript without_notes(Transcript transcript) {
    std::erase_if(transcript.messages, [](const TranscriptEntry& entry) { return entry.internal; });
    transcript.hash = hash_of(transcript.messages);
    return transcript;
}

std::string as_text(const Transcript& transcript, std::size_t bytes_max) {
    auto out = one_line(title_of(transcript)) + "\nClient: " + one_line(client_of(transcript)) + '\n';
    if (transcript.agent_name) out += "Technician: " + one_line(*transcript.agent_name) + '\n';
    out += "Started: " + shown(transcript.started_at) + " UTC\n";
    if (transcript.ended_at) out += "Ended: " + shown(*transcript.ended_at) + " UTC\n";
    out += '\n';
    constexpr std::size_t room_for_the_rest = 64;
    for (std::size_t i = 0; i < transcript.messages.size(); ++i) {
        const auto line = line_of(transcript.messages[i]);
        if (bytes_max && out.size() + line.size() + room_for_the_rest > bytes_max)
            return out + "… and " + std::to_string(transcript.messages.size() - i) + " more; the whole transcript is in its files." + "\n";
        out += line;
    }
    if (transcript.is_cut) out += what_is_left_out;
    return out;
}

std::string as_html(const Transcript& transcript) {
    const auto title = escaped(one_line(title_of(transcript)));
    std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" + title + "</title>\n<style>";
    out += style;
    out += "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n<dl>\n<dt>Client</dt><dd>" + escaped(one_line(client_of(transcript))) + "</dd>\n";
    if (transcript.agent_name) out += "<dt>Technician</dt><dd>" + escaped(one_line(*transcript.agent_name)) + "</dd>\n";
    out += "<dt>Started</dt><dd>" + shown(transcript.started_at) + " UTC</dd>\n";
    if (transcript.ended_at) out += "<dt>Ended</dt><dd>" + shown(*transcript.ended_at) + " UTC</dd>\n";
    out += "</dl>\n<main>\n";
    for (const auto& entry : transcript.messages) out += article_of(entry);
    if (transcript.is_cut) out += "<p>" + std::string(what_is_left_out) + "</p>\n";
    return out + "</main>\n</body>\n</html>\n";
}

std::string summary_of(const Transcript& transcript) {
    const auto said = std::ranges::count_if(transcript.messages, [](const TranscriptEntry& entry) { return entry.type != messages::Type::system_event; });
    auto out = "Live chat " + std::to_string(transcript.session_id.value) + " with " + one_line(transcript.customer_name) + ": " +
               count_of(static_cast<std::size_t>(said), "message") + ", " + shown(transcript.started_at).substr(0, 16);
    if (transcript.ended_at) out += " to " + shown(*transcript.ended_at).substr(0, 16);
    return out + " UTC.";
}

}  // namespace chatd::tickets
