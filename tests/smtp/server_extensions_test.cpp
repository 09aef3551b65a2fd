#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "mail/encoding.h"
#include "smtp/replies.h"
#include "smtp/server_session.h"
#include "tests/support/dialogue.h"

using smtp::ServerSession;
using smtp::ServerSettings;
using support::dialogue;
using support::play;

namespace {

ServerSettings settings() {
    ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.letter_limit = 1000;
    settings.recipient_limit = 100;
    settings.tls = ServerSettings::Tls::available;
    settings.accounts = {{"alice", "secret"}};
    settings.nonce = 7;
    return settings;
}

// The script is what must happen, however the octets come in, and nothing that is cut short does harm.
void check(const std::string& script, const ServerSettings& with = settings()) {
    for (const std::size_t at_a_time : {1, 2, 7, 512}) {
        ServerSession session(with);
        INFO(at_a_time << " octets at a time");
        CHECK(play(session, script, at_a_time) == script);
    }
    for (auto end = script.find('\n'); end != std::string::npos; end = script.find('\n', end + 1)) {
        ServerSession session(with);
        const std::string begun = play(session, script.substr(0, end + 1), 512);
        INFO(begun);
        CHECK(begun.compare(0, end + 1, script, 0, end + 1) == 0);
    }
}

const std::string greeting = "S: 220 mx.dest.example ESMTP Mailstage ready\n";
const std::string greeted = greeting + dialogue(R"(
    C: EHLO src.example
    S: 250-mx.dest.example greets src.example
    S: 250-PIPELINING
    S: 250-SIZE 1000
    S: 250-8BITMIME
    S: 250-SMTPUTF8
    S: 250-CHUNKING
    S: 250-BINARYMIME
    S: 250-DSN
    S: 250-ENHANCEDSTATUSCODES
    S: 250-STARTTLS
    S: 250-AUTH SCRAM-SHA-256 CRAM-MD5
    S: 250-LIMITS MAILMAX=100000 RCPTMAX=100
    S: 250 HELP
)");
const std::string under_tls = greeted + dialogue(R"(
    C: STARTTLS
    S: 220 2.0.0 Ready to start TLS
    S begins TLS
    C: EHLO src.example
    S: 250-mx.dest.example greets src.example
    S: 250-PIPELINING
    S: 250-SIZE 1000
    S: 250-8BITMIME
    S: 250-SMTPUTF8
    S: 250-CHUNKING
    S: 250-BINARYMIME
    S: 250-DSN
    S: 250-ENHANCEDSTATUSCODES
    S: 250-AUTH SCRAM-SHA-256 CRAM-MD5 PLAIN LOGIN
    S: 250-LIMITS MAILMAX=100000 RCPTMAX=100
    S: 250-REQUIRETLS
    S: 250 HELP
)");
const std::string in_recipients = greeted + dialogue(R"(
    C: MAIL FROM:<ann@src.example>
    S: 250 2.1.0 Sender ok
    C: RCPT TO:<bob@dest.example>
    S: 250 2.1.5 Recipient ok
)");
const std::string in_sender = in_recipients.substr(0, in_recipients.find("C: RCPT"));

// What the session keeps of one MAIL and one RCPT line.
smtp::Transaction transaction_after(const std::string& mail, const std::string& rcpt,
                                    const std::string& before = greeted) {
    ServerSession session(settings());
    play(session, before + "C: " + mail + "\nS: -\nC: " + rcpt + "\n", 512, support::accept_all);
    return session.transaction();
}

}  // namespace

// ---- parameters ----

