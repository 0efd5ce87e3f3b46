#include "base/cpu_pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "chatd/error.hpp"

using namespace chatd;

namespace {

std::thread::id where() { return std::this_thread::get_id(); }
std::string joined(std::string left, std::string right) { return left + right; }
int refuse() { throw Error(Code::conflict, "no"); }
int wait_for(std::shared_future<void> gate) { return gate.wait(), 1; }

struct PoolTest : testing::Test {
    boost::asio::io_context io{1};
    CpuPool pool{1, 2};
    void spawn(Task<void> task) {
        boost::asio::co_spawn(io, std::move(task), [](std::exception_ptr thrown) { if (thrown) std::rethrow_exception(thrown); });
    }
};

Task<void> hop(CpuPool& pool, bool& done) {
    auto here = where();
    auto there = co_await pool.run(where);
    EXPECT_NE(there, here);
    EXPECT_EQ(where(), here);
    auto text = co_await pool.run(joined, std::string("a"), "b");
    EXPECT_EQ(text, "ab");
    done = true;
}
Task<void> catches(CpuPool& pool, std::vector<Code>& codes) {
    try {
        co_await pool.run(refuse);
    } catch (const Error& error) {
        codes.push_back(error.code);
    }
}
Task<void> holds(CpuPool& pool, std::shared_future<void> gate, std::vector<Code>& codes) {
    try {
        co_await pool.run(wait_for, gate);
    } catch (const Error& error) {
        codes.push_back(error.code);
    }
}

}  // namespace

using CpuPoolTest = PoolTest;

TEST_F(CpuPoolTest, RunsElsewhereAndComesBack) {
    bool done = false;
    spawn(hop(pool, done));
    io.run();
    EXPECT_TRUE(done);
}

TEST_F(CpuPoolTest, WhatTheFunctionThrowsArrivesAtTheCaller) {
    std::vector<Code> codes;
    spawn(catches(pool, codes));
    io.run();
    EXPECT_EQ(codes, std::vector{Code::conflict});
    EXPECT_EQ(pool.jobs(), 0U);
}

TEST_F(CpuPoolTest, RefusesBeyondItsLimitAndTakesAgainAfterwards) {
    std::promise<void> gate;
    auto opened = gate.get_future().share();
    std::vector<Code> codes;
    for (int i = 0; i < 3; ++i) spawn(holds(pool, opened, codes));
    io.poll();
    EXPECT_EQ(codes, std::vector{Code::unavailable});
    gate.set_value();
    io.run();
    EXPECT_EQ(codes.size(), 1U);
    EXPECT_EQ(pool.jobs(), 0U);
    bool done = false;
    io.restart();
    spawn(hop(pool, done));
    io.run();
    EXPECT_TRUE(done);
}
