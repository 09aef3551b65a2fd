#include "smtp/client_session.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "smtp/limits.h"
#include "tests/support/dialogue.h"

using smtp::ClientSession;
using support::dialogue;
using support::play;

namespace {

smtp::Handover handover() {
    smtp::Handover mail;
    mail.reverse_path = mail::Address{"ann", "src.example"};
    mail.recipients = {{{"alice", "dest.example"}, {}}, {{"bob", "dest.example"}, {}}};
    mail.letter = std::make_shared<const std::string>("Subject: hello\r\n\r\n.dot\r\n");
    mail.manners.hello_name = "relay.src.example";
    return mail;
}

void check(const std::string& script, const smtp::Handover& mail = handover()) {
    for (const std::size_t at_a_time : {1, 2, 7, 512}) {
        ClientSession session(mail);
        INFO(at_a_time << " octets at a time");
        CHECK(play(session, script, at_a_time) == script);
    }
}

const std::string greeting = dialogue(R"(
    S: 220 mx.dest.example ready
    C: EHLO relay.src.example
)");
const std::string hello = dialogue(R"(
    S: 250-mx.dest.example
    S: 250-SIZE 1000000
    S: 250 8BITMIME
    C: MAIL FROM:<ann@src.example> SIZE=24
)");
const std::string sender = dialogue(R"(
    S: 250 2.1.0 ok
    C: RCPT TO:<alice@dest.example>
)");
const std::string first = dialogue(R"(
    S: 250 2.1.5 ok
    C: RCPT TO:<bob@dest.example>
)");
const std::string second = dialogue(R"(
    S: 250 2.1.5 ok
    C: DATA
)");
const std::string go_ahead = dialogue(R"(
    S: 354 go ahead
    C: Subject: hello
    C:
    C: ..dot
    C: .
)");
const std::string taken = dialogue(R"(
    S: 250 2.0.0 queued
    = 0 relayed 250
    = 1 relayed 250
    C: QUIT
)");
const std::string goodbye = dialogue(R"(
    S: 221 bye
    C closes
)");
const std::vector<std::string> steps{greeting, hello, sender, first, second, go_ahead, taken, goodbye};

// The conversation up to and including its first `count` steps.
std::string up_to(std::size_t count) {
    std::string text;
    for (std::size_t step = 0; step < count; ++step) text += steps[step];
    return text;
}

// Each recipient has one line "= N ..."; a session that is done has settled all of them.
void check_settled_once(const std::string& text, const ClientSession& session) {
    const auto lines_of = [&](const std::string& lead) {
        int count = 0;
        for (const std::string_view line : base::split(text, '\n'))
            count += line.substr(0, lead.size()) == lead;
        return count;
    };
    INFO(text);
    CHECK(session.finished());
    CHECK(session.deadline() == base::never);
    CHECK(lines_of("= 0 ") == 1);
    CHECK(lines_of("= 1 ") == 1);
    CHECK(lines_of("C closes") == 1);
}

}  // namespace

TEST_CASE("a client hands over a mail", "[smtp]") {
    check(up_to(steps.size()));
}