TEST_CASE("parameters of MAIL are taken or refused with the reply of their RFC", "[smtp]") {
    const auto [parameters, code] = GENERATE(table<std::string, std::string>({
        {"SIZE=1000", "250 2.1.0"},
        {"SIZE=1001", "552 5.3.4"},
        {"SIZE=10 SIZE=10", "501 5.5.4"},
        {"BODY=7BIT", "250 2.1.0"},
        {"body=8bitmime", "250 2.1.0"},
        {"BODY=BINARYMIME", "250 2.1.0"},
        {"BODY=9BIT", "501 5.5.4"},
        {"BODY", "501 5.5.4"},
        {"SMTPUTF8", "250 2.1.0"},
        {"SMTPUTF8=yes", "501 5.5.4"},
        {"RET=FULL ENVID=QQ314159", "250 2.1.0"},
        {"RET=hdrs", "250 2.1.0"},
        {"RET=SOME", "501 5.5.4"},
        {"RET=FULL RET=HDRS", "501 5.5.4"},
        {"ENVID=a+2Bb", "250 2.1.0"},
        {"ENVID=a+ZZb", "501 5.5.4"},
        {"ENVID=a+2bb", "501 5.5.4"},  // hexchar is upper case (RFC 3461 4)
        {"ENVID", "501 5.5.4"},
        {"AUTH=<>", "250 2.1.0"},
        {"AUTH=ann+40src.example", "250 2.1.0"},
        {"AUTH=ann+4", "501 5.5.4"},
        {"AUTH", "501 5.5.4"},
        {"REQUIRETLS", "555 5.5.4"},  // RFC 8689 2: only under TLS
        {"NOTIFY=NEVER", "555 5.5.4"},
        {"FOO", "555 5.5.4"},
        {"FOO=bar SIZE=1", "555 5.5.4"},
    }));
    ServerSession session(settings());
    const std::string said =
        play(session, greeted + "C: MAIL FROM:<ann@src.example> " + parameters + "\n", 512);
    INFO(parameters << "\n" << said);
    CHECK(said.substr(said.rfind("S: ") + 3, 9) == code);
}

TEST_CASE("parameters of RCPT are taken or refused with the reply of their RFC", "[smtp]") {
    const auto [parameters, code] = GENERATE(table<std::string, std::string>({
        {"NOTIFY=NEVER", "250 2.1.5"},
        {"NOTIFY=SUCCESS,FAILURE,DELAY", "250 2.1.5"},
        {"notify=success", "250 2.1.5"},
        {"NOTIFY=NEVER,SUCCESS", "501 5.5.4"},
        {"NOTIFY=SUCCESS,", "501 5.5.4"},
        {"NOTIFY=", "501 5.5.4"},
        {"NOTIFY", "501 5.5.4"},
        {"NOTIFY=SOMETIMES", "501 5.5.4"},
        {"NOTIFY=FAILURE NOTIFY=DELAY", "501 5.5.4"},
        {"ORCPT=rfc822;bob+2Bx@dest.example", "250 2.1.5"},
        {"ORCPT=x-foo;bar", "250 2.1.5"},
        {"ORCPT=bob@dest.example", "501 5.5.4"},
        {"ORCPT=rfc822;a+zz", "501 5.5.4"},
        {"ORCPT=rfc822;a ORCPT=rfc822;b", "501 5.5.4"},
        {"SIZE=10", "555 5.5.4"},
    }));
    ServerSession session(settings());
    const std::string said =
        play(session, in_sender + "C: RCPT TO:<bob@dest.example> " + parameters + "\n", 512);
    INFO(parameters << "\n" << said);
    CHECK(said.substr(said.rfind("S: ") + 3, 9) == code);
}

TEST_CASE("what the parameters say is kept with the transaction", "[smtp]") {
    const auto mail =
        transaction_after("MAIL FROM:<ann@src.example> RET=HDRS ENVID=a+2Bb BODY=8BITMIME SMTPUTF8 SIZE=12",
                          "RCPT TO:<bob@dest.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+40x");
    CHECK(mail.options.returned == smtp::Return::header);
    CHECK(mail.options.envelope_id == "a+b");
    CHECK(mail.options.body == smtp::Body::eight_bit);
    CHECK(mail.options.utf8);
    CHECK(mail.announced_size == 12u);
    REQUIRE(mail.recipients.size() == 1);
    CHECK(mail.recipients[0].options.original_recipient == "rfc822;b@x");
    CHECK(mail.recipients[0].options.notify == smtp::Notify{true, true, false, true});
    const auto plain = transaction_after("MAIL FROM:<>", "RCPT TO:<bob@dest.example> NOTIFY=NEVER");
    CHECK(plain.options == smtp::SenderOptions{});
    CHECK_FALSE(plain.announced_size);
    REQUIRE(plain.recipients.size() == 1);
    CHECK(plain.recipients[0].options.notify.never());
    const auto secret = transaction_after("MAIL FROM:<> REQUIRETLS", "RCPT TO:<b@dest.example>", under_tls);
    CHECK(secret.options.require_tls);
}

