#include "base/ip_address.h"

#include <catch2/catch.hpp>

using namespace base;

TEST_CASE("an address is shown in its one canonical form", "[base]") {
    const auto [written, shown] = GENERATE(table<std::string, std::string>({
        {"192.0.2.1", "192.0.2.1"},
        {"0.0.0.0", "0.0.0.0"},
        {"255.255.255.255", "255.255.255.255"},
        {"2001:DB8::1", "2001:db8::1"},
        {"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
        {"::", "::"},
        {"::1", "::1"},
        {"1::", "1::"},
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // RFC 5952 4.2.2: a single zero group stays
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // 4.2.3: the longest run
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // 4.2.3: the first of equals
        {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
        {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
        {"1:0:0:4:5:6:0:0", "1::4:5:6:0:0"},
        {"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"},
        {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},  // RFC 5952 5
        {"::ffff:c000:201", "::ffff:192.0.2.1"},
        {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
        {"1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"},
    }));
    CAPTURE(written);
    const auto address = parse_ip_address(written);
    REQUIRE(address);
    CHECK(to_text(*address) == shown);
    CHECK(parse_ip_address(to_text(*address)) == address);
}

TEST_CASE("what is no address is refused", "[base]") {
    const auto text = GENERATE(as<std::string>(), "", ".", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4",
                               "1.2.3.04", "1..2.3", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "1.2.3.4/24",
                               "a.b.c.d", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
                               "1:2:3:4:5:6:7::8", "1::2::3", "12345::", "g::1", "fe80::1%eth0", "::1.2.3",
                               "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", ":1::", "1::2:", "[::1]");
    CAPTURE(text);
    CHECK_FALSE(parse_ip_address(text));
    CHECK_FALSE(parse_ip_address(std::string(1'000'000, '1')));
    CHECK_FALSE(parse_ip_address(std::string(1'000'000, ':')));
}

TEST_CASE("a network contains the addresses that share its prefix", "[base]") {
    const auto [network, address, inside] = GENERATE(table<std::string, std::string, bool>({
        {"192.0.2.0/24", "192.0.2.255", true},
        {"192.0.2.0/24", "192.0.3.0", false},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.129/25", "192.0.2.200", true},  // bits after the prefix do not count
        {"0.0.0.0/0", "203.0.113.9", true},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.2", false},
        {"0.0.0.0/0", "::1", false},
        {"::/0", "192.0.2.1", false},
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
        {"2001:db8::1/128", "2001:db8::1", true},
        {"2001:db8::1/127", "2001:db8::2", false},
    }));
    CAPTURE(network, address);
    REQUIRE(parse_ip_network(network));
    REQUIRE(parse_ip_address(address));
    CHECK(parse_ip_network(network)->contains(*parse_ip_address(address)) == inside);
}

TEST_CASE("a network needs a prefix length that fits", "[base]") {
    const auto text =
        GENERATE(as<std::string>(), "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/08",
                 "192.0.2.0/1/2", "::/129", "/8", "::/1000000000000000000000", "192.0.2.0/ 8");
    CAPTURE(text);
    CHECK_FALSE(parse_ip_network(text));
    CHECK(to_text(*parse_ip_network("192.0.2.7")) == "192.0.2.7/32");
    CHECK(to_text(*parse_ip_network("2001:DB8::/32")) == "2001:db8::/32");
}
