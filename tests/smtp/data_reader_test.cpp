#include "smtp/data_reader.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/random.h"
#include "base/text.h"
#include "smtp/limits.h"

using smtp::DataReader;
using smtp::Oddity;

namespace {

constexpr std::uint64_t no_limit = 1 << 20;

// What a reader made of it: the letter or how far it came, the dots, the oddities in order, the octets left
// over.
std::string read(const std::string& octets, std::size_t first_piece, std::size_t at_a_time) {
    DataReader reader(no_limit);
    std::size_t at = 0, size = first_piece;
    while (at < octets.size() && !reader.ended()) {
        const std::string piece = octets.substr(at, size);
        const std::size_t used = reader.feed(piece);
        at += used;
        if (used < piece.size()) break;
        size = at_a_time;
    }
    std::string text = reader.ended() ? "'" + base::visible(reader.take()) + "'" : "goes on";
    text += " dots " + std::to_string(reader.stuffed()) + " odd";
    for (const auto count : reader.oddities()) text += " " + std::to_string(count);
    return text + " left '" + base::visible(octets.substr(at)) + "'";
}

// A letter of the octets that matter, from a seed.
std::string random_letter(std::uint64_t seed) {
    static constexpr std::string_view alphabet("\r\n.\r\n.ab\0\xE9", 11);
    const base::Random random(seed);
    std::string letter;
    const auto length = random.below(40, 0, base::Purpose::jitter, 0, 0);
    for (std::uint64_t n = 0; n < length; ++n)
        letter += alphabet[random.below(alphabet.size(), 0, base::Purpose::jitter, 1, n)];
    return letter;
}

// What goes over the wire after DATA, from a seed: ordinary lines in some letters, and now and then, or all
// the time, what matters; with an end or without, and something after it.
std::string random_wire(std::uint64_t seed) {
    static constexpr std::array<std::string_view, 12> odd{
        "\r",   "\n",     ".",    "\r\n.",    "\r\n..", "\n.\r\n", "\r\n.\r", std::string_view("\0", 1),
        "\xE9", "\r\r\n", "\r\n", "\r\n.\r\n"};
    const base::Random random(seed);
    const auto draw = [&](std::uint64_t below, std::uint64_t what, std::uint64_t n) {
        return random.below(below, 0, base::Purpose::jitter, what, n);
    };
    const std::uint64_t pieces = draw(120, 0, 0), ordinary = draw(40, 1, 0);  // so many to one that matters
    const std::uint64_t longest = draw(12, 2, 0) == 0 ? 1200 : 90;
    std::string wire;
    for (std::uint64_t n = 0; n < pieces; ++n) {
        if (draw(ordinary + 1, 3, n) == 0)
            wire += odd[draw(odd.size(), 4, n)];
        else
            wire += std::string(draw(longest, 5, n), static_cast<char>('a' + draw(26, 6, n))) + "\r\n";
    }
    if (draw(4, 7, 0) != 0) wire += "\r\n.\r\n";
    if (draw(4, 8, 0) == 0) wire += "QUIT\r\n";
    return wire;
}

// A letter read as the RFC says it, one octet after the other, with all of them at hand.
struct Reading {
    bool ended = false;
    std::size_t used = 0;
    std::uint64_t size = 0;
    std::uint32_t dots = 0;
    std::array<std::uint32_t, smtp::oddity_count> oddities{};
    std::string letter;
};

Reading read_slowly(std::string_view wire, std::size_t limit) {
    Reading reading;
    std::size_t line = 0;  // octets of the present one
    const auto note = [&](Oddity oddity) { ++reading.oddities[static_cast<std::size_t>(oddity)]; };
    std::size_t at = 0;
    for (; at < wire.size(); ++at) {
        const bool begins = at == 0 || (at >= 2 && wire.substr(at - 2, 2) == "\r\n");
        if (begins && wire[at] == '.') {
            const std::string_view rest = wire.substr(at, 3);
            if (rest == ".\r\n") {
                reading.ended = true;
                at += 3;
                break;
            }
            if (rest == "." || rest == ".\r") {  // what it is will be known later
                at = wire.size();
                break;
            }
            ++reading.dots;
            continue;
        }
        const char octet = wire[at];
        // What follows a CR that is the last so far is not known; a dot taken away stands between no two
        // octets.
        if (octet == '\r' && at + 1 < wire.size() && wire[at + 1] != '\n') note(Oddity::bare_cr);
        const bool after_cr = at > 0 && wire[at - 1] == '\r';
        if (octet == '\n' && !after_cr) note(Oddity::bare_lf);
        if (octet == '\0') note(Oddity::nul);
        if (static_cast<unsigned char>(octet) >= 0x80) note(Oddity::high_octet);
        ++line;
        if (octet == '\n' && after_cr) {
            if (line > smtp::longest_text_line) note(Oddity::line_too_long);
            line = 0;
        }
        ++reading.size;
        if (reading.letter.size() < limit) reading.letter += octet;
    }
    reading.used = at;
    return reading;
}

}  // namespace

