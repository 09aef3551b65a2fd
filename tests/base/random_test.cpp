#include <catch2/catch.hpp>

#include <array>

#include "base/random.h"

using namespace base;

TEST_CASE("a draw depends on its key alone, and is the same on every machine", "[base]") {
    const Random random(1);
    CHECK(random.at(1, Purpose::loss, 2, 3) == random.at(1, Purpose::loss, 2, 3));
    CHECK(random.at(1, Purpose::loss, 2, 3) != random.at(1, Purpose::loss, 2, 4));
    CHECK(random.at(1, Purpose::loss, 2, 3) != random.at(1, Purpose::jitter, 2, 3));
    CHECK(random.at(1, Purpose::loss, 2, 3) != Random(2).at(1, Purpose::loss, 2, 3));
}

TEST_CASE("draws below a limit stay below it and reach all of it evenly", "[base]") {
    const Random random(7);
    std::array<int, 10> seen{};
    for (std::uint64_t n = 0; n < 10'000; ++n) ++seen[random.below(10, 0, Purpose::loss, 0, n)];
    for (const int count : seen) {
        CHECK(count > 850);
        CHECK(count < 1150);
    }
}
