#include "sim/round_trip.h"

#include <catch2/catch.hpp>

using base::milliseconds, base::seconds;
using sim::RoundTrip;

TEST_CASE("the time-out starts at a second and doubles up to a minute", "[round_trip]") {
    RoundTrip round_trip;
    CHECK(round_trip.timeout() == seconds(1));
    for (const int expected : {2, 4, 8, 16, 32, 60, 60}) {
        round_trip.back_off();
        CHECK(round_trip.timeout() == seconds(expected));
    }
    round_trip.sample(milliseconds(40));  // a fresh sample ends the backing off
    CHECK(round_trip.timeout() == seconds(1));
}

TEST_CASE("samples are smoothed as RFC 6298 2 says", "[round_trip]") {
    RoundTrip round_trip;
    round_trip.sample(milliseconds(800));
    CHECK(round_trip.smoothed() == milliseconds(800));
    CHECK(round_trip.timeout() == milliseconds(800 + 4 * 400));
    round_trip.sample(milliseconds(1'600));
    // RTTVAR = 3/4 * 400 + 1/4 * 800 = 500; SRTT = 7/8 * 800 + 1/8 * 1600 = 900
    CHECK(round_trip.smoothed() == milliseconds(900));
    CHECK(round_trip.timeout() == milliseconds(900 + 4 * 500));
    round_trip.sample(seconds(500));
    CHECK(round_trip.timeout() == seconds(60));
}

TEST_CASE("after a lost SYN data begins with three seconds", "[round_trip]") {
    RoundTrip round_trip;
    round_trip.back_off();
    round_trip.begin_after_lost_syn();
    CHECK(round_trip.timeout() == seconds(3));
}