TEST_CASE("a server that knows no EHLO is told HELO, and offered no parameter", "[smtp]") {
    check(greeting + dialogue(R"(
        S: 502 5.5.1 what
        C: HELO relay.src.example
        S: 250 mx
        C: MAIL FROM:<ann@src.example>
    )"));
    check(greeting + dialogue(R"(
        S: 500 what
        C: HELO relay.src.example
        S: 550 no
        = 0 failed 550
        = 1 failed 550
        C: QUIT
    )"));
}

TEST_CASE("a null reverse-path and an eight bit letter are said as the server can take them", "[smtp]") {
    smtp::Handover bounce = handover();
    bounce.reverse_path.reset();
    bounce.letter = std::make_shared<const std::string>("\r\n\xC3\xA9\r\n");
    check(greeting + dialogue(R"(
        S: 250-mx
        S: 250-size
        S: 250 8bitmime
        C: MAIL FROM:<> SIZE=6 BODY=8BITMIME
    )"),
          bounce);
    bounce.letter = std::make_shared<const std::string>("\r\n");
    check(greeting + "S: 250-mx\nS: 250-SIZED\nS: 250 8BITMIMEX\nC: MAIL FROM:<>\n", bounce);
}

TEST_CASE("one refused recipient does not stop the mail for the other", "[smtp]") {
    check(up_to(3) + dialogue(R"(
        S: 550-5.1.1 no
        S: 550 5.1.1 such user
        = 0 failed 550
        C: RCPT TO:<bob@dest.example>
        S: 251 will forward
        C: DATA
        S: 354 go
        C: Subject: hello
        C:
        C: ..dot
        C: .
        S: 250 ok
        = 1 relayed 250
        C: QUIT
        S: 221 bye
        C closes
    )"));
}

TEST_CASE("when no recipient is left, no letter is sent", "[smtp]") {
    check(up_to(3) + dialogue(R"(
        S: 450 4.2.1 later
        = 0 deferred 450
        C: RCPT TO:<bob@dest.example>
        S: 550 5.1.1 never
        = 1 failed 550
        C: QUIT
        S: 221 bye
        C closes
    )"));
}

TEST_CASE("a refusal settles everybody, at every step", "[smtp]") {
    const auto [step, code, outcome] = GENERATE(table<std::size_t, std::string, std::string>({
        {0, "554", "failed"},
        {0, "450", "deferred"},
        {0, "354", "deferred"},
        {1, "451", "deferred"},
        {1, "354", "deferred"},
        {2, "550", "failed"},
        {2, "451", "deferred"},
        {2, "354", "deferred"},
        {5, "554", "failed"},
        {5, "451", "deferred"},
        {5, "250", "deferred"},
        {6, "554", "failed"},
        {6, "452", "deferred"},
        {6, "354", "deferred"},
    }));
    check(up_to(step) + "S: " + code + " no\n= 0 " + outcome + " " + code + "\n= 1 " + outcome + " " + code +
          "\nC: QUIT\nS: 221 bye\nC closes\n");
}

TEST_CASE("421 at any point ends the conversation at once", "[smtp]") {
    const std::size_t step = GENERATE(0, 1, 2, 3, 4, 5, 6);
    check(up_to(step) + "S: 421 4.3.2 closing\n= 0 deferred 421\n= 1 deferred 421\nC closes\n");
}

TEST_CASE("a lost connection, silence or rubbish at any step settles each recipient exactly once", "[smtp]") {
    const std::size_t step = GENERATE(range<std::size_t>(0, steps.size()));
    const auto [end, reason] = GENERATE(table<std::string, std::string>({
        {"S closes\n", "connection-lost"},
        {"W: 60 min\n", "reply-overdue"},
        {"S: what is this\n", "reply-not-understood"},
        {"S: 250-half a reply\nS closes\n", "connection-lost"},
        {"S: 250-half\nS: rubbish\n", "reply-not-understood"},
        {"S: 220 x<no end>\nW: 60 min\n", "reply-overdue"},
    }));
    const bool settled_before = step == steps.size() - 1;  // then only the answer to QUIT is missing
    const std::string lines = "= 0 deferred " + reason + "\n= 1 deferred " + reason + "\n";
    const std::string script = up_to(step) + end + (settled_before ? "" : lines) + "C closes\n";
    check(script);
    ClientSession session(handover());
    check_settled_once(play(session, script, 512), session);
    CHECK(session.lost().empty());
    CHECK(session.receive("250 late\r\n", {}).empty());
}

TEST_CASE("any reply at any step settles each recipient exactly once", "[smtp]") {
    for (std::size_t step = 0; step < steps.size(); ++step)
        for (int code = 200; code < 600; ++code) {
            ClientSession session(handover());
            std::string script = up_to(step);
            for (int turn = 0; turn < 12; ++turn) script += "S: " + std::to_string(code) + " x\n";
            script += "S closes\n";
            check_settled_once(play(session, script, 512), session);
        }
}

TEST_CASE("a letter is taken only by a 2yz after the dot", "[smtp]") {
    for (int code = 200; code < 600; ++code) {
        ClientSession session(handover());
        const std::string said = play(session, up_to(6) + "S: " + std::to_string(code) + " x\n", 512);
        CHECK((said.find("relayed") != std::string::npos) == (code < 300));
    }
}

TEST_CASE("a client waits as long as RFC 5321 4.5.3.2 asks, and no longer", "[smtp]") {
    const auto [step, wait] = GENERATE(table<std::size_t, base::Duration>({
        {0, smtp::greeting_wait},
        {1, smtp::other_wait},
        {2, smtp::mail_wait},
        {3, smtp::rcpt_wait},
        {4, smtp::rcpt_wait},
        {5, smtp::data_wait},
        {6, smtp::termination_wait},
        {7, smtp::other_wait},
    }));
    ClientSession session(handover());
    play(session, up_to(step), 512);
    const base::Instant start;
    CHECK(session.deadline() == start + wait);
    CHECK(session.on_deadline(start + wait - base::nanoseconds(1)).empty());
    CHECK_FALSE(session.finished());
    CHECK_FALSE(session.on_deadline(start + wait).empty());
    CHECK(session.finished());
}

TEST_CASE("replies are told with the command that they answer and their place in the stream", "[smtp]") {
    ClientSession session(handover());
    session.open({});
    const auto greeted = session.receive("220 hi\r\n", {});
    const auto& first_heard = std::get<smtp::HeardReply>(greeted.at(0));
    CHECK(first_heard.to == smtp::Verb::none);
    CHECK(first_heard.length == 8);
    const auto answered = session.receive("250-mx\r\n250 HELP\r\n", {});
    const auto& heard = std::get<smtp::HeardReply>(answered.at(0));
    CHECK(heard.to == smtp::Verb::ehlo);
    CHECK(heard.stage == smtp::Stage::handshake);
    CHECK(heard.offset == 8);
    CHECK(heard.length == 18);
    const auto rubbish = session.receive("\x01\x02\r\n", {});
    CHECK(std::get<smtp::HeardReply>(rubbish.at(0)).reply.code == 0);
}
