#include "dns/zone.h"

#include <catch2/catch.hpp>

#include "dns/known.h"
#include "dns/master_file.h"
#include "dns/zones.h"

using namespace dns;

namespace {

Name name(std::string_view text) {
    return parse_name(text).value();
}

Question question(std::string_view owner, std::string_view type) {
    return {name(owner), parse_record_type(type).value()};
}

Zone zone(std::string_view text) {
    const auto zone = parse_master_file(text, "test.zone");
    if (!zone) FAIL(base::to_text(zone.problem()));
    return *zone;
}

/// "no data; soa" or "records: owner TYPE data | ...".
std::string told(const Answer& answer) {
    std::string text = to_text(answer.outcome);
    std::string separator = ": ";
    for (const auto& record : answer.records) {
        text += separator + to_text(record.name) + " " + to_text(record.type) + " " + to_text(record.rdata);
        separator = " | ";
    }
    for (const auto& record : answer.authority) text += "; soa of " + to_text(record.name);
    return text;
}

constexpr auto dest =
    "$ORIGIN dest.example.\n"
    "@ SOA ns.dest.example. root 1 2 3 4 5\n"
    "@ MX 10 mx\n"
    "@ MX 20 mx2\n"
    "mx A 203.0.113.25\n"
    "mx A 203.0.113.25\n"
    "www CNAME web\n"
    "web CNAME mx\n"
    "dangling CNAME nowhere\n"
    "typeless CNAME mx2\n"
    "mx2 AAAA 2001:db8::2\n"
    "out CNAME mx.src.example.\n"
    "loop1 CNAME loop2\n"
    "loop2 CNAME loop1\n"
    "deep.er.host TXT deep\n"
    "; $TIMEOUT slow MX\n"
    "; $SERVFAIL broken\n"
    "toslow CNAME slow\n";

}  // namespace

TEST_CASE("a zone answers for what it holds, and says in which way it holds nothing", "[dns]") {
    const auto [owner, type, expected] = GENERATE(table<std::string, std::string, std::string>({
        {"dest.example", "MX",
         "records: dest.example MX 10 mx.dest.example. | dest.example MX 20 mx2.dest.example."},
        {"MX.dest.example", "A", "records: mx.dest.example A 203.0.113.25"},
        {"mx.dest.example", "AAAA", "no data; soa of dest.example"},
        {"nowhere.dest.example", "A", "no such name; soa of dest.example"},
        {"x.mx.dest.example", "A", "no such name; soa of dest.example"},
        {"www.dest.example", "CNAME", "records: www.dest.example CNAME web.dest.example."},
        {"www.dest.example", "ANY", "records: www.dest.example CNAME web.dest.example."},
        {"www.dest.example", "A",
         "records: www.dest.example CNAME web.dest.example. | web.dest.example CNAME mx.dest.example. | "
         "mx.dest.example A 203.0.113.25"},
        {"dangling.dest.example", "A",
         "no such name: dangling.dest.example CNAME nowhere.dest.example.; soa of dest.example"},
        {"typeless.dest.example", "A",
         "no data: typeless.dest.example CNAME mx2.dest.example.; soa of dest.example"},
        {"out.dest.example", "A", "no data: out.dest.example CNAME mx.src.example."},
        {"loop1.dest.example", "A", "server failure"},
        {"er.host.dest.example", "TXT", "no data; soa of dest.example"},  // exists: something is below it
        {"host.dest.example", "TXT", "no data; soa of dest.example"},
        {"st.dest.example", "TXT", "no such name; soa of dest.example"},
        {"slow.dest.example", "MX", "timed out"},
        {"slow.dest.example", "A", "no data; soa of dest.example"},
        {"broken.dest.example", "TXT", "server failure"},
        {"toslow.dest.example", "MX", "timed out"},
        {"src.example", "MX", "refused"},
        {"example", "MX", "refused"},
    }));
    CAPTURE(owner, type);
    CHECK(told(zone(dest).answer(question(owner, type))) == expected);
}

