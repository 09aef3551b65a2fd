#include "tests/mta/usual_town.h"

using namespace mta_test;

namespace {

mta::Alias alias(const std::string& name, const std::vector<std::string>& members) {
    const auto address = [](const std::string& text) {
        return std::get<mail::Address>(mail::parse_address(text));
    };
    mta::Alias one{address(name), {}};
    for (const std::string& member : members) one.members.push_back(address(member));
    return one;
}

}  // namespace

TEST_CASE("an alias stands for its members, each once, and loops come to an end", "[mta]") {
    struct Case {
        std::string to;
        std::size_t bob, alice, third;
        std::string failed;
    };
    const Case one = GENERATE(values<Case>({
        {"team@dest.example", 1, 1, 0, ""},
        {"TEAM@Dest.Example", 1, 1, 0, ""},
        {"all@dest.example", 1, 1, 1, ""},    // an alias of aliases, which overlap
        {"ping@dest.example", 1, 0, 0, ""},   // of each other, and of bob
        {"alice@dest.example", 1, 1, 0, ""},  // a copy for bob, one for herself
        {"ghosts@dest.example", 0, 0, 0, "2 failed 1/1 0 5.1.1 user-unknown\n"},
    }));
    INFO(one.to);
    mta::HostSettings last = destination_settings();
    last.aliases = {
        alias("team@dest.example", {"alice@dest.example", "bob@dest.example"}),
        alias("all@dest.example", {"team@dest.example", "BOB@dest.example", "carol@third.example"}),
        alias("ping@dest.example", {"pong@dest.example"}),
        alias("pong@dest.example", {"ping@dest.example", "bob@dest.example"}),
        alias("alice@dest.example", {"alice@dest.example", "bob@dest.example"}),
        alias("ghosts@dest.example", {"nobody@dest.example"})};
    UsualTown town(last);
    std::size_t third = 0;
    std::string mail_from;
    town.add_canned("203.0.113.99", [&](std::string_view said) {
        third += said.substr(0, 4) == "RCPT";
        if (said.substr(0, 4) == "MAIL") mail_from = said;
        return answering_rcpt("250 ok")(said);
    });
    town.submit(relay, "ann@src.example", {one.to}, letter);
    town.run();
    CHECK(town.mailbox("bob@dest.example").size() == one.bob);
    CHECK(town.mailbox("alice@dest.example").size() == one.alice);
    CHECK(third == one.third);
    if (third > 0) CHECK(holds(mail_from, "FROM:<ann@src.example>"));  // RFC 5321 3.9.1: it stays
    CHECK(town.log("2 failed") == one.failed);
    CHECK(town.host(destination).queued() == 0);
}

TEST_CASE("all mail that is not local goes by the smarthost", "[mta]") {
    mta::HostSettings middle = relay_settings();
    middle.smarthost = mta::SubmissionServer{"mx.dest.example", mta::relay_port};
    mta::HostSettings last = destination_settings();
    last.relay_control = mta::RelayControl::open;
    UsualTown town(last, middle);
    town.add_canned("203.0.113.99", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"carol@third.example", "bob@dest.example", "ann@src.example"},
                letter);
    town.run();
    CHECK(town.log("1 attempted") == "1 attempted 1/1 mx.dest.example\n");
    CHECK(town.log("2 relayed") == "2 relayed 1/0 250 mx.third.example\n");
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    CHECK(town.mailbox("ann@src.example").size() == 1);
}

TEST_CASE("IPv6 is tried first by who has it, and IPv4 when it fails", "[mta]") {
    const auto [own_v6, there_v6, attempts] = GENERATE(table<bool, bool, std::size_t>({
        {true, true, 1},
        {true, false, 2},  // an AAAA that leads nowhere
        {false, true, 1},
    }));
    mta::HostSettings middle = relay_settings(), last = destination_settings();
    if (own_v6) middle.addresses.push_back(base::parse_ip_address("2001:db8:1::25").value());
    if (there_v6) last.addresses.push_back(base::parse_ip_address("2001:db8:2::25").value());
    Town town(zones_of(zone + "mx.dest.example. AAAA 2001:db8:2::25\n"));
    town.add(laptop_settings());
    town.add(middle);
    town.add(last);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    std::size_t count = 0;
    for (const trace::Event& event : town.trace().events())
        count += std::holds_alternative<trace::Attempted>(event.fact);
    CHECK(count == attempts);
}

TEST_CASE("mail to an address literal goes to that host, without the DNS", "[mta]") {
    UsualTown town;
    town.submit(relay, "ann@src.example", {"bob@[203.0.113.25]"}, letter);
    town.run();
    CHECK(town.log("1 attempted") == "1 attempted 1/1 [203.0.113.25]\n");
    CHECK(town.mailbox("bob@dest.example").size() == 1);
}

TEST_CASE("a host that remembers the DNS asks once for many mails, and again when the TTL is over", "[mta]") {
    const auto [caching, at_once, later] = GENERATE(table<mta::DnsCaching, std::size_t, std::size_t>({
        {mta::DnsCaching::on, 3, 6},  // MX and two addresses
        {mta::DnsCaching::off, 9, 12},
    }));
    mta::HostSettings middle = relay_settings();
    middle.dns_caching = caching;
    UsualTown town(destination_settings(), middle);
    const auto send = [&] {
        town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
        town.run(town.now() + base::minutes(1));
    };
    for (int n = 0; n < 3; ++n) send();
    CHECK(town.lookups() == at_once);
    town.skip(base::days(8));
    send();
    CHECK(town.lookups() == later);
}
