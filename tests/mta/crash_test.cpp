// A host that crashes and comes up again: nothing that was answered 250 is lost, whatever the moment; at most
// it is delivered twice, and that is told. RFC 5321 6.1, RFC 1047.
#include <catch2/catch.hpp>

#include <string>

#include "mail/message.h"
#include "tests/mta/town.h"
#include "trace/outcome.h"

using mta_test::host_settings;
using mta_test::Town;

namespace {

constexpr trace::HostId relay = 1, destination = 2;
const std::string letter =
    "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: ann@src.example\r\nMessage-ID: "
    "<1@src.example>\r\n\r\nhi\r\n";

const std::string zone = R"(
src.example.       MX 10 relay.src.example.
relay.src.example. A 198.51.100.25
dest.example.      MX 10 mx.dest.example.
mx.dest.example.   A 203.0.113.25
)";

// One mail to a user, an alias of two, and a stranger: it is relayed, delivered, expanded and bounced.
void populate(Town& town) {
    auto laptop = host_settings("laptop.src.example", "192.0.2.10");
    laptop.ports.clear();
    laptop.submits_to = mta::SubmissionServer{"relay.src.example", mta::submission_port};
    town.add(laptop);
    auto middle = host_settings("relay.src.example", "198.51.100.25", {"src.example"}, {"ann@src.example"});
    middle.ports.push_back(mta::submission_port);
    middle.own_networks = {base::parse_ip_network("192.0.2.0/24").value()};
    town.add(middle);
    auto last = host_settings("mx.dest.example", "203.0.113.25", {"dest.example"},
                              {"bob@dest.example", "eve@dest.example"});
    last.recipient_check = mta::RecipientCheck::after_acceptance;
    last.aliases = {{{"team", "dest.example"}, {{"eve", "dest.example"}, {"ann", "src.example"}}}};
    town.add(last);
    town.submit(0, "ann@src.example", {"bob@dest.example", "team@dest.example", "ghost@dest.example"},
                letter);
}

std::size_t originals(const Town& town, const std::string& mailbox) {
    std::size_t count = 0;
    for (const std::string& one : town.mailbox(mailbox))
        count += one.substr(0, 15) == "Return-Path: <a" ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("wherever a host crashes, no mail is lost and no failure is kept from its sender", "[mta]") {
    const trace::HostId victim = GENERATE(relay, destination);
    std::size_t moments = 0, doubles = 0;
    for (std::size_t effect = 1;; ++effect) {
        Town town{mta_test::zones_of(zone)};
        populate(town);
        town.crash_after(victim, effect);
        town.run();
        INFO("host " << victim << ", after effect " << effect << "\n" << town.log());
        if (!town.crashed()) break;
        ++moments;
        const auto bobs = originals(town, "bob@dest.example"), eves = originals(town, "eve@dest.example");
        CHECK(bobs >= 1);
        CHECK(eves >= 1);
        CHECK(originals(town, "ann@src.example") >= 1);  // through the alias
        // ghost's failure is told at least once.
        CHECK(town.mailbox("ann@src.example").size() > originals(town, "ann@src.example"));
        for (trace::HostId id = 0; id < 3; ++id) CHECK(town.host(id).queued() == 0);
        const auto fates = trace::fates(town.trace());
        REQUIRE(fates.size() >= 3);
        CHECK(fates[0].fate == trace::Fate::delivered);
        CHECK(fates[0].copies == bobs);
        CHECK(fates[2].fate == trace::Fate::failed);
        CHECK(bobs <= 2);
        doubles += bobs == 2 ? 1 : 0;
    }
    CHECK(moments > 20);
    // Between the server's taking it and the client's hearing so (RFC 1047).
    if (victim == destination) CHECK(doubles > 0);
}

TEST_CASE("a server that crashes before its 250 is heard has the mail, and gets it once more", "[mta]") {
    // The effect right after which the destination has noted Accepted.
    std::size_t effect = 1;
    for (;; ++effect) {
        Town town{mta_test::zones_of(zone)};
        populate(town);
        town.crash_after(destination, effect);
        town.run(base::Instant{} + base::seconds(30));
        if (!town.log("2 accepted").empty()) break;
        REQUIRE(town.crashed());
    }
    Town town{mta_test::zones_of(zone)};
    populate(town);
    town.crash_after(destination, effect);
    town.run(base::Instant{} + base::seconds(30));
    auto fates = trace::fates(town.trace());
    CHECK(fates.at(0).fate == trace::Fate::waiting);  // at the relay, who heard nothing
    CHECK(fates.at(0).where == relay);
    CHECK(fates.at(0).copies == 0);
    town.run();
    fates = trace::fates(town.trace());
    CHECK(fates.at(0).fate == trace::Fate::delivered);
    CHECK(fates.at(0).copies == 2);
    CHECK(town.mailbox("bob@dest.example").size() == 2);
}

TEST_CASE("what was under way is due again after a restart, and numbers are not given twice", "[mta]") {
    trace::Octets octets;
    mta::Host host(host_settings("mx.dest.example", "203.0.113.25", {"dest.example"}), 0, base::Random(1),
                   octets);
    mta::Submitted mail;
    mail.reverse_path = mail::Address{"ann", "dest.example"};
    mail.recipients = {{{"bob", "far.example"}, {}}};
    mail.letter = letter;
    const auto effects = host.receive(mail, {});
    const auto* first = std::get_if<mta::Lookup>(&effects.back());
    REQUIRE(first);
    const mta::Disk disk = host.disk();
    for (int restarts = 0; restarts < 2; ++restarts) {  // a disk may be restored more than once
        mta::Host again(host.settings(), 0, base::Random(1), octets);
        again.restore(disk, base::Instant{} + base::seconds(5));
        CHECK(again.queued() == 1);
        CHECK(again.deadline() <= base::Instant{} + base::seconds(5));
        const auto more = again.on_deadline(base::Instant{} + base::seconds(5));
        REQUIRE(more.size() == 1);  // Addressed was noted before
        CHECK(std::get<mta::Lookup>(more.front()).lookup != first->lookup);
        CHECK(std::get<mta::Lookup>(more.front()).question == first->question);
    }
}
