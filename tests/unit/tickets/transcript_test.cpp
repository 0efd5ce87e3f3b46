// How a transcript looks: nothing that somebody typed is taken for something else.
#include "tickets/transcript.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tickets/markdown.hpp"

namespace chatd::tickets {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::int64_t noon_us = 1'795'867'200'000'000;  // 2026-11-28 12:00:00

TranscriptEntry said(const std::string& name, const std::string& content, std::int64_t after_s = 0) {
    TranscriptEntry out;
    out.id = MessageId{11};
    out.sender_id = UserId{12};
    out.sender_name = name;
    out.content = content;
    out.created_at.us = noon_us + after_s * 1'000'000;
    return out;
}
TranscriptEntry note(const std::string& name, const std::string& content) {
    auto out = said(name, content);
    out.sender_kind = UserKind::technician;
    out.internal = true;
    return out;
}
Transcript transcript(std::vector<TranscriptEntry> messages) {
    Transcript out;
    out.session_id = ChannelId{7};
    out.subject = "VPN";
    out.customer_name = "Priya Nair";
    out.started_at.us = noon_us;
    out.messages = std::move(messages);
    return out;
}
std::string text(std::vector<TranscriptEntry> messages, std::size_t bytes_max = 0) { return as_text(transcript(std::move(messages)), bytes_max); }
std::string html(const std::string& content) { return as_html(transcript({said("Priya", content)})); }

}  // namespace

TEST(TranscriptText, SaysWhoSaidWhatAndWhenInUtc) {
    auto whole = transcript({said("Priya", "Hello"), said("Dana", "Hi", 61)});
    whole.customer_email = "priya@alder.test";
    whole.agent_name = "Dana";
    whole.ended_at = Time{noon_us + 120 * 1'000'000LL};
    EXPECT_EQ(as_text(whole, 0), "Live chat 7: VPN\nClient: Priya Nair <priya@alder.test>\nTechnician: Dana\nStarted: 2026-11-28 12:00:00 UTC\n"
                                 "Ended: 2026-11-28 12:02:00 UTC\n\n[2026-11-28 12:00:00] Priya: Hello\n[2026-11-28 12:01:01] Dana: Hi\n");
}
TEST(TranscriptText, ALineOfSomebodyIsNotTakenForALineOfAnother) {
    const auto out = text({said("Priya", "one\n[2026-11-28 12:00:00] Dana: A refund\r\n* Dana left")});
    EXPECT_THAT(out, HasSubstr("Priya: one\n    [2026-11-28 12:00:00] Dana: A refund\n    * Dana left\n"));
    EXPECT_THAT(text({said("Eve\nDana", "hi")}), HasSubstr("] Eve Dana: hi\n"));
    EXPECT_THAT(text({said("Priya", "a\xe2\x80\xa8[x] Dana: b")}), HasSubstr("Priya: a[x] Dana: b\n"));
}
TEST(TranscriptText, HasNoControlCharactersAndNothingThatTurnsTheDirection) {
    EXPECT_THAT(text({said("Priya", "\x1b[31mred\x07 \xe2\x80\xae" "evil\xc2\x9b" "2J tab\there")}), HasSubstr("Priya: [31mred evil2J tab\there\n"));
}
TEST(TranscriptText, MarksNotesEditsDeletionsAndFiles) {
    auto edited = said("Priya", "right");
    edited.edited_at = Time{noon_us + 1};
    auto deleted = edited;
    deleted.content.clear();
    deleted.deleted_at = Time{noon_us + 2};
    auto file = said("Priya", "see");
    file.attachments = {{42, "a\nb.png", {}, {}}};
    const auto out = text({edited, deleted, note("Dana", "VIP"), file});
    EXPECT_THAT(out, HasSubstr("Priya (edited): right\n"));
    EXPECT_THAT(out, HasSubstr("Priya: (deleted)\n"));
    EXPECT_THAT(out, HasSubstr("Dana (private note): VIP\n"));
    EXPECT_THAT(out, HasSubstr("Priya: see\n    (file 42: a b.png)\n"));
}
TEST(TranscriptText, WhatDoesNotFitIsCounted) {
    const std::vector<TranscriptEntry> many(1000, said("Priya", std::string(100, 'x')));
    const auto out = text(many, 4096);
    EXPECT_LE(out.size(), 4096u);
    EXPECT_GT(out.size(), 3500u);
    EXPECT_THAT(out, EndsWith(" more; the whole transcript is in its files.\n"));
    EXPECT_EQ(text(many, 1 << 20), text(many));
}
TEST(Transcript, OfAClientHasNoNotes) {
    const auto own = without_notes(transcript({said("Priya", "Hello"), note("Dana", "VIP")}));
    EXPECT_EQ(own.messages.size(), 1u);
    EXPECT_THAT(to_json(own), Not(HasSubstr("VIP")));
}
TEST(Transcript, ItsHashChangesWithWhatIsSaid) {
    const std::vector<TranscriptEntry> one{said("Priya", "Hello")};
    auto other = one;
    EXPECT_EQ(hash_of(one), hash_of(other));
    other.front().content = "Hello!";
    EXPECT_NE(hash_of(one), hash_of(other));
    EXPECT_EQ(hash_of(one).size(), 64u);
}
TEST(Transcript, AsJsonIsReadAgain) {
    const auto one = transcript({said("Priya", "\"quoted\"\n"), note("Dana", "VIP")});
    EXPECT_EQ(to_json(read<Transcript>(Json::parse(to_json(one)))), to_json(one));
}

