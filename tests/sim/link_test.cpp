#include "sim/link.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <tuple>

using base::microseconds, base::milliseconds, base::nanoseconds;
using sim::Link, sim::LinkSettings, sim::Passage;

namespace {

constexpr base::Instant start{};
constexpr std::uint64_t eight_megabits = 8'000'000;  // one octet a microsecond

Link a_link(LinkSettings settings, std::uint64_t seed = 1, std::uint64_t number = 1) {
    return Link(settings, base::Random(seed), number);
}

}  // namespace

TEST_CASE("a packet takes its serialisation and then the latency", "[link]") {
    const auto [bits, octets, expected] = GENERATE(table<std::uint64_t, std::size_t, base::Duration>({
        {0, 1'500, milliseconds(20)},
        {eight_megabits, 1'500, milliseconds(20) + microseconds(1'500)},
        {1'000'000'000, 1'500, milliseconds(20) + microseconds(12)},
        {3, 1, milliseconds(20) + nanoseconds(2'666'666'667)},  // rounded up: never early
        {1, 65'535, milliseconds(20) + base::seconds(524'280)},
        {eight_megabits, 0, milliseconds(20)},
    }));
    Link link = a_link({milliseconds(20), bits, 0});
    CHECK(link.send(start, octets, 1, 1) == Passage{Passage::Fate::arrives, start + expected});
}

TEST_CASE("packets queue behind each other and arrive in the order in which they were sent", "[link]") {
    Link link = a_link({milliseconds(5), eight_megabits, 0});
    CHECK(link.send(start, 1'000, 1, 1).at == start + milliseconds(6));
    CHECK(link.send(start, 1'000, 2, 1).at == start + milliseconds(7));
    CHECK(link.send(start + milliseconds(1), 500, 1, 2).at == start + microseconds(7'500));
    CHECK(link.send(start + milliseconds(100), 1'000, 1, 3).at == start + milliseconds(106));
}

TEST_CASE("the queue is bounded and drops at its tail", "[link]") {
    Link link = a_link({milliseconds(5), eight_megabits, 0});
    std::uint64_t taken = 0;
    while (link.send(start, 1'024, 1, taken).fate == Passage::Fate::arrives) {
        ++taken;
        REQUIRE(taken < 1'000);
    }
    CHECK(taken * 1'024 == sim::link_queue_limit);
    CHECK(link.send(start, 1'024, 1, taken) == Passage{Passage::Fate::overflowed, start});
    // As soon as one has left there is room for one.
    const auto later = start + microseconds(1'024);
    CHECK(link.send(later, 1'024, 1, taken).fate == Passage::Fate::arrives);
    CHECK(link.send(later, 1'024, 1, taken).fate == Passage::Fate::overflowed);
}

TEST_CASE("an unlimited line has no queue", "[link]") {
    Link link = a_link({milliseconds(5), 1, 0});
    link.send(start, 1'000, 1, 1);
    link.change({milliseconds(1), 0, 0});
    for (std::uint64_t n = 0; n < 1'000; ++n)
        REQUIRE(link.send(start, 65'535, 1, n).fate == Passage::Fate::arrives);
}

TEST_CASE("a line that becomes faster lets no packet overtake", "[link]") {
    Link link = a_link({milliseconds(50), 0, 0});
    const auto slow = link.send(start, 100, 1, 1);
    link.change({milliseconds(1), 0, 0});
    CHECK(link.send(start, 100, 1, 2).at >= slow.at);
    CHECK(link.send(start + milliseconds(60), 100, 1, 3).at == start + milliseconds(61));
}

TEST_CASE("loss is as frequent as it says", "[link]") {
    const auto [per_million, least, most] = GENERATE(table<std::uint32_t, int, int>({
        {0, 0, 0},
        {10'000, 60, 140},
        {300'000, 2'850, 3'150},
        {1'000'000, 10'000, 10'000},
    }));
    Link link = a_link({milliseconds(1), 0, per_million});
    int lost = 0;
    for (std::uint64_t n = 0; n < 10'000; ++n)
        if (link.send(start, 40, 1, n).fate == Passage::Fate::lost) ++lost;
    CHECK(lost >= least);
    CHECK(lost <= most);
}

TEST_CASE("the luck of a packet depends on its own key alone", "[link]") {
    Link alone = a_link({milliseconds(1), 0, 300'000});
    Link shared = a_link({milliseconds(1), 0, 300'000});
    Link reverse = a_link({milliseconds(1), 0, 300'000}, 1, 2);
    int differences_between_connections = 0;
    int differences_between_links = 0;
    for (std::uint64_t n = 0; n < 1'000; ++n) {
        const auto fate = alone.send(start, 40, 1, n).fate;
        const auto neighbour = shared.send(start, 40, 2, n).fate;
        REQUIRE(shared.send(start, 40, 1, n).fate == fate);
        if (neighbour != fate) ++differences_between_connections;
        if (reverse.send(start, 40, 1, n).fate != fate) ++differences_between_links;
    }
    CHECK(differences_between_connections > 100);
    CHECK(differences_between_links > 100);
}

TEST_CASE("a lost packet took its time on the line all the same", "[link]") {
    Link link = a_link({milliseconds(5), eight_megabits, 1'000'000});
    CHECK(link.send(start, 1'000, 1, 1) == Passage{Passage::Fate::lost, start + milliseconds(6)});
    link.change({milliseconds(5), eight_megabits, 0});
    CHECK(link.send(start, 1'000, 1, 2) == Passage{Passage::Fate::arrives, start + milliseconds(7)});
}