TEST_CASE("a letter ends at CRLF.CRLF and nowhere else, at any split", "[smtp]") {
    struct Case {
        std::string octets, expected;  // oddities: bare LF, bare CR, NUL, high octet, line too long
    };
    const Case one = GENERATE(values<Case>({
        {"hello\r\n.\r\n", "'hello\\r\\n' dots 0 odd 0 0 0 0 0 left ''"},
        {".\r\n", "'' dots 0 odd 0 0 0 0 0 left ''"},  // the CRLF of DATA counts (RFC 5321 4.1.1.4)
        {"\r\n.\r\n", "'\\r\\n' dots 0 odd 0 0 0 0 0 left ''"},
        {"a\r\n.\r\nQUIT\r\n", "'a\\r\\n' dots 0 odd 0 0 0 0 0 left 'QUIT\\r\\n'"},
        {"..\r\n.\r\n", "'.\\r\\n' dots 1 odd 0 0 0 0 0 left ''"},
        {"..a\r\n...\r\n.\r\n", "'.a\\r\\n..\\r\\n' dots 2 odd 0 0 0 0 0 left ''"},
        {".a\r\n.\r\n", "'a\\r\\n' dots 1 odd 0 0 0 0 0 left ''"},  // 4.5.2: the dot goes, whatever follows
        {"a.\r\nb..\r\n.\r\n", "'a.\\r\\nb..\\r\\n' dots 0 odd 0 0 0 0 0 left ''"},
        {"a\n.\r\nb\r\n.\r\n", "'a\\n.\\r\\nb\\r\\n' dots 0 odd 1 0 0 0 0 left ''"},  // smuggling
        {"a\r\n.\nb\r\n.\r\n", "'a\\r\\n\\nb\\r\\n' dots 1 odd 1 0 0 0 0 left ''"},   // smuggling
        {"a\n.\nb\r\n.\r\n", "'a\\n.\\nb\\r\\n' dots 0 odd 2 0 0 0 0 left ''"},
        {"a\r.\r\nb\r\n.\r\n", "'a\\r.\\r\\nb\\r\\n' dots 0 odd 0 1 0 0 0 left ''"},
        {"a\r\n.\rb\r\n.\r\n", "'a\\r\\n\\rb\\r\\n' dots 1 odd 0 1 0 0 0 left ''"},
        {"a\r\n.\r\r\n.\r\n", "'a\\r\\n\\r\\r\\n' dots 1 odd 0 1 0 0 0 left ''"},
        {"a\r\r\n.\r\n", "'a\\r\\r\\n' dots 0 odd 0 1 0 0 0 left ''"},
        {"\r\r\r\n.\r\n", "'\\r\\r\\r\\n' dots 0 odd 0 2 0 0 0 left ''"},
        {"\n\n\r\n.\r\n", "'\\n\\n\\r\\n' dots 0 odd 2 0 0 0 0 left ''"},
        {std::string("a\0b\0\0\r\n.\r\n", 10), "'a\\0b\\0\\0\\r\\n' dots 0 odd 0 0 3 0 0 left ''"},
        {"\xC3\xA9t\xC3\xA9\r\n.\r\n", "'\\xc3\\xa9t\\xc3\\xa9\\r\\n' dots 0 odd 0 0 0 4 0 left ''"},
        {"0123456\xFF"
         "8\xFE\r\n.\r\n",
         "'0123456\\xff8\\xfe\\r\\n' dots 0 odd 0 0 0 2 0 left ''"},
        {"a\r\n.\r", "goes on dots 0 odd 0 0 0 0 0 left ''"},
        {"a\r\n", "goes on dots 0 odd 0 0 0 0 0 left ''"},
        {"a\n.\n", "goes on dots 0 odd 2 0 0 0 0 left ''"},
    }));
    for (std::size_t split = 1; split <= one.octets.size(); ++split) {
        INFO("split at " << split);
        CHECK(read(one.octets, split, one.octets.size()) == one.expected);
    }
    CHECK(read(one.octets, 1, 1) == one.expected);
    CHECK(read(one.octets, 2, 2) == one.expected);
}

