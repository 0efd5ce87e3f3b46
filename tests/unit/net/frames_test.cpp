#include "net/frames.hpp"

#include <gtest/gtest.h>

#include <vector>

using namespace chatd::net;
using Kind = FrameParser::Kind;

namespace {

/// A client's frame: masked, with any first byte.
std::string frame(unsigned first, std::string_view payload, unsigned mask = 0x37fa213d) {
    std::string out(1, static_cast<char>(first));
    std::string plain;
    auto header = append_frame_header(plain, Opcode::text, payload.size());
    plain[1] = static_cast<char>(plain[1] | static_cast<char>(0x80));
    out += plain.substr(1, header - 1);
    std::uint8_t key[4] = {static_cast<std::uint8_t>(mask >> 24), static_cast<std::uint8_t>(mask >> 16 & 255),
                           static_cast<std::uint8_t>(mask >> 8 & 255), static_cast<std::uint8_t>(mask & 255)};
    out.append(reinterpret_cast<const char*>(key), 4);
    std::string body(payload);
    unmask(body, key);
    return out + body;
}
std::string text(std::string_view payload) { return frame(0x81, payload); }
std::string bytes(std::initializer_list<int> list) {
    std::string out;
    for (int b : list) out += static_cast<char>(b);
    return out;
}

struct Seen {
    Kind kind;
    std::string payload;
    int code = 0;
    bool operator==(const Seen&) const = default;
};
void PrintTo(const Seen& seen, std::ostream* out) { *out << static_cast<int>(seen.kind) << '/' << seen.code << ' ' << seen.payload; }

/// Everything that the parser makes of `wire`, given in pieces of `step` bytes.
std::vector<Seen> parsed(std::string wire, std::size_t step, FrameLimits limits = {}) {
    FrameParser parser(limits);
    std::vector<Seen> seen;
    for (std::size_t at = 0; at < wire.size(); at += step) {
        std::span<char> input(wire.data() + at, std::min(step, wire.size() - at));
        for (;;) {
            auto item = parser.next(input);
            if (item.kind == Kind::more) break;
            seen.push_back({item.kind, std::string(item.payload), item.code});
        }
    }
    return seen;
}
/// The same result for every way to cut the bytes.
std::vector<Seen> parsed(const std::string& wire, FrameLimits limits = {}) {
    auto whole = parsed(wire, wire.size(), limits);
    for (std::size_t step : {1U, 2U, 3U, 7U, 64U}) EXPECT_EQ(parsed(wire, step, limits), whole) << "in pieces of " << step;
    return whole;
}
int failure(const std::string& wire, FrameLimits limits = {}) {
    auto seen = parsed(wire, limits);
    if (seen.empty() || seen.back().kind != Kind::failed) return 0;
    return seen.back().code;
}

}  // namespace

TEST(Frames, MessagesOfEveryLengthComeWhole) {
    for (std::size_t size : {0U, 1U, 7U, 8U, 125U, 126U, 127U, 65535U, 65536U}) {
        std::string payload(size, 'x');
        auto wire = text(payload);
        EXPECT_EQ(parsed(wire, wire.size()), (std::vector<Seen>{{Kind::text, payload}})) << size;
        EXPECT_EQ(parsed(wire, 1000), (std::vector<Seen>{{Kind::text, payload}})) << size;
    }
    EXPECT_EQ(parsed(text("a") + text("") + frame(0x82, "\xFF\x01")), (std::vector<Seen>{{Kind::text, "a"}, {Kind::text, ""}, {Kind::binary, "\xFF\x01"}}));
}

TEST(Frames, FragmentsAreJoinedAndControlFramesMayComeBetween) {
    auto wire = frame(0x01, "Hel") + frame(0x89, "are you there") + frame(0x00, "") + frame(0x8A, "yes") + frame(0x80, "lo") + text("next");
    EXPECT_EQ(parsed(wire), (std::vector<Seen>{{Kind::ping, "are you there"}, {Kind::pong, "yes"}, {Kind::text, "Hello"}, {Kind::text, "next"}}));
}

TEST(Frames, ACharacterMayBeSplitBetweenFragments) {
    EXPECT_EQ(parsed(frame(0x01, "\xE2\x82") + frame(0x80, "\xAC")), (std::vector<Seen>{{Kind::text, "€"}}));
    EXPECT_EQ(failure(frame(0x01, "\xE2\x82") + frame(0x80, "x")), 1007);
    EXPECT_EQ(failure(text("\xED\xA0\x80")), 1007);
}

