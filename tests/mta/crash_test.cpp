#include "tests/mta/usual_town.h"
#include "trace/outcome.h"

using namespace mta_test;

namespace {

struct CrashTown : Town {
    static mta::HostSettings last() {
        mta::HostSettings settings = destination_settings();
        settings.aliases.push_back(
            {{"team", "dest.example"}, {{"alice", "dest.example"}, {"bob", "dest.example"}}});
        settings.recipient_check = mta::RecipientCheck::after_acceptance;
        return settings;
    }
    CrashTown() : Town(zones_of(zone)) {
        add(laptop_settings());
        add(relay_settings());
        add(last());
        smtp::RecipientOptions wants;
        wants.notify = {true, true, true, true};
        submit(laptop, "ann@src.example", {"team@dest.example", "nobody@dest.example"}, letter, {}, wants);
    }
};

std::size_t reports(const Town& town, mail::DeliveryAction action) {
    std::size_t count = 0;
    for (const std::string& report : town.mailbox("ann@src.example"))
        for (const auto& one : status_in(report).recipients) count += one.action == action;
    return count;
}

}  // namespace

// RFC 5321 6.1: whoever said 250 "MUST NOT lose the message for frivolous reasons"; RFC 1047: but it may come
// twice.
TEST_CASE("a host may crash before any of its effects: what was taken is not lost, and copies are told",
          "[mta]") {
    const trace::HostId who = GENERATE(laptop, relay, destination);
    const std::size_t first = who == laptop ? 1 : 0;  // before it is written there is nothing to lose
    bool doubled = false;
    std::size_t effect = first;
    for (;; ++effect) {
        CrashTown town;
        town.crash_before(who, effect);
        town.run();
        if (!town.has_crashed()) break;
        INFO("host " << who << " before effect " << effect << "\n" << town.log());
        for (const trace::HostId id : {laptop, relay, destination}) CHECK(town.host(id).queued() == 0);
        const std::size_t bobs = town.mailbox("bob@dest.example").size();
        const std::size_t alices = town.mailbox("alice@dest.example").size();
        CHECK((bobs == 1 || bobs == 2));
        CHECK((alices == 1 || alices == 2));
        CHECK(reports(town, mail::DeliveryAction::failed) >= 1);
        CHECK(reports(town, mail::DeliveryAction::expanded) >= 1);
        const auto all = trace::fates(town.trace());
        REQUIRE(all.size() >= 2);
        CHECK(all[0].fate == trace::Fate::delivered);
        CHECK(all[0].copies == std::max(bobs, alices));
        CHECK(all[1].fate == trace::Fate::failed);
        CHECK(all[1].copies == 0);
        doubled = doubled || bobs == 2;
    }
    CHECK(effect > first + 10);  // there were effects to crash before
    CHECK(doubled);              // RFC 1047's moment is among them
}

TEST_CASE("a mail that waits for its next try waits for it after a restart as well", "[mta]") {
    UsualTown town;
    town.take_down(destination_address);
    town.take_down("203.0.113.26");
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::minutes(5));
    mta::Disk disk = town.host(relay).disk();
    trace::Octets octets;
    mta::Host again(town.host(relay).settings(), 0, base::Random(7), octets);
    CHECK(again.queued() == 0);
    again.restore(disk, town.now());
    CHECK(again.queued() == 1);
    again.on_deadline(town.now());
    CHECK(again.deadline() == town.host(relay).deadline());
}

TEST_CASE("what a mailbox holds is known after a restart", "[mta]") {
    mta::HostSettings last = destination_settings();
    last.mailbox_quota = 1'000;
    UsualTown town(last);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter + std::string(300, 'x') + "\r\n");
    town.run();
    const mta::Disk disk = town.host(destination).disk();
    CHECK(disk.mailboxes.at("bob@dest.example") == town.mailbox("bob@dest.example").front().size());
}
