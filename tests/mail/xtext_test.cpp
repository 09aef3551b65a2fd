#include "mail/xtext.h"

#include <catch2/catch.hpp>

#include "mail/utf8.h"

using namespace mail;

namespace {

AddressFault orcpt_fault(std::string_view value, Utf8 utf8 = Utf8::refused) {
    const auto parsed = parse_orcpt(value, utf8);
    REQUIRE(std::holds_alternative<AddressFault>(parsed));
    return std::get<AddressFault>(parsed);
}

}  // namespace

TEST_CASE("xtext carries any octets in printable ASCII and brings them back", "[mail]") {
    std::string every;
    for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
    const std::string text = to_xtext(every);
    for (const char c : text) CHECK((c > ' ' && c <= '~' && c != '='));
    CHECK(from_xtext(text) == every);
    CHECK(to_xtext("Bob+20=x y") == "Bob+2B20+3Dx+20y");
    CHECK(from_xtext("") == "");
}

TEST_CASE("what is no xtext is none", "[mail]") {
    const std::string text = GENERATE(as<std::string>{}, "a b", "a=b", "+", "+4", "a+", "+4g", "+2b", "+ 1",
                                      "\t", "\xC3\xBC", std::string(1, '\0'));
    CAPTURE(text);
    CHECK(!from_xtext(text));
}

TEST_CASE("an address in UTF-8 travels in both forms of RFC 6533", "[mail]") {
    const auto [utf8, xtext, unitext] = GENERATE(table<std::string, std::string, std::string>({
        {"bob@dest.example", "bob@dest.example", "bob@dest.example"},
        {"jos\xC3\xA9@x.example", "jos\\x{E9}@x.example", "jos\xC3\xA9@x.example"},
        {"a+b=c\\d e", "a\\x{2B}b\\x{3D}c\\x{5C}d\\x{20}e", "a\\x{2B}b\\x{3D}c\\x{5C}d\\x{20}e"},
        {"\xE2\x82\xAC\xF0\x9F\x93\xA8", "\\x{20AC}\\x{1F4E8}", "\xE2\x82\xAC\xF0\x9F\x93\xA8"},
    }));
    CHECK(to_utf8_addr_xtext(utf8) == xtext);
    CHECK(to_utf8_addr_unitext(utf8) == unitext);
    CHECK(from_utf8_addr(xtext, Utf8::refused) == utf8);
    CHECK(from_utf8_addr(unitext, Utf8::allowed) == utf8);
}

TEST_CASE("only code points that need it may be escaped, and only in one spelling", "[mail]") {
    const std::string text =
        GENERATE(as<std::string>{}, "\\", "\\x", "\\x{", "\\x{}", "\\x{41}", "\\x{0A}", "\\x{0D}", "\\x{00}",
                 "\\x{00E9}", "\\x{e9}", "\\x{E9", "\\x{D800}", "\\x{DFFF}", "\\x{110000}", "\\x{FFFFFFF}",
                 "\\x{1}", "a+b", "a=b", "a b");
    CAPTURE(text);
    CHECK(!from_utf8_addr(text, Utf8::allowed));
}

TEST_CASE("UTF-8 itself is only for where SMTPUTF8 is, and must be well formed", "[mail]") {
    CHECK(!from_utf8_addr("\xC3\xBC", Utf8::refused));
    CHECK(from_utf8_addr("\xC3\xBC", Utf8::allowed) == "\xC3\xBC");
    CHECK(!from_utf8_addr("\xC3", Utf8::allowed));
    CHECK(!from_utf8_addr("\xED\xA0\x80", Utf8::allowed));
    CHECK(to_utf8_addr_xtext("a\xFF") == "a\\x{FFFD}");
}

TEST_CASE("every code point becomes octets and comes back", "[mail]") {
    for (std::uint32_t point = 0; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 37) {
        if (point >= 0xD800 && point <= 0xDFFF) continue;
        const std::string octets = utf8_of(point);
        if (utf8_character(octets, 0) != octets.size() || code_point(octets) != point) FAIL(point);
    }
}

TEST_CASE("ORCPT is a type and an address in that type's encoding", "[mail]") {
    const auto [value, utf8, type, address] = GENERATE(table<std::string, Utf8, std::string, std::string>({
        {"rfc822;Bob+20x@d.example", Utf8::refused, "rfc822", "Bob x@d.example"},
        {"RFC822;bob@d.example", Utf8::refused, "RFC822", "bob@d.example"},
        {"x400;/C+3DGB/S+3DBob", Utf8::refused, "x400", "/C=GB/S=Bob"},
        {"utf-8;jos\\x{E9}@d.example", Utf8::refused, "utf-8", "jos\xC3\xA9@d.example"},
        {"UTF-8;jos\xC3\xA9@d.example", Utf8::allowed, "UTF-8", "jos\xC3\xA9@d.example"},
        {"rfc822;a;b@c", Utf8::refused, "rfc822", "a;b@c"},
    }));
    CAPTURE(value);
    const auto parsed = parse_orcpt(value, utf8);
    REQUIRE(std::holds_alternative<OriginalRecipient>(parsed));
    const OriginalRecipient& recipient = std::get<OriginalRecipient>(parsed);
    CHECK(recipient == OriginalRecipient{type, address});
    CHECK(std::get<OriginalRecipient>(parse_orcpt(to_orcpt(recipient, utf8), utf8)) == recipient);
}

TEST_CASE("a malformed ORCPT is a fault with its place and section", "[mail]") {
    const auto [value, position, rfc, section] = GENERATE(table<std::string, std::size_t, int, std::string>({
        {"", 0, 3461, "4.2"},
        {"bob@d.example", 13, 3461, "4.2"},
        {";bob@d.example", 0, 3461, "4.2"},
        {"rfc 822;bob", 0, 3461, "4.2"},
        {"rfc822;", 7, 3461, "4.2"},
        {"rfc822;a b", 7, 3461, "4"},
        {"rfc822;a+2", 7, 3461, "4"},
        {"rfc822;a+0D+0ARCPT", 7, 3461, "4.2"},
        {"utf-8;a+b", 6, 6533, "3"},
        {"utf-8;\xC3\xBC@d", 6, 6533, "3"},
        {"utf-8;a\\x{09}b", 6, 3461, "4.2"},
        {"rfc822;" + std::string(494, 'x'), 500, 3461, "4.2"},
    }));
    CAPTURE(value);
    const AddressFault fault = orcpt_fault(value);
    CHECK(fault.position == position);
    CHECK(fault.citation == base::Citation{static_cast<std::uint16_t>(rfc), section});
    CHECK(!fault.what.empty());
    CHECK(!fault.mend.empty());
}

TEST_CASE("ENVID is printable and short", "[mail]") {
    CHECK(std::get<std::string>(parse_envid("QQ314159")) == "QQ314159");
    CHECK(std::get<std::string>(parse_envid("a+20b+2B")) == "a b+");
    CHECK(std::get<std::string>(parse_envid(std::string(100, 'x'))).size() == 100);
    for (const std::string& wrong : {std::string(), std::string(101, 'x'), std::string("a b"),
                                     std::string("a+0A"), std::string("+C3+BC"), std::string("a=b")})
        CHECK(std::holds_alternative<AddressFault>(parse_envid(wrong)));
}
