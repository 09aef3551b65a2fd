#include "mta/dns_cache.h"

#include <catch2/catch.hpp>

#include "tests/mta/town.h"

namespace {

const base::Instant start;

dns::Question question(const std::string& name, dns::RecordType type) {
    return {*dns::parse_name(name), type};
}

dns::Answer answer(const std::string& records, const dns::Question& to) {
    return mta_test::zones_of(records).answer(to);
}

const std::string zone = R"(
a.example. 300 A 203.0.113.1
alias.example. 60 CNAME a.example.
week.example. 9999999 A 203.0.113.2
zero.example. 0 A 203.0.113.3
soa.example. 900 SOA ns.soa.example. x.soa.example. 1 2 3 4 120
; $TIMEOUT slow.example.
; $SERVFAIL broken.example.
)";

}  // namespace

TEST_CASE("answers are kept for as long as their records say, and failures not at all", "[mta]") {
    const auto [name, seconds] = GENERATE(table<std::string, std::int64_t>({
        {"a.example", 300},
        {"alias.example", 60},               // the shortest of the chain
        {"week.example", 7 * 24 * 60 * 60},  // RFC 8767 4: no longer than a week
        {"zero.example", 0},
        {"no.soa.example", 120},  // RFC 2308 5: the SOA's minimum
        {"none.example", 0},      // without an SOA
        {"slow.example", 0},
        {"broken.example", 0},
    }));
    INFO(name);
    const auto asked = question(name, dns::RecordType::a);
    const auto answered = answer(zone, asked);
    CHECK(mta::time_to_live(answered) == base::seconds(seconds));
    mta::DnsCache cache;
    cache.keep(asked, answered, start);
    CHECK((cache.find(asked, start) != nullptr) == (seconds > 0));
    CHECK((cache.find(asked, start + base::seconds(seconds) - base::nanoseconds(1)) != nullptr) ==
          (seconds > 0));
    CHECK(cache.find(asked, start + base::seconds(seconds)) == nullptr);
}

TEST_CASE("the cache is bounded: the oldest answer makes room", "[mta]") {
    mta::DnsCache cache;
    dns::Answer answered = answer(zone, question("a.example", dns::RecordType::a));
    const auto name = [](std::size_t n) {
        return question("h" + std::to_string(n) + ".example", dns::RecordType::a);
    };
    for (std::size_t n = 0; n < mta::most_cached_answers + 5; ++n) cache.keep(name(n), answered, start);
    CHECK(cache.size() == mta::most_cached_answers);
    CHECK(cache.find(name(4), start) == nullptr);
    CHECK(cache.find(name(5), start) != nullptr);
    cache.keep(name(5), answered, start);
    CHECK(cache.size() == mta::most_cached_answers);
}
