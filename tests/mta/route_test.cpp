#include "mta/route.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "base/overloaded.h"
#include "tests/mta/town.h"

namespace {

const std::string zone = R"(
dest.example.       MX 20 second.dest.example.
dest.example.       MX 10 first.dest.example.
first.dest.example. A 203.0.113.1
first.dest.example. A 203.0.113.2
second.dest.example. A 203.0.113.3
same.example.       MX 10 first.dest.example.
same.example.       MX 10 second.dest.example.
same.example.       MX 10 third.example.
third.example.      A 203.0.113.4
noaddress.example.  MX 10 nowhere.example.
half.example.       MX 10 nowhere.example.
half.example.       MX 20 second.dest.example.
alias.example.      CNAME dest.example.
aliasmx.example.    MX 10 mxalias.example.
mxalias.example.    CNAME third.example.
null.example.       MX 0 .
empty.example.      TXT "no address"
; $TIMEOUT slow.example.
; $SERVFAIL broken.example.
slowmx.example.     MX 10 slow.example.
slowhalf.example.   MX 10 slow.example.
slowhalf.example.   MX 20 third.example.
)";

// Asks until nothing is missing; the questions asked are counted.
mta::RouteSearch search(const std::string& domain, std::uint64_t seed = 1, std::size_t* questions = nullptr) {
    const dns::Zones zones = mta_test::zones_of(zone);
    dns::Known known;
    for (;;) {
        mta::RouteSearch found = mta::route_by_mx(domain, known, mta::Families::v4, base::Random(seed), 1);
        const auto* open = std::get_if<std::vector<dns::Question>>(&found);
        if (!open) return found;
        REQUIRE_FALSE(open->empty());
        for (const dns::Question& question : *open) {
            REQUIRE_FALSE(known.find(question));  // nothing is asked twice
            known.learn(question, zones.answer(question));
            if (questions) ++*questions;
        }
    }
}

std::string show(const mta::RouteSearch& found) {
    return std::visit(base::overloaded{
                          [](const mta::FoundRoute& route) {
                              std::string text = route.kind == trace::Route::mx ? "mx" : "implicit";
                              for (const mta::Hop& hop : route.hops)
                                  text +=
                                      " " + std::to_string(hop.preference) + ":" + base::to_text(hop.address);
                              return text;
                          },
                          [](const mta::NoRoute& none) {
                              const bool for_now = none.lasting == mta::NoRoute::Lasting::for_now;
                              return std::string(to_text(none.reason)) + (for_now ? " for now" : "");
                          },
                          [](const std::vector<dns::Question>&) { return std::string("?"); },
                      },
                      found);
}

}  // namespace

TEST_CASE("the route to a domain follows RFC 5321 5.1", "[mta]") {
    const auto [domain, route] = GENERATE(table<std::string, std::string>({
        {"dest.example", "mx 10:203.0.113.1 10:203.0.113.2 20:203.0.113.3"},
        {"DEST.example", "mx 10:203.0.113.1 10:203.0.113.2 20:203.0.113.3"},
        {"alias.example", "mx 10:203.0.113.1 10:203.0.113.2 20:203.0.113.3"},
        {"aliasmx.example", "mx 10:203.0.113.4"},
        {"third.example", "implicit 0:203.0.113.4"},
        {"half.example", "mx 20:203.0.113.3"},
        {"noaddress.example", "domain-unknown"},  // an MX forbids the domain's own address
        {"null.example", "domain-takes-no-mail"},
        {"nosuch.example", "domain-unknown"},
        {"empty.example", "domain-unknown"},
        {"slow.example", "dns-no-answer for now"},
        {"broken.example", "dns-no-answer for now"},
        {"slowmx.example", "dns-no-answer for now"},
        {"slowhalf.example", "mx 20:203.0.113.4"},
        {"[203.0.113.9]", "implicit 0:203.0.113.9"},
        {"[IPv6:2001:db8::1]", "implicit 0:2001:db8::1"},
        {"[", "domain-unknown"},
        {"[]", "domain-unknown"},
        {"[x]", "domain-unknown"},
        {"", "domain-unknown"},
        {"a..b", "domain-unknown"},
    }));
    INFO(domain);
    CHECK(show(search(domain)) == route);
}

TEST_CASE("equal preferences are shuffled by the seed, and by nothing else", "[mta]") {
    std::set<std::string> firsts;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const std::string route = show(search("same.example", seed));
        CHECK(route == show(search("same.example", seed)));
        firsts.insert(route.substr(3, route.find(' ', 3) - 3));
    }
    CHECK(firsts.size() == 3);  // each exchange leads for some seed
}

TEST_CASE("all addresses that are missing are asked for at once", "[mta]") {
    std::size_t questions = 0;
    search("dest.example", 1, &questions);
    CHECK(questions == 3);  // MX, then two A
    dns::Known known;
    const dns::Zones zones = mta_test::zones_of(zone);
    const dns::Question mx{*dns::parse_name("dest.example"), dns::RecordType::mx};
    known.learn(mx, zones.answer(mx));
    const auto found = mta::route_by_mx("dest.example", known, mta::Families::v4, base::Random(1), 1);
    CHECK(std::get<std::vector<dns::Question>>(found).size() == 2);
}

