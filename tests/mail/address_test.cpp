#include "mail/address.h"

#include <catch2/catch.hpp>

#include "mail/limits.h"

using namespace mail;

namespace {

bool is_address(std::string_view text, Utf8 utf8 = Utf8::refused) {
    return std::holds_alternative<Address>(parse_address(text, utf8));
}

AddressFault fault_of(std::string_view text, Utf8 utf8 = Utf8::refused) {
    const auto parsed = parse_address(text, utf8);
    REQUIRE(std::holds_alternative<AddressFault>(parsed));
    return std::get<AddressFault>(parsed);
}

Address address(std::string_view text) {
    const auto parsed = parse_address(text);
    REQUIRE(std::holds_alternative<Address>(parsed));
    return std::get<Address>(parsed);
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("what the envelope's grammar allows is an address, and prints as it was written", "[mail]") {
    const std::string text = GENERATE(
        as<std::string>{}, "ann@src.example", "a@b", "Ann.B.Example@SRC.example", "x+tag=1@dest.example",
        "!#$%&'*+-/=?^_`{|}~@a.example", "\"\"@a.example", "\"a b\"@a.example", "\"a@b\"@a.example",
        "\"\\\"\\\\\"@a.example", "\"..\"@a.example", "a@1.2.example", "a@xn--bcher-kva.example",
        "a@a-b.example", "a@[192.0.2.1]", "a@[255.255.255.255]", "a@[IPv6:2001:db8::1]",
        "a@[ipv6:2001:db8::1]", "a@[IPv6:::1]", "a@[IPv6:::]", "a@[IPv6:1:2:3:4:5:6:7:8]",
        "a@[IPv6:1:2:3:4:5:6:192.0.2.1]", "a@[IPv6:1:2:3:4::192.0.2.1]", "a@[IPv6:1::]");
    CAPTURE(text);
    const auto parsed = parse_address(text);
    REQUIRE(std::holds_alternative<Address>(parsed));
    CHECK(to_text(std::get<Address>(parsed)) == text);
}

TEST_CASE("a fault says where it is and which section says so", "[mail]") {
    const auto [text, position, section] = GENERATE(table<std::string, std::size_t, std::string>({
        {"", 0, "4.1.2"},
        {"ann", 3, "4.1.2"},
        {"@src.example", 0, "4.1.2"},
        {"ann@", 4, "4.1.2"},
        {".ann@src.example", 0, "4.1.2"},
        {"ann.@src.example", 3, "4.1.2"},
        {"a..b@src.example", 2, "4.1.2"},
        {"a b@src.example", 1, "4.1.2"},
        {"a\"b\"@src.example", 1, "4.1.2"},
        {"\"a\"b@src.example", 3, "4.1.2"},
        {"\"a@src.example", 14, "4.1.2"},
        {"\"a\\", 2, "4.1.2"},
        {"\"a\r\n\"@src.example", 2, "4.1.2"},
        {"a@b@src.example", 3, "4.1.2"},
        {"(c)a@src.example", 0, "4.1.2"},
        {"a@.example", 2, "4.1.2"},
        {"a@src..example", 6, "4.1.2"},
        {"a@src.example.", 14, "4.1.2"},
        {"a@-src.example", 2, "4.1.2"},
        {"a@src-.example", 5, "4.1.2"},
        {"a@s_c.example", 3, "4.1.2"},
        {"a@src.example\r\n", 13, "4.1.2"},
        {"a@[192.0.2.1", 12, "4.1.3"},
        {"a@[192.0.2.1]x", 13, "4.1.3"},
        {"a@[192.0.2.256]", 3, "4.1.3"},
        {"a@[192.0.2]", 3, "4.1.3"},
        {"a@[]", 3, "4.1.3"},
        {"a@[2001:db8::1]", 3, "4.1.3"},
        {"a@[IPv6:1:2:3:4:5:6:7]", 8, "4.1.3"},
        {"a@[IPv6:1:2:3:4:5:6:7::]", 8, "4.1.3"},  // "::" stands for two groups at least
        {"a@[IPv6:1::2::3]", 8, "4.1.3"},
        {"a@[IPv6:12345::]", 8, "4.1.3"},
        {"a@[IPv6:192.0.2.1::1]", 8, "4.1.3"},
        {"a@[IPv6:1:2:3:4:5:6:7:192.0.2.1]", 8, "4.1.3"},
        {"a@[X25:31]", 3, "4.1.3"},
    }));
    CAPTURE(text);
    const AddressFault fault = fault_of(text);
    CHECK(fault.position == position);
    CHECK(fault.citation == base::Citation{5321, section});
    CHECK(!fault.what.empty());
    CHECK(!fault.mend.empty());
}

TEST_CASE("the limits of RFC 5321 4.5.3.1 hold to the octet", "[mail]") {
    const std::string label = std::string(63, 'd');
    CHECK(is_address(std::string(64, 'a') + "@b.example"));
    CHECK(fault_of(std::string(65, 'a') + "@b.example").citation.section == "4.5.3.1.1");
    CHECK(fault_of("\"" + std::string(63, 'a') + "\"@b.example").citation.section == "4.5.3.1.1");
    CHECK(is_address("a@" + label));
    CHECK(fault_of("a@" + label + "d").citation == base::Citation{1035, "2.3.4"});
    const std::string domain = repeated(label + ".", 3) + std::string(60, 'd');  // 252
    CHECK(is_address("a@" + domain));                                            // 254, and 256 with < and >
    CHECK(fault_of("ab@" + domain).citation.section == "4.5.3.1.3");
    CHECK(fault_of("a@" + domain + "dddd").citation.section == "4.5.3.1.2");  // 256
}

TEST_CASE("UTF-8 passes only when it was negotiated and is well formed", "[mail]") {
    CHECK(fault_of("j\xC3\xBCrgen@src.example").citation == base::Citation{6531, "3.3"});
    CHECK(is_address("j\xC3\xBCrgen@src.example", Utf8::allowed));
    CHECK(is_address("\"j\xC3\xBC\"@b\xC3\xBC\x63her.example", Utf8::allowed));
    const std::string malformed = GENERATE(as<std::string>{}, "\xC3", "\xFF", "\xC0\xAF", "\xED\xA0\x80",
                                           "\xF4\x90\x80\x80", "\x80", "\xE2\x82");
    CHECK(!is_address("a" + malformed + "@src.example", Utf8::allowed));
    CHECK(!is_address("a@s" + malformed + ".example", Utf8::allowed));
}

TEST_CASE("two addresses name one mailbox by domain without case and local part without quotes", "[mail]") {
    const auto [a, b, same] = GENERATE(table<std::string, std::string, bool>({
        {"ann@src.example", "ann@SRC.Example", true},
        {"ann@src.example", "Ann@src.example", false},  // RFC 5321 2.4
        {"ann@src.example", "\"ann\"@src.example", true},
        {"ann@src.example", "\"\\a\\nn\"@src.example", true},
        {"\"a b\"@src.example", "\"a\\ b\"@src.example", true},
        {"ann@src.example", "ann@dest.example", false},
        {"\"\"@src.example", "\"\\\"\"@src.example", false},
    }));
    CHECK(same_mailbox(address(a), address(b)) == same);
}

TEST_CASE("an address literal is told from a domain", "[mail]") {
    CHECK(is_address_literal(address("a@[192.0.2.1]")));
    CHECK(!is_address_literal(address("a@192.0.2.1")));
    CHECK(!is_address_literal(Address{"a", ""}));
}

TEST_CASE("hostile addresses of a megabyte are refused, at once", "[mail]") {
    const std::string part =
        GENERATE(as<std::string>{}, "a", "a.", "\"", "\"\\", "@", "[", "a@a.", ":", "\xC3\xBC", ".");
    const std::string text = repeated(part, 1 << 20);
    CHECK(!is_address(text, Utf8::allowed));
    CHECK(!is_address("a@" + text, Utf8::allowed));
    CHECK(!is_address("\"" + text, Utf8::allowed));
    CHECK(!is_address("a@[IPv6:" + text, Utf8::allowed));
}
