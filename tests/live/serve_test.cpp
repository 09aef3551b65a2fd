#include <catch2/catch.hpp>

#include <csignal>
#include <vector>

#include "tests/live/house.h"

using namespace live_test;

namespace {

const std::string letter = "From: x@src.example\r\nSubject: hello\r\n\r\nHello.\r\n.\r\n";

template <class Fact>
std::size_t count(const trace::Trace& trace) {
    std::size_t all = 0;
    for (const trace::Event& event : trace.events()) all += std::holds_alternative<Fact>(event.fact);
    return all;
}

std::string code(const std::string& reply) {
    return reply.substr(0, 3);
}

// A mail from EHLO to the reply to its dot.
std::string hand_in(Guest& guest) {
    guest.ask("EHLO guest.example");
    guest.ask("MAIL FROM:<x@src.example>");
    guest.ask("RCPT TO:<bob@dest.example>");
    const std::string go_ahead = guest.ask("DATA");
    if (code(go_ahead) != "354") return go_ahead;
    guest.say(letter);
    return guest.hear();
}

}  // namespace

TEST_CASE("a visitor hands in a mail over a real socket, and it is in the mailbox", "[live]") {
    House house;
    Guest guest(house.port());
    CHECK(code(guest.hear()) == "220");
    CHECK(code(hand_in(guest)) == "250");
    CHECK(code(guest.ask("QUIT")) == "221");
    CHECK(guest.hear() == "end");
    const trace::Trace& trace = house.close().trace();
    CHECK(count<trace::Delivered>(trace) == 1);
    CHECK(count<trace::ConnectionClosed>(trace) == 1);
    CHECK(house.close().dropped() == 0);
}

TEST_CASE("STARTTLS turns the socket to TLS, and AUTH opens the relay (RFC 3207, 4954)", "[live]") {
    House house;
    Guest guest(house.port(587));
    guest.hear();
    guest.ask("EHLO guest.example");
    CHECK(code(guest.ask("MAIL FROM:<alice@dest.example>")) == "530");
    CHECK(code(guest.ask("STARTTLS")) == "220");
    REQUIRE(guest.secure(house.authority()));
    CHECK(code(guest.ask("MAIL FROM:<alice@dest.example>")) == "503");  // EHLO is forgotten: RFC 3207 4.2
    guest.ask("EHLO guest.example");
    CHECK(code(guest.ask("AUTH PLAIN AGFsaWNlAHdyb25n")) == "535");
    CHECK(code(guest.ask("AUTH PLAIN AGFsaWNlAHNlY3JldA==")) == "235");
    CHECK(code(hand_in(guest)) == "250");
    CHECK(code(guest.ask("QUIT")) == "221");
    CHECK(guest.hear() == "end");  // by close_notify: RFC 8446 6.1
    const trace::Trace& trace = house.close().trace();
    CHECK(count<trace::Secured>(trace) == 1);
    CHECK(count<trace::TlsMessageReceived>(trace) >= 2);
    CHECK(count<trace::Delivered>(trace) == 1);
}

TEST_CASE("behind port 465 TLS comes before the greeting (RFC 8314 3.3)", "[live]") {
    House house;
    Guest guest(house.port(465));
    REQUIRE(guest.secure(house.authority()));
    CHECK(code(guest.hear()) == "220");
    guest.ask("EHLO guest.example");
    CHECK(code(guest.ask("AUTH PLAIN AGFsaWNlAHNlY3JldA==")) == "235");
}

TEST_CASE("who speaks SMTP where TLS is awaited is cut off, and nobody else", "[live]") {
    House house;
    Guest plain(house.port(465)), other(house.port());
    plain.say("EHLO guest.example\r\n");
    plain.hear_all();  // an alert at most
    other.hear();
    CHECK(code(other.ask("NOOP")) == "250");
    CHECK(count<trace::TlsFailed>(house.close().trace()) == 1);
}

TEST_CASE("plaintext sent along with STARTTLS is thrown away (RFC 3207 4.2)", "[live]") {
    House house;
    Guest guest(house.port());
    guest.hear();
    guest.ask("EHLO guest.example");
    guest.say("STARTTLS\r\nMAIL FROM:<evil@src.example>\r\n");
    CHECK(code(guest.hear()) == "220");
    REQUIRE(guest.secure(house.authority()));
    guest.ask("EHLO guest.example");
    CHECK(code(guest.ask("RCPT TO:<bob@dest.example>")) == "503");  // no MAIL was heard
}

TEST_CASE("a visitor that closes its writing half still gets its replies", "[live]") {
    House house;
    Guest guest(house.port());
    guest.say("EHLO guest.example\r\nNOOP\r\nQUIT\r\n");
    guest.shut_down_writing();
    const std::string all = guest.hear_all();
    CHECK(all.find("\r\n250 2.0.0") != std::string::npos);
    CHECK(all.find("\r\n221 ") != std::string::npos);
}

