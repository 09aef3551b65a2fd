#include "trace/range_set.h"

#include <bitset>
#include <catch2/catch.hpp>

#include "base/random.h"
#include "trace/octets.h"

using namespace trace;

TEST_CASE("a set of ranges answers as a set of single octets would", "[trace]") {
    constexpr std::uint32_t space = 64;
    const auto seed = GENERATE(range(std::uint64_t{0}, std::uint64_t{10}));
    const base::Random random{seed};
    RangeSet set;
    std::bitset<space> octets;
    for (std::uint64_t step = 0; step < 40; ++step) {
        const auto begin = static_cast<std::uint32_t>(random.below(space, 0, base::Purpose::jitter, 0, step));
        const auto length = static_cast<std::uint32_t>(
            random.below(std::min(9u, space - begin + 1), 0, base::Purpose::jitter, 1, step));
        set.add({begin, length});
        for (std::uint32_t at = begin; at < begin + length; ++at) octets.set(at);
        for (std::uint32_t from = 0; from < space; ++from)
            for (std::uint32_t to = from; to <= space; ++to) {
                Range expected;
                for (std::uint32_t at = from; at < to; ++at) {
                    if (octets.test(at) && expected.empty()) expected.offset = at;
                    if (octets.test(at))
                        ++expected.length;
                    else if (!expected.empty())
                        break;
                }
                const Range range{from, to - from};
                const bool covered = range.empty() || expected == range;
                if (set.covers(range) != covered || set.first_common(range) != expected)
                    FAIL("wrong for " << from << " to " << to << " after step " << step);
            }
    }
}

TEST_CASE("a store of one flat text shows every part of it, across its blocks", "[trace]") {
    std::string flat;
    for (std::uint32_t at = 0; at < 200'000; ++at) flat += static_cast<char>(at * 7 / 3);
    const auto size = static_cast<std::uint32_t>(flat.size());
    Octets octets{flat};
    for (const std::uint32_t begin : {0u, 1u, 65'534u, 65'535u, 65'536u, 131'072u, size - 1})
        for (const std::uint32_t length : {1u, 2u, 65'536u, 140'000u}) {
            const Range range{begin, std::min(length, size - begin)};
            CHECK((octets.view(range) == std::string_view{flat}.substr(begin, range.length)));
        }
    CHECK(octets.size() == size);
    const Range more = octets.keep("more");
    CHECK(more.offset >= size);
    CHECK(octets.view(more) == "more");
}