TEST_CASE("only what the zone answers for is authoritative", "[dns]") {
    CHECK(zone(dest).answer(question("dest.example", "MX")).authoritative);
    CHECK(zone(dest).answer(question("nowhere.dest.example", "MX")).authoritative);
    CHECK_FALSE(zone(dest).answer(question("src.example", "MX")).authoritative);
    CHECK(zone(dest).answer(question("slow.dest.example", "MX")).is_temporary());
    CHECK_FALSE(zone(dest).answer(question("nowhere.dest.example", "MX")).is_temporary());
}

TEST_CASE("wildcards answer as RFC 4592 2.2.1 says", "[dns]") {
    const auto example = zone(
        "$ORIGIN example.\n"
        "@ SOA ns root 1 2 3 4 5\n"
        "@ NS ns.example.com.\n"
        "* TXT \"this is a wildcard\"\n"
        "* MX 10 host1\n"
        "sub.* TXT \"this is not a wildcard\"\n"
        "host1 A 192.0.2.1\n"
        "_ssh._tcp.host1 TYPE33 \\# 1 00\n"
        "alias.wild CNAME host1\n"
        "*.wild CNAME host1\n");
    const auto [owner, type, expected] = GENERATE(table<std::string, std::string, std::string>({
        {"host3.example", "MX", "records: host3.example MX 10 host1.example."},
        {"host3.example", "A", "no data; soa of example"},
        {"foo.bar.example", "TXT", "records: foo.bar.example TXT \"this is a wildcard\""},
        {"host1.example", "MX", "no data; soa of example"},
        {"sub.*.example", "MX", "no data; soa of example"},
        {"_telnet._tcp.host1.example", "TYPE33", "no such name; soa of example"},
        {"ghost.*.example", "MX", "no such name; soa of example"},
        {"*.example", "MX", "records: *.example MX 10 host1.example."},
        {"any.wild.example", "A",
         "records: any.wild.example CNAME host1.example. | host1.example A 192.0.2.1"},
    }));
    CAPTURE(owner, type);
    CHECK(told(example.answer(question(owner, type))) == expected);
}

TEST_CASE("a zone of the root holds many domains and shows the closest SOA", "[dns]") {
    const auto root =
        zone("a.example. SOA n. r. 1 2 3 4 5\nb.example. SOA n. r. 1 2 3 4 5\nx.a.example. TXT x\n");
    CHECK(told(root.answer(question("x.a.example", "A"))) == "no data; soa of a.example");
    CHECK(told(root.answer(question("x.b.example", "A"))) == "no such name; soa of b.example");
    CHECK(told(root.answer(question("c.example", "A"))) == "no such name");
    CHECK(told(root.answer(question(".", "A"))) == "no data");
    CHECK(told(Zone().answer(question("a.b", "A"))) == "no such name");
}

TEST_CASE("a chain of CNAMEs may be sixteen long", "[dns]") {
    const int length = GENERATE(max_cname_chain + 0, max_cname_chain + 1);
    CAPTURE(length);
    std::string text;
    for (int i = 0; i < length; ++i)
        text += "c" + std::to_string(i) + ". CNAME c" + std::to_string(i + 1) + ".\n";
    text += "c" + std::to_string(length) + ". A 192.0.2.1\n";
    const auto answer = zone(text).answer(question("c0", "A"));
    CHECK(answer.outcome == (length == max_cname_chain ? Outcome::records : Outcome::server_failure));
    CHECK(answer.records.size() == (length == max_cname_chain ? max_cname_chain + 1u : 0u));
}

