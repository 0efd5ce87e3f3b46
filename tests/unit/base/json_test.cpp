#include "chatd/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chatd/error.hpp"

using namespace chatd;

namespace {
Code refused(std::string_view text, JsonLimits limits = {}) {
    try {
        parse_json(text, limits);
    } catch (const Error& error) {
        return error.code;
    }
    ADD_FAILURE() << "taken: " << text;
    return Code::internal;
}
std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }
std::string object_of(int keys) {
    Json object = Json::object();
    for (int i = 0; i < keys; ++i) object["k" + std::to_string(i)] = i;
    return object.dump();
}
}  // namespace

TEST(Json, BuildsTheSameTreeAsTheLibrary) {
    auto text = R"({"a":[1,-2,3.5,true,null,"é😀",{"b":{}}],"c":"","d":[],"e":18446744073709551615})";
    EXPECT_EQ(parse_json(text), Json::parse(text));
    EXPECT_EQ(parse_json("7"), Json(7));
    EXPECT_EQ(parse_json(" \"x\" "), Json("x"));
}

TEST(Json, SyntaxErrorsAreNamedWithTheirByte) {
    for (auto text : {"", "{", "{\"a\":}", "[1,]", "{} x", "nul", "'a'", "\"\x01\"", "[1 2]", "{\"a\" 1}", "01", "+1", "NaN", "// c\n1"})
        EXPECT_EQ(refused(text), Code::bad_json) << text;
    try {
        parse_json("[1,]");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.message, "The JSON is not valid at byte 4.");
    }
}

TEST(Json, AKeyMayNotComeTwice) {
    EXPECT_EQ(refused(R"({"a":1,"a":1})"), Code::bad_json);
    EXPECT_EQ(refused(R"({"a":1,"\u0061":2})"), Code::bad_json);
    EXPECT_EQ(parse_json(R"([{"a":1},{"a":1}])").size(), 2U);
}

TEST(Json, DepthIsLimitedAtTheNumberGiven) {
    EXPECT_NO_THROW(parse_json(nested(16)));
    EXPECT_EQ(refused(nested(17)), Code::too_deep);
    EXPECT_EQ(refused(R"({"a":{"b":1}})", {.depth = 1}), Code::too_deep);
    EXPECT_EQ(refused(std::string(100000, '[')), Code::too_deep);
}

TEST(Json, KeysOfOneObjectAreLimited) {
    EXPECT_NO_THROW(parse_json(object_of(256)));
    EXPECT_EQ(refused(object_of(257)), Code::too_large);
}

TEST(Json, NulAndInvalidUtf8AreRefusedInKeysAndValues) {
    EXPECT_EQ(refused(R"("a\u0000b")"), Code::bad_json);
    EXPECT_EQ(refused(R"({"\u0000":1})"), Code::bad_json);
    EXPECT_EQ(refused(std::string_view("\"a\0b\"", 5)), Code::bad_json);
    for (auto text : {"\"\xFF\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE2\x82\"", R"("\ud800")", R"("\udc00x")"})
        EXPECT_EQ(refused(text), Code::bad_json) << text;
}

TEST(Json, NumbersThatOverflowAreRefused) {
    for (auto text : {"1e400", "-1e400", "18446744073709551616", "-9223372036854775809"})
        EXPECT_EQ(refused(text), Code::bad_json) << text;
    EXPECT_EQ(parse_json("-9223372036854775808").get<std::int64_t>(), INT64_MIN);
}

TEST(Quoted, ReadsBackAsTheSameText) {
    std::string text = "a\"b\\c\n\r\t\x01\x1f / é😀";
    EXPECT_EQ(Json::parse(json_quoted(text)), Json(text));
    EXPECT_EQ(json_quoted(""), "\"\"");
}

TEST(Quoted, BytesThatAreNotUtf8BecomeTheReplacementCharacter) {
    EXPECT_EQ(json_quoted("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
    EXPECT_TRUE(valid_utf8(json_quoted("\xE2\x82")));
}

TEST(Utf8, KnowsWellFormedText) {
    for (auto text : {"", "plain ascii of some length", "é", "€", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "01234567é01234567😀"})
        EXPECT_TRUE(valid_utf8(text)) << text;
    for (auto text : {"\x80", "\xC1\x80", "\xC2", "\xE0\x9F\x80", "\xED\xA0\x80", "\xF0\x8F\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "01234567\xE2\x82"})
        EXPECT_FALSE(valid_utf8(text)) << text;
}
