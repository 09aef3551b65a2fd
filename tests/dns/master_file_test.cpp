#include "dns/master_file.h"

#include <catch2/catch.hpp>

using namespace dns;

namespace {

std::vector<std::string> lines(std::string_view text, std::string_view origin = ".") {
    const auto zone = parse_master_file(text, "test.zone", *parse_name(origin));
    if (!zone) return {base::to_text(zone.problem())};
    std::vector<std::string> lines;
    for (const auto& record : zone->records()) lines.push_back(to_text(record));
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the example of RFC 1035 5.3 is read", "[dns]") {
    const auto text =
        "@   IN  SOA     VENERA      Action\\.domains (\n"
        "                                 20     ; SERIAL\n"
        "                                 7200   ; REFRESH\n"
        "                                 600    ; RETRY\n"
        "                                 3600000; EXPIRE\n"
        "                                 60)    ; MINIMUM\n"
        "\n"
        "        NS      A.ISI.EDU.\n"
        "        NS      VENERA\n"
        "        MX      10      VENERA\n"
        "\r\n"
        "A       A       26.3.0.103\r\n"
        "VENERA  A       10.1.0.52\n"
        "        A       128.9.0.32";
    const auto zone = parse_master_file(text, "isi", *parse_name("ISI.EDU"));
    REQUIRE(zone);
    CHECK(zone->origin() == *parse_name("isi.edu"));
    CHECK(lines(text, "ISI.EDU") ==
          Lines{"ISI.EDU. 3600 IN SOA VENERA.ISI.EDU. Action\\.domains.ISI.EDU. 20 7200 600 3600000 60",
                "ISI.EDU. 3600 IN NS A.ISI.EDU.", "ISI.EDU. 3600 IN NS VENERA.ISI.EDU.",
                "ISI.EDU. 3600 IN MX 10 VENERA.ISI.EDU.", "A.ISI.EDU. 3600 IN A 26.3.0.103",
                "VENERA.ISI.EDU. 3600 IN A 10.1.0.52", "VENERA.ISI.EDU. 3600 IN A 128.9.0.32"});
}

TEST_CASE("TTL and class come in either order; what is not stated comes from before", "[dns]") {
    CHECK(lines("a. 60 IN A 192.0.2.1\nb. in 70 a 192.0.2.1\nc. A 192.0.2.1\n$TTL 5\nd. A 192.0.2.1\n"
                "e. 0 TXT x\nf. TXT x") == Lines{"a. 60 IN A 192.0.2.1", "b. 70 IN A 192.0.2.1",
                                                 "c. 70 IN A 192.0.2.1", "d. 5 IN A 192.0.2.1",
                                                 "e. 0 IN TXT \"x\"", "f. 5 IN TXT \"x\""});
}

TEST_CASE("relative names follow $ORIGIN, which may be relative itself", "[dns]") {
    CHECK(lines("$ORIGIN example.\n$ORIGIN dest ; a comment\n@ MX 0 mx\n$origin .\nx MX 0 .") ==
          Lines{"dest.example. 3600 IN MX 0 mx.dest.example.", "x. 3600 IN MX 0 ."});
}

TEST_CASE("strings keep every octet", "[dns]") {
    CHECK(lines(R"z(a. TXT "a;b(c)" d\;e "" "\"\\\065\000\255")z") ==
          Lines{R"z(a. 3600 IN TXT "a;b(c)" "d;e" "" "\"\\A\000\255")z"});
    const auto zone = parse_master_file("a. TXT \"v=spf1 ip4:\" \"192.0.2.5 -all\"", "");
    REQUIRE(zone);
    CHECK(std::get<Txt>(zone->records()[0].rdata).joined() == "v=spf1 ip4:192.0.2.5 -all");
    CHECK(lines("a. TXT " + std::string(255, 'x')).front().ends_with("x\""));
}

TEST_CASE("types beyond those of RFC 1035 are read", "[dns]") {
    CHECK(lines("_25._tcp.mx. TLSA 3 1 1 ( AB\n cd )\na. AAAA 2001:DB8::1\nb. TYPE65280 \\# 3 0a0B 0c\nc. "
                "SPF \"v\"\n"
                "d. TYPE65280 \\# 0") ==
          Lines{"_25._tcp.mx. 3600 IN TLSA 3 1 1 abcd", "a. 3600 IN AAAA 2001:db8::1",
                "b. 3600 IN TYPE65280 \\# 3 0a0b0c", "c. 3600 IN SPF \"v\"", "d. 3600 IN TYPE65280 \\# 0"});
}

TEST_CASE("the origin is the only SOA's owner, unless the file holds more than that", "[dns]") {
    const std::string soa = " SOA ns. root. 1 2 3 4 5\n";
    const auto [text, origin] = GENERATE_COPY(table<std::string, std::string>({
        {"dest.example." + soa + "mx.dest.example. A 192.0.2.1", "dest.example"},
        {"dest.example." + soa + "src.example. A 192.0.2.1", "."},
        {"dest.example." + soa + "; $TIMEOUT src.example.", "."},
        {"dest.example." + soa + "src.example." + soa, "."},
        {"dest.example. A 192.0.2.1", "."},
        {"", "."},
        {"\n \n;\n\t; only a comment", "."},
    }));
    CAPTURE(text);
    const auto zone = parse_master_file(text, "f");
    REQUIRE(zone);
    CHECK(to_text(zone->origin()) == origin);
    CHECK(to_text(parse_master_file("x A 192.0.2.1", "f", *parse_name("dest.example"))->origin()) ==
          "dest.example");
}

TEST_CASE("comments may say which names fail", "[dns]") {
    const auto zone = parse_master_file(
        "; $TIMEOUT slow.example.\n"
        ";$SERVFAIL broken MX\r\n"
        "ok. A 192.0.2.1 ; $TIMEOUT ok. is prose behind a record\n"
        "; a word about $TIMEOUT\n",
        "f", *parse_name("example"));
    REQUIRE(zone);
    const FailingName slow{*parse_name("slow.example"), {}, Failure::timeout};
    const FailingName broken{*parse_name("broken.example"), RecordType::mx, Failure::server_failure};
    CHECK(zone->failing() == std::vector<FailingName>{slow, broken});
    CHECK(zone->records().size() == 1);
}

TEST_CASE("a mistake is named with its line, its column and its mending", "[dns]") {
    const auto [text, where] = GENERATE(table<std::string, std::string>({
        {"a. A 1.2.3", "1:6: this is no IPv4 address"},
        {"\n\n  A 1.2.3.4", "3:3: the line begins with a blank"},
        {"a. AAAA 1.2.3.4", "1:9: this is no IPv6 address"},
        {"a. A \"1.2.3.4\"", "1:6: this is no IPv4 address"},
        {"a. MX mx.b.", "1:7: the preference is not a number from 0 to 65535"},
        {"a. MX 65536 b.", "1:7: the preference"},
        {"a. MX 10", "1:9: the exchange is missing"},
        {"a. MX 10 b. c.", "1:13: the MX record has no such field"},
        {"a. MX 10 b..c", "1:10: the exchange 'b..c' is no domain name"},
        {"a. 1h A 1.2.3.4", "1:4: the TTL is not a number"},
        {"a. 2147483648 A 1.2.3.4", "1:4: the TTL is not a number"},
        {"a. XYZ 1", "1:4: 'XYZ' is no record type"},
        {"a. CH A 1.2.3.4", "1:4: only class IN"},
        {"a. ANY x", "1:4: ANY is never"},
        {"a. IN 5", "1:8: the record's type is missing"},
        {"a.", "1:3: the record's type is missing"},
        {"a. TXT", "1:7: the string is missing"},
        {"a. TXT \"abc", "1:8: this quoted string is not closed"},
        {"a. TXT \"abc\\\"\nb. A 1.2.3.4", "1:8: this quoted string is not closed"},
        {"a. TXT \"abc\\\nb\"\nb. A 1.2.3.4", "1:8: this quoted string is not closed"},
        {"a. TXT \"ab\\256\"", "1:11: this escape is unknown"},
        {"a. TXT ab\\1", "1:10: this escape is unknown"},
        {"a. TXT " + std::string(256, 'x'), "1:8: the string is 256 octets long"},
        {"a. SOA ns. root. (1 2 3\n 4", "1:18: this parenthesis is never closed"},
        {"a. A 1.2.3.4 )", "1:14: this parenthesis closes nothing"},
        {"a. TLSA 3 1 1 abc", "1:15: the association has half an octet"},
        {"a. TLSA 3 1 1 xy", "1:15: the association is not hexadecimal"},
        {"a. TLSA 3 1 1", "1:14: the association is missing"},
        {"a. TLSA 256 1 1 ab", "1:9: the certificate usage"},
        {"a. TYPE999 \\# 2 ab", "1:15: 2 octets are announced and 1 follow"},
        {"a. TYPE999 ab", "1:12: the fields of TYPE999 are not known"},
        {"a. TYPE65536 \\# 0", "1:4: 'TYPE65536' is no record type"},
        {"\"a\" A 1.2.3.4", "1:1: the owner is in quotes"},
        {"$INCLUDE other", "1:1: $INCLUDE is not followed"},
        {"$FOO", "1:1: the directive '$FOO' is unknown"},
        {"$TIMEOUT a.", "1:1: $TIMEOUT stands in a comment"},
        {"$ORIGIN", "1:8: the origin is missing"},
        {"$TTL 1h", "1:6: the TTL is not a number"},
        {"; $TIMEOUT", "1:11: the failing name is missing"},
        {" ; $SERVFAIL a. NOPE", "1:17: this is no record type"},
        {"; $SERVFAIL a. MX b", "1:19: $SERVFAIL has no such field"},
        {"a. CNAME b.\nA. A 1.2.3.4", "2:1: A has a CNAME and another record (line 1)"},
        {"a. A 1.2.3.4\na. CNAME b.", "2:1: a has a CNAME and another record (line 1)"},
        {"a. CNAME b.\na. CNAME c.", "2:1: a has a CNAME and another record (line 1)"},
    }));
    CAPTURE(text);
    const auto zone = parse_master_file(text, "f.zone");
    REQUIRE_FALSE(zone);
    CHECK_THAT(base::to_text(zone.problem()), Catch::StartsWith("f.zone:" + where));
    CHECK_FALSE(zone.problem().mend.empty());
}

TEST_CASE("a zone's text is read to the same zone", "[dns]") {
    const auto text =
        "$ORIGIN dest.example.\n@ 300 SOA ns root 1 2 3 4 5\n* TXT \"\\\"\\000\" \"\"\n"
        "odd\\.dot\\032\\@\\; MX 1 @\nx TYPE7 \\# 1 ff\n_25._tcp TLSA 3 1 1 00ff\ny AAAA ::1\n"
        "; $TIMEOUT t MX\n; $SERVFAIL u.\\;x\n";
    const auto zone = parse_master_file(text, "f");
    REQUIRE(zone);
    const auto again = parse_master_file(to_text(*zone), "g");
    REQUIRE(again);
    CHECK(*again == *zone);
    CHECK(zone->records().size() == 6);
    CHECK(zone->failing().size() == 2);
}

TEST_CASE("a big or mad file is read in linear time and never crashes", "[dns]") {
    std::string big;
    for (int i = 0; i < 20'000; ++i) big += "same.example. A 192.0.2.1\n";
    CHECK(lines(big).size() == 20'000);
    const std::string_view octets(" \t\n\r;()\"\\@$.a1\0\xff", 16);
    std::uint32_t state = 1;
    for (int round = 0; round < 3'000; ++round) {
        std::string text = round % 2 ? "a. TXT " : "";
        for (int i = 0; i < 40; ++i) {
            state = state * 1'664'525 + 1'013'904'223;
            text += octets[(state >> 16) % octets.size()];
        }
        const auto zone = parse_master_file(text, "f");
        if (zone) CHECK(parse_master_file(to_text(*zone), "g"));
    }
    CHECK_FALSE(parse_master_file(std::string(1'000'000, '('), "f"));
    CHECK_FALSE(parse_master_file("a. TXT \"" + std::string(1'000'000, '\\'), "f"));
    CHECK(parse_master_file(std::string(1'000'000, '\n'), "f"));
}
