#include "net/target.hpp"

#include <gtest/gtest.h>

#include "net/http_message.hpp"
#include "net/static_files.hpp"

using namespace chatd::net;

TEST(Target, IsDecodedIntoPathAndQuery) {
    auto target = parse_target("/a%20b/%C3%A9?x=1&y=a+b%2B&z&&=e");
    EXPECT_EQ(target.path, "/a b/é");
    EXPECT_EQ(target.query, (std::vector<std::pair<std::string, std::string>>{{"x", "1"}, {"y", "a b+"}, {"z", ""}, {"", "e"}}));
    EXPECT_EQ(query_value(target.query, "y"), "a b+");
    EXPECT_EQ(query_value(target.query, "no"), "");
}

TEST(Target, WhatIsNoTextIsRefused) {
    const auto named = [](std::string_view text) {
        try {
            parse_target(text);
            return std::string("nothing");
        } catch (const chatd::Error& error) {
            EXPECT_EQ(error.code, chatd::Code::invalid);
            return error.errors.at(0).field;
        }
    };
    for (auto text : {"", "a", "*", "http://x/", "/%", "/%1", "/%zz", "/%00", "/%ff"}) EXPECT_EQ(named(text), "path") << text;
    for (auto text : {"/?a=%00", "/?b=1&a=%ff", "/?a=%2"}) EXPECT_EQ(named(text), "a") << text;
    EXPECT_EQ(named("/?%f"), "query");
}

TEST(Origin, IsOurOwnIfItIsExactlyTheHost) {
    EXPECT_TRUE(own_origin("https://chat.test", "chat.test"));
    EXPECT_TRUE(own_origin("http://chat.test:8080", "chat.test:8080"));
    for (auto origin : {"", "null", "chat.test", "https://chat.test.evil", "https://chat.test:8080", "ftp://chat.test", "https://"}) EXPECT_FALSE(own_origin(origin, "chat.test")) << origin;
    EXPECT_FALSE(own_origin("https://", ""));
}

TEST(TrustedProxies, AreBelievedUpToTheFirstStranger) {
    TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8", "fd00::/8"});
    EXPECT_EQ(proxies.client("127.0.0.1", "1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(proxies.client("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.2.3"), "1.2.3.4");
    EXPECT_EQ(proxies.client("fd00::1", " [2001:db8::1]:443 "), "2001:db8::1");
    EXPECT_EQ(proxies.client("10.9.9.9", "1.2.3.4:5678"), "1.2.3.4");
    EXPECT_EQ(proxies.client("10.9.9.9", "nonsense"), "10.9.9.9");
    EXPECT_EQ(proxies.client("10.9.9.9", ""), "10.9.9.9");
    EXPECT_EQ(proxies.client("10.9.9.9", "["), "10.9.9.9");
    EXPECT_EQ(proxies.client("9.9.9.9", "1.2.3.4"), "9.9.9.9");
    EXPECT_EQ(TrustedProxies({}).client("127.0.0.1", "1.2.3.4"), "127.0.0.1");
}

TEST(TrustedProxies, NonsenseIsNamed) {
    EXPECT_THROW(TrustedProxies({"example.com"}), std::invalid_argument);
    EXPECT_THROW(TrustedProxies({"10.0.0.0/33"}), std::invalid_argument);
}

TEST(SafePath, LeadsNowhereElse) {
    for (auto path : {"/", "/a", "/a/b.js", "/a/", "/assets/x-1.css"}) EXPECT_TRUE(safe_path(path)) << path;
    for (auto path : {"", "a", "/..", "/../a", "/a/../b", "/.a", "/a/.b/c", "//a", "/a//b", "/a\\b", "/."}) EXPECT_FALSE(safe_path(path)) << path;
}

TEST(AcceptEncoding, SaysWhetherGzipIsWelcome) {
    for (auto text : {"gzip", "br, gzip", "gzip;q=0.5", "*", "deflate,gzip ;q=1"}) EXPECT_TRUE(takes_gzip(text)) << text;
    for (auto text : {"", "br", "gzip;q=0", "gzip;q=0.0", "xgzip"}) EXPECT_FALSE(takes_gzip(text)) << text;
}

TEST(Head, LeavesOutWhatWouldBreakALine) {
    Answer answer{200, "text/plain", {{"X-Good", "a"}, {"X-Bad", "a\r\nX-Evil: b"}, {"X Bad", "c"}}, nullptr};
    auto text = head_text(answer, {"now", "id", true, false});
    EXPECT_NE(text.find("\r\nX-Good: a\r\n"), std::string::npos);
    EXPECT_EQ(text.find("Evil"), std::string::npos);
    EXPECT_EQ(text.find("X Bad"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}
