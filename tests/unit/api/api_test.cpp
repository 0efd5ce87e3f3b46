#include "api/api.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

namespace chatd::api {
namespace {

using namespace std::chrono_literals;

struct Greet {
    ChannelId channel_id;
    std::string name;
    std::vector<std::string> tags;
    int times = 1;
    bool loud = false;
    static constexpr auto fields =
        describe(field(&Greet::channel_id, "channel_id", "Where."), field(&Greet::name, "name", "Whom.", length(1, 20)),
                 field(&Greet::tags, "tags", "Words.").defaults(), field(&Greet::times, "times", "How often.", range(1, 3)).defaults(),
                 field(&Greet::loud, "loud", "How.").defaults());
};
struct Greeting {
    std::string text;
    static constexpr auto fields = describe(field(&Greeting::text, "text", "The words."));
};

struct Greeter {
    int calls = 0;
    Task<Greeting> greet(Call&, Greet request) {
        ++calls;
        if (request.name == "bug") throw std::runtime_error("secret of the inside");
        if (request.name == "nobody") throw not_found("person", 7);
        Greeting out;
        for (int i = 0; i < request.times; ++i) out.text += (i ? " hello " : "hello ") + request.name;
        co_return out;
    }
};

struct ApiTest : testing::Test {
    Greeter greeter;
    std::string reported;
    Api api{Api::Options{true, [](const Observation&) {}, [this](const Operation&, const Call&, std::string_view what) { reported = what; }}};

