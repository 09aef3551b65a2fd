#include <catch2/catch.hpp>

#include "mail/encoding.h"
#include "smtp/client_session.h"
#include "smtp/limits.h"
#include "smtp/sasl.h"
#include "tests/support/client_dialogue.h"
#include "tests/support/dialogue.h"

using smtp::TlsUse;
using support::check_dialogue;
using support::dialogue;

namespace {

smtp::Handover to_alice(TlsUse tls = TlsUse::never) {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.recipients.pop_back();
    mail.manners.tls = tls;
    return mail;
}

smtp::Handover with_login(TlsUse tls = TlsUse::never) {
    smtp::Handover mail = to_alice(tls);
    mail.manners.login = smtp::Login{"ann", "secret"};
    mail.manners.part = smtp::ClientManners::Part::originator;
    return mail;
}

std::string after_hello(const std::string& offers) {
    return "S: 220 mx\nC: EHLO src.example\nS: 250-mx\nS: 250 " + offers + "\n";
}

const std::string mail_line = "C: MAIL FROM:<ann@src.example>\n";
const std::string end = "C: QUIT\nS: 221 bye\nC closes\n";
const std::string plain = "AUTH PLAIN AGFubgBzZWNyZXQ=";

}  // namespace

TEST_CASE("a client turns to TLS as it was told to", "[smtp]") {
    const auto [use, offers, then] = GENERATE(table<TlsUse, std::string, std::string>({
        {TlsUse::never, "STARTTLS", mail_line},
        {TlsUse::opportunistic, "HELP", mail_line},
        {TlsUse::opportunistic, "STARTTLS", "C: STARTTLS\nS: 220 go\nC begins TLS mx.dest.example\n"},
        {TlsUse::required, "STARTTLS", "C: STARTTLS\nS: 220 go\nC begins TLS mx.dest.example verified\n"},
        {TlsUse::required, "HELP", "= 0 deferred tls-not-offered 4.7.4\n" + end},
    }));
    check_dialogue(to_alice(use), after_hello(offers) + then);
}

