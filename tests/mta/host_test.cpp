#include "mta/host.h"

#include <catch2/catch.hpp>

#include <string>

#include "mail/delivery_report.h"
#include "mail/limits.h"
#include "mail/message.h"
#include "mta/notices.h"
#include "tests/mta/usual_town.h"

using namespace mta_test;

TEST_CASE("a mail goes from the laptop by the relay to the mailbox, and gains what RFC 5321 and 6409 add",
          "[mta]") {
    UsualTown town;
    town.submit(laptop, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(town.log() ==
          "0 written 1/1 ann@src.example\n"
          "0 routed 1/0 3 relay.src.example\n"
          "0 attempted 1/1 relay.src.example\n"
          "1 accepted 1/1 ann@src.example\n"
          "0 relayed 1/0 250 relay.src.example\n"
          "1 routed 1/0 1 mx.dest.example\n"
          "1 attempted 1/1 mx.dest.example\n"
          "2 accepted 1/1 ann@src.example\n"
          "2 routed 1/0 0 bob@dest.example\n"
          "2 delivered 1/0 bob@dest.example\n"
          "1 relayed 1/0 250 mx.dest.example\n");
    const auto inbox = town.mailbox("bob@dest.example");
    REQUIRE(inbox.size() == 1);
    const auto message = mail::Message::parse(inbox.front());
    REQUIRE(message.fields().size() == 7);  // Date and Message-ID were added at the door (RFC 6409 8)
    CHECK(message.name(message.fields()[0]) == "Return-Path");
    CHECK(message.value(message.fields()[0]) == "<ann@src.example>");
    CHECK(holds(message.value(message.fields()[1]),
                "from relay.src.example ([198.51.100.25])\tby mx.dest.example with ESMTP"));
    CHECK(holds(message.value(message.fields()[1]), "for <bob@dest.example>"));
    CHECK(holds(message.value(message.fields()[2]),
                "from laptop.src.example ([192.0.2.10])\tby relay.src.example"));
    CHECK(inbox.front().substr(inbox.front().size() - letter.size()) == letter);
    for (const trace::HostId id : {laptop, relay, destination}) CHECK(town.host(id).queued() == 0);
}

TEST_CASE("several recipients of several domains go out in one conversation a domain", "[mta]") {
    UsualTown town;
    town.add_canned("203.0.113.99", answering_rcpt("250 ok"));
    town.submit(laptop, "ann@src.example",
                {"bob@dest.example", "carol@third.example", "alice@DEST.example", "ann@src.example"}, letter);
    town.run();
    CHECK(town.log("1 attempted") == "1 attempted 1/1 mx.dest.example\n1 attempted 1/1 mx.third.example\n");
    CHECK(town.log("1 delivered") == "1 delivered 1/3 ann@src.example\n");
    CHECK(town.log("2 accepted") == "2 accepted 1/2 ann@src.example\n");
    CHECK(town.log("1 relayed 1/") ==
          "1 relayed 1/1 250 mx.third.example\n1 relayed 1/0 250 mx.dest.example\n1 relayed 1/2 250 "
          "mx.dest.example\n");
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    CHECK(town.mailbox("alice@dest.example").size() == 1);
    // RFC 5321 7.2: with more than one recipient, Received: names none of them.
    CHECK_FALSE(holds(town.mailbox("bob@dest.example").front(), "for <"));
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("an unknown user is refused on the second hop and reported in a bounce", "[mta]") {
    UsualTown town;
    town.submit(laptop, "ann@src.example", {"nobody@dest.example", "bob@dest.example"}, letter);
    town.run();
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    CHECK(town.log("failed") == "1 failed 1/0 550 5.1.1 other-reply\n");
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(inbox.front().substr(0, 17) == "Return-Path: <>\r\n");
    const auto status = status_in(inbox.front());
    CHECK(status.reporting_mta == "relay.src.example");
    REQUIRE(status.recipients.size() == 1);
    CHECK(mail::to_text(status.recipients[0].final_recipient) == "nobody@dest.example");
    CHECK(status.recipients[0].action == mail::DeliveryAction::failed);
    CHECK(status.recipients[0].status == "5.1.1");
    CHECK(holds(status.recipients[0].diagnostic_code, "smtp; 550 5.1.1 No mailbox nobody@dest.example here"));
    CHECK(status.recipients[0].remote_mta == "mx.dest.example");
    CHECK(holds(inbox.front(), "Subject: hello"));
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("without recipient-check the destination accepts first and bounces later", "[mta]") {
    mta::HostSettings last = destination_settings();
    last.recipient_check = mta::RecipientCheck::after_acceptance;
    UsualTown town(last);
    town.submit(laptop, "ann@src.example", {"nobody@dest.example"}, letter);
    town.run();
    CHECK(town.log("failed") == "2 failed 1/0 0 5.1.1 user-unknown\n");
    CHECK(town.log("2 written") == "2 written 2/1 \n");  // from the null reverse-path
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(inbox.front().substr(0, 17) == "Return-Path: <>\r\n");
    CHECK(status_in(inbox.front()).reporting_mta == "mx.dest.example");
    CHECK(status_in(inbox.front()).recipients.at(0).status == "5.1.1");
}

TEST_CASE("a bounce that cannot be delivered is never answered: it goes to postmaster, or nowhere", "[mta]") {
    mta::HostSettings middle = relay_settings();
    middle.double_bounce = mta::DoubleBounce::discarded;
    UsualTown town(destination_settings(), middle);
    town.submit(laptop, "ghost@src.example", {"nobody@dest.example"}, letter);
    town.run();
    CHECK(town.log("1 written") == "1 written 2/1 \n");
    CHECK(town.log("discarded") == "1 discarded 2/0 \n");
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("a mail program that is refused tells its user and writes no bounce", "[mta]") {
    mta::HostSettings middle = relay_settings();
    middle.own_networks.clear();
    UsualTown town(destination_settings(), middle);
    town.submit(laptop, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(town.log("failed") == "0 failed 1/0 530 5.7.0 other-reply\n");
    CHECK(town.log("written") == "0 written 1/1 ann@src.example\n");
    CHECK(town.host(laptop).queued() == 0);
}

TEST_CASE("what is answered 4yz is tried again on the sender's own schedule", "[mta]") {
    UsualTown town;
    int asked = 0;
    town.add_canned("203.0.113.99", [&](std::string_view said) {
        const bool rcpt = said.substr(0, 4) == "RCPT";
        if (rcpt) ++asked;
        return rcpt && asked < 4 ? "450 4.2.1 later\r\n" : answering_rcpt("250 ok")(said);
    });
    town.submit(relay, "ann@src.example", {"carol@third.example"}, letter);
    town.run();
    CHECK(town.log("deferred") ==
          "1 deferred 1/0 450 other-reply until 15:00.070\n"
          "1 deferred 1/0 450 other-reply until 45:00.110\n"
          "1 deferred 1/0 450 other-reply until 1:45:00.150\n");
    CHECK(town.log("attempted") ==
          "1 attempted 1/1 mx.third.example\n1 attempted 1/2 mx.third.example\n"
          "1 attempted 1/3 mx.third.example\n1 attempted 1/4 mx.third.example\n");
    CHECK(town.log("relayed") == "1 relayed 1/0 250 mx.third.example\n");
    CHECK(town.mailbox("ann@src.example").empty());
}

TEST_CASE("recipients beyond the receiver's limit follow on the same connection", "[mta]") {
    mta::HostSettings last = destination_settings();
    last.recipient_limit = 1;
    UsualTown town(last);
    town.submit(relay, "ann@src.example", {"bob@dest.example", "alice@dest.example"}, letter);
    town.run();
    CHECK(town.log("attempted") == "1 attempted 1/1 mx.dest.example\n");
    CHECK(town.log("deferred") == "");
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    CHECK(town.mailbox("alice@dest.example").size() == 1);
}

TEST_CASE("after the expiry the sender is told", "[mta]") {
    UsualTown town;
    town.take_down(destination_address);
    town.take_down("203.0.113.26");
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(town.log("failed") == "1 failed 1/0 0 5.4.7 expired\n");
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 2);  // the first says that it is late
    CHECK(status_in(inbox.front()).recipients.at(0).action == mail::DeliveryAction::delayed);
    CHECK(status_in(inbox.back()).recipients.at(0).status == "5.4.7");
    CHECK(town.now() - base::Instant{} > base::days(4));  // RFC 5321 4.5.4.1: 4 to 5 days
    CHECK(town.now() - base::Instant{} < base::days(5) + base::hours(1));
}

TEST_CASE("when an exchange refuses or keeps silent, the next one is tried at once", "[mta]") {
    const auto how = GENERATE(trace::Ending::refused, trace::Ending::timed_out);
    UsualTown town;
    town.take_down(destination_address, how);
    town.add_canned("203.0.113.26", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(town.log("attempted") == "1 attempted 1/1 mx.dest.example\n1 attempted 1/1 backup.dest.example\n");
    CHECK(town.log("relayed") == "1 relayed 1/0 250 backup.dest.example\n");
    CHECK(town.log("deferred").empty());
}

TEST_CASE("a server that hangs up at any point leaves the mail with the sender", "[mta]") {
    const std::string at = GENERATE(as<std::string>(), "", "EHLO", "MAIL", "RCPT", "DATA", "From");
    UsualTown town;
    int calls = 0;
    town.add_canned("203.0.113.99", [&](std::string_view said) {
        const bool now = at.empty() ? said.empty() : said.substr(0, 4) == at;
        return now && ++calls == 1 ? "hang up" : answering_rcpt("250 ok")(said);
    });
    town.submit(relay, "ann@src.example", {"carol@third.example"}, letter);
    town.run();
    CHECK(town.log("deferred").substr(0, 32) == "1 deferred 1/0 0 connection-lost");
    CHECK(town.log("relayed") == "1 relayed 1/0 250 mx.third.example\n");
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("domains that take no mail, lead back, or do not exist fail at once; a dead DNS does not",
          "[mta]") {
    const auto [domain, outcome] = GENERATE(table<std::string, std::string>({
        {"null.example", "1 failed 1/0 0 5.1.10 domain-takes-no-mail\n"},
        {"no-such.example", "1 failed 1/0 0 5.1.2 domain-unknown\n"},
        {"self.example", "1 failed 1/0 0 5.4.6 loops-back\n"},
        {"[198.51.100.25]", "1 failed 1/0 0 5.1.1 user-unknown\n"},  // this host itself: its own mailboxes
        {"[198.051.100.025]", "1 failed 1/0 0 5.1.2 domain-unknown\n"},  // settled within the same pass
    }));
    UsualTown town;
    town.submit(relay, "ann@src.example", {"carol@" + domain}, letter);
    town.run();
    CHECK(town.log("failed") == outcome);
    REQUIRE(town.mailbox("ann@src.example").size() == 1);
    CHECK(town.log("attempted").empty());
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("a mail that fails here and has no way out there is settled in one pass", "[mta]") {
    UsualTown town;
    town.submit(relay, "ann@src.example", {"ghost@src.example", "x@[198.051.100.025]", "ann@src.example"},
                letter);
    town.run();
    CHECK(town.log("failed 1/0") == "1 failed 1/0 0 5.1.1 user-unknown\n");
    CHECK(town.log("failed 1/1") == "1 failed 1/1 0 5.1.2 domain-unknown\n");
    CHECK(town.mailbox("ann@src.example").size() == 2);  // the letter, and one bounce for both
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("when the DNS fails, the mail waits", "[mta]") {
    const std::string directive = GENERATE(as<std::string>(), "$TIMEOUT", "$SERVFAIL");
    Town town(zones_of(zone + "; " + directive + " broken.example.\n"));
    town.add(laptop_settings());
    town.add(relay_settings());
    town.submit(relay, "ann@src.example", {"carol@broken.example"}, letter);
    town.run(base::Instant{} + base::minutes(1));
    CHECK(town.log("deferred") == "1 deferred 1/0 0 dns-no-answer until 15:00.020\n");
    CHECK(town.host(relay).queued() == 1);
}

TEST_CASE("strangers may hand in mail for the destination's own users only, unless it is an open relay",
          "[mta]") {
    const auto [control, code] = GENERATE(table<mta::RelayControl, std::string>({
        {mta::RelayControl::own_networks, "1 failed 1/0 550 5.7.1 other-reply\n"},
        {mta::RelayControl::open, ""},
    }));
    mta::HostSettings last = destination_settings();
    last.relay_control = control;
    // The relay believes that third.example is served by the destination.
    Town town(zones_of(zone));
    town.add(laptop_settings());
    town.add(relay_settings(), zones_of(zone + "wrong.example. MX 10 mx.dest.example.\n"));
    town.add(last, zones_of(zone + "wrong.example. MX 10 mx.third.example.\n"));
    town.add_canned("203.0.113.99", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"carol@wrong.example"}, letter);
    town.run();
    CHECK(town.log("failed") == code);
    CHECK(town.log("2 relayed") == (code.empty() ? "2 relayed 1/0 250 mx.third.example\n" : ""));
}

TEST_CASE("a mail that goes in circles is stopped by its Received fields", "[mta]") {
    // Each believes that the other serves circle.example, and relays for the other.
    mta::HostSettings one = relay_settings(), other = destination_settings();
    one.relay_control = other.relay_control = mta::RelayControl::open;
    Town town(zones_of(zone));
    town.add(laptop_settings());
    town.add(one, zones_of(zone + "circle.example. MX 10 mx.dest.example.\n"));
    town.add(other, zones_of(zone + "circle.example. MX 10 relay.src.example.\n"));
    town.submit(laptop, "ann@src.example", {"carol@circle.example"}, letter);
    town.run();
    const std::string failed = town.log("failed");
    CHECK(holds(failed, "554 5.4.6 other-reply"));
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(status_in(inbox.front()).recipients.at(0).status == "5.4.6");
    std::size_t accepted = 0;
    for (const trace::Event& event : town.trace().events())
        if (const auto* fact = std::get_if<trace::Accepted>(&event.fact))
            accepted += town.trace().text(fact->reverse_path) == "ann@src.example";
    CHECK(accepted == mail::most_received_fields + 1);
}

TEST_CASE("a server that says nothing is given up, and the mail tried again", "[mta]") {
    UsualTown town;
    town.add_canned("203.0.113.99", [](std::string_view) { return std::string(); });
    town.submit(relay, "ann@src.example", {"carol@third.example"}, letter);
    town.run(base::Instant{} + base::minutes(10));
    CHECK(holds(town.log("deferred"), "1 deferred 1/0 0 reply-overdue"));
}

TEST_CASE("a bounce returns a long letter as its header only", "[mta]") {
    UsualTown town;
    std::string body;  // of lines that could be returned as they are: it is the length alone that decides
    while (body.size() <= mta::most_returned_octets) body += "a line of an ordinary length\r\n";
    town.submit(relay, "ann@src.example", {"nobody@dest.example"}, letter + body);
    town.run();
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(inbox.front().size() < 5'000);
    CHECK(holds(inbox.front(), "Subject: hello"));
}

TEST_CASE("a bounce returns a letter that is not too long in whole", "[mta]") {
    UsualTown town;
    std::string body;
    while (body.size() + 2'000 <= mta::most_returned_octets) body += "a line of an ordinary length\r\n";
    town.submit(relay, "ann@src.example", {"nobody@dest.example"}, letter + body);
    town.run();
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(holds(inbox.front(), body));
}

TEST_CASE("a bounce says what the host found out itself when nobody said anything", "[mta]") {
    UsualTown town;
    town.submit(relay, "ann@src.example", {"bob@no-such.example"}, letter);
    town.run();
    const auto inbox = town.mailbox("ann@src.example");
    REQUIRE(inbox.size() == 1);
    CHECK(holds(inbox.front(), "Diagnostic-Code: x-mailstage"));
    CHECK(holds(inbox.front(), "no domain no-such.example"));
}

TEST_CASE("settings that change hold for open connections as well", "[mta]") {
    UsualTown town;
    auto changed = mta::with_setting(town.host(destination).settings(), "recipient-check", "off");
    REQUIRE(changed);
    town.submit(relay, "ann@src.example", {"nobody@dest.example"}, letter);
    town.run(base::Instant{} + base::milliseconds(50));  // connected, not yet at RCPT
    town.host(destination).change(*changed);
    town.run();
    CHECK(town.log("2 accepted") != "");
}

TEST_CASE("a letter without a header keeps its text below ours, and is found out once", "[mta]") {
    UsualTown town;
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, "just text\r\n");
    town.run();
    const auto inbox = town.mailbox("bob@dest.example");
    REQUIRE(inbox.size() == 1);
    const auto message = mail::Message::parse(inbox.front());
    CHECK(message.fields().size() == 2);  // Return-Path and Received
    CHECK(message.text(message.body()) == "just text\r\n");
    int found = 0;
    for (const trace::Event& event : town.trace().events())
        if (const auto* one = std::get_if<trace::Found>(&event.fact))
            found += one->finding == trace::LineFinding::header_missing;
    CHECK(found == 1);
}
