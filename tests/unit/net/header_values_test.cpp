#include "net/header_values.hpp"

#include <gtest/gtest.h>

using namespace chatd::net;

namespace {
std::string filename(std::string_view header) {
    const auto read = parse_disposition(header);
    return !read ? "refused" : read->filename.value_or("none");
}
std::string range(std::string_view header, std::uint64_t bytes = 100) {
    const auto read = wanted_range(header, bytes);
    if (read.kind == ByteRange::Kind::whole) return "whole";
    return read.kind == ByteRange::Kind::part ? std::to_string(read.first) + "-" + std::to_string(read.last) : "unsatisfiable";
}
}  // namespace

TEST(Parameters, AreReadWithQuotesAndEscapes) {
    const auto read = parse_parameters("Text/Plain ; Charset=UTF-8; q=\"a \\\"b\\\" c:\\d\";");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value, "text/plain");
    EXPECT_EQ(*read->find("charset"), "UTF-8");
    EXPECT_EQ(*read->find("q"), "a \"b\" c:\\d");
    EXPECT_EQ(read->find("none"), nullptr);
    for (const auto* bad : {"a; b", "a; =b", "a; b=", "a; b=\"c", "a; b=c d", "a; b=c; B=d", "a; b=c,"}) EXPECT_FALSE(parse_parameters(bad)) << bad;
}

TEST(Filename, IsReadAsBrowsersAndMailersWriteIt) {
    EXPECT_EQ(filename("form-data; name=f; filename=\"C:\\photos\\a.png\""), "C:\\photos\\a.png");
    EXPECT_EQ(filename("form-data; filename=\"näh.txt\""), "näh.txt");
    EXPECT_EQ(filename("attachment; filename=\"EURO.txt\"; filename*=UTF-8''%e2%82%ac.txt"), "€.txt");
    EXPECT_EQ(filename("attachment; filename*=iso-8859-1'en'%A3%20rates"), "£ rates");
    EXPECT_EQ(filename("attachment; filename=a; filename*=latin-7''%A3"), "a") << "an unknown character set";
    EXPECT_EQ(filename("form-data; filename=\"=?UTF-8?B?4oKs?=\""), "=?UTF-8?B?4oKs?=") << "encoded words are no part of HTTP";
    EXPECT_EQ(filename("form-data; name=f"), "none");
    for (const auto* bad : {"form-data; filename=\"a\nb\"", "form-data; filename=\"\xff\"", "a; filename*=UTF-8''%ff", "a; filename*=UTF-8''%00", "a; filename*=utf-8''%0d%0aX:"})
        EXPECT_EQ(filename(bad), "refused") << bad;
}

TEST(SafeFilename, LeadsNowhereAndShowsWhatItIs) {
    EXPECT_EQ(safe_filename("report.pdf"), "report.pdf");
    EXPECT_EQ(safe_filename("../../etc/passwd"), "passwd");
    EXPECT_EQ(safe_filename("C:\\photos\\a b.png"), "a b.png");
    EXPECT_EQ(safe_filename(".bashrc"), "bashrc");
    EXPECT_EQ(safe_filename("a\r\nb\x7f.txt"), "ab.txt");
    EXPECT_EQ(safe_filename("photo\u202Egpj.exe"), "photogpj.exe");
    EXPECT_EQ(safe_filename("\xff\xfe.txt"), "__.txt");
    EXPECT_EQ(safe_filename("a\xe2\xe2\x80\xae\x80\xae"), "a______") << "what is left is no mark again";
    EXPECT_EQ(safe_filename("what?<b>|\"*:.txt"), "what__b_____.txt");
    for (const auto* device : {"con", "NUL.txt", "com1.tar.gz", "lpt9 ", "aux .txt"}) EXPECT_TRUE(safe_filename(device).starts_with('_')) << device;
    EXPECT_EQ(safe_filename("console.txt"), "console.txt");
    for (const auto* nothing : {"", "..", "a/", " . ", "\x01"}) EXPECT_EQ(safe_filename(nothing), "file") << nothing;
    const auto longest = safe_filename(std::string(300, 'a') + "é.tar.gz");
    EXPECT_EQ(longest.size(), 200U);
    EXPECT_TRUE(longest.ends_with(".gz"));
    std::string accents = "a";
    for (int i = 0; i < 150; ++i) accents += "é";
    EXPECT_EQ(safe_filename(accents).size(), 199U) << "cut between characters";
}

TEST(AttachmentDisposition, SaysAnyNameInPlainCharacters) {
    EXPECT_EQ(attachment_disposition("a b.txt"), "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt");
    for (const auto* name : {"€uro x.txt", "100%.txt", "a;b=c.txt", "日本.png"}) EXPECT_EQ(filename(attachment_disposition(name)), name);
    EXPECT_EQ(filename(attachment_disposition("x\"; evil=\"y.txt")), "x_; evil=_y.txt");
}

TEST(Range, IsOneOfBytesInsideTheFile) {
    EXPECT_EQ(range("bytes=0-9"), "0-9");
    EXPECT_EQ(range("Bytes= 90-"), "90-99");
    EXPECT_EQ(range("bytes=-5"), "95-99");
    EXPECT_EQ(range("bytes=-500"), "0-99");
    EXPECT_EQ(range("bytes=50-500"), "50-99");
    EXPECT_EQ(range("bytes=100-"), "unsatisfiable");
    EXPECT_EQ(range("bytes=-0"), "unsatisfiable");
    EXPECT_EQ(range("bytes=0-", 0), "unsatisfiable");
    for (const auto* whole : {"", "bytes", "bytes=", "bytes=-", "bytes=9-1", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=0x1-2", "bytes=99999999999999999999-"})
        EXPECT_EQ(range(whole), "whole") << whole;
}