TEST(Frames, WhatTheStandardForbidsEndsTheConnection) {
    EXPECT_EQ(failure(bytes({0x81, 0x01, 'x'})), 1002) << "not masked";
    EXPECT_EQ(failure(frame(0xC1, "x")), 1002) << "RSV1";
    EXPECT_EQ(failure(frame(0xA1, "x")), 1002) << "RSV2";
    EXPECT_EQ(failure(frame(0x91, "x")), 1002) << "RSV3";
    for (unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) EXPECT_EQ(failure(frame(0x80 | opcode, "")), 1002) << opcode;
    EXPECT_EQ(failure(frame(0x80, "x")), 1002) << "continuation of nothing";
    EXPECT_EQ(failure(frame(0x01, "x") + text("y")), 1002) << "message inside a message";
    EXPECT_EQ(failure(frame(0x09, "x")), 1002) << "fragmented ping";
    EXPECT_EQ(failure(frame(0x89, std::string(126, 'x'))), 1002) << "long ping";
    EXPECT_EQ(failure(bytes({0x81, 0xFE, 0, 125, 1, 2, 3, 4})), 1002) << "125 in two bytes";
    EXPECT_EQ(failure(bytes({0x81, 0xFF, 0, 0, 0, 0, 0, 0, 255, 255})), 0) << "waits for its mask";
    EXPECT_EQ(failure(bytes({0x81, 0xFF, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4})), 1002) << "65535 in eight bytes";
    EXPECT_EQ(failure(bytes({0x81, 0xFF, 128, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4})), 1002) << "sign bit";
}

TEST(Frames, SizeIsLimitedOverAllFragments) {
    FrameLimits limits{.message_bytes = 10, .fragments = 3};
    EXPECT_EQ(failure(text("0123456789"), limits), 0);
    EXPECT_EQ(failure(text("0123456789a"), limits), 1009);
    EXPECT_EQ(failure(frame(0x01, "01234") + frame(0x80, "56789"), limits), 0);
    EXPECT_EQ(failure(frame(0x01, "01234") + frame(0x80, "56789a"), limits), 1009);
    EXPECT_EQ(failure(bytes({0x82, 0xFF, 127, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4}), limits), 1009);
}

TEST(Frames, FragmentsAreCounted) {
    FrameLimits limits{.message_bytes = 10, .fragments = 3};
    EXPECT_EQ(failure(frame(0x01, "") + frame(0x00, "") + frame(0x80, ""), limits), 0);
    EXPECT_EQ(failure(frame(0x01, "") + frame(0x00, "") + frame(0x00, "") + frame(0x80, ""), limits), 1008);
}

TEST(Frames, CloseCarriesCodeAndReason) {
    EXPECT_EQ(parsed(frame(0x88, "")), (std::vector<Seen>{{Kind::close, "", 1005}}));
    EXPECT_EQ(parsed(frame(0x88, bytes({3, 232}) + "bye")), (std::vector<Seen>{{Kind::close, "bye", 1000}}));
    EXPECT_EQ(parsed(frame(0x88, bytes({0x11, 0x31}))), (std::vector<Seen>{{Kind::close, "", 4401}}));
    EXPECT_EQ(failure(frame(0x88, "x")), 1002);
    EXPECT_EQ(failure(frame(0x88, bytes({3, 237}))), 1002) << 1005;
    EXPECT_EQ(failure(frame(0x88, bytes({0, 1}))), 1002);
    EXPECT_EQ(failure(frame(0x88, bytes({3, 232}) + "\xFF")), 1007);
}

TEST(Frames, NothingIsTakenAfterTheClose) {
    EXPECT_EQ(parsed(frame(0x88, "") + text("late")), (std::vector<Seen>{{Kind::close, "", 1005}}));
    EXPECT_EQ(parsed(frame(0x83, "") + text("late")).size(), 1U);
}

TEST(Frames, WrittenFramesAreFinalAndUnmasked) {
    EXPECT_EQ(make_frame(Opcode::text, "hi")->bytes, bytes({0x81, 2}) + "hi");
    EXPECT_EQ(make_frame(Opcode::text, {"a", "b", ""})->payload(), "ab");
    EXPECT_EQ(make_frame(Opcode::binary, std::string(126, 'x'))->bytes.substr(0, 4), bytes({0x82, 126, 0, 126}));
    EXPECT_EQ(make_frame(Opcode::text, std::string(65536, 'x'))->bytes.substr(0, 10), bytes({0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}));
    EXPECT_EQ(make_close_frame(1013, "slow client")->bytes, bytes({0x88, 13, 3, 245}) + "slow client");
    EXPECT_EQ(make_close_frame(1005, "")->bytes, bytes({0x88, 0}));
}

TEST(Frames, ALongCloseReasonIsCutBetweenCharacters) {
    std::string reason(122, 'x');
    reason += "é and more";
    EXPECT_EQ(make_close_frame(1008, reason)->payload().substr(2), std::string(122, 'x'));
}
