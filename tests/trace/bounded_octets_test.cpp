// A store for a run without end: the newest octets stay, what is older reads as nothing, nothing else is ever
// read.
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "trace/octets.h"

using namespace trace;

TEST_CASE("a bounded store keeps at least the newest octets, and forgets the oldest", "[trace]") {
    constexpr std::uint32_t newest = 256u << 10;
    const auto size = GENERATE(std::size_t{1}, std::size_t{100}, std::size_t{70'000}, std::size_t{600'000});
    Octets octets = Octets::bounded(newest);
    std::vector<std::pair<Range, char>> kept;
    for (std::size_t total = 0; total < 4u << 20 && kept.size() < 300'000; total += size) {
        const char mark = static_cast<char>('a' + kept.size() % 26);
        kept.emplace_back(octets.keep(std::string(size, mark)), mark);
    }
    std::size_t readable = 0, wrong = 0;
    bool forgotten = false;
    for (auto one = kept.rbegin(); one != kept.rend(); ++one) {
        const std::string_view there = octets.view(one->first);
        if (there.empty()) forgotten = true;
        if (there.empty() && readable < newest) ++wrong;
        if (!there.empty() && (forgotten || there != std::string(size, one->second))) ++wrong;
        readable += there.size();
    }
    CHECK(wrong == 0);
    CHECK(readable >= std::min<std::size_t>(newest, kept.size() * size));
    CHECK(readable <= newest + 3 * 65'536 + 2 * size);
    CHECK(octets.kept() == kept.size() * size);
}

TEST_CASE("the offsets of a bounded store begin again after 4 GiB, and what is kept then is right",
          "[trace]") {
    Octets octets = Octets::bounded(1u << 20);
    const std::string filler(65'536, '.');  // takes two of the store's blocks' worth of offsets
    const Range first = octets.keep("the first");
    std::uint32_t offset = first.offset;
    int turns = 0;
    std::size_t wrong = 0;
    for (int count = 0; count < 70'000; ++count) {
        octets.keep(filler);
        const std::string text = "line " + std::to_string(count);
        const Range range = octets.keep(text);
        if (range.offset < offset) ++turns;
        offset = range.offset;
        if (octets.view(range) != text) ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(turns >= 1);
}

TEST_CASE("a Range that was never kept reads as nothing in a bounded store", "[trace]") {
    Octets octets = Octets::bounded(1u << 20);
    CHECK(octets.view({0, 5}).empty());
    const Range kept = octets.keep("hello");
    CHECK(octets.view(kept) == "hello");
    const auto range = GENERATE(Range{0, 6}, Range{5, 1}, Range{65'535, 1}, Range{65'536, 1},
                                Range{4, 0xFFFFFFFF}, Range{0xFFFFFFFF, 1}, Range{0xFFFFFFF0, 0x20});
    CHECK(octets.view(range).empty());
}

TEST_CASE("what a block did not use is never read, not even when the next one is being filled", "[trace]") {
    Octets octets = Octets::bounded(1u << 20);
    const Range kept = octets.keep("hello");
    octets.keep(std::string(100'000, 'x'));
    CHECK(octets.view(kept) == "hello");
    const auto range = GENERATE(Range{0, 6}, Range{5, 1}, Range{4, 2}, Range{65'535, 1});
    CHECK(octets.view(range).empty());
}

TEST_CASE("one piece larger than the bound is readable until as much as the bound was kept after it",
          "[trace]") {
    constexpr std::uint32_t newest = 128u << 10;
    Octets octets = Octets::bounded(newest);
    const std::string letter(1u << 20, 'l');
    const Range range = octets.keep(letter);
    octets.keep("and a line");
    CHECK(octets.view(range) == letter);
    for (std::uint32_t after = 0; after < 4 * newest; after += 1024) octets.keep(std::string(1024, '.'));
    CHECK(octets.view(range).empty());
}