TEST_CASE("a domain with very many exchanges is looked at up to the named limit", "[mta]") {
    std::string many;
    for (int n = 0; n < 100; ++n)
        many += "many.example. MX " + std::to_string(n) + " mx" + std::to_string(n) + ".example.\n";
    const dns::Zones zones = mta_test::zones_of(many);
    dns::Known known;
    const dns::Question mx{*dns::parse_name("many.example"), dns::RecordType::mx};
    known.learn(mx, zones.answer(mx));
    const auto found = mta::route_by_mx("many.example", known, mta::Families::v4, base::Random(1), 1);
    CHECK(std::get<std::vector<dns::Question>>(found).size() == mta::most_exchanges);
}

TEST_CASE("a host among the exchanges leaves out itself and what is preferred no more", "[mta]") {
    const auto [own, route] = GENERATE(table<std::string, std::string>({
        {"203.0.113.3", "mx 10:203.0.113.1 10:203.0.113.2"},
        {"203.0.113.2", "loops-back"},
        {"203.0.113.77", "mx 10:203.0.113.1 10:203.0.113.2 20:203.0.113.3"},
    }));
    const std::vector<base::IpAddress> ours{base::parse_ip_address(own).value()};
    CHECK(show(mta::without_ourselves(search("dest.example"), ours, "dest.example")) == route);
    CHECK(show(mta::without_ourselves(search("nosuch.example"), ours, "nosuch.example")) == "domain-unknown");
}

TEST_CASE("a submission server is found by its address alone", "[mta]") {
    const dns::Zones zones = mta_test::zones_of(zone);
    dns::Known known;
    const auto first =
        mta::route_to_host("third.example", known, mta::Families::v4, trace::Route::submission);
    const auto& questions = std::get<std::vector<dns::Question>>(first);
    REQUIRE(questions.size() == 1);
    CHECK(dns::to_text(questions.front()) == "third.example A");
    known.learn(questions.front(), zones.answer(questions.front()));
    const auto found = std::get<mta::FoundRoute>(
        mta::route_to_host("third.example", known, mta::Families::v4, trace::Route::submission));
    CHECK(found.kind == trace::Route::submission);
    CHECK(base::to_text(found.hops.at(0).address) == "203.0.113.4");
    CHECK(show(mta::route_to_host("a..b", known, mta::Families::v4, trace::Route::submission)) ==
          "domain-unknown");
}

TEST_CASE("CNAMEs that lead out of an answer are asked on, and circles end", "[mta]") {
    const auto name = [](const std::string& text) { return *dns::parse_name(text); };
    const auto alias_of = [&](const std::string& from, const std::string& to) {
        dns::Answer answer;
        answer.records = {dns::make_record(name(from), 60, dns::Cname{name(to)})};
        return answer;
    };
    const auto search_in = [&](dns::Known& known) {
        return mta::route_by_mx("a.example", known, mta::Families::v4, base::Random(1), 1);
    };
    dns::Known known;
    known.learn({name("a.example"), dns::RecordType::mx}, alias_of("a.example", "b.example"));
    const auto asked = search_in(known);
    REQUIRE(std::holds_alternative<std::vector<dns::Question>>(asked));
    CHECK(dns::to_text(std::get<1 + 1>(asked).at(0)) == "b.example MX");
    SECTION("to an exchange") {
        dns::Answer mx;
        mx.outcome = dns::Outcome::records;
        mx.records = {dns::make_record(name("b.example"), 60, dns::Mx{5, name("third.example")})};
        known.learn({name("b.example"), dns::RecordType::mx}, mx);
        known.learn({name("third.example"), dns::RecordType::a},
                    mta_test::zones_of(zone).answer({name("third.example"), dns::RecordType::a}));
        CHECK(show(search_in(known)) == "mx 5:203.0.113.4");
    }
    SECTION("in a circle") {
        known.learn({name("b.example"), dns::RecordType::mx}, alias_of("b.example", "a.example"));
        CHECK(show(search_in(known)) == "dns-no-answer for now");
    }
    SECTION("without end") {
        for (int n = 0; n < 100; ++n)
            known.learn(
                {name(n == 0 ? "b.example" : "c" + std::to_string(n) + ".example"), dns::RecordType::mx},
                alias_of(n == 0 ? "b.example" : "c" + std::to_string(n) + ".example",
                         "c" + std::to_string(n + 1) + ".example"));
        CHECK(show(search_in(known)) == "dns-no-answer for now");
    }
}

TEST_CASE("address literals and the host table name their host themselves", "[mta]") {
    const std::vector<mta::HostTableEntry> hosts{{"MIT-AI", base::parse_ip_address("10.0.0.6").value()}};
    const auto [host, route] = GENERATE(table<std::string, std::string>({
        {"mit-ai", "10.0.0.6"},
        {"[10.0.0.9]", "10.0.0.9"},
        {"ISI", ""},
        {"[x]", ""},
        {"[", ""},
        {"[]", ""},
        {"", ""},
    }));
    INFO(host);
    const auto found = mta::route_by_table(host, hosts, trace::Route::host_table);
    const auto* there = std::get_if<mta::FoundRoute>(&found);
    CHECK((there ? base::to_text(there->hops.at(0).address) : "") == route);
    for (const std::string literal : {"[IPv6:2001:db8::1]", "[2001:db8::1]", "[IPv6:192.0.2.1]", "[", "[]"}) {
        const auto by_mx = mta::route_by_mx(literal, {}, mta::Families::v4, base::Random(1), 1);
        CHECK(std::holds_alternative<mta::FoundRoute>(by_mx) == (literal == "[IPv6:2001:db8::1]"));
    }
}