TEST_CASE("under TLS all is said anew, and what was offered before is forgotten (RFC 3207 4.2)", "[smtp]") {
    check_dialogue(to_alice(TlsUse::opportunistic), after_hello("STARTTLS") + dialogue(R"(
        C: STARTTLS
        S: 220 go
        C begins TLS mx.dest.example
        TLS unverified
        C: EHLO src.example
        S: 250-mx
        S: 250 STARTTLS
        C: MAIL FROM:<ann@src.example>
    )"));
    check_dialogue(to_alice(TlsUse::opportunistic),
                   "S: 220 mx\nC: EHLO src.example\nS: 250-mx\n" + dialogue(R"(
        S: 250-SIZE 1
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go
        C begins TLS mx.dest.example
        TLS verified
        C: EHLO src.example
        S: 250 mx
        C: MAIL FROM:<ann@src.example>
    )"));
}

TEST_CASE("plaintext that was slipped in before TLS is thrown away (RFC 3207 6)", "[smtp]") {
    for (const std::size_t at_a_time : {1, 2, 7, 512}) {
        smtp::ClientSession session(to_alice(TlsUse::opportunistic));
        const std::string said =
            support::converse(session,
                              after_hello("STARTTLS") +
                                  "S: 220 go\nS: 250-mx\nS: 250 SIZE 1\nS: 250 half<no end>\nTLS verified\n",
                              at_a_time);
        CHECK(said.substr(said.find("TLS verified")) == "TLS verified\nC: EHLO src.example\n");
        const auto actions = session.receive("250 mx\r\n", {});
        const auto& heard = std::get<smtp::HeardReply>(actions.at(0));
        CHECK(heard.offset == std::string("220 mx\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n250-mx\r\n"
                                          "250 SIZE 1\r\n250 half")
                                  .size());
        CHECK(support::told(actions) == mail_line);
    }
}

TEST_CASE("implicit TLS begins before the greeting (RFC 8314 3)", "[smtp]") {
    check_dialogue(to_alice(TlsUse::implicit), "C begins TLS mx.dest.example verified\n" + dialogue(R"(
        TLS verified
        S: 220 mx
        C: EHLO src.example
        S: 250-mx
        S: 250 STARTTLS
        C: MAIL FROM:<ann@src.example>
    )"));
}

TEST_CASE("TLS that fails defers everybody and says so, so that the host decides", "[smtp]") {
    const auto [use, happens, reason] = GENERATE(table<TlsUse, std::string, std::string>({
        {TlsUse::opportunistic, "S: 454 4.7.0 not now\n", "tls-failed 454"},
        {TlsUse::opportunistic, "S: 501 5.5.4 what\n", "tls-failed 501"},
        {TlsUse::required, "S: 354 what\n", "tls-failed 354"},
    }));
    check_dialogue(to_alice(use), after_hello("STARTTLS") + "C: STARTTLS\n" + happens + "= 0 deferred " +
                                      reason + "\n" + end);
    const auto [event, why] = GENERATE(table<std::string, std::string>({
        {"TLS fails\n", "tls-failed"},
        {"TLS not trusted\n", "certificate-not-trusted"},
        {"S closes\n", "connection-lost"},
        {"W: 3 min\n", "tls-failed"},
    }));
    check_dialogue(to_alice(TlsUse::implicit), "C begins TLS mx.dest.example verified\n" + event +
                                                   "= 0 deferred " + why + "\nC closes\n");
}

TEST_CASE("who must have a certificate that verifies goes no further without", "[smtp]") {
    check_dialogue(to_alice(TlsUse::required),
                   after_hello("STARTTLS") +
                       "C: STARTTLS\nS: 220 go\nC begins TLS mx.dest.example verified\n"
                       "TLS unverified\n= 0 deferred certificate-not-trusted\nC closes\n");
}

TEST_CASE("the strongest mechanism that may be used is used", "[smtp]") {
    using Allowed = smtp::Login::PlaintextWithoutTls;
    const auto [offers, tls, allowed, expected] = GENERATE(table<std::string, bool, Allowed, std::string>({
        {"AUTH PLAIN LOGIN", true, Allowed::refused, plain},
        {"AUTH LOGIN", true, Allowed::refused, "AUTH LOGIN"},
        {"AUTH PLAIN LOGIN CRAM-MD5", true, Allowed::refused, "AUTH CRAM-MD5"},
        {"AUTH PLAIN LOGIN", false, Allowed::allowed, plain},
        {"AUTH PLAIN CRAM-MD5", false, Allowed::refused, "AUTH CRAM-MD5"},
    }));
    smtp::Handover mail = with_login(tls ? TlsUse::implicit : TlsUse::never);
    mail.manners.login->plaintext_without_tls = allowed;
    const std::string begin = tls ? "C begins TLS mx.dest.example verified\nTLS verified\n" : "";
    check_dialogue(mail, begin + after_hello(offers) + "C: " + expected + "\n");
}

TEST_CASE("without a mechanism that may be used nothing is handed over (RFC 4954 4)", "[smtp]") {
    const std::string offers = GENERATE("HELP", "AUTH", "AUTH PLAIN LOGIN", "AUTH GSSAPI XOAUTH2");
    check_dialogue(with_login(), after_hello(offers) + "= 0 deferred auth-not-offered 4.7.0\n" + end);
    smtp::Handover zero = with_login(TlsUse::implicit);
    zero.manners.login->password = std::string("a\0b", 3);
    check_dialogue(zero, "C begins TLS mx.dest.example verified\nTLS verified\n" + after_hello("AUTH PLAIN") +
                             "= 0 deferred auth-not-offered 4.7.0\n" + end);
}

TEST_CASE("a log-in is granted, or refused: for good when a person waits for the answer", "[smtp]") {
    using Part = smtp::ClientManners::Part;
    smtp::Handover mail = with_login();
    mail.manners.login->plaintext_without_tls = smtp::Login::PlaintextWithoutTls::allowed;
    const std::string asked = after_hello("AUTH PLAIN") + "C: " + plain + "\n";
    check_dialogue(mail, asked + "S: 235 2.7.0 welcome\n" + mail_line);
    const auto [reply, part, outcome] = GENERATE(table<std::string, Part, std::string>({
        {"535", Part::originator, "failed auth-failed 535"},
        {"535", Part::relay, "deferred auth-failed 535"},
        {"454", Part::originator, "deferred auth-failed 454"},
        {"504", Part::originator, "failed auth-failed 504"},
        {"350", Part::originator, "deferred auth-failed 350"},
    }));
    mail.manners.part = part;
    check_dialogue(mail, asked + "S: " + reply + " no\n= 0 " + outcome + "\n" + end);
    check_dialogue(mail, asked + "S: 421 no\n= 0 deferred 421\nC closes\n");
}

TEST_CASE("LOGIN and CRAM-MD5 answer what they are asked", "[smtp]") {
    smtp::Handover tim = with_login();  // the example of RFC 2195 2
    tim.manners.login = smtp::Login{"tim", "tanstaaftanstaaf"};
    check_dialogue(tim, after_hello("AUTH CRAM-MD5") + dialogue(R"(
        C: AUTH CRAM-MD5
        S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
        C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
        S: 235 ok
        C: MAIL FROM:<ann@src.example>
    )"));
    smtp::Handover mail = with_login();
    mail.manners.login->plaintext_without_tls = smtp::Login::PlaintextWithoutTls::allowed;
    check_dialogue(mail, after_hello("AUTH LOGIN") + dialogue(R"(
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: YW5u
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0
        S: 235 ok
        C: MAIL FROM:<ann@src.example>
    )"));
}

TEST_CASE("an initial response that would not fit the line waits for a challenge (RFC 4954 4)", "[smtp]") {
    smtp::Handover mail = with_login();
    mail.manners.login->plaintext_without_tls = smtp::Login::PlaintextWithoutTls::allowed;
    mail.manners.login->password = std::string(400, 'x');
    const std::string response = mail::to_base64(std::string("\0ann\0", 5) + std::string(400, 'x'));
    check_dialogue(mail, after_hello("AUTH PLAIN") + "C: AUTH PLAIN\nS: 334 \nC: " + response +
                             "\nS: 235 ok\n" + mail_line);
}

TEST_CASE("a challenge that cannot be read is cancelled (RFC 4954 4)", "[smtp]") {
    check_dialogue(with_login(), after_hello("AUTH CRAM-MD5") + dialogue(R"(
        C: AUTH CRAM-MD5
        S: 334 *not base64*
        C: *
        S: 501 5.7.0 cancelled
        = 0 deferred auth-failed 501
    )") + end);
}

TEST_CASE("SCRAM: the server must prove itself too (RFC 5802 3)", "[smtp]") {
    smtp::Handover mail = with_login();
    mail.manners.nonce = 42;
    const smtp::Users users{{"ann", "secret"}};
    const auto proof = GENERATE(as<std::string>{}, "right", "wrong", "none");
    smtp::ClientSession session(mail);
    session.open({});
    auto actions = session.receive("220 mx\r\n250-mx\r\n250 AUTH SCRAM-SHA-256\r\n", {});
    smtp::SaslServer server(smtp::Mechanism::scram_sha_256, "mx", "servernonce", users);
    const auto said = [&] {
        std::string line;
        for (const auto& action : actions)
            if (const auto* one = std::get_if<smtp::Say>(&action)) line = one->line;
        return line.substr(0, line.size() - 2);
    };
    const auto challenge = [&](const smtp::SaslServer::Outcome& outcome) {
        return mail::to_base64(std::get<smtp::SaslServer::Challenge>(outcome).octets);
    };
    const std::string first = said();
    REQUIRE(first.substr(0, 19) == "AUTH SCRAM-SHA-256 ");
    actions =
        session.receive("334 " + challenge(server.begin(std::string_view(first).substr(19))) + "\r\n", {});
    std::string final_message = challenge(server.respond(said()));
    if (proof == "wrong") final_message = mail::to_base64("v=" + mail::to_base64(std::string(32, 'x')));
    actions = session.receive(proof == "none" ? "235 ok\r\n" : "334 " + final_message + "\r\n", {});
    if (proof == "right") {
        CHECK(said().empty());
        CHECK(support::told(session.receive("235 ok\r\n", {})) == mail_line);
    } else {
        if (proof == "wrong") {
            CHECK(said() == "*");
            actions = session.receive("501 cancelled\r\n", {});
        }
        CHECK(support::told(actions) == std::string("= 0 deferred server-signature-wrong ") +
                                            (proof == "wrong" ? "501" : "235") + "\nC: QUIT\n");
    }
}

TEST_CASE("TLS, then AUTH, then the mail", "[smtp]") {
    check_dialogue(with_login(TlsUse::required),
                   after_hello("STARTTLS") +
                       "C: STARTTLS\nS: 220 go\nC begins TLS mx.dest.example verified\n"
                       "TLS verified\nC: EHLO src.example\nS: 250-mx\nS: 250 AUTH PLAIN\nC: " +
                       plain + "\nS: 235 ok\n" + mail_line);
}

TEST_CASE("a step of TLS or AUTH is waited for as long as a block of data", "[smtp]") {
    smtp::ClientSession implicit(to_alice(TlsUse::implicit));
    implicit.open({});
    CHECK(implicit.deadline() == base::Instant{} + smtp::block_wait);
    smtp::ClientSession session(with_login());
    support::converse(session, after_hello("AUTH CRAM-MD5"), 512);
    CHECK(session.deadline() == base::Instant{} + smtp::block_wait);
}
