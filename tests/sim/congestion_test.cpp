#include "sim/congestion.h"

#include <catch2/catch.hpp>
#include <cstdint>

using sim::Congestion;
using Advice = Congestion::Advice;

namespace {
constexpr std::uint32_t mss = sim::maximum_segment_size;
}

TEST_CASE("slow start opens the window by what is acknowledged, at most a segment at a time",
          "[congestion]") {
    Congestion congestion;
    CHECK(congestion.window() == 10 * mss);
    congestion.acknowledged(mss, 1 + mss);
    CHECK(congestion.window() == 11 * mss);
    congestion.acknowledged(20, 21 + mss);
    CHECK(congestion.window() == 11 * mss + 20);
    congestion.acknowledged(5 * mss, 21 + 6 * mss);
    CHECK(congestion.window() == 12 * mss + 20);
}

TEST_CASE("the third duplicate, and no other, sends again and halves", "[congestion]") {
    Congestion congestion;
    const std::uint64_t sent = 1 + 10 * mss;
    CHECK(congestion.duplicate(1, sent) == Advice::go_on);
    CHECK(congestion.duplicate(1, sent) == Advice::go_on);
    CHECK(congestion.duplicate(1, sent) == Advice::send_first_again);
    CHECK(congestion.window() == 8 * mss);  // half of ten, and the three that have left
    CHECK(congestion.duplicate(1, sent) == Advice::go_on);
    CHECK(congestion.window() == 9 * mss);
    SECTION("a partial acknowledgment names the next hole") {
        CHECK(congestion.acknowledged(2 * mss, 1 + 2 * mss) == Advice::send_first_again);
        CHECK(congestion.recovering());
        CHECK(congestion.window() == 8 * mss);
    }
    SECTION("a full one ends the recovery; then the window grows slowly") {
        CHECK(congestion.acknowledged(10 * mss, sent) == Advice::go_on);
        CHECK_FALSE(congestion.recovering());
        CHECK(congestion.window() == 5 * mss);
        congestion.acknowledged(mss, sent + mss);
        CHECK(congestion.window() == 5 * mss + mss / 5);
    }
}

TEST_CASE("an acknowledgment in between starts the count of duplicates anew", "[congestion]") {
    Congestion congestion;
    congestion.duplicate(1, 50'000);
    congestion.duplicate(1, 50'000);
    congestion.acknowledged(10, 11);
    CHECK(congestion.duplicate(11, 50'000) == Advice::go_on);
}

TEST_CASE("a time-out shrinks the window to a segment, and its echoes are no new loss", "[congestion]") {
    Congestion congestion;
    const std::uint64_t sent = 1 + 8 * mss;
    congestion.timed_out(1, sent, 1);
    CHECK(congestion.window() == mss);
    for (int i = 0; i < 5; ++i) CHECK(congestion.duplicate(1, sent) == Advice::go_on);
    congestion.timed_out(1, sent, 2);  // the threshold stays at four segments
    std::uint64_t position = 1;
    for (int i = 0; i < 3; ++i) congestion.acknowledged(mss, position += mss);
    CHECK(congestion.window() == 4 * mss);
    congestion.acknowledged(mss, position += mss);
    CHECK(congestion.window() == 4 * mss + mss / 4);
}

TEST_CASE("the window is never zero and never without bound", "[congestion]") {
    Congestion congestion;
    std::uint64_t position = 1;
    for (int i = 0; i < 5'000; ++i) congestion.acknowledged(mss, position += mss);
    CHECK(congestion.window() == sim::congestion_window_limit);
    for (int i = 0; i < 3; ++i) congestion.duplicate(position, position + mss);
    for (int i = 0; i < 100; ++i) congestion.acknowledged(1'000'000'000, position += 1);
    CHECK(congestion.window() >= mss);
    congestion.begin_after_lost_syn();
    CHECK(congestion.window() == mss);
    congestion.restart_after_idle();
    CHECK(congestion.window() == mss);
}
