#include "hub/connection.hpp"

#include <gtest/gtest.h>

using namespace chatd;
using namespace chatd::hub;

TEST(ErrorObject, HasCodeMessageDetailsAndRetryable) {
    EXPECT_EQ(error_object(not_found("chat", 7)),
              R"({"code":"not_found","message":"There is no chat 7.","details":null,"retryable":false})");
    EXPECT_EQ(error_object(unavailable("The database is away.")),
              R"({"code":"unavailable","message":"The database is away.","details":null,"retryable":true})");
}

TEST(ErrorObject, NamesTheFieldsThatWereWrong) {
    EXPECT_EQ(error_object(invalid("content", "is empty")),
              R"({"code":"invalid","message":"content is empty","details":{"errors":[{"field":"content","message":"is empty"}]},"retryable":false})");
}

TEST(ErrorObject, KeepsOtherDetailsBesideTheFields) {
    Error error(Code::conflict, "no", {{"a", "x"}, {"b", "y"}}, R"({"agent":{"id":1}})");
    auto object = parse_json(error_object(error));
    EXPECT_EQ(object["details"], Json::parse(R"({"agent":{"id":1},"errors":[{"field":"a","message":"x"},{"field":"b","message":"y"}]})"));
    Error bare(Code::conflict, "no", {{"a", "x"}}, "{}");
    EXPECT_EQ(parse_json(error_object(bare))["details"]["errors"].size(), 1U);
    Error details(Code::already_accepted, "no", {}, R"({"agent":{"id":1}})");
    EXPECT_EQ(parse_json(error_object(details))["details"]["agent"]["id"], 1);
}

TEST(ErrorObject, SaysWhenToComeBack) {
    Error error(Code::rate_limited, "slow down");
    error.retry_after_ms = 250;
    EXPECT_EQ(parse_json(error_object(error))["retry_after_ms"], 250);
}

TEST(HttpRequest, HeadersAreFoundByLowerCaseName) {
    HttpRequest request;
    request.headers = {{"host", "a"}, {"accept", "b"}, {"accept", "c"}};
    EXPECT_EQ(request.header("accept"), "b");
    EXPECT_EQ(request.header("cookie"), "");
}
