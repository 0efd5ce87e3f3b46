#include "net/engineio.hpp"

#include <gtest/gtest.h>

#include "net/base64.hpp"

using namespace chatd::net;
using engineio::Type;

TEST(EngineIo, PacketsHaveATypeAndABody) {
    auto packet = engineio::parse("4hello");
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->type, Type::message);
    EXPECT_EQ(packet->body, "hello");
    EXPECT_EQ(engineio::parse("2probe")->body, "probe");
    for (auto text : {"", "7", "a", "bAQID", " 4"}) EXPECT_FALSE(engineio::parse(text)) << text;
}

TEST(EngineIo, APayloadIsPacketsWithSeparators) {
    auto packets = engineio::parse_payload("4a\x1e" "2\x1e" "bAQIDBA==", 10);
    ASSERT_TRUE(packets);
    ASSERT_EQ(packets->size(), 3U);
    EXPECT_EQ((*packets)[0].body, "a");
    EXPECT_EQ((*packets)[1].type, Type::ping);
    EXPECT_TRUE((*packets)[2].binary);
    EXPECT_EQ((*packets)[2].body, "\x01\x02\x03\x04");
}

TEST(EngineIo, AMalformedPayloadIsRefusedWhole) {
    for (auto body : {"", "abc", "4a\x1e", "\x1e" "4a", "4a\x1e\x1e" "4b", "bAQ", "b====", "4a\x1e" "bA*=="}) EXPECT_FALSE(engineio::parse_payload(body, 10)) << body;
    EXPECT_TRUE(engineio::parse_payload("4\x1e" "4", 2));
    EXPECT_FALSE(engineio::parse_payload("4\x1e" "4\x1e" "4", 2));
}

TEST(EngineIo, AnAnswerIsWrittenAsItIsRead) {
    std::string payload;
    engineio::append_packet(payload, "4a");
    engineio::append_packet(payload, engineio::binary_packet("\x01\x02"));
    EXPECT_EQ(payload, "4a\x1e" "bAQI=");
}

TEST(EngineIo, TheOpenPacketNamesTheTimes) {
    EXPECT_EQ(engineio::open_packet({"abc", true, std::chrono::seconds(25), std::chrono::seconds(20), 1000}),
              R"(0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000})");
}

TEST(Base64, IsItsOwnInverseAndNothingElse) {
    for (std::string bytes : {"", "f", "fo", "foo", "foob", "fooba", "foobar", "\xFF\xFE\xFD"}) EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
    for (auto text : {"Zg", "Zg=", "Zh==", "Z===", "====", "Zg==Zg==", "Zm9=YmE=", "Zm9v\n"}) EXPECT_FALSE(from_base64(text)) << text;
}
