#include "chatd/log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace chatd;
using log::Format;
using log::Level;

namespace {
std::string json_line(std::string_view message, log::Items items) { return log::line(Format::json, Level::info, 0, message, items); }
}  // namespace

TEST(Log, ALineIsOneJsonObjectWithTimeLevelMessageAndFields) {
    EXPECT_EQ(log::line(Format::json, Level::warning, 1'800'000'000'123'456, "a connection was cut",
                        {{"user_id", UserId{7}}, {"bytes", 12u}, {"dur_s", 0.25}, {"resumable", true}, {"request_id", "r-1"}}),
              R"({"ts":"2027-01-15T08:00:00.123456Z","level":"warning","msg":"a connection was cut","user_id":7,"bytes":12,)"
              R"("dur_s":0.25,"resumable":true,"request_id":"r-1"})");
}

TEST(Log, ControlCharactersAndTricksOfTerminalsAreEscaped) {
    const auto text = json_line("x", {{"name", "a\r\n{\"level\":\"forged\"}\x1b[2J\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa6 \xc3\xa9\xe2\x82\xac"}});
    for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    EXPECT_NE(text.find(R"(\u001b[2J\u007f\u009b\u202e\u2066 )"), std::string::npos) << text;
    EXPECT_NE(text.find("\xc3\xa9\xe2\x82\xac"), std::string::npos) << "what is not a trick stays";
    EXPECT_EQ(nlohmann::json::parse(text).at("level"), "info");
}

TEST(Log, WhatIsNotUtf8StaysValidJson) {
    EXPECT_TRUE(nlohmann::json::accept(json_line("\xff\xfe", {{"name", "\xc3"}, {"other", "\xe2\x80"}, {"third", "\xc2"}})));
}

TEST(Log, LongValuesAreCutBetweenCharacters) {
    std::string name;
    while (name.size() < log::value_bytes_max + 10) name += "\xe2\x82\xac";
    const auto shown = nlohmann::json::parse(json_line("x", {{"name", name}})).at("name").get<std::string>();
    EXPECT_LE(shown.size(), log::value_bytes_max);
    EXPECT_GT(shown.size(), log::value_bytes_max - 3);
    EXPECT_TRUE(name.starts_with(shown));
}

TEST(Log, TextIsForPeople) {
    EXPECT_EQ(log::line(Format::text, Level::info, 5, "ready", {{"port", 8080}, {"at", "a b"}}), "00:00:00.000005Z info    ready  port=8080  at=\"a b\"");
}

TEST(Log, OnlyLevelsFromTheChosenOneAreEnabled) {
    log::set_level(Level::warning);
    EXPECT_FALSE(log::enabled(Level::info));
    EXPECT_TRUE(log::enabled(Level::error));
    log::set_level(Level::off);
    EXPECT_FALSE(log::enabled(Level::error));
    log::set_level(Level::info);
}

TEST(Log, WhatIsQueuedIsWrittenBeforeStopReturns) {
    testing::internal::CaptureStderr();
    log::start(Level::info, Format::json);
    for (int i = 0; i < 100; ++i) log::info("line", {{"n", i}});
    log::debug("not this one");
    log::stop();
    const auto text = testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 100);
    EXPECT_NE(text.find(R"("n":99})"), std::string::npos);
    EXPECT_EQ(log::dropped(), 0u);
}
