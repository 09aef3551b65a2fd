#include "sim/reassembly.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"

using sim::Reassembly;
using Outcome = Reassembly::Outcome;

TEST_CASE("octets in order are taken at once and old ones add nothing", "[reassembly]") {
    Reassembly stream;
    CHECK(stream.next() == 1);
    CHECK(stream.take(1, 101) == Outcome::in_order);
    CHECK(stream.take(1, 101) == Outcome::nothing_new);
    CHECK(stream.take(50, 151) == Outcome::in_order);
    CHECK(stream.take(151, 151) == Outcome::nothing_new);
    CHECK(stream.next() == 151);
}

TEST_CASE("islands wait behind a gap until it is filled", "[reassembly]") {
    Reassembly stream;
    CHECK(stream.take(11, 21) == Outcome::out_of_order);
    CHECK(stream.take(31, 41) == Outcome::out_of_order);
    CHECK(stream.take(12, 20) == Outcome::nothing_new);
    CHECK(stream.take(21, 26) == Outcome::out_of_order);  // touches the first
    CHECK(stream.next() == 1);
    CHECK(stream.take(1, 11) == Outcome::filled_gap);
    CHECK(stream.next() == 26);
    CHECK(stream.take(24, 33) == Outcome::filled_gap);
    CHECK(stream.next() == 41);
}

TEST_CASE("the window and the number of islands bound what is kept", "[reassembly]") {
    Reassembly stream;
    CHECK(stream.take(1 + sim::receive_window, 70'000) == Outcome::nothing_new);
    for (std::uint64_t n = 0; n < sim::island_limit; ++n)
        REQUIRE(stream.take(10 + n * 10, 15 + n * 10) == Outcome::out_of_order);
    CHECK(stream.take(5'000, 5'010) == Outcome::nothing_new);
    CHECK(stream.take(15, 20) == Outcome::out_of_order);  // joins two islands: room for one again
    CHECK(stream.take(5'000, 5'010) == Outcome::out_of_order);
    CHECK(stream.take(1, 100'000) == Outcome::filled_gap);
    CHECK(stream.next() == 1 + sim::receive_window);
}

TEST_CASE("the FIN stands where it was first said, unless octets contradict it", "[reassembly]") {
    Reassembly stream;
    stream.take(11, 21);
    stream.ends_at(15);  // in the midst of an island
    stream.ends_at(21);
    stream.ends_at(40);  // too late: it has been said
    CHECK(stream.take(21, 60) == Outcome::nothing_new);
    CHECK_FALSE(stream.complete());
    CHECK(stream.take(1, 11) == Outcome::filled_gap);
    CHECK(stream.complete());
    CHECK(stream.next() == 22);
    CHECK(stream.take(22, 60) == Outcome::nothing_new);
    CHECK(stream.next() == 22);
}

TEST_CASE("an empty stream may end", "[reassembly]") {
    Reassembly stream;
    stream.ends_at(1);
    CHECK(stream.complete());
    CHECK(stream.next() == 2);
}

TEST_CASE("pieces in any order make the same stream as a set of octets does", "[reassembly]") {
    const base::Random random(7);
    for (std::uint64_t round = 0; round < 200; ++round) {
        Reassembly stream;
        std::vector<bool> here(301, false);
        for (std::uint64_t n = 0; n < 80; ++n) {
            const std::uint64_t begin = 1 + random.below(280, round, base::Purpose::jitter, n, 1);
            const std::uint64_t end = begin + random.below(20, round, base::Purpose::jitter, n, 2);
            stream.take(begin, end);
            for (std::uint64_t i = begin; i < end; ++i) here[i] = true;
            std::uint64_t expected = 1;
            while (expected < here.size() && here[expected]) ++expected;
            REQUIRE(stream.next() == expected);
        }
    }
}
