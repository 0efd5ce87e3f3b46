#include "net/socketio.hpp"

#include <gtest/gtest.h>

using namespace chatd;
using namespace chatd::net;
using socketio::Type;

namespace {
socketio::Packet good(std::string_view text) {
    auto packet = socketio::parse(text);
    EXPECT_TRUE(packet) << text;
    return packet ? std::move(*packet) : socketio::Packet{};
}
}  // namespace

TEST(SocketIo, ConnectMayCarryAuth) {
    EXPECT_EQ(good("0").nsp, "/");
    EXPECT_TRUE(good("0").body.is_null());
    EXPECT_EQ(good(R"(0{"token":"x"})").body["token"], "x");
    EXPECT_EQ(good("0/admin").nsp, "/admin");
    auto packet = good(R"(0/admin,{"a":1})");
    EXPECT_EQ(packet.nsp, "/admin");
    EXPECT_EQ(packet.body["a"], 1);
}

TEST(SocketIo, EventsHaveANameAndMayHaveAnId) {
    auto packet = good(R"(213["chat:join",{"channel_id":1}])");
    EXPECT_EQ(packet.type, Type::event);
    EXPECT_EQ(packet.id, 13U);
    EXPECT_EQ(packet.body[0], "chat:join");
    EXPECT_FALSE(good(R"(2["x"])").id);
    EXPECT_EQ(good(R"(2/n,7["x"])").id, 7U);
    EXPECT_EQ(good(R"(22147483648["x"])").id, 2147483648U);
}

TEST(SocketIo, BinaryEventsSayHowManyAttachmentsFollow) {
    auto packet = good(R"(52-/n,7["x",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
    EXPECT_EQ(packet.attachments, 2U);
    EXPECT_EQ(packet.nsp, "/n");
    EXPECT_EQ(packet.id, 7U);
    EXPECT_EQ(good(R"(510-["x"])").attachments, 10U);
    EXPECT_FALSE(socketio::parse(R"(511-["x"])"));
}

TEST(SocketIo, JunkIsRefused) {
    for (auto text : {"", "7", "abc", "2", "2{}", "2[]", "2[1]", "2[null]", R"(2["connect"])", R"(2["disconnect"])", R"(2abc["x"])", R"(2-1["x"])", R"(207["x"])",
                      R"(22147483649["x"])", R"(299999999999999999999["x"])", "1{}", "11", "0[]", "0\"x\"", R"(4{"message":"x"})", "3[]", "31{}", "31", "5[\"x\"]",
                      "51[\"x\"]", R"(2["x","\ud83)", R"(2["x","\\ud83d)", "5-[\"x\"]", "2[\"x\"]]", "2[\"x\"", "2/n[\"x\"]"})
        EXPECT_FALSE(socketio::parse(text)) << text;
    EXPECT_FALSE(socketio::parse("0/" + std::string(128, 'n')));
}

TEST(SocketIo, JsonBeyondTheLimitsIsAnErrorToAnswerNotJunk) {
    auto packet = good("27[\"x\"," + std::string(16, '[') + std::string(16, ']') + "]");
    ASSERT_TRUE(packet.refused);
    EXPECT_EQ(packet.refused->code, Code::too_deep);
    EXPECT_EQ(packet.id, 7U);
    EXPECT_EQ(good(R"(2["x","a\u0000"])").refused->code, Code::bad_json);
    for (auto text : {R"(27["x","\ud83d"])", R"(27["x","a\uDe00 b"])", R"(27["x",{"a\\":"\udbff\ud800"}])"}) EXPECT_EQ(good(text).refused->code, Code::bad_json) << text;
}

TEST(SocketIo, AttachmentsTakeThePlacesOfTheirPlaceholders) {
    auto body = Json::parse(R"(["x",{"a":[{"_placeholder":true,"num":1}],"b":{"_placeholder":true,"num":0}}])");
    ASSERT_TRUE(socketio::fill_with_base64(body, {"f", "fo"}));
    EXPECT_EQ(body, Json::parse(R"(["x",{"a":["Zm8="],"b":"Zg=="}])"));
}

TEST(SocketIo, PlaceholdersAndAttachmentsMustMatch) {
    for (auto text : {R"([])", R"([{"_placeholder":true,"num":1}])", R"([{"_placeholder":true,"num":-1}])", R"([{"_placeholder":true,"num":"0"}])", R"([{"_placeholder":true}])",
                      R"([{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}])", R"([{"_placeholder":true,"num":99}])"}) {
        auto body = Json::parse(text);
        EXPECT_FALSE(socketio::fill_with_base64(body, {"f"})) << text;
    }
}

TEST(SocketIo, HeadsAreWrittenAsTheyAreRead) {
    auto head = [](Type type, std::string_view nsp, std::optional<std::uint32_t> id, std::size_t attachments = 0) {
        std::string out;
        socketio::append_head(out, type, nsp, id, attachments);
        return out;
    };
    EXPECT_EQ(head(Type::event, "/", {}), "2");
    EXPECT_EQ(head(Type::ack, "/", 7), "37");
    EXPECT_EQ(head(Type::binary_ack, "/n", 7, 2), "62-/n,7");
}