TEST_CASE("an address that is not ASCII needs SMTPUTF8", "[smtp]") {
    check(greeted + dialogue(R"(
        C: MAIL FROM:<j<c3><bc>rgen@src.example>
        S: 553 5.6.7 An address that is not ASCII needs SMTPUTF8 behind MAIL
        C: MAIL FROM:<j<fc>rgen@src.example>
        S: 553 5.6.7 An address that is not ASCII needs SMTPUTF8 behind MAIL
        C: VRFY j<c3><bc>rgen
        S: 553 5.6.7 An address that is not ASCII needs SMTPUTF8 behind MAIL
        C: VRFY j<c3><bc>rgen SMTPUTF8
        S: 252 2.5.0 Cannot say; send the mail and see
        C: MAIL FROM:<ann@src.example>
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<j<c3><bc>rgen@dest.example>
        S: 550 5.6.7 An address that is not ASCII needs SMTPUTF8 behind MAIL
        C: RSET
        S: 250 2.0.0 Ok, forgotten
        C: MAIL FROM:<j<c3><bc>rgen@b<c3><bc>cher.example> SMTPUTF8
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<j<c3><bc>rgen@dest.example>
        S: 550 5.1.1 No mailbox j<c3><bc>rgen@dest.example here
        C: RCPT TO:<bob@dest.example>
        S: 250 2.1.5 Recipient ok
    )"));
}

// ---- CHUNKING ----

TEST_CASE("a letter comes in chunks, without dots to look for", "[smtp]") {
    check(in_recipients + dialogue(R"(
        C: BDAT 12
        C: Subject: x
        S: 250 2.0.0 12 octets received
        C: BDAT 5
        C:
        C: .
        S: 250 2.0.0 5 octets received
        C: BDAT 0 LAST
        S: 250 2.0.0 Ok, queued as A0001
        C: BDAT 1
        C: x<no end>
        S: 503 5.5.1 Say MAIL and RCPT first
        C: NOOP
        S: 250 2.0.0 Ok
    )"));
    std::string letter;
    const auto keep = [&letter](const ServerSession& session, smtp::Point point) {
        if (point == smtp::Point::letter) letter = session.letter_reader().letter();
        return support::dest_example(session, point);
    };
    for (const std::size_t at_a_time : {1, 3, 512}) {
        ServerSession session(settings());
        play(
            session,
            in_recipients + "C: BDAT 5\nC: .<0d><no end>\nC: x<0a><00><no end>\nS: -\nC: BDAT 3 LAST\nC: .\n",
            at_a_time, keep);
        CHECK(letter == std::string(".\rx\n\0.\r\n", 8));
    }
}

TEST_CASE("each chunk is told where it stands", "[smtp]") {
    ServerSession session(settings());
    smtp::ServerActions actions;
    play(session, in_recipients + "C: BDAT 3\nC: a\nS: -\nC: BDAT 4 LAST\nC: bc\n", 2, support::dest_example,
         &actions);
    std::vector<smtp::HeardLetter> heard;
    std::string answered;
    for (const auto& action : actions) {
        if (const auto* one = std::get_if<smtp::HeardLetter>(&action)) heard.push_back(*one);
        if (const auto* one = std::get_if<smtp::Answer>(&action))
            answered += std::string(to_text(one->to)) + ":" + std::string(to_text(one->stage)) + " ";
    }
    REQUIRE(heard.size() == 2);
    CHECK(heard[0].part == smtp::HeardLetter::Part::chunk);
    CHECK(heard[0].length == 3);
    CHECK(heard[1].part == smtp::HeardLetter::Part::last_chunk);
    CHECK(heard[1].offset == heard[0].offset + 3 + std::string("BDAT 4 LAST\r\n").size());
    CHECK(heard[1].length == 4);
    CHECK(answered.find("BDAT:Data BDAT:Data") != std::string::npos);
}

TEST_CASE("the octets of a refused chunk are swallowed, and the letter is lost", "[smtp]") {
    SECTION("out of order") {
        check(in_sender + dialogue(R"(
            C: BDAT 6 LAST
            C: QUIT
            S: 503 5.5.1 Say RCPT first
            C: NOOP
            S: 250 2.0.0 Ok
        )"));
    }
    SECTION("with a wrong word behind the size") {
        check(in_recipients + dialogue(R"(
            C: BDAT 6 FIRST
            C: QUIT
            S: 501 5.5.4 Syntax error: only LAST may follow the size
            C: BDAT 0 LAST
            S: 503 5.5.1 Say MAIL and RCPT first
        )"));
    }
    SECTION("beyond the limit, alone or together") {
        const std::string line = "C: " + std::string(498, 'x') + "\n";
        check(in_recipients + "C: BDAT 500\n" + line +
              "S: 250 2.0.0 500 octets received\nC: BDAT 501 LAST\nC: x\n" + "C: " + std::string(496, 'x') +
              "\n" + "S: 552 5.3.4 Message too big: at most 1000 octets\n" +
              "C: BDAT 0 LAST\nS: 503 5.5.1 Say MAIL and RCPT first\nC: NOOP\nS: 250 2.0.0 Ok\n");
    }
    SECTION("of a size that nobody can send") {
        check(in_recipients + dialogue(R"(
            C: BDAT 18446744073709551615 LAST
            C: this is swallowed
            C: and this
            W: 5 min
            S: 421 4.4.2 Idle too long, closing
            S closes
        )"));
    }
    SECTION("of no size at all") {
        check(in_recipients + dialogue(R"(
            C: BDAT many LAST
            S: 501 5.5.4 Syntax error: say BDAT and the octets that follow
            C: NOOP
            S: 250 2.0.0 Ok
        )"));
    }
}

TEST_CASE("between chunks only BDAT goes on with the letter", "[smtp]") {
    const std::string begun = in_recipients + "C: BDAT 3\nC: x\nS: 250 2.0.0 3 octets received\n";
    check(begun + dialogue(R"(
        C: DATA
        S: 503 5.5.1 The letter comes by BDAT: finish it, or say RSET
        C: RCPT TO:<alice@dest.example>
        S: 503 5.5.1 The letter comes by BDAT: finish it, or say RSET
        C: MAIL FROM:<>
        S: 503 5.5.1 The letter comes by BDAT: finish it, or say RSET
        C: NOOP
        S: 250 2.0.0 Ok
        C: BDAT 3 LAST
        C: y
        S: 250 2.0.0 Ok, queued as A0001
    )"));
    check(begun + dialogue(R"(
        C: RSET
        S: 250 2.0.0 Ok, forgotten
        C: BDAT 0 LAST
        S: 503 5.5.1 Say MAIL and RCPT first
    )"));
}

TEST_CASE("what is binary does not come by DATA", "[smtp]") {
    check(greeted + dialogue(R"(
        C: MAIL FROM:<ann@src.example> BODY=BINARYMIME
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<bob@dest.example>
        S: 250 2.1.5 Recipient ok
        C: DATA
        S: 503 5.5.1 BODY=BINARYMIME comes by BDAT, not by DATA
        C: BDAT 1 LAST
        C: <00><no end>
        S: 250 2.0.0 Ok, queued as A0001
    )"));
}

// ---- STARTTLS ----

TEST_CASE("under TLS nothing of what was said before counts, and STARTTLS is not offered again", "[smtp]") {
    check(greeted + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        S: 250 2.1.0 Sender ok
        C: STARTTLS
        S: 503 5.5.1 A mail is already being handed over: finish it, or say RSET
        C: RSET
        S: 250 2.0.0 Ok, forgotten
        C: STARTTLS now
        S: 501 5.5.4 Syntax error: STARTTLS takes nothing after it
        C: STARTTLS
        C: NOOP in plaintext
        S: 220 2.0.0 Ready to start TLS
        S begins TLS
        C: MAIL FROM:<ann@src.example>
        S: 503 5.5.1 Say EHLO first
        C: HELO src.example
        S: 250 mx.dest.example greets src.example
        C: STARTTLS
        S: 503 5.5.1 Say EHLO first
    )"));
    check(under_tls + dialogue(R"(
        C: STARTTLS
        S: 503 5.5.1 TLS is already active
        C: MAIL FROM:<ann@src.example> REQUIRETLS
        S: 250 2.1.0 Sender ok
    )"));
}

TEST_CASE("plaintext sent behind STARTTLS is thrown away and counted", "[smtp]") {
    ServerSession session(settings());
    smtp::ServerActions actions;
    play(session, greeted + "C: STARTTLS\nC: NOOP\n", 512, support::dest_example, &actions);
    const auto* tls = std::get_if<smtp::AcceptTls>(&actions.back());
    REQUIRE(tls);
    CHECK(tls->dropped == 6);
    CHECK(session.receive("NOOP\r\n", {}).empty());
    CHECK_FALSE(session.tls());
    session.secured({"TLSv1.3", "x", {}, {}}, {});
    REQUIRE(session.tls());
    CHECK(session.tls()->version == "TLSv1.3");
    CHECK(session.state() == smtp::State::connected);
}

TEST_CASE("a handshake that never ends is ended without a word", "[smtp]") {
    ServerSession session(settings());
    play(session, greeted + "C: STARTTLS\n", 512);
    const auto actions = session.on_deadline(session.deadline());
    REQUIRE(actions.size() == 1);
    CHECK(std::holds_alternative<smtp::Finish>(actions.front()));
}

TEST_CASE("where TLS is needed, nothing but STARTTLS leads on", "[smtp]") {
    auto with = settings();
    with.tls_needed = ServerSettings::TlsNeeded::yes;
    check(greeted + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        S: 530 5.7.0 Say STARTTLS first
        C: AUTH CRAM-MD5
        S: 530 5.7.0 Say STARTTLS first
        C: NOOP
        S: 250 2.0.0 Ok
        C: QUIT
        S: 221 2.0.0 mx.dest.example closes the connection
        S closes
    )"),
          with);
}

TEST_CASE("at a door with TLS from the first octet the greeting comes under it", "[smtp]") {
    ServerSession session(settings());
    CHECK(session.secured({"TLSv1.3", "x", {}, {}}, {}).empty());
    const std::string rest = under_tls.substr(under_tls.rfind("C: EHLO"));
    CHECK(play(session, greeting + rest, 7) == greeting + rest);
}

// ---- AUTH ----

TEST_CASE("a client logs in under TLS", "[smtp]") {
    check(under_tls + dialogue(R"(
        C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
        S: 235 2.7.0 Authentication succeeded
        C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
        S: 503 5.5.1 Already authenticated
    )"));
    check(under_tls + dialogue(R"(
        C: auth login
        S: 334 VXNlcm5hbWU6
        C: YWxpY2U=
        S: 334 UGFzc3dvcmQ6
        C: *
        S: 501 5.7.0 Authentication cancelled
        C: AUTH LOGIN YWxpY2U=
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0
        S: 235 2.7.0 Authentication succeeded
    )"));
    ServerSession session(settings());
    smtp::ServerActions actions;
    play(session, under_tls + "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", 512, support::dest_example, &actions);
    CHECK(session.user() == "alice");
    bool told = false;
    for (const auto& action : actions)
        if (const auto* login = std::get_if<smtp::LoggedIn>(&action))
            told = login->mechanism == "PLAIN" && login->user == "alice" &&
                   login->result == smtp::LoggedIn::Result::granted;
    CHECK(told);
}

// RFC 4954 9: not before at least 3 attempts have failed.
TEST_CASE("who guesses passwords hears 421 at the third", "[smtp]") {
    ServerSession session(settings());
    const std::string said = play(session,
                                  under_tls +
                                      "C: AUTH PLAIN AGFsaWNlAHdyb25n\nC: AUTH PLAIN ???\n"
                                      "C: AUTH FOO\nC: AUTH PLAIN AGFsaWNlAHdyb25n\n",
                                  7);
    INFO(said);
    CHECK(said.find("S: 504 5.5.4") != std::string::npos);  // no attempt: nothing was tried
    CHECK(said.find("S: 421 4.7.0 Too many failed logins, closing") != std::string::npos);
    CHECK(said.find("S: 421") > said.find("S: 504"));
}

TEST_CASE("AUTH is refused with the code of RFC 4954", "[smtp]") {
    const auto [where, line, reply] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {greeted, "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "538 5.7.11"},
        {greeted, "AUTH LOGIN", "538 5.7.11"},
        {greeted, "AUTH FOO", "504 5.5.4"},
        {greeted, "AUTH CRAM-MD5 AGE=", "501 5.7.0"},  // there the server speaks first
        {under_tls, "AUTH", "501 5.5.4"},
        {under_tls, "AUTH PLAIN a b", "501 5.5.4"},
        {under_tls, "AUTH PLAIN ???", "501 5.5.2"},
        {under_tls, "AUTH PLAIN AGFsaWNlAHdyb25n", "535 5.7.8"},      // a wrong password
        {under_tls, "AUTH PLAIN AGNhcm9sAHNlY3JldA==", "535 5.7.8"},  // nobody of that name
        {greeting + "C: HELO src.example\nS: -\n", "AUTH CRAM-MD5", "503 5.5.1"},
        {greeting, "AUTH CRAM-MD5", "503 5.5.1"},
        {in_sender, "AUTH CRAM-MD5", "503 5.5.1"},
    }));
    ServerSession session(settings());
    const std::string said = play(session, where + "C: " + line + "\n", 7);
    INFO(said);
    const std::string last = said.substr(said.rfind("S: ") + 3);
    CHECK(last.substr(0, reply.size()) == reply);
    CHECK(session.user().empty());
}

TEST_CASE("the line limit of AUTH is its own, and what is longer ends the exchange", "[smtp]") {
    const std::string longest(smtp::longest_auth_line + 10, 'A');
    check(under_tls + "C: AUTH PLAIN\nS: 334 \nC: " + longest +
          "\nS: 500 5.5.6 Authentication exchange line too long: at most 12288\nC: NOOP\nS: 250 2.0.0 Ok\n");
}

TEST_CASE("a login outlives RSET and EHLO, and not STARTTLS", "[smtp]") {
    auto with = settings();
    with.plaintext_auth = ServerSettings::PlaintextAuth::always;
    ServerSession session(with);
    play(session, greeted + "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: -\nC: RSET\nC: EHLO again\n", 512);
    CHECK(session.user() == "alice");
    play(session, "C: STARTTLS\nS: -\nC: NOOP\n", 512);
    CHECK(session.user().empty());
}

TEST_CASE("a door that needs a login takes no mail without", "[smtp]") {
    auto with = settings();
    with.auth_needed = ServerSettings::AuthNeeded::yes;
    check(greeted + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        S: 530 5.7.0 Authentication required
        C: VRFY alice
        S: 530 5.7.0 Authentication required
        C: RSET
        S: 250 2.0.0 Ok, forgotten
    )"),
          with);
    check(under_tls + dialogue(R"(
        C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
        S: 235 2.7.0 Authentication succeeded
        C: MAIL FROM:<ann@src.example>
        S: 250 2.1.0 Sender ok
    )"),
          with);
}

// ---- what is not offered ----

TEST_CASE("an extension that is not offered is not there", "[smtp]") {
    auto with = settings();
    with.offers = {};
    check(greeting + dialogue(R"(
        C: EHLO src.example
        S: 250-mx.dest.example greets src.example
        S: 250 HELP
        C: STARTTLS
        S: 502 STARTTLS is not offered here
        C: AUTH PLAIN
        S: 502 AUTH is not offered here
        C: BDAT 3 LAST
        S: 502 BDAT is not offered here
        C: MAIL FROM:<ann@src.example> SIZE=10
        S: 555 Parameter SIZE is not offered here
        C: MAIL FROM:<ann@src.example> SMTPUTF8
        S: 555 Parameter SMTPUTF8 is not offered here
        C: MAIL FROM:<ann@src.example>
        S: 250 Sender ok
        C: RCPT TO:<nobody@dest.example>
        S: 550 No mailbox nobody@dest.example here
    )"),
          with);
}

// ---- 1982 ----

TEST_CASE("a server of 1982 knows RFC 821 and nothing else", "[smtp]") {
    auto with = settings();
    with.era = smtp::Era::y1982;
    check(dialogue(R"(
        S: 220 mx.dest.example Simple Mail Transfer Service Ready
        C: EHLO src.example
        S: 500 Command not known: EHLO
        C: MAIL FROM:<ann@src.example>
        S: 503 Say HELO first
        C: HELO src.example
        S: 250 mx.dest.example greets src.example
        C: STARTTLS
        S: 500 Command not known: STARTTLS
        C: EXPN friends
        S: 502 EXPN is not offered here
        C: TURN
        S: 502 No turning: who you are is not known here
        C: VRFY bob@dest.example
        S: 250 <bob@dest.example>
        C: VRFY nobody@dest.example
        S: 550 No mailbox nobody@dest.example here
        C: VRFY carol@elsewhere.example
        S: 551 Not a user of this host
        C: MAIL FROM:<ann@src.example> SIZE=10
        S: 501 Parameters need EHLO; after HELO there are none
        C: SOML FROM:<ann@src.example>
        S: 250 Sender ok
        C: RCPT TO:<@dest.example:bob@dest.example>
        S: 250 Recipient ok
        C: DATA
        S: 354 Go ahead, end with a dot alone on a line
        C: hello
        C: .
        S: 250 Ok, queued as A0001
        C: QUIT
        S: 221 mx.dest.example closes the connection
        S closes
    )"),
          with);
    const auto [verb, kind] = GENERATE(table<std::string, smtp::Transaction::Kind>({
        {"MAIL", smtp::Transaction::Kind::mail},
        {"SEND", smtp::Transaction::Kind::send},
        {"SOML", smtp::Transaction::Kind::send_or_mail},
        {"SAML", smtp::Transaction::Kind::send_and_mail},
    }));
    ServerSession session(with);
    play(session, "C: HELO a\nS: -\nC: " + verb + " FROM:<@a,@b:ann@c>\n", 512);
    CHECK(session.transaction().kind == kind);
    CHECK(session.transaction().reverse_path.source_route == std::vector<std::string>{"a", "b"});
}

// ---- bounds ----

TEST_CASE("who only keeps the session busy is hung up on", "[smtp]") {
    const smtp::IdleLimit limit;
    ServerSession session(settings());
    std::string script = greeted;
    for (int more = 0; more < limit.most; ++more) script += "C: RSET\n";
    const std::string said = play(session, script, 512);
    CHECK(said.find("S: 421 4.7.0 Too many commands without a mail, closing\nS closes\n") !=
          std::string::npos);
    CHECK(session.state() == smtp::State::closed);
}

TEST_CASE("a ruling with 421 closes the connection, however it was meant", "[smtp]") {
    const auto full = [](const ServerSession& session, smtp::Point point) {
        if (point != smtp::Point::sender) return support::accept_all(session, point);
        return smtp::Ruling{smtp::Ruling::Outcome::refuse, smtp::replies::too_many_errors(3)};
    };
    ServerSession session(settings());
    const std::string said = play(session, greeted + "C: MAIL FROM:<>\nC: NOOP\n", 512, full);
    CHECK(said.substr(said.size() - 9) == "S closes\n");
    CHECK(session.state() == smtp::State::closed);
}
