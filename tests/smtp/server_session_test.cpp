#include "smtp/server_session.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "smtp/replies.h"
#include "tests/support/dialogue.h"

using smtp::ServerSession;
using support::dialogue;
using support::play;

namespace {

ServerSession server() {
    smtp::ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.letter_limit = 100'000;
    settings.recipient_limit = 3;
    settings.offers = {};  // the rest is in server_extensions_test.cpp
    for (const auto one :
         {smtp::Extension::size, smtp::Extension::eight_bit_mime, smtp::Extension::enhanced_status_codes})
        settings.offers.add(one);
    return ServerSession(settings);
}

// The script is what must happen, however the octets come in.
void check(const std::string& script, const support::Rulings& rulings = support::dest_example) {
    for (const std::size_t at_a_time : {1, 2, 7, 512}) {
        ServerSession session = server();
        INFO(at_a_time << " octets at a time");
        CHECK(play(session, script, at_a_time, rulings) == script);
    }
}

const std::string greeted = dialogue(R"(
    S: 220 mx.dest.example ESMTP Mailstage ready
    C: EHLO src.example
    S: 250-mx.dest.example greets src.example
    S: 250-SIZE 100000
    S: 250-8BITMIME
    S: 250-ENHANCEDSTATUSCODES
    S: 250 HELP
)");
const std::string in_recipients = greeted + dialogue(R"(
    C: MAIL FROM:<ann@src.example>
    S: 250 2.1.0 Sender ok
    C: RCPT TO:<bob@dest.example>
    S: 250 2.1.5 Recipient ok
)");

}  // namespace

