#include "mta/notices.h"

#include "tests/mta/usual_town.h"

using namespace mta_test;
using mail::DeliveryAction;

namespace {

smtp::RecipientOptions notify(bool success, bool failure, bool delay) {
    smtp::RecipientOptions options;
    options.notify = {true, success, failure, delay};
    return options;
}

// What ann was told, a word and a status for each recipient: "failed 5.1.1 ".
std::string told(const Town& town) {
    std::string all;
    for (const std::string& report : town.mailbox("ann@src.example"))
        for (const auto& one : status_in(report).recipients)
            all += std::string(mail::to_text(one.action)) + " " + one.status + " ";
    return all;
}

}  // namespace

TEST_CASE("the sender is told what NOTIFY asked for, and nothing else", "[mta]") {
    struct Case {
        std::string to;
        smtp::RecipientOptions options;
        std::string told;
    };
    const Case one = GENERATE(values<Case>({
        {"bob@dest.example", {}, ""},
        {"bob@dest.example", notify(true, false, false), "delivered 2.1.5 "},
        {"bob@dest.example", notify(false, true, true), ""},
        {"bob@dest.example", notify(false, false, false), ""},
        {"nobody@dest.example", {}, "failed 5.1.1 "},
        {"nobody@dest.example", notify(true, false, false), ""},
        {"nobody@dest.example", notify(false, true, false), "failed 5.1.1 "},
        {"nobody@dest.example", notify(false, false, false), ""},
        {"team@dest.example", notify(true, false, false), "expanded 2.0.0 "},
        {"robert@dest.example", notify(true, false, false), "delivered 2.1.5 "},  // an alias of one
        {"bob@down.example", notify(true, false, true), "delayed 4.4.1 "},
        {"bob@down.example", notify(false, true, false), "failed 5.4.7 "},
        {"bob@down.example", {}, "delayed 4.4.1 failed 5.4.7 "},
        {"bob@down.example", notify(false, false, false), ""},
    }));
    INFO(one.to);
    mta::HostSettings last = destination_settings();
    last.aliases.push_back({{"team", "dest.example"}, {{"alice", "dest.example"}, {"bob", "dest.example"}}});
    last.aliases.push_back({{"robert", "dest.example"}, {{"bob", "dest.example"}}});
    Town town(zones_of(zone + "down.example. MX 10 mx.down.example.\nmx.down.example. A 203.0.113.80\n"));
    town.add(laptop_settings());
    town.add(relay_settings());
    town.add(last);
    town.submit(laptop, "ann@src.example", {one.to}, letter, {}, one.options);
    town.run();
    CHECK(told(town) == one.told);
    for (const trace::HostId id : {laptop, relay, destination}) CHECK(town.host(id).queued() == 0);
}

TEST_CASE("where the next host knows no DSN, the relay itself says 'relayed'", "[mta]") {
    mta::HostSettings last = destination_settings();
    last.offers.remove(smtp::Extension::dsn);
    UsualTown town(last);
    town.submit(laptop, "ann@src.example", {"bob@dest.example"}, letter, {}, notify(true, true, false));
    town.run();
    CHECK(told(town) == "relayed 2.0.0 ");
    const auto report = status_in(town.mailbox("ann@src.example").at(0));
    CHECK(report.reporting_mta == "relay.src.example");
}

TEST_CASE("RET, ENVID and ORCPT come back in the report", "[mta]") {
    const auto [returned, whole] = GENERATE(table<smtp::Return, bool>(
        {{smtp::Return::full, true}, {smtp::Return::header, false}, {smtp::Return::unspecified, true}}));
    UsualTown town;
    smtp::SenderOptions sender;
    sender.returned = returned;
    sender.envelope_id = "QQ+314159";
    smtp::RecipientOptions each;
    each.original_recipient = "rfc822;Nobody@other.example";
    town.submit(laptop, "ann@src.example", {"nobody@dest.example"}, letter, sender, each);
    town.run();
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(holds(inbox[0], "Original-Envelope-Id: QQ+314159"));
    CHECK(holds(inbox[0], "Original-Recipient: rfc822; Nobody@other.example"));
    CHECK(holds(inbox[0], ".a dot") == whole);
    CHECK(holds(inbox[0], "Subject: hello"));
}

TEST_CASE("a bounce that fails goes to the postmaster once, and then nowhere", "[mta]") {
    const bool there_is_one = GENERATE(true, false);
    mta::HostSettings middle = relay_settings();
    if (!there_is_one) middle.mailboxes.clear();
    UsualTown town(destination_settings(), middle);
    town.submit(laptop, "ghost@src.example", {"nobody@dest.example"}, letter);
    town.run();
    CHECK(town.log("discarded").empty() == there_is_one);
    CHECK(town.mailbox("ann@src.example").size() == (there_is_one ? 1 : 0));  // she is its postmaster
    CHECK(town.log("written") == std::string("0 written 1/1 ghost@src.example\n1 written 2/1 \n") +
                                     (there_is_one ? "1 written 3/1 \n" : ""));
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("a late mail is told of once, and says until when it will be tried", "[mta]") {
    mta::HostSettings middle = relay_settings();
    middle.delay_warning = base::hours(1);
    UsualTown town(destination_settings(), middle);
    town.take_down(destination_address);
    town.take_down("203.0.113.26");
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::minutes(59));
    CHECK(town.mailbox("ann@src.example").empty());
    town.run(base::Instant{} + base::days(2));
    REQUIRE(town.mailbox("ann@src.example").size() == 1);
    CHECK(holds(town.mailbox("ann@src.example")[0], "Will-Retry-Until:"));
    town.bring_up(destination_address);
    town.run();
    CHECK(town.mailbox("ann@src.example").size() == 1);
    CHECK(town.mailbox("bob@dest.example").size() == 1);
}

TEST_CASE("a status of the wrong class is not believed", "[mta]") {
    mta::Settlement one;
    one.outcome = smtp::Outcome::failed;
    one.enhanced = {4, 2, 2};
    one.code = 550;
    CHECK(mta::status_of(one) == smtp::EnhancedCode{5, 0, 0});
    one.enhanced = {5, 2, 2};
    CHECK(mta::status_of(one) == smtp::EnhancedCode{5, 2, 2});
}