TEST_CASE("the reader agrees with one that looks at one octet after the other, whatever it reads", "[smtp]") {
    const base::Random random(20);
    const std::size_t limit = GENERATE(std::size_t{700}, std::size_t{1} << 20);
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        const std::string octets = random_wire(seed);
        DataReader reader(limit);
        std::size_t at = 0;
        for (std::uint64_t piece = 0; at < octets.size() && !reader.ended(); ++piece) {
            // Pieces of one octet, of a few, of segments, and of all there is.
            const std::size_t most = std::size_t{1}
                                     << (3 * random.below(6, 0, base::Purpose::jitter, 10, seed));
            const auto size =
                static_cast<std::size_t>(1 + random.below(most, 0, base::Purpose::jitter, 11 + seed, piece));
            at += reader.feed(std::string_view(octets).substr(at, size));
        }
        const Reading slow = read_slowly(octets, limit);
        INFO("seed " << seed << ": " << base::visible(octets));
        REQUIRE(reader.ended() == slow.ended);
        REQUIRE(at == slow.used);
        CHECK(reader.size() == slow.size);
        CHECK(reader.stuffed() == slow.dots);
        CHECK(reader.oddities() == slow.oddities);
        if (slow.ended) CHECK(reader.take() == slow.letter);
    }
}

TEST_CASE("stuffing agrees with one that looks at one octet after the other", "[smtp]") {
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        const std::string letter = random_wire(seed);
        std::string expected;
        std::uint32_t dots = 0;
        for (std::size_t at = 0; at < letter.size(); ++at) {
            const bool begins = at == 0 || (at >= 2 && letter[at - 2] == '\r' && letter[at - 1] == '\n');
            if (begins && letter[at] == '.') {
                expected += '.';
                ++dots;
            }
            expected += letter[at];
        }
        expected += letter.empty() || letter.ends_with("\r\n") ? ".\r\n" : "\r\n.\r\n";
        const smtp::Stuffed stuffed = smtp::stuff(letter);
        INFO("seed " << seed << ": " << base::visible(letter));
        CHECK(stuffed.octets == expected);
        CHECK(stuffed.dots == dots);
    }
}

TEST_CASE("a text line of 1000 octets is taken, one more is noticed", "[smtp]") {
    const auto odd_lines = [](std::size_t octets, const std::string& lead) {
        DataReader reader(no_limit);
        reader.feed(lead + std::string(octets - 2, 'x') + "\r\nshort\r\n.\r\n");
        CHECK(reader.ended());
        return reader.count(Oddity::line_too_long);
    };
    CHECK(odd_lines(smtp::longest_text_line, "") == 0);
    CHECK(odd_lines(smtp::longest_text_line + 1, "") == 1);
    CHECK(odd_lines(smtp::longest_text_line, ".") ==
          0);  // the stuffed dot does not count (RFC 5321 4.5.3.1.6)
}

TEST_CASE("a letter beyond the limit is counted and not kept", "[smtp]") {
    const auto [octets, too_big] =
        GENERATE(table<std::size_t, bool>({{99, false}, {100, false}, {101, true}, {5000, true}}));
    DataReader reader(100);
    reader.feed(std::string(octets - 2, 'x') + "\r\n.\r\n");
    REQUIRE(reader.ended());
    CHECK(reader.size() == octets);
    CHECK(reader.too_big() == too_big);
    CHECK(reader.take().size() == std::min<std::size_t>(octets, 100));
}

TEST_CASE("stuffing puts a dot before each line that begins with one, and ends the letter", "[smtp]") {
    const auto [letter, octets, dots] = GENERATE(table<std::string, std::string, std::uint32_t>({
        {"a\r\n", "a\r\n.\r\n", 0},
        {"", ".\r\n", 0},
        {"a", "a\r\n.\r\n", 0},
        {".", "..\r\n.\r\n", 1},
        {".\r\n", "..\r\n.\r\n", 1},
        {".a\r\n..\r\nb.\r\n", "..a\r\n...\r\nb.\r\n.\r\n", 2},
        {"a\n.b\r\n", "a\n.b\r\n.\r\n", 0},  // LF alone begins no line
        {"a\r", "a\r\r\n.\r\n", 0},
        {"a\n", "a\n\r\n.\r\n", 0},
    }));
    const smtp::Stuffed stuffed = smtp::stuff(letter);
    CHECK(base::visible(stuffed.octets) == base::visible(octets));
    CHECK(stuffed.dots == dots);
}