TEST_CASE("200 visitors at once are all served, and slow ones hold up nobody", "[live]") {
    House house;
    std::vector<std::unique_ptr<Guest>> guests;
    for (int number = 0; number < 200; ++number) guests.push_back(std::make_unique<Guest>(house.port()));
    for (auto& guest : guests) guest->say("EHLO gue");  // half a line, and then nothing
    Guest quick(house.port());
    quick.hear();
    CHECK(code(hand_in(quick)) == "250");
    for (auto& guest : guests) CHECK(code(guest->hear()) == "220");
    for (auto& guest : guests) guest->say("st.example\r\n");
    for (auto& guest : guests) CHECK(code(guest->hear()) == "250");
    for (auto& guest : guests) CHECK(code(hand_in(*guest)) == "250");
    CHECK(count<trace::Delivered>(house.close().trace()) == 201);
}

TEST_CASE("who never reads is cut off at a bound", "[live]") {
    live::Limits limits;
    limits.unread = 64u << 10;
    House house(limits);
    Guest deaf(house.port()), other(house.port());
    // One recipient too many is no error of the client's (RFC 5321 4.5.3.1.10), so the session goes on:
    // replies fill both sockets' buffers, a few MB, and then the bound.
    std::string much;
    for (int line = 0; line < 1000; ++line) much += "RCPT TO:<bob@dest.example>\r\n";
    deaf.say("EHLO guest.example\r\nMAIL FROM:<x@src.example>\r\n");
    CHECK(deaf.say_without_listening(much, 5000) < 5000);
    other.hear();
    CHECK(code(hand_in(other)) == "250");
    std::size_t cut = 0;
    for (const trace::Event& event : house.close().trace().events())
        if (const auto* closed = std::get_if<trace::ConnectionClosed>(&event.fact))
            cut += closed->ending == trace::Ending::reset;
    CHECK(cut == 1);
}

TEST_CASE("more visitors than the bound hear 421, and the others are served (RFC 5321 4.2.1)", "[live]") {
    live::Limits limits;
    limits.connections = 3;
    House house(limits);
    std::vector<std::unique_ptr<Guest>> guests;
    for (int number = 0; number < 3; ++number) {
        guests.push_back(std::make_unique<Guest>(house.port()));
        CHECK(code(guests.back()->hear()) == "220");
    }
    for (int number = 0; number < 20; ++number) {
        Guest refused(house.port());
        CHECK(code(refused.hear()) == "421");
        CHECK(refused.hear() == "end");
    }
    CHECK(code(hand_in(*guests[0])) == "250");
    guests.pop_back();
    // One that left makes room; it takes a moment until that is known.
    std::string greeting;
    for (int tries = 0; tries < 1000 && code(greeting) != "220"; ++tries)
        greeting = Guest(house.port()).hear();
    CHECK(code(greeting) == "220");
}

TEST_CASE("a host's own client delivers to another host of the house, under TLS", "[live]") {
    House house;
    mta::Submitted mail;
    mail.reverse_path = std::get<mail::Address>(mail::parse_address("ann@src.example"));
    mail.recipients = {{std::get<mail::Address>(mail::parse_address("bob@dest.example")), {}}};
    mail.letter = letter.substr(0, letter.size() - 3);
    house.driver().submit(1, mail);
    // Done when a visitor hears that the world has seen it: mailboxes are read after the end.
    for (int tries = 0; tries < 200; ++tries) {
        Guest guest(house.port());
        guest.hear();
        guest.ask("QUIT");
    }
    const trace::Trace& trace = house.close().trace();
    CHECK(count<trace::Secured>(trace) == 2);  // by each side
    CHECK(count<trace::Relayed>(trace) == 1);
    CHECK(count<trace::Delivered>(trace) == 1);
}

TEST_CASE("mail for elsewhere goes nowhere", "[live]") {
    auto all = premises();
    all.hosts[0].relay_control = mta::RelayControl::open;
    House house({}, {}, std::move(all));
    Guest guest(house.port());
    guest.hear();
    guest.ask("EHLO guest.example");
    guest.ask("MAIL FROM:<alice@dest.example>");
    guest.ask("RCPT TO:<somebody@outside.example>");
    guest.ask("DATA");
    guest.say(letter);
    CHECK(code(guest.hear()) == "250");
    for (int tries = 0; tries < 50; ++tries) guest.ask("NOOP");
    const trace::Trace& trace = house.close().trace();
    CHECK(count<trace::Relayed>(trace) == 0);
    CHECK(count<trace::Failed>(trace) == 1);     // outside.example is in no zone
    CHECK(count<trace::Delivered>(trace) == 1);  // that alice is told
}

TEST_CASE("a run without an end keeps its newest events, and counts what it dropped", "[live]") {
    live::Bounds bounds;
    bounds.events = 2000;
    bounds.octets = 64u << 10;
    House house({}, bounds);
    Guest guest(house.port());
    guest.hear();
    for (int mail = 0; mail < 300; ++mail) REQUIRE(code(hand_in(guest)) == "250");
    const live::Chronicle& chronicle = house.close();
    CHECK(chronicle.trace().size() <= 2000 + 2000 / 4 + 256);
    CHECK(chronicle.dropped() > 0);
}

TEST_CASE("SIGTERM ends the run, and who is there is told 421 (RFC 5321 3.8)", "[live]") {
    House house;
    house.driver().stop_on_signals();
    Guest guest(house.port());
    CHECK(code(guest.hear()) == "220");
    std::raise(SIGTERM);
    CHECK(code(guest.hear()) == "421");
    house.close();
}
