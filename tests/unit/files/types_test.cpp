// Which files are taken: content decides, names must agree, the list has the last word.
#include <gtest/gtest.h>

#include "chatd/config.hpp"
#include "files/types.hpp"

namespace chatd::files {
namespace {

std::string told(std::string_view found, std::string_view name, const std::vector<std::string>& allowed = FilesConfig().types) {
    try {
        const auto accepted = accept_type(found, name, allowed);
        return accepted.content_type + " " + accepted.name;
    } catch (const Error& error) {
        EXPECT_EQ(error.code, Code::unsupported_type);
        return "refused";
    }
}

TEST(Types, AreThoseOfTheContentWhereTheNameAgrees) {
    EXPECT_EQ(told("image/png", "a.png"), "image/png a.png");
    EXPECT_EQ(told("image/jpeg", "a.JPG"), "image/jpeg a.JPG");
    EXPECT_EQ(told("application/zip", "a.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document a.docx");
    EXPECT_EQ(told("application/CDFV2", "a.doc"), "refused") << "libmagic writes it small";
    EXPECT_EQ(told("application/cdfv2", "a.doc"), "application/msword a.doc");
    for (const auto* name : {"a.jpg", "a.txt", "a.pdf", "a.docx", "a.exe", "a.png.exe", "a.html"}) EXPECT_EQ(told("image/png", name), "refused") << name;
    for (const auto* name : {"a.png", "a.zip", "a.csv", "a"}) EXPECT_EQ(told("application/x-dosexec", name), "refused") << name;
}

TEST(Types, OfTextAreThoseOfTheName) {
    EXPECT_EQ(told("text/plain", "a.csv"), "text/csv; charset=utf-8 a.csv");
    EXPECT_EQ(told("text/x-c", "notes.txt"), "text/plain; charset=utf-8 notes.txt");
    EXPECT_EQ(told("text/html", "page.txt"), "text/plain; charset=utf-8 page.txt");
    EXPECT_EQ(told("text/plain", "server.log.1"), "text/plain; charset=utf-8 server.log.1");
    EXPECT_EQ(told("text/plain", "README"), "text/plain; charset=utf-8 README");
    EXPECT_EQ(told("application/json", "a.json"), "application/json a.json");
    for (const auto* name : {"a.html", "a.HTM", "a.js", "a.bat", "a.ps1", "a.svg", "a.png"}) EXPECT_EQ(told("text/plain", name), "refused") << name;
}

TEST(Types, GiveAnExtensionToWhatHasNone) { EXPECT_EQ(told("image/jpeg", "image"), "image/jpeg image.jpg"); }

TEST(Types, AreTakenByGroups) {
    EXPECT_EQ(told("image/bmp", "a.bmp", {"image/*"}), "image/bmp a.bmp");
    EXPECT_EQ(told("text/plain", "a.txt", {"image/*"}), "refused");
    EXPECT_EQ(told("application/x-dosexec", "a.exe", {"*/*"}), "application/octet-stream a.exe");
    EXPECT_EQ(told("application/x-dosexec", "a.png", {"*/*"}), "refused") << "a lie is one all the same";
}

}  // namespace
}  // namespace chatd::files