TEST_CASE("what was stuffed is read back octet for octet, whatever the letter", "[smtp]") {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const std::string letter = random_letter(seed);
        const smtp::Stuffed stuffed = smtp::stuff(letter);
        const bool ends =
            letter.empty() || (letter.size() >= 2 && letter.substr(letter.size() - 2) == "\r\n");
        DataReader whole(no_limit), drops(no_limit);
        REQUIRE(whole.feed(stuffed.octets) == stuffed.octets.size());
        for (const char octet : stuffed.octets) drops.feed({&octet, 1});
        INFO("seed " << seed << ": " << base::visible(letter));
        REQUIRE(whole.ended());
        REQUIRE(drops.ended());
        CHECK(whole.oddities() == drops.oddities());
        CHECK(whole.stuffed() == stuffed.dots);
        CHECK(whole.take() == letter + (ends ? "" : "\r\n"));
        CHECK(drops.take() == letter + (ends ? "" : "\r\n"));
    }
}

TEST_CASE("where LF ends a line, letters end where RFC 5321 does not end them", "[smtp]") {
    using smtp::Framing;
    const auto [octets, rfc, lf, crs, nul] = GENERATE(table<std::string, bool, bool, bool, bool>({
        {"a\r\n.\r\n", true, true, true, true},
        {"a\n.\n", false, true, true, true},
        {"a\n.\r\n", false, true, true, true},
        {"a\r\n.\n", false, true, true, true},
        {"a\r\n.\r\r\n", false, false, true, false},
        {std::string("a\r\n.\0\r\n", 7), false, false, false, true},
        {"a\r.\r\n", false, false, false, false},
        {"a\r\n.\r", false, false, false, false},
        {"a\r\n. \r\n", false, false, false, false},
    }));
    const std::array<std::pair<Framing, bool>, 4> expected{{{Framing::lone_dot, rfc},
                                                            {Framing::lone_dot_lf, lf},
                                                            {Framing::lone_dot_crs, crs},
                                                            {Framing::lone_dot_nul, nul}}};
    for (const auto& [framing, ends] : expected)
        for (const std::size_t at_a_time : {1, 2, 512}) {
            smtp::DataReader reader(100, framing);
            for (std::string_view rest = octets; !rest.empty();
                 rest.remove_prefix(std::min(at_a_time, rest.size())))
                reader.feed(rest.substr(0, at_a_time));
            INFO(base::visible(octets) << " framing " << static_cast<int>(framing) << ", " << at_a_time);
            CHECK(reader.ended() == ends);
        }
}

TEST_CASE("dots that were no end leave every CR behind them in the letter", "[smtp]") {
    smtp::DataReader reader(100, smtp::Framing::lone_dot_crs);
    reader.feed("..\r\n.\r\r.\r\nx\r\n.\r\n");
    REQUIRE(reader.ended());
    CHECK(reader.letter() == ".\r\n\r\r.\r\nx\r\n");
    CHECK(reader.stuffed() == 2);
    CHECK(reader.count(smtp::Oddity::bare_cr) == 2);
}

TEST_CASE("counted octets are kept as they are, dots and all, at any split", "[smtp]") {
    std::string octets = ".\r\n..\r\n.\r\nQUIT\r\n";
    for (int line = 0; line < 100; ++line) octets += ".a line that begins with a dot, and more\r\n";
    octets += std::string(1200, 'x');
    for (const std::size_t at_a_time : {1, 7, 300, 100'000}) {
        smtp::DataReader reader(100'000, smtp::Framing::counted);
        for (std::string_view rest = octets; !rest.empty();
             rest.remove_prefix(std::min(at_a_time, rest.size())))
            CHECK(reader.feed(rest.substr(0, at_a_time)) == std::min(at_a_time, rest.size()));
        CHECK_FALSE(reader.ended());
        reader.end();
        CHECK(reader.ended());
        CHECK(reader.longest_line() == 1200);
        CHECK(reader.count(smtp::Oddity::line_too_long) == 1);
        CHECK(reader.stuffed() == 0);
        CHECK(reader.take() == octets);
    }
}
