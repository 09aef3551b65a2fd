#include <catch2/catch.hpp>

#include "base/citation.h"
#include "base/result.h"
#include "base/text.h"

using namespace base;

TEST_CASE("splitting keeps empty parts, words do not", "[base]") {
    CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
    CHECK(words("  a \t b ") == std::vector<std::string_view>{"a", "b"});
    CHECK(words("").empty());
}

TEST_CASE("a number is decimal digits and nothing else", "[base]") {
    CHECK(parse_number("0") == 0);
    CHECK(parse_number("9223372036854775807") == 9223372036854775807);
    for (const auto text : {"", "-1", "+1", "1 ", "9223372036854775808", "99999999999999999999", "0x1"})
        CHECK_FALSE(parse_number(text));
}

TEST_CASE("octets that cannot be printed are named", "[base]") {
    CHECK(visible(std::string_view("a\r\n\0\xff", 5)) == "a\\r\\n\\0\\xff");
    CHECK(hex("\x01\xff") == "01ff");
}

TEST_CASE("letters compare without case, other octets as they are", "[base]") {
    CHECK(equal_ignoring_case("Mail.Example", "mAIL.eXAMPLE"));
    CHECK_FALSE(equal_ignoring_case("[", "{"));
    CHECK(less_ignoring_case("A", "b"));
    CHECK(starts_with_ignoring_case("mail from:", "MAIL"));
}

TEST_CASE("a problem says where, what and how to mend it", "[base]") {
    CHECK(to_text(Problem{{"a.toml", 3, 7}, "no such host", "name one of client, relay"}) ==
          "a.toml:3:7: no such host; name one of client, relay");
    CHECK(to_text(Problem{{"a.toml", 0, 0}, "not found", ""}) == "a.toml: not found");
    CHECK(to_text(Problem{{}, "bad flag", "see --help"}) == "bad flag; see --help");
}

TEST_CASE("a citation names the RFC and its section", "[base]") {
    CHECK(to_text(Citation{5321, "4.1.1.4"}) == "RFC 5321 4.1.1.4");
    CHECK(to_text(Citation{3463, ""}) == "RFC 3463");
    CHECK(to_text(Citation{}).empty());
}

TEST_CASE("an octet above 127 is found wherever it stands", "[base]") {
    CHECK_FALSE(base::has_high(""));
    CHECK_FALSE(base::has_high(std::string(1000, '\x7F')));
    for (const std::size_t size : {1, 7, 8, 9, 16, 17, 64})
        for (std::size_t at = 0; at < size; ++at) {
            std::string octets(size, 'a');
            octets[at] = '\x80';
            INFO(size << " " << at);
            CHECK(base::has_high(octets));
        }
}

TEST_CASE("a decimal number is read in units of its last digit that counts", "[base]") {
    CHECK(base::parse_decimal("12.345", 1000, 100) == 12'345);
    CHECK(base::parse_decimal("12.3456", 1000, 100) == 12'345);
    CHECK(base::parse_decimal("12", 1000, 100) == 12'000);
    CHECK(base::parse_decimal("100.5", 10, 100) == 1'005);
    for (const std::string_view wrong : {"", ".", "12.", ".5", "1.x", "-1", "101"}) {
        INFO(wrong);
        CHECK_FALSE(base::parse_decimal(wrong, 10, 100));
    }
}
