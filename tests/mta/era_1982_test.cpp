// What a host of 1982 says and writes: terminals, users who moved, its lines on a letter. RFC 821.
#include "mta/era_1982.h"

#include <catch2/catch.hpp>

#include <string>

#include "mta/policy.h"
#include "tests/mta/town.h"

namespace {

mta::HostSettings host_a() {
    mta::HostSettings host = mta_test::host_settings("A", "10.0.0.1", {"A"});
    host.mailboxes = {{"JOE", "A"}, {"SAM", "A"}};
    host.era = smtp::Era::y1982;
    host.host_table = {{"B", base::parse_ip_address("10.0.0.2").value()}};
    return host;
}

}  // namespace

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
    mta::HostSettings settings = host_a();
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
    mta::HostSettings settings = host_a();
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
