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