TEST_CASE("a mail is handed over, then another one", "[smtp]") {
    check(in_recipients + dialogue(R"(
        C: RCPT TO:<Postmaster>
        S: 250 2.1.5 Recipient ok
        C: DATA
        S: 354 Go ahead, end with a dot alone on a line
        C: Subject: hello
        C:
        C: ..a line that begins with a dot
        C: .
        S: 250 2.0.0 Ok, queued as A0001
        C: MAIL FROM:<>
        S: 250 2.1.0 Null sender ok
        C: RCPT TO:<ALICE@Dest.Example>
        S: 250 2.1.5 Recipient ok
        C: DATA
        S: 354 Go ahead, end with a dot alone on a line
        C: .
        S: 250 2.0.0 Ok, queued as A0001
        C: QUIT
        S: 221 2.0.0 mx.dest.example closes the connection
        S closes
    )"));
}

TEST_CASE("an old client says HELO, and is offered no extension; what it uses all the same is taken",
          "[smtp]") {
    check(dialogue(R"(
        S: 220 mx.dest.example ESMTP Mailstage ready
        C: HELO src.example
        S: 250 mx.dest.example greets src.example
        C: MAIL FROM:<ann@src.example> OPT
        S: 555 5.5.4 Parameter OPT is not offered here
        C: MAIL FROM:<ann@src.example> SIZE=10
        S: 250 2.1.0 Sender ok
    )"));
}

TEST_CASE("commands out of order are refused, and the session goes on", "[smtp]") {
    check(dialogue(R"(
        S: 220 mx.dest.example ESMTP Mailstage ready
        C: MAIL FROM:<ann@src.example>
        S: 503 5.5.1 Say EHLO first
        C: NOOP
        S: 250 2.0.0 Ok
    )") + greeted.substr(greeted.find("C:")) +
          dialogue(R"(
        C: RCPT TO:<bob@dest.example>
        S: 503 5.5.1 Say MAIL first
        C: DATA
        S: 503 5.5.1 Say MAIL and RCPT first
        C: MAIL FROM:<ann@src.example>
        S: 250 2.1.0 Sender ok
        C: MAIL FROM:<ann@src.example>
        S: 503 5.5.1 A mail is already being handed over: finish it, or say RSET
        C: DATA
        S: 503 5.5.1 Say RCPT first
        C: RCPT TO:<bob@dest.example>
        S: 250 2.1.5 Recipient ok
    )"));
}

TEST_CASE("RSET and a second EHLO forget the mail", "[smtp]") {
    const std::string forget = GENERATE(as<std::string>(), "C: RSET\nS: 250 2.0.0 Ok, forgotten\n",
                                        "C: HELO src.example\nS: 250 mx.dest.example greets src.example\n");
    check(in_recipients + forget + dialogue(R"(
        C: RCPT TO:<bob@dest.example>
        S: 503 5.5.1 Say MAIL first
    )"));
    ServerSession session = server();
    play(session, in_recipients, 512);
    CHECK(session.transaction().recipients.size() == 1);
    play(session, forget, 512);
    CHECK(session.transaction().recipients.empty());
}

TEST_CASE("unknown, unoffered and malformed commands are told apart", "[smtp]") {
    check(greeted + dialogue(R"(
        C: FOO bar
        S: 500 5.5.1 Command not known: FOO
        C: STARTTLS
        S: 502 5.5.1 STARTTLS is not offered here
        C: MAIL FROM :<ann@src.example>
        S: 501 5.5.4 Syntax error: say MAIL FROM:<address>
        C: MAIL FROM:<ann@src.example> RET=HDRS
        S: 555 5.5.4 Parameter RET is not offered here
        C: MAIL FROM:<ann@src.example> BODY=9BIT
        S: 501 5.5.4 Parameter BODY has a wrong value
        C: MAIL FROM:<ann@src.example> BODY=8bitmime
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<bob@dest.example> NOTIFY=NEVER
        S: 555 5.5.4 Parameter NOTIFY is not offered here
    )"));
}

TEST_CASE("VRFY, EXPN, HELP and NOOP are answered at any time and move nothing", "[smtp]") {
    check(in_recipients + dialogue(R"(
        C: VRFY bob
        S: 252 2.5.0 Cannot say; send the mail and see
        C: EXPN friends
        S: 502 5.5.1 EXPN is not offered here
        C: HELP
        S: 214-2.0.0 Commands: HELO EHLO MAIL RCPT DATA BDAT RSET VRFY HELP NOOP QUIT STARTTLS AUTH
        S: 214 2.0.0 The rules are in RFC 5321
        C: NOOP 1
        S: 250 2.0.0 Ok
        C: DATA
        S: 354 Go ahead, end with a dot alone on a line
    )"));
}

TEST_CASE("what is sent ahead is answered in order, the letter included", "[smtp]") {
    check(greeted + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<nobody@dest.example>
        C: RCPT TO:<bob@dest.example>
        C: DATA
        C: Subject: sent ahead
        C:
        C: QUIT
        C: .
        C: QUIT
        S: 250 2.1.0 Sender ok
        S: 550 5.1.1 No mailbox nobody@dest.example here
        S: 250 2.1.5 Recipient ok
        S: 354 Go ahead, end with a dot alone on a line
        S: 250 2.0.0 Ok, queued as A0001
        S: 221 2.0.0 mx.dest.example closes the connection
        S closes
    )"));
}

TEST_CASE("refused recipients leave the others; with none left there is nothing to send", "[smtp]") {
    check(greeted + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<carol@elsewhere.example>
        S: 550 5.7.1 Relaying denied for carol@elsewhere.example
        C: RCPT TO:<nobody@dest.example>
        S: 550 5.1.1 No mailbox nobody@dest.example here
        C: DATA
        S: 554 5.5.1 No valid recipients
        C: RSET
        S: 250 2.0.0 Ok, forgotten
        C: MAIL FROM:<ann@src.example>
        S: 250 2.1.0 Sender ok
        C: DATA
        S: 503 5.5.1 Say RCPT first
    )"));
}

TEST_CASE("a declared size over the limit is refused at MAIL, any other number is taken", "[smtp]") {
    const auto [size, reply] = GENERATE(table<std::string, std::string>({
        {"SIZE=0", "250 2.1.0 Sender ok"},
        {"size=100000", "250 2.1.0 Sender ok"},
        {"SIZE=100001", "552 5.3.4 Message too big: at most 100000 octets"},
        {"SIZE=99999999999999999999",
         "552 5.3.4 Message too big: at most 100000 octets"},  // 20 digits, RFC 1870 3
        {"SIZE=999999999999999999999", "501 5.5.4 Parameter SIZE has a wrong value"},
        {"SIZE=-1", "501 5.5.4 Parameter SIZE has a wrong value"},
        {"SIZE=1k", "501 5.5.4 Parameter SIZE has a wrong value"},
        {"SIZE", "501 5.5.4 Parameter SIZE has a wrong value"},
    }));
    check(greeted + "C: MAIL FROM:<ann@src.example> " + size + "\nS: " + reply + "\n");
}

TEST_CASE("a letter over the limit is heard to its end, refused, and the session goes on", "[smtp]") {
    std::string letter;
    for (int line = 0; line < 200; ++line) letter += "C: " + std::string(510, 'x') + "\n";
    check(in_recipients + "C: DATA\nS: 354 Go ahead, end with a dot alone on a line\n" + letter + dialogue(R"(
        C: .
        S: 552 5.3.4 Message too big: at most 100000 octets
        C: RCPT TO:<bob@dest.example>
        S: 503 5.5.1 Say MAIL first
    )"));
}

TEST_CASE("a recipient too many is told to come back, however often", "[smtp]") {
    std::string script = in_recipients + dialogue(R"(
        C: RCPT TO:<bob@dest.example>
        S: 250 2.1.5 Recipient ok
        C: RCPT TO:<alice@dest.example>
        S: 250 2.1.5 Recipient ok
    )");
    for (int more = 0; more < 2 * smtp::most_errors; ++more)
        script += "C: RCPT TO:<alice@dest.example>\nS: 452 4.5.3 Too many recipients: 3 at a time\n";
    check(script + "C: DATA\nS: 354 Go ahead, end with a dot alone on a line\n");
}

TEST_CASE("after too many errors the server hangs up", "[smtp]") {
    std::string script = greeted;
    for (int error = 0; error < smtp::most_errors; ++error)
        script += "C: FOO\nS: 500 5.5.1 Command not known: FOO\n";
    check(script + "S: 421 4.7.0 Too many errors, closing\nS closes\n");
}

TEST_CASE("lines that end with LF alone are refused, and noticed", "[smtp]") {
    const std::string script = greeted + dialogue(R"(
        C: NOOP<LF>
        S: 500 5.5.2 Lines end with CRLF, not with LF alone
        C: NOOP<0d>NOOP
        S: 500 5.5.2 Syntax error: a command is printable ASCII
        C: NOOP <00>
        S: 501 5.5.4 Syntax error: a command is printable ASCII
    )");
    check(script);
    ServerSession session = server();
    smtp::ServerActions actions;
    play(session, script, 512, support::dest_example, &actions);
    std::vector<smtp::Noticed> noticed;
    for (const auto& action : actions)
        if (const auto* one = std::get_if<smtp::Noticed>(&action)) noticed.push_back(*one);
    REQUIRE(noticed.size() == 1);
    CHECK(noticed.front().offset == 18);  // behind "EHLO src.example"
    CHECK(noticed.front().length == 5);
}

TEST_CASE("the longest command line is taken, a longer one is refused whole", "[smtp]") {
    const std::string longest(smtp::extended_command_line - 7, 'x');
    check(greeted + "C: NOOP " + longest + "\nS: 250 2.0.0 Ok\nC: NOOP " + longest +
          "x\nS: 500 5.5.2 Line too long: at most " + std::to_string(smtp::extended_command_line) +
          " octets\nC: NOOP\nS: 250 2.0.0 Ok\n");
}

TEST_CASE("who says nothing for five minutes is hung up on, in every state", "[smtp]") {
    const std::string data = "C: DATA\nS: 354 Go ahead, end with a dot alone on a line\n";
    const std::string letter = "C: Subject: x\nC:\nC: x\n";
    const std::string before = GENERATE_COPY(
        values<std::string>({dialogue("S: 220 mx.dest.example ESMTP Mailstage ready"), greeted, in_recipients,
                             in_recipients + data, in_recipients + data + letter,
                             in_recipients + data + letter + "C: .\nS: 250 2.0.0 Ok, queued as A0001\n",
                             greeted + "C: EHL<no end>\n"}));
    check(before + dialogue(R"(
        W: 299 s
        W: 1 s
        S: 421 4.4.2 Idle too long, closing
        S closes
        W: 60 min
    )"));
}

TEST_CASE("while the host thinks, no time-out runs and what arrives waits, up to the limit", "[smtp]") {
    const base::Instant now;
    ServerSession session = server();
    session.open(now);
    CHECK(session.deadline() == base::never);
    session.rule({}, now);
    CHECK(session.deadline() == now + smtp::server_wait);
    session.receive("EHLO src.example\r\nMAIL FROM:<ann@src.example>\r\nNOOP\r\n", now);
    CHECK(session.deadline() == base::never);
    CHECK(session.on_deadline(now + base::days(1)).empty());
    CHECK(session.receive("NOOP\r\n", now).empty());

    SECTION("then it is answered in order") {
        const auto actions = session.rule({}, now + base::hours(1));
        int answers = 0;
        for (const auto& action : actions) answers += std::holds_alternative<smtp::Answer>(action);
        CHECK(answers == 3);
        CHECK(session.deadline() == now + base::hours(1) + smtp::server_wait);
    }
    SECTION("beyond the limit the session ends, and a late ruling changes nothing") {
        const auto actions = session.receive(std::string(smtp::most_waiting_octets + 1, 'x'), now);
        REQUIRE(actions.size() == 2);
        CHECK(std::get<smtp::Answer>(actions[0]).reply.code == 421);
        CHECK(std::holds_alternative<smtp::Finish>(actions[1]));
        CHECK(session.rule({}, now).empty());
        CHECK(session.state() == smtp::State::closed);
    }
}

TEST_CASE("a host may refuse the connection: then only QUIT is obeyed", "[smtp]") {
    const auto refuse = [](const ServerSession&, smtp::Point) {
        return smtp::Ruling{smtp::Ruling::Outcome::refuse,
                            smtp::Reply{554, {5, 7, 1}, {"Not you"}, {}, {}, {}}};
    };
    check(dialogue(R"(
        S: 554 5.7.1 Not you
        C: EHLO src.example
        S: 503 5.5.1 No service here; say QUIT
        C: FOO
        S: 503 5.5.1 No service here; say QUIT
        C: QUIT
        S: 221 2.0.0 mx.dest.example closes the connection
        S closes
    )"),
          refuse);
}

TEST_CASE("a host may end the conversation at any point", "[smtp]") {
    const auto point =
        GENERATE(smtp::Point::connect, smtp::Point::sender, smtp::Point::recipient, smtp::Point::letter);
    const auto close = [point](const ServerSession& session, smtp::Point at) {
        return at == point ? smtp::Ruling{smtp::Ruling::Outcome::close, smtp::replies::too_many_errors(1)}
                           : support::accept_all(session, at);
    };
    ServerSession session = server();
    const std::string script = in_recipients + "C: DATA\nS: 354 -\nC: x\nC: .\nS: -\nC: NOOP\n";
    const std::string said = play(session, script, 7, close);
    CHECK(said.find("S: 421 4.7.0 Too many errors, closing\nS closes\n") != std::string::npos);
    CHECK(said.find("S: 250 2.0.0 Ok") == std::string::npos);
    CHECK(session.state() == smtp::State::closed);
}

TEST_CASE("a refused letter leaves the client responsible and the session ready", "[smtp]") {
    const auto refuse = [](const ServerSession& session, smtp::Point point) {
        if (point != smtp::Point::letter) return support::dest_example(session, point);
        return smtp::Ruling{smtp::Ruling::Outcome::refuse, smtp::replies::too_many_hops(101)};
    };
    check(in_recipients + dialogue(R"(
        C: DATA
        S: 354 Go ahead, end with a dot alone on a line
        C: Received: x
        C: .
        S: 554 5.4.6 Mail loop: 101 Received fields
        C: RCPT TO:<bob@dest.example>
        S: 503 5.5.1 Say MAIL first
    )"),
          refuse);
}

TEST_CASE("every stage is told where it belongs", "[smtp]") {
    ServerSession session = server();
    smtp::ServerActions actions;
    play(session, in_recipients + "C: NOOP\nC: EHLO again\nC: FOO\nC: QUIT\n", 512, support::dest_example,
         &actions);
    std::string heard, answered;
    for (const auto& action : actions) {
        if (const auto* one = std::get_if<smtp::Heard>(&action))
            heard += std::string(to_text(one->stage)) + " ";
        if (const auto* one = std::get_if<smtp::Answer>(&action))
            answered += std::string(to_text(one->stage)) + " ";
    }
    CHECK(heard == "Handshake Sender Recipients Recipients Handshake Handshake Close ");
    CHECK(answered == "Handshake " + heard);  // the greeting, then an answer in the stage of each command
}

TEST_CASE("the letter is reported with its place, its dots and its oddities", "[smtp]") {
    ServerSession session = server();
    smtp::ServerActions actions;
    const std::string before = in_recipients + "C: DATA\nS: 354 -\n";
    play(session, before + "C: ..a<LF>\nC: b<00>\nC: .\n", 2, support::dest_example, &actions);
    std::size_t octets_before = 0;
    for (const std::string_view line : base::split(before, '\n'))
        if (line.substr(0, 2) == "C:") octets_before += support::octets_of(line).size();
    for (const auto& action : actions)
        if (const auto* heard = std::get_if<smtp::HeardLetter>(&action)) {
            CHECK(heard->offset == octets_before);
            CHECK(heard->length == 11);
            CHECK(heard->stuffed == 1);
            CHECK(heard->oddities == std::array<std::uint32_t, smtp::oddity_count>{1, 0, 1, 0, 0});
            return;
        }
    FAIL("no letter was heard");
}

TEST_CASE("the letter that was heard last stays readable, refused or not", "[smtp]") {
    const auto refuse = [](const ServerSession& session, smtp::Point point) {
        if (point != smtp::Point::letter) return support::dest_example(session, point);
        return smtp::Ruling{smtp::Ruling::Outcome::refuse, smtp::replies::too_many_hops(101)};
    };
    ServerSession refused = server();
    play(refused, in_recipients + "C: DATA\nS: 354 -\nC: ..a\nC: .\nC: RSET\nC: NOOP\n", 512, refuse);
    CHECK(refused.letter_reader().letter() == ".a\r\n");
    ServerSession too_big = server();
    const std::string line = "C: " + std::string(998, 'x') + "\n";
    std::string letter;
    for (int count = 0; count < 101; ++count) letter += line;
    play(too_big, in_recipients + "C: DATA\nS: 354 -\n" + letter + "C: .\nC: RSET\n", 4096);
    CHECK(too_big.letter_reader().size() == 101'000);
    CHECK(too_big.letter_reader().letter().size() == 100'000);
}
