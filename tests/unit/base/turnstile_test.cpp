#include "base/turnstile.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <string>
#include <deque>

#include "chatd/error.hpp"

namespace chatd {
namespace {

struct TurnstileTest : testing::Test {
    boost::asio::io_context io{1};
    std::string came;
    std::deque<Turnstile::Place> inside;

    void arrive(Turnstile& turnstile, std::int64_t line, char name) {
        boost::asio::co_spawn(io, enter(turnstile, line, name), boost::asio::detached);
        io.poll();
        io.restart();
    }
    Task<> enter(Turnstile& turnstile, std::int64_t line, char name) {
        try {
            inside.push_back(co_await turnstile.enter(line));
            came += name;
        } catch (const Error& error) {
            came += error.retry_after_ms.value_or(0) > 0 ? '!' : '?';
        }
    }
    void leave() {
        inside.pop_front();
        io.poll();
        io.restart();
    }
};

TEST_F(TurnstileTest, LetsInSoManyAndThenOneForEachThatLeaves) {
    Turnstile turnstile(io, 2, 10);
    for (char name : std::string("abcd")) arrive(turnstile, 1, name);
    EXPECT_EQ(came, "ab");
    leave();
    EXPECT_EQ(came, "abc");
    leave();
    leave();
    leave();
    EXPECT_EQ(came, "abcd");
    EXPECT_EQ(turnstile.inside(), 0U);
}

TEST_F(TurnstileTest, ACrowdInOneLineDoesNotHoldUpAnother) {
    Turnstile turnstile(io, 1, 100);
    arrive(turnstile, 1, 'a');
    for (char name : std::string("bcdef")) arrive(turnstile, 1, name);
    arrive(turnstile, 2, 'X');
    arrive(turnstile, 3, 'Y');
    for (int i = 0; i < 4; ++i) leave();
    EXPECT_TRUE(came.find('X') <= 3 && came.find('Y') <= 3) << came;
    for (int i = 0; i < 4; ++i) leave();
    EXPECT_EQ(came.size(), 8U);
    EXPECT_LT(came.find('b'), came.find('f')) << "in a line, who came first goes first";
}

TEST_F(TurnstileTest, PastItsBoundItSendsAwayWithATimeToComeBack) {
    Turnstile turnstile(io, 1, 1);
    for (char name : std::string("abc")) arrive(turnstile, 1, name);
    EXPECT_EQ(came, "a!");
    leave();
    EXPECT_EQ(came, "a!b");
}

TEST_F(TurnstileTest, MayEndBeforeItsPlaces) {
    auto turnstile = std::make_unique<Turnstile>(io, 1, 1);
    arrive(*turnstile, 1, 'a');
    turnstile.reset();
    inside.clear();
    EXPECT_EQ(came, "a");
}

}  // namespace
}  // namespace chatd
