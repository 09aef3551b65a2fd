#include <catch2/catch.hpp>

#include "base/instant.h"

using namespace base;

TEST_CASE("an instant prints as a clock that grows hours and days only when it needs them", "[base]") {
    CHECK(to_text(Instant{} + milliseconds(3204)) == "00:03.204");
    CHECK(to_text(Instant{} + hours(2) + seconds(3)) == "2:00:03.000");
    CHECK(to_text(Instant{} + days(1) + hours(2)) == "1+02:00:00.000");
}

TEST_CASE("a duration prints in the largest unit that fits", "[base]") {
    const auto [duration, text] = GENERATE(table<Duration, std::string>({
        {milliseconds(20), "20 ms"},
        {milliseconds(1500), "1.5 s"},
        {minutes(30), "30 min"},
        {days(5), "5 days"},
        {hours(3) + minutes(45) + milliseconds(836), "3 hours 45 min"},
        {hours(1) + seconds(5), "1 hour"},
        {days(4) + hours(21) + minutes(3), "4 days 21 hours"},
        {days(1), "1 day"},
        {nanoseconds(0), "0 s"},
        {seconds(0) - milliseconds(5), "-5 ms"},
        {nanoseconds(7), "7 ns"},
    }));
    CHECK(to_text(duration) == text);
}
