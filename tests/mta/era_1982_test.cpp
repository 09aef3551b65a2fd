// Hosts of 1982: a table instead of the DNS, source routes, everybody relays, terminals. RFC 821.
#include "mta/era_1982.h"

#include <catch2/catch.hpp>

#include <string>

#include "mta/policy.h"
#include "tests/mta/town.h"

using namespace mta_test;

namespace {

const std::string letter = "Date: 23 Nov 82 20:36 UT\r\nFrom: JOE@A\r\nSubject: hello\r\n\r\nhi\r\n";

// Hosts A, B, C and so on, at 10.0.0.1 and so on; each knows all of them.
struct Arpanet : Town {
    explicit Arpanet(int count) : Town(dns::Zones{}) {
        std::vector<mta::HostTableEntry> table;
        for (int n = 0; n < count; ++n)
            table.push_back({name(n), base::parse_ip_address(address(n)).value()});
        for (int n = 0; n < count; ++n) {
            mta::HostSettings host = host_settings(name(n), address(n), {name(n)});
            host.mailboxes = {{"JOE", name(n)}, {"SAM", name(n)}};
            host.era = smtp::Era::y1982;
            host.host_table = table;
            hosts.push_back(host);
        }
    }
    void begin() {
        for (const auto& one : hosts) add(one);
    }
    static std::string name(int n) { return std::string(1, static_cast<char>('A' + n)); }
    static std::string address(int n) { return "10.0.0." + std::to_string(n + 1); }
    std::vector<mta::HostSettings> hosts;
};

mta::Submitted mail_by(const std::vector<std::string>& route, const std::string& user,
                       const std::string& host) {
    mta::Submitted mail;
    mail.reverse_path = mail::Address{"JOE", "A"};
    mail.recipients = {{{user, host}, {}, route}};
    mail.letter = letter;
    return mail;
}

std::string said(const Town& town, trace::HostId host) {
    std::string text;
    for (const trace::Event& event : town.trace().events())
        if (const auto* sent = std::get_if<trace::CommandSent>(&event.fact); sent && event.host == host)
            text += town.trace().text(sent->line);
    return text;
}

}  // namespace

TEST_CASE("in 1982 a mail finds its host in the table, without a question", "[mta]") {
    Arpanet town(2);
    town.begin();
    town.submit(0, mail_by({}, "SAM", "B"));
    town.run();
    CHECK(said(town, 0) == "HELO A\r\nMAIL FROM:<JOE@A>\r\nRCPT TO:<SAM@B>\r\nDATA\r\nQUIT\r\n");
    CHECK(town.questions().empty());
    CHECK(town.log("0 routed") == "0 routed 1/0 6 B\n");
    const auto inbox = town.mailbox("SAM@B");
    REQUIRE(inbox.size() == 1);
    CHECK(inbox.front() ==
          "Return-Path: <JOE@A>\r\nReceived: from A by B ; 14 Nov 23 22:13:20 UT\r\n" + letter);
}

TEST_CASE("a source route is gone host by host, and the way back grows with it", "[mta]") {
    Arpanet town(4);
    town.begin();
    town.submit(0, mail_by({"B", "C"}, "SAM", "D"));
    town.run();
    INFO(town.log());
    CHECK(said(town, 0).find("MAIL FROM:<JOE@A>\r\nRCPT TO:<@B,@C:SAM@D>") != std::string::npos);
    CHECK(said(town, 1).find("MAIL FROM:<@B:JOE@A>\r\nRCPT TO:<@C:SAM@D>") != std::string::npos);
    CHECK(said(town, 2).find("MAIL FROM:<@C,@B:JOE@A>\r\nRCPT TO:<SAM@D>") != std::string::npos);
    CHECK(town.log("1 routed") == "1 routed 1/0 7 C\n");
    REQUIRE(town.mailbox("SAM@D").size() == 1);
    CHECK(town.mailbox("SAM@D").front().substr(0, 31) == "Return-Path: <@C,@B:JOE@A>\r\nRec");
}

TEST_CASE("what is lost goes back the way it came, in the words of 1982", "[mta]") {
    Arpanet town(3);
    town.hosts[2].recipient_check = mta::RecipientCheck::after_acceptance;
    town.begin();
    town.submit(0, mail_by({"B"}, "GHOST", "C"));
    town.run();
    INFO(town.log());
    CHECK(said(town, 2).find("MAIL FROM:<>\r\nRCPT TO:<@B:JOE@A>") != std::string::npos);
    const auto inbox = town.mailbox("JOE@A");
    REQUIRE(inbox.size() == 1);
    CHECK(inbox.front().find("Subject: Mail System Problem") != std::string::npos);
    CHECK(inbox.front().find("Sorry, your message to GHOST@C is lost.") != std::string::npos);
    CHECK(inbox.front().find("MIME") == std::string::npos);
}

