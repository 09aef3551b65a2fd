#include "trace/octets.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "trace/stream_map.h"

using trace::Octets;
using trace::Range;
using trace::StreamMap;

TEST_CASE("what was kept never moves nor changes", "[trace]") {
    Octets octets;
    const Range first = octets.keep("first");
    const char* const place = octets.view(first).data();
    std::vector<Range> ranges;
    std::vector<std::string> texts;
    for (std::size_t n = 0; n < 400; ++n) {
        texts.push_back(std::string(n * 37 % 5000, static_cast<char>('a' + n % 26)));
        ranges.push_back(octets.keep(texts.back()));
    }
    texts.emplace_back(300'000, 'z');  // longer than a block
    ranges.push_back(octets.keep(texts.back()));
    CHECK(octets.view(first).data() == place);
    CHECK(octets.view(first) == "first");
    for (std::size_t n = 0; n < ranges.size(); ++n) {
        REQUIRE(octets.view(ranges[n]) == texts[n]);
        REQUIRE(ranges[n].length == texts[n].size());
    }
}

TEST_CASE("ranges that follow one another stand together in memory", "[trace]") {
    Octets octets;
    Range before = octets.keep("x");
    int together = 0;
    for (std::size_t n = 1; n < 2000; ++n) {
        const Range next = octets.keep(std::string(n % 300 + 1, 'y'));
        REQUIRE(next.offset >= before.end());
        if (next.offset == before.end()) {
            ++together;
            REQUIRE(octets.view(before).data() + before.length == octets.view(next).data());
        }
        before = next;
    }
    CHECK(together > 1900);
}

TEST_CASE("nothing kept is an empty range, and a flat store begins at 0", "[trace]") {
    Octets octets;
    CHECK(octets.keep("").empty());
    CHECK(octets.view(Range{}).empty());
    const std::string text(200'000, 'q');
    const Octets flat(text);
    CHECK(flat.view({0, 200'000}) == text);
    CHECK(flat.view({199'999, 1}) == "q");
    CHECK(flat.size() == 200'000);
    CHECK(Range{10, 5}.part(2, 100) == Range{12, 3});
    CHECK(Range{10, 5}.part(5, 1) == Range{15, 0});
}

TEST_CASE("a line that came in pieces that stand together is their range, nothing copied", "[trace]") {
    Octets octets;
    const Range line = octets.keep("MAIL FROM:<a@b.example>\r\n");
    StreamMap map;
    for (std::uint32_t at = 0; at < line.length; at += 4) map.arrived(line.part(at, 4));
    const auto size = octets.size();
    CHECK(map.find(0, line.length, octets) == line);
    CHECK(map.find(5, 5, octets) == line.part(5, 5));
    CHECK(map.find(line.length, 0, octets).empty());
    CHECK(octets.size() == size);
}

TEST_CASE("pieces that stand apart are joined in a copy", "[trace]") {
    Octets octets;
    StreamMap map;
    const std::string stream = "one two three four";
    std::vector<Range> parts;
    for (std::size_t at = 0; at < stream.size(); at += 5) {
        parts.push_back(octets.keep(stream.substr(at, 5)));
        octets.keep("|");
        map.arrived(parts.back());
    }
    for (std::size_t begin = 0; begin <= stream.size(); ++begin)
        for (std::size_t length = 0; begin + length <= stream.size(); ++length) {
            REQUIRE(octets.view(map.find(begin, length, octets)) == stream.substr(begin, length));
            std::string joined;
            for (const Range range : map.pieces(begin, length)) joined += octets.view(range);
            REQUIRE(joined == stream.substr(begin, length));
        }
    CHECK(map.pieces(0, stream.size()) == parts);
    map.forget_before(12);
    CHECK(octets.view(map.find(12, 6, octets)) == stream.substr(12));
    map.forget_before(stream.size());
    map.arrived(octets.keep("more"));
    CHECK(octets.view(map.find(stream.size(), 4, octets)) == "more");
}
