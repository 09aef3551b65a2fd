#include "mail/encoding.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "mail/utf8.h"

using namespace mail;

namespace {

std::string random_octets(std::uint64_t seed, std::size_t size, std::string_view alphabet) {
    std::string octets;
    for (std::size_t i = 0; i < size; ++i) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        octets += alphabet.empty() ? static_cast<char>(seed >> 56) : alphabet[(seed >> 33) % alphabet.size()];
    }
    return octets;
}

}  // namespace

TEST_CASE("base64 follows the vectors of RFC 4648 10, both ways", "[mail]") {
    const auto [octets, text] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xFB\xFF\xFE", "+//+"},
    }));
    CHECK(to_base64(octets) == text);
    CHECK(from_base64(text) == octets);
    CHECK(from_base64_lenient(text) == octets);
}

TEST_CASE("the strict reader of base64 refuses what the lenient one skips", "[mail]") {
    const auto [text, lenient] = GENERATE(table<std::string, std::string>({
        {"Zm9v\r\nYmFy", "foobar"},
        {"Zg", "f"},
        {"Zg=", "f"},
        {"Zg===", "f"},
        {"Zm9v====", "foo"},
        {"Z", ""},
        {"Zh==", "f"},  // spare bits
        {"Zm=v", "f"},
        {"!!!!", ""},
        {"====", ""},
    }));
    CAPTURE(text);
    CHECK(!from_base64(text));
    CHECK(from_base64_lenient(text) == lenient);
}

TEST_CASE("base64 lines are 76 columns wide", "[mail]") {
    CHECK(to_base64_lines("") == "");
    CHECK(to_base64_lines(std::string(57, 'a')) == to_base64(std::string(57, 'a')) + "\r\n");
    const std::string lines = to_base64_lines(std::string(58, 'a'));
    CHECK(lines.find("\r\n") == 76);
    CHECK(from_base64_lenient(lines) == std::string(58, 'a'));
}

TEST_CASE("quoted-printable encodes what needs it", "[mail]") {
    const auto [text, encoded] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"plain text\r\n", "plain text\r\n"},
        {"a=b", "a=3Db"},
        {"\xC3\xBC", "=C3=BC"},
        {"blank \r\ntab\t\r\n", "blank=20\r\ntab=09\r\n"},
        {"a\nb\n", "a\r\nb\r\n"},
        {"a\rb", "a=0Db"},
        {std::string("\0", 1), "=00"},
        {std::string(76, 'x'), std::string(76, 'x')},
        {std::string(77, 'x'), std::string(75, 'x') + "=\r\nxx"},
        {std::string(75, 'x') + "=", std::string(75, 'x') + "=\r\n=3D"},
        {std::string(73, 'x') + "=", std::string(73, 'x') + "=3D"},
    }));
    CAPTURE(text);
    CHECK(to_quoted_printable(text) == encoded);
}

TEST_CASE("quoted-printable is read as RFC 2045 6.7 asks, mistakes included", "[mail]") {
    const auto [encoded, text] = GENERATE(table<std::string, std::string>({
        {"Now's the time =\r\nfor all folk to come=\r\n to the aid of their country.",
         "Now's the time for all folk to come to the aid of their country."},  // RFC 2045 6.7
        {"=c3=BC", "\xC3\xBC"},
        {"dropped  \t\r\nkept", "dropped\r\nkept"},
        {"soft=  \r\nbreak", "softbreak"},
        {"=", ""},
        {"==", "="},
        {"=4", "=4"},
        {"=G1=1G", "=G1=1G"},
        {"a=\nb", "ab"},
        {"=0D=0A", "\r\n"},
    }));
    CAPTURE(encoded);
    CHECK(from_quoted_printable(encoded) == text);
}

