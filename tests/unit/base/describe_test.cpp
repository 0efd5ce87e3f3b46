#include "chatd/describe.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chatd/schema.hpp"

namespace chatd::kitchen {

enum class Size { small, large };
constexpr auto names_of(Size) { return std::array<std::string_view, 2>{"small", "large"}; }

struct Topping {
    std::string name;
    int grams = 10;
    static constexpr auto fields = describe(field(&Topping::name, "name", "What it is.", length(1, 10)),
                                            field(&Topping::grams, "grams", "How much.", range(1, 500)).defaults());
};
struct Order {
    ChannelId channel_id;
    Size size = Size::small;
    std::vector<Topping> toppings;
    std::optional<std::string> note;
    std::optional<Topping> extra;
    std::map<std::string, int> prices;
    JsonObject metadata;
    std::optional<Uuid> key;
    std::optional<Time> due;
    double tip = 0.5;
    bool hot = true;
    static constexpr auto fields = describe(
        field(&Order::channel_id, "channel_id", "Where.").also("session_id", "chatId"), field(&Order::size, "size", "How large."),
        field(&Order::toppings, "toppings", "What on it.", items(0, 2)).defaults(), field(&Order::note, "note", "A word."),
        field(&Order::extra, "extra", "One more."), field(&Order::prices, "prices", "Cents.").defaults(),
        field(&Order::metadata, "metadata", "Anything.", length(0, 20)).defaults(), field(&Order::key, "key", "Once."),
        field(&Order::due, "due", "When."), field(&Order::tip, "tip", "Share.", range(0, 1)).defaults(),
        field(&Order::hot, "hot", "Hot.").defaults());
};
struct Empty {
    static constexpr auto fields = describe();
};

Error failure(const char* json) {
    try {
        read<Order>(Json::parse(json));
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "accepted: " << json;
    return Error(Code::internal, "");
}
std::string fields_of(const Error& error) {
    std::string out;
    for (const auto& [name, message] : error.errors) out += name + ": " + message + "\n";
    return out;
}

TEST(Describe, NamesSayNothingOfTheFileThatAStructIsIn) {
    EXPECT_EQ(detail::struct_name("x [T = chatd::directory::(anonymous namespace)::Organization]"), "DirectoryOrganization");
    EXPECT_EQ(detail::struct_name("x [with T = chatd::directory::{anonymous}::Organization; y]"), "DirectoryOrganization");
    EXPECT_EQ(detail::struct_name("x [T = chatd::livechat::Start]"), "LivechatStart");
}

TEST(Describe, AbsentFieldsKeepTheirInitializers) {
    auto order = read<Order>(Json::parse(R"({"channel_id":7,"size":"large","toppings":[{"name":"ham"}]})"));
    EXPECT_EQ(order.channel_id.value, 7);
    EXPECT_EQ(order.size, Size::large);
    ASSERT_EQ(order.toppings.size(), 1u);
    EXPECT_EQ(order.toppings[0].grams, 10);
    EXPECT_EQ(order.tip, 0.5);
    EXPECT_TRUE(order.hot);
    EXPECT_FALSE(order.note);
}

TEST(Describe, WhatIsWrittenReadsBackTheSame) {
    auto text = R"({"channel_id":7,"size":"large","toppings":[{"name":"ham","grams":3}],"note":"no \"onions\"\n","extra":null,)"
                R"("prices":{"ham":120},"metadata":{"page":"/x"},"key":"7b0e2d3c-0001-4abc-8def-0123456789ab",)"
                R"("due":"2026-11-21T06:48:13.123Z","tip":0.25,"hot":false})";
    EXPECT_EQ(to_json(read<Order>(Json::parse(text))), text);
    EXPECT_EQ(to_json(Empty{}), "{}");
}

TEST(Describe, EveryErrorIsToldWithItsPath) {
    auto error = failure(R"({"size":"huge","toppings":[{"name":""},{"grams":0,"name":"x"}],"tip":2,"hot":"yes","colour":1,
                            "prices":{"ham":"a"},"key":"k","due":"now","extra":{"name":5}})");
    EXPECT_EQ(error.code, Code::invalid);
    EXPECT_EQ(fields_of(error),
              "channel_id: is required\nsize: is not one of small, large\ntoppings[0].name: is empty\n"
              "toppings[1].grams: is below 1\nextra.name: is not a string\nprices.ham: is not an integer\nkey: is not a UUID\n"
              "due: is not a time like 2026-01-31T12:00:00.000Z\ntip: is above 1\nhot: is neither true nor false\n"
              "colour: is not known here\n");
}

TEST(Describe, OnlyUnknownFieldsAreTheirOwnCode) {
    auto error = failure(R"({"channel_id":1,"size":"small","colour":1,"shape":2})");
    EXPECT_EQ(error.code, Code::unknown_field);
    EXPECT_EQ(error.errors.size(), 2u);
}

