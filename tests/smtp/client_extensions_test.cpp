// What a mail needs, and what becomes of it under each offer: as it is, changed as the RFCs allow, or failed
// with the reason and the status that a report will give.
#include <catch2/catch.hpp>

#include "base/text.h"
#include "smtp/client_session.h"
#include "tests/support/client_dialogue.h"
#include "tests/support/dialogue.h"

using support::check_dialogue;
using support::dialogue;

namespace {

smtp::Handover to_alice(const std::string& letter = "Subject: hello\r\n\r\nhi\r\n") {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.recipients.pop_back();
    mail.letter = std::make_shared<const std::string>(letter);
    return mail;
}

const std::string end = "C: QUIT\nS: 221 bye\nC closes\n";

// The conversation up to the client's first word after an EHLO reply with these lines, separated by '|'.
std::string after_hello(const std::string& offers) {
    std::string script = "S: 220 mx\nC: EHLO src.example\nS: 250-mx\n";
    for (const std::string_view line : base::split(offers, '|'))
        script += "S: 250-" + std::string(line) + "\n";
    return script + "S: 250 HELP\n";
}

// The line of the client's that begins with this, after an EHLO reply with these lines.
std::string line_said(const smtp::Handover& mail, const std::string& offers, const std::string& lead) {
    smtp::ClientSession session(mail);
    const std::string said =
        support::converse(session, after_hello(offers) + "S: 250 ok\nS: 250 ok\nS: 354 go\n", 512);
    for (const std::string_view line : base::split(said, '\n'))
        if (line.substr(0, lead.size() + 3) == "C: " + lead) return std::string(line.substr(3));
    return "";
}

const std::string eight_bit = "Subject: hello\r\n\r\nna\xC3\xAFve\r\n";

}  // namespace

TEST_CASE("MAIL says what the letter is, in the words that the server offers", "[smtp]") {
    using smtp::Body;
    const auto [offers, body, letter, parameters] =
        GENERATE(table<std::string, Body, std::string, std::string>({
            {"DSN", Body::seven_bit, "a\r\n", ""},
            {"SIZE", Body::seven_bit, "a\r\n", " SIZE=3"},
            {"SIZE 3", Body::eight_bit, "a\r\n", " SIZE=3"},
            {"8BITMIME", Body::eight_bit, "a\r\n", ""},
            {"8BITMIME", Body::seven_bit, eight_bit, " BODY=8BITMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, eight_bit, " BODY=8BITMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, std::string("\r\na\0b", 5), " BODY=BINARYMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, "\r\na\nb\r\n", " BODY=BINARYMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, "\r\na\rb\r\n", " BODY=BINARYMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, "\r\na", " BODY=BINARYMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, "\r\n" + std::string(999, 'x') + "\r\n",
             " BODY=BINARYMIME"},
            {"8BITMIME|BINARYMIME|CHUNKING", Body::binary, "\r\n" + std::string(998, 'x') + "\r\n", ""},
        }));
    smtp::Handover mail = to_alice(letter);
    mail.options.body = body;
    INFO(offers);
    CHECK(line_said(mail, offers, "MAIL") == "MAIL FROM:<ann@src.example>" + parameters);
}

TEST_CASE("a letter that is announced as too big is not sent (RFC 1870 6.1)", "[smtp]") {
    check_dialogue(to_alice("12345678\r\n"),
                   after_hello("SIZE 9") + "= 0 failed letter-too-big 5.3.4\n" + end);
    check_dialogue(to_alice("12345678\r\n"),
                   after_hello("SIZE 10") + "C: MAIL FROM:<ann@src.example> SIZE=10\n");
}

TEST_CASE("what a client finds out by itself is told in words, for the report", "[smtp]") {
    smtp::ClientSession session(to_alice("12345678\r\n"));
    session.open({});
    std::string about;
    for (const auto& action : session.receive("220 mx\r\n250-mx\r\n250 SIZE 9\r\n", {}))
        if (const auto* one = std::get_if<smtp::Settled>(&action)) about = one->about;
    CHECK(about == "the letter has 10 octets, and the server takes 9");
}

TEST_CASE("a letter in 1982 has seven bits", "[smtp]") {
    smtp::Handover mail = to_alice(eight_bit);
    mail.manners.era = smtp::Era::y1982;
    check_dialogue(
        mail, "S: 220 mx\nC: HELO src.example\nS: 250 mx\n= 0 failed eight-bit-not-possible 5.6.3\n" + end);
}

