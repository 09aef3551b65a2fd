#include "smtp/moves.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "smtp/server_session.h"
#include "tests/support/dialogue.h"

using smtp::ServerSession;
using smtp::State;
using smtp::Verb;

namespace {

const base::Instant now;

void run(ServerSession& session, smtp::ServerActions actions, smtp::ServerActions& all) {
    for (std::size_t next = 0; next < actions.size(); ++next) {
        if (!std::holds_alternative<smtp::Decide>(actions[next])) continue;
        const auto more = session.rule({}, now);
        actions.insert(actions.end(), more.begin(), more.end());
    }
    all.insert(all.end(), actions.begin(), actions.end());
}

// The code of the last answer.
int say(ServerSession& session, const std::string& line) {
    smtp::ServerActions all;
    run(session, session.receive(line + "\r\n", now), all);
    int code = 0;
    for (const smtp::ServerAction& action : all)
        if (const auto* answer = std::get_if<smtp::Answer>(&action)) code = answer->reply.code;
    return code;
}

ServerSession session_in(State state, smtp::Era era = smtp::Era::today) {
    smtp::ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.era = era;
    settings.tls = smtp::ServerSettings::Tls::available;
    settings.accounts = {{"ann", "secret"}};
    settings.plaintext_auth = smtp::ServerSettings::PlaintextAuth::always;
    ServerSession session(settings);
    smtp::ServerActions all;
    run(session, session.open(now), all);
    const std::string hello = era == smtp::Era::today ? "EHLO src.example" : "HELO src.example";
    std::vector<std::string> way{hello, "MAIL FROM:<a@src.example>", "RCPT TO:<b@dest.example>", "DATA"};
    std::size_t steps = static_cast<std::size_t>(state);
    if (state == State::chunks) {
        way.back() = "BDAT 3\r\nx";
        steps = way.size();
    }
    for (std::size_t step = 0; step < steps; ++step)
        say(session, state == State::closed ? "QUIT" : way[step]);
    REQUIRE(session.state() == state);
    return session;
}

// Whether only the rules of RFC 821 know it.
bool is_of_1982(Verb verb) {
    return verb == Verb::send || verb == Verb::soml || verb == Verb::saml || verb == Verb::turn;
}

std::string line_for(Verb verb) {
    switch (verb) {
        case Verb::helo:
        case Verb::ehlo:
            return std::string(to_text(verb)) + " src.example";
        case Verb::mail:
            return "MAIL FROM:<a@src.example>";
        case Verb::rcpt:
            return "RCPT TO:<c@dest.example>";
        case Verb::vrfy:
        case Verb::expn:
            return std::string(to_text(verb)) + " bob";
        case Verb::bdat:
            return "BDAT 3\r\ny";
        case Verb::auth:
            return "AUTH PLAIN AGFubgBzZWNyZXQ=";  // ann, secret
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return std::string(to_text(verb)) + " FROM:<a@src.example>";
        default:
            return std::string(to_text(verb));
    }
}

constexpr std::array obeyed{Verb::helo, Verb::ehlo,     Verb::mail, Verb::rcpt, Verb::data,
                            Verb::rset, Verb::vrfy,     Verb::expn, Verb::help, Verb::noop,
                            Verb::quit, Verb::starttls, Verb::auth, Verb::bdat};
constexpr std::array lined{State::connected, State::ready, State::sender, State::recipients, State::chunks};

}  // namespace

TEST_CASE("the session obeys every row of the table", "[smtp]") {
    for (const smtp::Move& move : smtp::moves) {
        INFO(smtp::state_names[static_cast<std::size_t>(move.from)] << " " << to_text(move.verb));
        const auto era = is_of_1982(move.verb) ? smtp::Era::y1982 : smtp::Era::today;
        ServerSession session = session_in(move.from, era);
        std::string line = line_for(move.verb);
        if (move.verb == Verb::content)
            line = move.from == State::chunks ? "BDAT 0 LAST" : "Subject: x\r\n\r\nx\r\n.";
        CHECK(say(session, line) == move.code);
        CHECK(session.state() == move.to);
    }
}

TEST_CASE("what is not in the table is out of order, and changes nothing", "[smtp]") {
    int refused = 0;
    for (const State state : lined)
        for (const Verb verb : obeyed) {
            if (smtp::find_move(state, verb)) continue;
            INFO(smtp::state_names[static_cast<std::size_t>(state)] << " " << to_text(verb));
            ServerSession session = session_in(state);
            CHECK(say(session, line_for(verb)) == 503);
            CHECK(session.state() == state);
            ++refused;
        }
    // connected: MAIL RCPT DATA STARTTLS AUTH BDAT; ready: RCPT DATA BDAT; sender: MAIL DATA STARTTLS AUTH
    // BDAT; recipients: MAIL STARTTLS AUTH; chunks: MAIL RCPT DATA STARTTLS AUTH
    CHECK(refused == 6 + 3 + 5 + 3 + 5);
}

TEST_CASE("the table names each pair once, with a rule, and no row leads out of the end", "[smtp]") {
    std::set<std::pair<State, Verb>> seen;
    for (const smtp::Move& move : smtp::moves) {
        CHECK(seen.insert({move.from, move.verb}).second);
        CHECK(move.citation.rfc != 0);
        CHECK_FALSE(move.citation.section.empty());
        CHECK(move.from != State::closed);
        CHECK(smtp::find_move(move.from, move.verb) == &move);
    }
    // RFC 5321 4.1.1.5, 4.1.4: these are taken at any time before the letter.
    for (const State state : lined)
        for (const Verb verb : {Verb::noop, Verb::help, Verb::expn, Verb::vrfy, Verb::rset, Verb::quit})
            CHECK(smtp::find_move(state, verb));
}

TEST_CASE("a closed session hears nothing", "[smtp]") {
    ServerSession session = session_in(State::closed);
    CHECK(session.receive("NOOP\r\n", now).empty());
    CHECK(session.on_deadline(now + base::days(1)).empty());
    CHECK(session.rule({}, now).empty());
    CHECK(session.deadline() == base::never);
}