TEST_CASE("a host that is in no table is unknown", "[mta]") {
    Arpanet town(2);
    town.begin();
    town.submit(0, mail_by({}, "SAM", "NOWHERE"));
    town.submit(0, mail_by({"B"}, "SAM", "NOWHERE"));
    town.run();
    CHECK(town.log("0 failed") ==
          "0 failed 1/0 0 5.1.2 host-not-in-table\n0 failed 3/0 550 5.0.0 other-reply\n");
    CHECK(town.mailbox("JOE@A").size() == 2);
}

TEST_CASE("SEND, SOML and SAML reach a screen, a mailbox, or both", "[mta]") {
    const auto [verb, at_terminal, displayed, delivered, code] =
        GENERATE(table<std::string, bool, bool, bool, std::string>({
            {"SEND", true, true, false, "250"},
            {"SEND", false, false, false, "450"},
            {"SOML", true, true, false, "250"},
            {"SOML", false, false, true, "250"},
            {"SAML", true, true, true, "250"},
            {"SAML", false, false, true, "250"},
            {"MAIL", true, false, true, "250"},
        }));
    Arpanet world(1);
    mta::HostSettings settings = world.hosts[0];
    if (at_terminal) settings = *mta::with_setting(settings, "at-terminal", "SAM@A");
    trace::Octets octets;
    mta::Host host(settings, 0, base::Random(1), octets);
    std::string heard;
    bool shown = false, boxed = false;
    const auto keep = [&](const mta::Effects& effects) {
        for (const mta::Effect& effect : effects) {
            if (const auto* sent = std::get_if<mta::Send>(&effect)) heard = octets.view(sent->octets);
            if (const auto* note = std::get_if<mta::Note>(&effect)) {
                shown = shown || std::holds_alternative<trace::Displayed>(note->fact);
                boxed = boxed || std::holds_alternative<trace::Delivered>(note->fact);
            }
        }
    };
    keep(host.receive(mta::Incoming{1, base::parse_ip_address("10.0.0.9").value(), mta::relay_port}, {}));
    const auto say = [&](const std::string& text) {
        keep(host.receive(mta::Arrived{1, octets.keep(text)}, {}));
        return heard.substr(0, 3);
    };
    INFO(verb << " " << at_terminal);
    say("HELO X\r\n");
    CHECK(say(verb + " FROM:<JOE@X>\r\n") == "250");
    CHECK(say("RCPT TO:<SAM@A>\r\n") == code);
    if (code == "250") {
        CHECK(say("DATA\r\n") == "354");
        CHECK(say("hi\r\n.\r\n") == "250");
    }
    CHECK(shown == displayed);
    CHECK(boxed == delivered);
    say("RSET\r\n");
    CHECK(say("TURN\r\n") == "502");
}

TEST_CASE("a user who moved: 251 for mail, 551 for a screen", "[mta]") {
    Arpanet world(2);
    mta::HostSettings settings = world.hosts[0];
    settings.aliases = {{{"MOVED", "A"}, {{"SAM", "B"}}}};
    const mail::Path path{mail::PathKind::mailbox, mail::Address{"MOVED", "A"}, {}};
    const mta::Client client{base::parse_ip_address("10.0.0.9").value(), mta::relay_port, {}, {}};
    const auto mail = mta::judge_recipient(settings, client, path, smtp::Transaction::Kind::mail, {});
    CHECK(mail.ruling.reply->code == 251);
    CHECK(mail.ruling.outcome == smtp::Ruling::Outcome::accept);
    CHECK(
        mta::judge_recipient(settings, client, path, smtp::Transaction::Kind::send, {}).ruling.reply->code ==
        551);
}

TEST_CASE("the lines that a host of 1982 writes", "[mta]") {
    CHECK(mta::date_1982(372'267'379) == "18 Oct 81 15:36:19 UT");
    CHECK(mta::received_1982("B AD;x", "A", 0) == "Received: from B?AD?x by A ; 1 Jan 70 00:00:00 UT\r\n");
    CHECK(mta::return_path_1982({"C", "B"}, mail::Address{"JOE", "A"}) == "Return-Path: <@C,@B:JOE@A>\r\n");
    CHECK(mta::return_path_1982({"C"}, {}) == "Return-Path: <>\r\n");
}