    Operation& greet() {
        return api.operation("room:greet", greeter, &Greeter::greet)
            .says("Greet somebody.")
            .allow(needs(Permission::chat_accept))
            .repeatable("it is polite")
            .event()
            .rest(post, "/api/rooms/{channel_id}/greet", 201);
    }
    static Caller caller(bool may) {
        Caller out;
        out.user = {7};
        if (may) out.permissions.add(Permission::chat_accept);
        return out;
    }
    Reply call(const char* json, std::optional<Caller> who = caller(true)) {
        Call call;
        call.remote = "127.0.0.1";
        if (who) call.sign_in(*who);
        Reply out;
        boost::asio::io_context chat_thread;
        const auto body = Json::parse(json);
        boost::asio::co_spawn(chat_thread, api.call(call, *api.event("room:greet").operation, body),
                              [&](std::exception_ptr failure, Reply reply) {
                                  ASSERT_FALSE(failure);
                                  out = std::move(reply);
                              });
        chat_thread.run();
        return out;
    }
};

TEST_F(ApiTest, AGoodCallIsAnswered) {
    greet();
    api.ready();
    auto reply = call(R"({"channel_id":1,"name":"Dana","times":2})");
    EXPECT_FALSE(reply.error);
    EXPECT_EQ(reply.data, R"({"text":"hello Dana hello Dana"})");
}

TEST_F(ApiTest, RightsAreCheckedBeforeAnythingIsRead) {
    greet();
    api.ready();
    EXPECT_EQ(call("{}", std::nullopt).error->code, Code::unauthenticated);
    EXPECT_EQ(call("{}", caller(false)).error->code, Code::forbidden);
    EXPECT_EQ(call("{}").error->code, Code::invalid);
    EXPECT_EQ(greeter.calls, 0);
}

TEST_F(ApiTest, ErrorsKeepTheirNameAndBugsTellNothing) {
    greet();
    api.ready();
    EXPECT_EQ(call(R"({"channel_id":1,"name":"nobody"})").error->code, Code::not_found);
    auto bug = call(R"({"channel_id":1,"name":"bug"})");
    EXPECT_EQ(bug.error->code, Code::internal);
    EXPECT_EQ(bug.error->message.find("secret"), std::string::npos);
    EXPECT_EQ(reported, "secret of the inside");
}

TEST_F(ApiTest, LimitsCountForEachUser) {
    greet().limit(per_identity(Rate{1, 3600s, 2}));
    api.ready();
    auto other = caller(true);
    other.user = {8};
    const auto body = R"({"channel_id":1,"name":"Dana"})";
    EXPECT_FALSE(call(body).error);
    EXPECT_FALSE(call(body).error);
    auto third = call(body);
    ASSERT_TRUE(third.error);
    EXPECT_EQ(third.error->code, Code::rate_limited);
    EXPECT_GT(third.error->retry_after_ms.value_or(0), 0);
    EXPECT_FALSE(call(body, other).error);
}

TEST_F(ApiTest, AnOperationWithoutWordsRightsOrDoorsDoesNotStart) {
    api.operation("a", greeter, &Greeter::greet).allow(anyone).event();
    EXPECT_THROW(api.ready(), std::logic_error);
    Api second{Api::Options()}, third{Api::Options()}, fourth{Api::Options()};
    second.operation("a", greeter, &Greeter::greet).says("A.").event();
    EXPECT_THROW(second.ready(), std::logic_error);
    third.operation("a", greeter, &Greeter::greet).says("A.").allow(anyone);
    EXPECT_THROW(third.ready(), std::logic_error);
    fourth.operation("a", greeter, &Greeter::greet).says("A.").allow(anyone).rest(get, "/a/{nothing}");
    EXPECT_THROW(fourth.ready(), std::logic_error);
}

TEST_F(ApiTest, AnOperationThatChangesSomethingSaysWhatARepetitionDoes) {
    const auto refused = [this](auto finish) {
        Api other{Api::Options()};
        finish(other.operation("a", greeter, &Greeter::greet).says("A."));
        try {
            other.ready();
            return std::string();
        } catch (const std::logic_error& error) {
            return std::string(error.what());
        }
    };
    for (auto method : {post, put, patch, del})
        EXPECT_EQ(refused([&](Operation& a) { a.allow(signed_in).rest(method, "/a"); }), "a says neither once() nor why it is repeatable()");
    EXPECT_EQ(refused([](Operation& a) { a.allow(signed_in).event(); }), "a says neither once() nor why it is repeatable()");
    EXPECT_EQ(refused([](Operation& a) { a.allow(signed_in).repeatable("").event(); }), "a is repeatable for no reason");
    EXPECT_EQ(refused([](Operation& a) { a.allow(signed_in).once().rest(get, "/a"); }), "a is a GET, which can always be repeated");
    EXPECT_EQ(refused([](Operation& a) { a.allow(anyone).once().rest(post, "/a"); }), "a is for anyone, so it has no keys");
    EXPECT_EQ(refused([](Operation& a) { a.allow(signed_in).own_key().rest(post, "/a"); }), "a keeps its own key, but its request has no client_id");
    EXPECT_EQ(refused([](Operation& a) { a.allow(signed_in).rest(get, "/a").event(); }), "");
    EXPECT_EQ(refused([](Operation& a) { a.allow(signed_in).once().rest(post, "/a").event(); }), "");
}

TEST_F(ApiTest, ADoorBelongsToOneOperation) {
    greet();
    api.operation("other", greeter, &Greeter::greet).says("Other.").allow(anyone).repeatable("it is polite").rest(post, "/api/rooms/{channel_id}/greet");
    EXPECT_THROW(api.ready(), std::logic_error);
}

TEST_F(ApiTest, RoutesFindTheirOperationAndItsParameters) {
    auto& operation = greet();
    api.ready();
    auto match = api.routes().find("POST", "/api/rooms/42/greet");
    ASSERT_EQ(match.operation, &operation);
    EXPECT_EQ(match.status, 201);
    EXPECT_EQ(match.path, (Routes::Pairs{{"channel_id", "42"}}));
    EXPECT_EQ(api.routes().find("GET", "/api/rooms/42/greet").operation, nullptr);
    EXPECT_EQ(api.routes().find("GET", "/api/rooms/42/greet").allowed, std::vector<std::string>{"POST"});
    for (auto path : {"/api/rooms/42", "/api/rooms//greet", "/api/rooms/42/greet/", "/", "", "api/rooms/42/greet"})
        EXPECT_TRUE(api.routes().find("POST", path).allowed.empty()) << path;
}

TEST_F(ApiTest, PathQueryAndBodyAreOneRequest) {
    const auto& operation = greet();
    auto merged = merged_request(operation, {{"channel_id", "42"}}, {{"times", "2"}, {"loud", "true"}, {"tags", "a,b"}},
                                 Json::parse(R"({"name":"Dana"})"));
    EXPECT_EQ(merged, Json::parse(R"({"channel_id":42,"times":2,"loud":true,"tags":["a","b"],"name":"Dana"})"));
    EXPECT_EQ(merged_request(operation, {{"channel_id", "42"}}, {}, Json()), Json::parse(R"({"channel_id":42})"));
    EXPECT_EQ(merged_request(operation, {{"channel_id", "x"}}, {}, Json()), Json::parse(R"({"channel_id":"x"})"));
    EXPECT_THROW(merged_request(operation, {{"channel_id", "42"}}, {}, Json::parse(R"({"channel_id":43})")), Error);
    EXPECT_NO_THROW(merged_request(operation, {{"channel_id", "42"}}, {}, Json::parse(R"({"channel_id":"42"})")));
    EXPECT_THROW(merged_request(operation, {}, {{"name", "a"}, {"name", "b"}}, Json()), Error);
    EXPECT_THROW(merged_request(operation, {}, {}, Json::parse("[]")), Error);
}

}  // namespace
}  // namespace chatd::api