TEST(Describe, AliasesMeanTheSameAndMustAgree) {
    EXPECT_EQ(read<Order>(Json::parse(R"({"chatId":"42","size":"small"})")).channel_id.value, 42);
    EXPECT_EQ(read<Order>(Json::parse(R"({"chatId":42,"session_id":42,"size":"small"})")).channel_id.value, 42);
    EXPECT_EQ(read<Order>(Json::parse(R"({"chatId":"42","session_id":42,"size":"small"})")).channel_id.value, 42);
    EXPECT_EQ(fields_of(failure(R"({"chatId":42,"session_id":43,"size":"small"})")),
              "chatId: differs from session_id, which means the same\n");
}

TEST(Describe, IdsAreIntegersOrDecimalStringsFromOneOn) {
    for (auto bad : {R"(0)", R"(-1)", R"("0")", R"("-1")", R"("1x")", R"("")", R"("007")", R"(1.5)", R"(true)", R"(9223372036854775808)",
                     R"("9223372036854775808")", R"([1])"})
        EXPECT_EQ(failure((std::string(R"({"size":"small","channel_id":)") + bad + "}").c_str()).errors.at(0).field, "channel_id") << bad;
    EXPECT_EQ(read<Order>(Json::parse(R"({"size":"small","channel_id":9223372036854775807})")).channel_id.value,
              9223372036854775807);
}

TEST(Describe, NumbersOutsideTheirTypeAreRefused) {
    EXPECT_EQ(fields_of(failure(R"({"channel_id":1,"size":"small","prices":{"a":2147483648}})")), "prices.a: is out of range\n");
    EXPECT_EQ(fields_of(failure(R"({"channel_id":1,"size":"small","prices":{"a":1.0}})")), "prices.a: is not an integer\n");
}

TEST(Describe, BoundsCountBytesAndItems) {
    EXPECT_EQ(fields_of(failure(R"({"channel_id":1,"size":"small","toppings":[{"name":"a"},{"name":"b"},{"name":"c"}]})")),
              "toppings: has more than 2 items\n");
    EXPECT_EQ(fields_of(failure(R"({"channel_id":1,"size":"small","metadata":{"a":"0123456789012345"}})")),
              "metadata: is larger than 20 bytes\n");
    EXPECT_EQ(fields_of(failure(R"({"channel_id":1,"size":"small","toppings":[{"name":"éééééé"}]})")),
              "toppings[0].name: is longer than 10 bytes\n");
}

TEST(Describe, AnythingButAnObjectIsRefused) {
    for (auto bad : {"[]", "1", "\"x\"", "null"}) EXPECT_EQ(fields_of(failure(bad)), ": is not an object\n") << bad;
}

TEST(Describe, SchemasCarryTypesBoundsDefaultsAndReferences) {
    SchemaBook book("#/s/");
    EXPECT_EQ(book.ref(struct_of<Order>())["$ref"], "#/s/KitchenOrder");
    const auto& order = book.schemas()["KitchenOrder"];
    EXPECT_EQ(order["required"], Json::parse(R"(["channel_id","size"])"));
    EXPECT_EQ(order["additionalProperties"], false);
    EXPECT_EQ(order["properties"]["toppings"],
              Json::parse(R"({"type":"array","items":{"$ref":"#/s/KitchenTopping"},"minItems":0,"maxItems":2,"description":"What on it.","default":[]})"));
    EXPECT_EQ(order["properties"]["note"], Json::parse(R"({"type":["string","null"],"description":"A word."})"));
    EXPECT_EQ(order["properties"]["extra"]["anyOf"][1]["type"], "null");
    EXPECT_EQ(order["properties"]["size"]["enum"], Json::parse(R"(["small","large"])"));
    EXPECT_EQ(book.schemas()["KitchenTopping"]["properties"]["grams"],
              Json::parse(R"({"type":"integer","minimum":1,"maximum":500,"default":10,"description":"How much."})"));
}

TEST(Time, ReadsAndWritesRfc3339) {
    EXPECT_EQ(Time::parse("1970-01-01T00:00:01Z")->us, 1'000'000);
    EXPECT_EQ(Time::parse("2026-11-21T06:48:13.123456+02:30")->text(), "2026-11-21T04:18:13.123Z");
    EXPECT_EQ(Time::parse("2026-11-21 06:48:13.1+00")->text(), "2026-11-21T06:48:13.100Z");
    for (auto bad : {"", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx"})
        EXPECT_FALSE(Time::parse(bad)) << bad;
}

TEST(Uuid, RoundTripsAndRandomOnesAreVersionFour) {
    auto uuid = Uuid::random();
    EXPECT_EQ(Uuid::parse(uuid.text()), uuid);
    EXPECT_EQ(uuid.text()[14], '4');
    EXPECT_FALSE(Uuid::parse("7b0e2d3c00014abc8def0123456789ab"));
    EXPECT_FALSE(Uuid::parse("7b0e2d3c-0001-4abc-8def-0123456789aG"));
}

}  // namespace chatd::kitchen