TEST_CASE("random octets survive base64 and, line by line, quoted-printable", "[mail]") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const std::string octets = random_octets(seed, seed, "");
        REQUIRE(from_base64(to_base64(octets)) == octets);
        const std::string text = random_octets(seed, seed * 3, "ab =\t\xC3\xFF.\r_");
        const std::string encoded = to_quoted_printable(text);
        REQUIRE(from_quoted_printable(encoded) == text);
        for (const std::string_view line : base::split(encoded, '\n'))
            REQUIRE(line.size() <= 77);  // with its CR
    }
}

TEST_CASE("encoded-words are read as in RFC 2047 8", "[mail]") {
    const auto [text, said] = GENERATE(table<std::string, std::string>({
        {"=?US-ASCII?Q?Keith_Moore?=", "Keith Moore"},
        {"=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld J\xC3\xB8rn Simonsen"},
        {"=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= "
         "=?ISO-8859-1?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
         "If you can read this you understand the example."},
        {"=?ISO-8859-1?Q?a?=", "a"},
        {"=?ISO-8859-1?Q?a?= b", "a b"},
        {"=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"},
        {"=?ISO-8859-1?Q?a?=\r\n     =?ISO-8859-1?Q?b?=", "ab"},
        {"=?ISO-8859-1?Q?a_b?=", "a b"},
        {"=?utf-8*en?q?x_?=y", "x y"},
        {"plain", "plain"},
        {"", ""},
        {"=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "\xC3\xBC"},  // a character that was split all the same
        {"=?utf-8?Q?=C3?=", "\xEF\xBF\xBD"},
        {"=?utf-8?Q?a=0D=0AX:_y?=", "a  X: y"},
        {"=?koi8-r?Q?a?=", "=?koi8-r?Q?a?="},
        {"=?windows-1252?Q?=80?=", "\xE2\x82\xAC"},
        {"=??Q?a?=", "=??Q?a?="},
        {"=?utf-8?X?a?=", "=?utf-8?X?a?="},
        {"=?utf-8?Q?a b?=", "=?utf-8?Q?a b?="},
        {"=?utf-8?Q?a", "=?utf-8?Q?a"},
        {"=?=?utf-8?Q?a?=", "=?a"},
        {"=?", "=?"},
    }));
    CAPTURE(text);
    CHECK(from_encoded_words(text) == said);
}

TEST_CASE("encoded-words say what was given, in words that fit, and never split a character", "[mail]") {
    const std::string text = GENERATE(
        as<std::string>{},
        "Gr\xC3\xBC\xC3\x9F"
        "e",
        "=?utf-8?Q?not_really?=", std::string(1000, 'x'), "tab\there", "\xE6\x97\xA5",
        "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8"
        "\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
        "a long text with a single \xC3\xBC in it that needs more than one word of seventy-five columns");
    CAPTURE(text);
    const std::string words = to_encoded_words(text);
    CHECK(words != text);
    for (const std::string_view word : base::split(words, ' ')) {
        CHECK(word.size() <= 75);
        CHECK(word.substr(0, 8) == "=?utf-8?");
        const std::string alone = from_encoded_words(word);
        CHECK(alone.find("\xEF\xBF\xBD") == std::string::npos);
    }
    const std::string back = from_encoded_words(words);
    CHECK(back == (text == "tab\there" ? "tab here" : text));
    CHECK(to_encoded_words("plain (text), 100% ascii") == "plain (text), 100% ascii");
    CHECK(from_encoded_words(to_encoded_words("a\xFF")) == "a\xEF\xBF\xBD");
}

TEST_CASE("hostile encodings of any size are read at once", "[mail]") {
    const std::string part = GENERATE(as<std::string>{}, "=", "=?", "=?utf-8?Q?", "=?utf-8?Q?a?= ", " ",
                                      "=\r\n", "\xC3", "=?a?q?=\t");
    std::string text;
    while (text.size() < 400'000) text += part;
    CHECK(from_encoded_words(text).size() <= text.size() * 3);
    CHECK(from_quoted_printable(text).size() <= text.size());
    CHECK(from_base64_lenient(text).size() <= text.size());
    CHECK(with_valid_utf8(text).size() <= text.size() * 3);
}
