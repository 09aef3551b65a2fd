#include "smtp/line_reader.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "base/text.h"

using smtp::Line;
using smtp::LineEnd;
using smtp::LineReader;

namespace {

// "text|crlf|whole|offset+length" a line.
std::string show(const Line& line) {
    return base::visible(line.text) + (line.end == LineEnd::crlf ? " crlf" : " lf") +
           (line.fit == Line::Fit::whole ? "" : " too-long") + " " + std::to_string(line.offset) + "+" +
           std::to_string(line.length);
}

std::vector<std::string> drain(LineReader& reader) {
    std::vector<std::string> lines;
    while (const auto line = reader.next()) lines.push_back(show(*line));
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("lines come out the same however the octets come in", "[smtp]") {
    struct Case {
        std::string octets;
        Lines lines;
    };
    const Case one = GENERATE(values<Case>({
        {"EHLO a\r\nNOOP\r\n", {"EHLO a crlf 0+8", "NOOP crlf 8+6"}},
        {"\r\n\r\n", {" crlf 0+2", " crlf 2+2"}},
        {"NOOP\nQUIT\r\n", {"NOOP lf 0+5", "QUIT crlf 5+6"}},
        {"\n", {" lf 0+1"}},
        {"a\rb\r\n", {"a\\rb crlf 0+5"}},
        {"a\r\r\n", {"a\\r crlf 0+4"}},
        {std::string("a\0b\r\n", 5), {"a\\0b crlf 0+5"}},
        {"no end", {}},
        {"no end\r", {}},
        {"12345678\r\nok\r\n", {"12345678 crlf 0+10", "ok crlf 10+4"}},
        {"123456789\r\nok\r\n", {"123456789 crlf too-long 0+11", "ok crlf 11+4"}},
        {"12345678901234567890\nok\r\n", {"1234567890 lf too-long 0+21", "ok crlf 21+4"}},
        {"1234567890123456\r\r\nok\r\n", {"1234567890 crlf too-long 0+19", "ok crlf 19+4"}},
    }));
    constexpr std::size_t limit = 10;
    for (std::size_t split = 0; split <= one.octets.size(); ++split) {
        LineReader reader(limit);
        Lines lines;
        for (const std::string& piece : {one.octets.substr(0, split), one.octets.substr(split)}) {
            reader.feed(piece);
            for (const std::string& line : drain(reader)) lines.push_back(line);
        }
        INFO("split at " << split);
        CHECK(lines == one.lines);
    }
    LineReader reader(limit);
    Lines lines;
    for (const char octet : one.octets) {
        reader.feed({&octet, 1});
        for (const std::string& line : drain(reader)) lines.push_back(line);
    }
    CHECK(lines == one.lines);
}

TEST_CASE("a line without end does not grow in memory, and the next line is whole again", "[smtp]") {
    LineReader reader(512);
    std::uint64_t sent = 0;
    const std::string block(4096, 'x');
    for (int turn = 0; turn < 1000; ++turn) {
        reader.feed(block);
        sent += block.size();
        REQUIRE_FALSE(reader.next());
        REQUIRE(reader.pending().size() <= 513);
    }
    reader.feed("\r\nNOOP\r\n");
    const auto endless = reader.next();
    REQUIRE(endless);
    CHECK(endless->fit == Line::Fit::too_long);
    CHECK(endless->text.size() == 512);
    CHECK(endless->length == sent + 2);
    const auto next = reader.next();
    REQUIRE(next);
    CHECK(show(*next) == "NOOP crlf " + std::to_string(sent + 2) + "+6");
}

TEST_CASE("what follows a line can be taken as it is", "[smtp]") {
    LineReader reader(512);
    reader.feed("DATA\r\nletter\nmore\r\nQUIT\r\n");
    CHECK(reader.next()->text == "DATA");
    CHECK(reader.pending() == "letter\nmore\r\nQUIT\r\n");
    CHECK(reader.offset() == 6);
    reader.take(13);
    CHECK(reader.offset() == 19);
    CHECK(show(*reader.next()) == "QUIT crlf 19+6");
    CHECK(reader.pending().empty());
}
