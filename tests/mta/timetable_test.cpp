#include "mta/timetable.h"

#include <catch2/catch.hpp>

#include <map>

using mta::Timetable;

TEST_CASE("the front of a timetable is right, however deadlines moved", "[mta]") {
    const auto at = [](std::int64_t n) { return base::Instant{n}; };
    std::map<std::uint32_t, std::pair<base::Instant, base::Instant>> real;  // due, and its entry
    Timetable timetable;
    const auto set = [&](std::uint32_t number, base::Instant due) {
        auto& one = real.try_emplace(number, base::never, base::never).first->second;
        one.first = due;
        if (due < one.second) timetable.put({one.second = due, Timetable::Who::reception, number});
    };
    const auto first = [&] {
        timetable.correct([&](const Timetable::Entry& entry) {
            const auto one = real.find(entry.number);
            if (one == real.end() || one->second.second != entry.at) return base::never;
            return one->second.second = one->second.first;
        });
        return timetable.first() ? timetable.first()->number : 0;
    };
    CHECK(first() == 0);
    set(1, at(10));
    set(2, at(20));
    CHECK(first() == 1);
    set(1, at(30));  // later
    CHECK(first() == 2);
    set(1, at(5));  // earlier again
    CHECK(first() == 1);
    real.erase(1);  // gone
    CHECK(first() == 2);
    set(2, base::never);
    CHECK(first() == 0);
    set(2, at(40));
    set(3, at(40));
    CHECK(first() == 2);  // ties break by number
    for (int n = 0; n < 1000; ++n) {
        set(2, at(100 + n));
        set(3, at(50));
        CHECK(first() == 3);
    }
}