TEST_CASE("a zone is built and edited in code", "[dns]") {
    Zone built(name("dest.example"),
               {make_record(name("dest.example"), 60, Mx{10, name("mx.dest.example")})});
    built.add(address_record(name("mx.dest.example"), 60, *base::parse_ip_address("203.0.113.25")));
    built.add(address_record(name("mx.dest.example"), 60, *base::parse_ip_address("2001:db8::25")));
    CHECK(told(built.answer(question("mx.dest.example", "AAAA"))) ==
          "records: mx.dest.example AAAA 2001:db8::25");
    CHECK(built.remove(name("MX.dest.example"), RecordType::aaaa) == 1);
    CHECK(built.remove(name("mx.dest.example"), RecordType::aaaa) == 0);
    CHECK(told(built.answer(question("mx.dest.example", "AAAA"))) == "no data");
    CHECK(told(built.answer(question("mx.dest.example", "A"))) == "records: mx.dest.example A 203.0.113.25");
    built.remove(name("mx.dest.example"), RecordType::a);
    CHECK(told(built.answer(question("mx.dest.example", "A"))) == "no such name");
    built.fail({name("mx.dest.example"), {}, Failure::timeout});
    CHECK(told(built.answer(question("mx.dest.example", "A"))) == "timed out");
}

TEST_CASE("several zones: the longest origin answers, CNAMEs cross, and the rest does not exist", "[dns]") {
    Zones zones;
    zones.add(zone(dest));
    zones.add(
        zone("src.example. SOA n. r. 1 2 3 4 5\nmx.src.example. A 198.51.100.25\n"
             "lost.src.example. CNAME x.other.example.\n"));
    zones.add(zone("sub.dest.example. SOA n. r. 1 2 3 4 5\nmx.sub.dest.example. A 192.0.2.9\n"));
    const auto [owner, type, expected] = GENERATE(table<std::string, std::string, std::string>({
        {"out.dest.example", "A",
         "records: out.dest.example CNAME mx.src.example. | mx.src.example A 198.51.100.25"},
        {"out.dest.example", "MX", "no data: out.dest.example CNAME mx.src.example.; soa of src.example"},
        {"mx.sub.dest.example", "A", "records: mx.sub.dest.example A 192.0.2.9"},
        {"x.sub.dest.example", "A", "no such name; soa of sub.dest.example"},
        {"other.example", "MX", "no such name"},
        {"lost.src.example", "A", "no such name: lost.src.example CNAME x.other.example."},
        {"example", "A", "no such name"},
    }));
    CAPTURE(owner, type);
    CHECK(told(zones.answer(question(owner, type))) == expected);
    CHECK_FALSE(zones.holding(name("other.example")));
}

TEST_CASE("zones of one origin join", "[dns]") {
    Zones zones;
    zones.add(zone("a.example. TXT a\n; $TIMEOUT c.example."));
    zones.add(zone("b.example. TXT b\n"));
    CHECK(zones.all().size() == 1);
    CHECK(told(zones.answer(question("a.example", "TXT"))) == "records: a.example TXT \"a\"");
    CHECK(told(zones.answer(question("b.example", "TXT"))) == "records: b.example TXT \"b\"");
    CHECK(told(zones.answer(question("c.example", "TXT"))) == "timed out");
    zones.holding(name("b.example"))->remove(name("b.example"), RecordType::txt);
    CHECK(told(zones.answer(question("b.example", "TXT"))) == "no such name");
}

TEST_CASE("what was learnt is found, under any case, and only under its type", "[dns]") {
    Known known;
    CHECK_FALSE(known.find(question("dest.example", "MX")));
    known.learn(question("dest.example", "MX"), zone(dest).answer(question("dest.example", "MX")));
    REQUIRE(known.find(question("DEST.example", "MX")));
    CHECK(known.find(question("DEST.example", "MX"))->of_type(RecordType::mx).size() == 2);
    CHECK_FALSE(known.find(question("dest.example", "A")));
    known.learn(question("dest.example", "MX"), Answer{Outcome::timed_out, {}, {}, false});
    CHECK(known.find(question("dest.example", "MX"))->outcome == Outcome::timed_out);
    CHECK(known.size() == 1);
}
