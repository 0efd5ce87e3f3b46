#include "net/multipart.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"

using namespace chatd;
using namespace chatd::net;

namespace {

constexpr std::string_view form =
    "--xY\r\nContent-Disposition: form-data; name=\"subject\"\r\n\r\nHelp\r\n"
    "--xY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
    "\x89PNG\r\n--x\r\n\r\n--xZ\r\n--xY--\r\n";

/// What comes of a body in pieces of `step` bytes, in words; with the code at its end if it is refused.
std::string read(std::string_view body, std::size_t step = 1'000'000, MultipartLimits limits = {}) {
    std::string out;
    MultipartParser parser("xY", limits);
    try {
        while (!body.empty()) {
            auto piece = body.substr(0, step);
            body.remove_prefix(piece.size());
            for (;;) {
                const auto item = parser.next(piece);
                if (item.kind == MultipartParser::Kind::more) break;
                if (item.kind == MultipartParser::Kind::part) out += "[" + parser.part().name + " " + parser.part().filename.value_or("-") + " " + parser.part().content_type + "|";
                out += item.content;
                if (item.kind == MultipartParser::Kind::part_end) out += "]";
                if (item.kind == MultipartParser::Kind::end) out += ".";
            }
        }
        parser.finish();
    } catch (const Error& error) {
        out += facts(error.code).name;
    }
    return out;
}

std::string with_header(std::string_view lines) { return read("--xY\r\n" + std::string(lines) + "\r\n\r\nx\r\n--xY--"); }

}  // namespace

TEST(Multipart, GivesPartsWithNamesTypesAndExactContent) {
    EXPECT_EQ(read(form), "[subject - text/plain|Help][file a.png image/png|\x89PNG\r\n--x\r\n\r\n--xZ].");
}

TEST(Multipart, ReadsPiecesOfAnySizeAsTheWhole) {
    for (std::size_t step = 1; step < form.size(); ++step) EXPECT_EQ(read(form, step), read(form)) << step;
}

TEST(Multipart, KeepsNothingOfTheContent) {
    MultipartLimits limits;
    MultipartParser parser("xY", limits);
    std::string_view head = "--xY\r\nContent-Disposition: form-data; name=f\r\n\r\n";
    EXPECT_EQ(parser.next(head).kind, MultipartParser::Kind::part);
    const std::string block(1'000'000, '\r');
    std::string_view piece = block;
    const auto item = parser.next(piece);
    EXPECT_EQ(item.content.data(), block.data()) << "content is a view of what came, not a copy";
    EXPECT_EQ(item.content.size(), block.size() - 1) << "only what may begin a boundary waits";
}

TEST(Multipart, TakesEmptyFormsEmptyPartsAndWhatSurroundsThem) {
    EXPECT_EQ(read("--xY--"), ".");
    EXPECT_EQ(read("before\r\n--xY\r\nContent-Disposition: form-data; name=f\r\n\r\n\r\n--xY--\r\nafter"), "[f - text/plain|].");
}

TEST(Multipart, RefusesWhatEndsBeforeItsLastBoundary) {
    for (std::size_t size = 0; size + 4 < form.size(); ++size) EXPECT_TRUE(read(form.substr(0, size)).ends_with("invalid")) << size;
}

TEST(Multipart, RefusesPartsWithoutAProperHeader) {
    EXPECT_EQ(with_header("Content-Disposition: form-data; name=f"), "[f - text/plain|x].");
    for (const auto* lines : {"Content-Type: text/plain", "Content-Disposition: form-data", "Content-Disposition: attachment; name=f", ": x",
                              "Content-Disposition: form-data; name=f\r\n folded", "nonsense", "Content-Disposition: form-data; name=f\r\nContent-Disposition: form-data; name=g",
                              "Content-Disposition: form-data; name=f\nX: y", "Content-Disposition: form-data; name=\"a\x01\"",
                              "Content-Disposition: form-data; name=f\r\nContent-Transfer-Encoding: base64"})
        EXPECT_EQ(with_header(lines), "invalid") << lines;
    EXPECT_EQ(read("--xYz\r\n"), "invalid");
}

TEST(Multipart, EndsAtItsLimits) {
    const std::string part = "--xY\r\nContent-Disposition: form-data; name=f\r\n\r\n\r\n";
    EXPECT_EQ(read(part + part + "--xY--", 3, {1000, 2}), "[f - text/plain|][f - text/plain|].");
    EXPECT_TRUE(read(part + part + part + "--xY--", 3, {1000, 2}).ends_with("]too_large"));
    const std::string header = "Content-Disposition: form-data; name=f";
    EXPECT_EQ(read("--xY\r\n" + header + "\r\n\r\n\r\n--xY--", 3, {header.size(), 2}), "[f - text/plain|].");
    EXPECT_EQ(read("--xY\r\n" + header + "\r\n\r\n\r\n--xY--", 3, {header.size() - 1, 2}), "too_large");
    EXPECT_EQ(read(std::string(2000, 'a'), 3, {1000, 2}), "invalid") << "no boundary in sight";
}

TEST(Boundary, IsTakenFromFormDataOnly) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"), "----WebKitFormBoundary7MA4YWxkTrZu0gW");
    EXPECT_EQ(boundary_of("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
    for (const auto* type : {"", "multipart/mixed; boundary=a", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a \"",
                             "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a\r\nb\""})
        EXPECT_FALSE(boundary_of(type)) << type;
    EXPECT_TRUE(boundary_of("multipart/form-data; boundary=" + std::string(70, 'a')));
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')));
}