TEST_CASE("what DSN carries is said when DSN is offered, and then the server answers for it (RFC 3461)",
          "[smtp]") {
    smtp::Handover mail = to_alice();
    mail.options.returned = smtp::Return::header;
    mail.options.envelope_id = "id+1=a b";
    mail.recipients[0].options.notify = {true, true, false, true};
    mail.recipients[0].options.original_recipient = "rfc822;bob+x@dest.example";
    check_dialogue(mail, after_hello("DSN|PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example> RET=HDRS ENVID=id+2B1+3Da+20b
        C: RCPT TO:<alice@dest.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+2Bx@dest.example
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go
        C: Subject: hello
        C:
        C: hi
        C: .
        S: 250 taken
        = 0 relayed 250 theirs
    )") + end);
    check_dialogue(mail, after_hello("PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<alice@dest.example>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go
        C: Subject: hello
        C:
        C: hi
        C: .
        S: 250 taken
        = 0 relayed 250
    )") + end);
}

TEST_CASE("NOTIFY is said as it was given, and not made up", "[smtp]") {
    using smtp::Notify;
    const auto [notify, parameter] = GENERATE(table<Notify, std::string>({
        {Notify{}, ""},
        {Notify{false, true, true, true}, ""},
        {Notify{true, false, false, false}, " NOTIFY=NEVER"},
        {Notify{true, false, true, false}, " NOTIFY=FAILURE"},
        {Notify{true, true, true, true}, " NOTIFY=SUCCESS,FAILURE,DELAY"},
    }));
    smtp::Handover mail = to_alice();
    mail.recipients[0].options.notify = notify;
    CHECK(line_said(mail, "DSN", "RCPT") == "RCPT TO:<alice@dest.example>" + parameter);
}

TEST_CASE("SMTPUTF8 is said where something needs it, and only there (RFC 6531 3.4)", "[smtp]") {
    const std::string offers = "8BITMIME|SMTPUTF8";
    CHECK(line_said(to_alice(), offers, "MAIL") == "MAIL FROM:<ann@src.example>");
    CHECK(line_said(to_alice(eight_bit), offers, "MAIL") == "MAIL FROM:<ann@src.example> BODY=8BITMIME");
    smtp::Handover declared = to_alice();
    declared.options.utf8 = true;
    CHECK(line_said(declared, offers, "MAIL") == "MAIL FROM:<ann@src.example> SMTPUTF8");
    CHECK(line_said(to_alice("Subject: na\xC3\xAFve\r\n\r\n"), offers, "MAIL") ==
          "MAIL FROM:<ann@src.example> BODY=8BITMIME SMTPUTF8");
    smtp::Handover foreign = to_alice();
    foreign.recipients[0].address.local_part = "\xC3\xA9va";
    CHECK(line_said(foreign, offers, "MAIL") == "MAIL FROM:<ann@src.example> SMTPUTF8");
    CHECK(line_said(foreign, offers, "RCPT") == "RCPT TO:<<c3><a9>va@dest.example>");
    foreign.reverse_path = mail::Address{"\xC3\xA9va", "src.example"};
    CHECK(line_said(foreign, offers, "MAIL") == "MAIL FROM:<<c3><a9>va@src.example> SMTPUTF8");
}

TEST_CASE("without SMTPUTF8 nothing that needs it is sent", "[smtp]") {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.options.utf8 = true;
    mail.recipients[0].address.local_part = "\xC3\xA9va";
    const std::string offers = after_hello("8BITMIME|PIPELINING");
    check_dialogue(mail, offers + "= 0 failed utf8-not-possible 5.6.7\n" + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<bob@dest.example>
        C: DATA
    )"));
    mail.reverse_path = mail::Address{"\xC3\xA9va", "src.example"};
    const std::string nobody = "= 0 failed utf8-not-possible 5.6.7\n= 1 failed utf8-not-possible 5.6.7\n";
    check_dialogue(mail, offers + nobody + end);
    smtp::Handover titled = to_alice("Subject: na\xC3\xAFve\r\n\r\n");
    check_dialogue(titled, offers + "= 0 failed utf8-not-possible 5.6.9\n" + end);
}

TEST_CASE("REQUIRETLS needs TLS that verified and a server that offers it (RFC 8689 4.2.1)", "[smtp]") {
    smtp::Handover mail = to_alice();
    mail.options.require_tls = true;
    const std::string failed = "= 0 failed require-tls-not-possible 5.7.30\n" + end;
    check_dialogue(mail, after_hello("REQUIRETLS") + failed);
    const std::string secured =
        after_hello("STARTTLS") + "C: STARTTLS\nS: 220 go\nC begins TLS mx.dest.example\n";
    const std::string again = "C: EHLO src.example\nS: 250-mx\nS: 250 ";
    check_dialogue(mail, secured + "TLS unverified\n" + again + "REQUIRETLS\n" + failed);
    check_dialogue(mail, secured + "TLS verified\n" + again + "SIZE\n" + failed);
    check_dialogue(
        mail, secured + "TLS verified\n" + again + "REQUIRETLS\nC: MAIL FROM:<ann@src.example> REQUIRETLS\n");
}

TEST_CASE("CHUNKING carries a binary letter as it is, in one group with its recipients (RFC 3030)",
          "[smtp]") {
    smtp::Handover mail = to_alice(std::string("\r\n.\n\0\r", 6));
    mail.options.body = smtp::Body::binary;
    check_dialogue(mail, after_hello("8BITMIME|BINARYMIME|CHUNKING|PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example> BODY=BINARYMIME
        C: RCPT TO:<alice@dest.example>
        C: BDAT 6 LAST
        C:
        C: .<LF>
        C: <00><0d><no end>
        S: 250 ok
        S: 250 ok
        S: 250 taken
        = 0 relayed 250
    )") + end);
    check_dialogue(mail, after_hello("8BITMIME|BINARYMIME|CHUNKING|PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example> BODY=BINARYMIME
        C: RCPT TO:<alice@dest.example>
        C: BDAT 6 LAST
        C:
        C: .<LF>
        C: <00><0d><no end>
        S: 250 ok
        S: 550 no alice
        = 0 failed 550
        S: 554 no recipients
    )") + end);
}

TEST_CASE("a client that prefers chunks uses them for any letter; others only where they must", "[smtp]") {
    smtp::Handover mail = to_alice();
    CHECK(line_said(mail, "CHUNKING", "BDAT") == "");
    mail.manners.letter_by = smtp::ClientManners::LetterBy::chunks;
    CHECK(line_said(mail, "CHUNKING", "BDAT") == "BDAT 22 LAST");
    CHECK(line_said(mail, "SIZE", "BDAT") == "");
    CHECK(line_said(mail, "SIZE", "DATA") == "DATA");
}

TEST_CASE("a big letter goes in several chunks, each answered before the next", "[smtp]") {
    smtp::Handover mail = to_alice(std::string(600'000, 'x'));
    mail.manners.letter_by = smtp::ClientManners::LetterBy::chunks;
    const auto [last, outcome] = GENERATE(table<std::string, smtp::Outcome>({
        {"250 ok\r\n", smtp::Outcome::relayed},
        {"451 later\r\n", smtp::Outcome::deferred},
        {"554 never\r\n", smtp::Outcome::failed},
        {"354 what\r\n", smtp::Outcome::deferred},
    }));
    const std::size_t answered = GENERATE(0, 1, 2);
    smtp::ClientSession session(mail);
    session.open({});
    session.receive("220 mx\r\n250-mx\r\n250-CHUNKING\r\n250 PIPELINING\r\n", {});
    auto actions = session.receive("250 ok\r\n250 ok\r\n", {});
    std::string octets, lines;
    std::optional<smtp::Outcome> settled;
    for (std::size_t chunk = 0; chunk < 3; ++chunk) {
        std::size_t chunks = 0;
        for (const auto& action : actions) {
            if (const auto* said = std::get_if<smtp::Say>(&action)) lines += said->line;
            if (const auto* part = std::get_if<smtp::SayLetter>(&action)) octets += part->octets, ++chunks;
            if (const auto* one = std::get_if<smtp::Settled>(&action)) settled = one->outcome;
        }
        CHECK(chunks == (settled ? 0 : 1));
        actions = session.receive(chunk < answered ? std::string("250 ok\r\n") : last, {});
    }
    for (const auto& action : actions)
        if (const auto* one = std::get_if<smtp::Settled>(&action)) settled = one->outcome;
    const bool whole = outcome == smtp::Outcome::relayed || answered == 2;
    CHECK(settled == outcome);
    CHECK((octets == *mail.letter) == whole);
    if (whole) CHECK(lines == "BDAT 262144\r\nBDAT 262144\r\nBDAT 75712 LAST\r\n");
}

TEST_CASE("1982 speaks HELO, obeys source routes and knows SEND, SOML and SAML (RFC 821)", "[smtp]") {
    using Kind = smtp::Handover::Kind;
    const auto [kind, word] = GENERATE(table<Kind, std::string>({
        {Kind::mail, "MAIL"},
        {Kind::send, "SEND"},
        {Kind::send_or_mail, "SOML"},
        {Kind::send_and_mail, "SAML"},
    }));
    smtp::Handover mail = to_alice();
    mail.kind = kind;
    mail.manners.era = smtp::Era::y1982;
    mail.recipients[0].source_route = {"relay.arpa", "mit.arpa"};
    mail.reverse_route = {"usc.arpa"};
    check_dialogue(mail, "S: 220 mx\nC: HELO src.example\nS: 250 mx\nC: " + word +
                             " FROM:<@usc.arpa:ann@src.example>\nS: 250 ok\n" + dialogue(R"(
        C: RCPT TO:<@relay.arpa,@mit.arpa:alice@dest.example>
        S: 250 ok
        C: DATA
        S: 354 go
        C: Subject: hello
        C:
        C: hi
        C: .
        S: 250 taken
        = 0 relayed 250
    )") + end);
    mail.manners.era = smtp::Era::today;
    CHECK(line_said(mail, "SIZE", "MAIL") == "MAIL FROM:<@usc.arpa:ann@src.example> SIZE=22");
}

TEST_CASE("the bare postmaster is said without a domain (RFC 5321 4.1.1.3)", "[smtp]") {
    smtp::Handover mail = to_alice();
    mail.recipients[0].address = {"Postmaster", ""};
    CHECK(line_said(mail, "SIZE", "RCPT") == "RCPT TO:<Postmaster>");
}