TEST(TranscriptHtml, EscapesWhatPeopleAreCalledAndWhatTheySayInHeadings) {
    auto whole = transcript({said("<i>Eve</i>", "hi")});
    whole.subject = "</title><script>alert(1)</script>";
    whole.customer_name = "\"><img src=x>";
    const auto out = as_html(whole);
    EXPECT_THAT(out, Not(HasSubstr("<script")));
    EXPECT_THAT(out, Not(HasSubstr("<img")));
    EXPECT_THAT(out, Not(HasSubstr("<i>Eve")));
    EXPECT_THAT(out, HasSubstr("&lt;i&gt;Eve&lt;/i&gt;"));
}
TEST(TranscriptHtml, ShowsRawHtmlAsItWasTyped) {
    for (const auto* typed : {"<script>alert(1)</script>", "a <b onclick=alert(1)>b</b>", "<!-- x --><svg/onload=alert(1)>", "<iframe src=\"//evil.test\"></iframe>\n\nrest", "<style>*{}</style>"}) {
        const auto out = html(typed);
        const auto body = out.substr(out.find("<main>"));
        for (const auto* tag : {"<script", "<b ", "<svg", "<iframe", "<style", "<!--"}) EXPECT_THAT(body, Not(HasSubstr(tag))) << typed;
        EXPECT_THAT(body, HasSubstr("&lt;")) << typed;
    }
}
TEST(Transcript, OfTheClientHasNothingOfTheNotesNotEvenInItsHash) {
    auto whole = transcript({said("Priya", "Hello"), note("Dana", "VIP")});
    whole.hash = hash_of(whole.messages);
    const auto own = without_notes(whole);
    EXPECT_EQ(own.hash, hash_of({said("Priya", "Hello")}));
    EXPECT_EQ(own.hash, without_notes(transcript({said("Priya", "Hello"), note("Dana", "not a VIP")})).hash);
}
TEST(Transcript, SaysThatItIsTheBeginningOnly) {
    auto cut = transcript({said("Priya", "Hello")});
    cut.is_cut = true;
    EXPECT_THAT(as_text(cut, 0), EndsWith("Priya: Hello\n… What was said after this is left out: the chat is too long for one transcript.\n"));
    EXPECT_THAT(as_html(cut), HasSubstr("What was said after this is left out"));
}
TEST(TranscriptHtml, RendersMarkdownButNothingThatRunsOrLoads) {
    EXPECT_THAT(html("**bold** `code`"), HasSubstr("<strong>bold</strong> <code>code</code>"));
    EXPECT_THAT(html("[go](https://alder.test/a?b=\"c\")"), HasSubstr("<a href=\"https://alder.test/a?b=%22c%22\">go</a>"));
    for (const auto* bad : {"[x](javascript:alert(1))", "[x](JaVaScript:alert(1))", "[x](data:text/html,hi)", "[x](vbscript:x)", "[x](//evil.test)", "<javascript:alert(1)>", "[x](&#106;avascript:alert(1))",
                            "![x](javascript:alert(1))", "[![y](javascript:1)](javascript:2)"})
        EXPECT_THAT(html(bad), Not(HasSubstr("href="))) << bad;
    const auto picture = html("![cat](https://evil.test/pixel.png) ![](https://evil.test/b.png)");
    EXPECT_THAT(picture, Not(HasSubstr("<img")));
    EXPECT_THAT(picture, HasSubstr("<a href=\"https://evil.test/pixel.png\">cat</a>"));
    EXPECT_THAT(picture, HasSubstr(">https://evil.test/b.png</a>"));
}
TEST(TranscriptHtml, ShowsWhatIsTooLongToParseAsItWasTyped) {
    const auto out = html_of_markdown("**" + std::string(markdown_bytes_max, '<') + "**");
    EXPECT_THAT(out, StartsWith("<p class=\"typed\">**&lt;&lt;"));
}
TEST(TranscriptHtml, IsWholeWhateverIsTyped) {
    for (const auto& typed : {std::string(4000, '['), std::string(4000, '*'), std::string(4000, '>'), std::string(4000, '`'), std::string("\xff\xfe\x80"), std::string("\0\0", 2)}) {
        const auto out = html(typed);
        EXPECT_THAT(out, EndsWith("</main>\n</body>\n</html>\n"));
        EXPECT_TRUE(out.find("</article>\n</main>") != std::string::npos);
    }
}

}  // namespace chatd::tickets
