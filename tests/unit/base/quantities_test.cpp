#include "chatd/quantities.hpp"

#include <gtest/gtest.h>

using namespace chatd;
using namespace std::chrono_literals;

TEST(Quantities, DurationsHaveOneNumberAndOneUnit) {
    EXPECT_EQ(parse_duration("30s"), 30s);
    EXPECT_EQ(parse_duration("250ms"), 250ms);
    EXPECT_EQ(parse_duration("180d"), 4320h);
    EXPECT_EQ(parse_duration("0"), 0s);
    for (const auto* bad : {"", "30", "s", "-1s", "1.5h", "1h30m", "30 s", "30S", "1w", "99999999999999d", "99999999999999999999s"})
        EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(Quantities, SizesCountInPowersOfTwo) {
    EXPECT_EQ(parse_byte_size("16KiB"), kib(16));
    EXPECT_EQ(parse_byte_size("1MiB"), mib(1));
    EXPECT_EQ(parse_byte_size("512B")->bytes, 512u);
    for (const auto* bad : {"16", "16kb", "16KB", "-1B", "9999GiB"}) EXPECT_FALSE(parse_byte_size(bad)) << bad;
}

TEST(Quantities, RatesTellCountPeriodAndBurst) {
    EXPECT_EQ(parse_rate("10/s"), (Rate{10, 1s, 10}));
    EXPECT_EQ(parse_rate("60/m"), (Rate{60, 60s, 60}));
    EXPECT_EQ(parse_rate("5/10m burst 50"), (Rate{5, 600s, 50}));
    for (const auto* bad : {"", "10", "/s", "10/", "0/s", "10/0s", "10/s burst", "10/s burst 0", "10/s burst x", "-1/s", "1e3/s", "10/s 20"})
        EXPECT_FALSE(parse_rate(bad)) << bad;
}

TEST(Quantities, WhatIsWrittenReadsBackTheSame) {
    for (const auto* text : {"250ms", "90s", "2m", "36h", "7d", "0"}) EXPECT_EQ(duration_text(*parse_duration(text)), text);
    for (const auto* text : {"1B", "1500B", "3KiB", "1GiB", "0"}) EXPECT_EQ(byte_size_text(*parse_byte_size(text)), text);
    for (const auto* text : {"10/s", "10/s burst 20", "5/10m", "1/d"}) EXPECT_EQ(rate_text(*parse_rate(text)), text);
}

TEST(Quantities, ASecretIsNeverWritten) { EXPECT_EQ(to_json(Secret{"hunter2"}), "\"(hidden)\""); }
