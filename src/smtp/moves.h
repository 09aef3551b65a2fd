// The table of legal moves: in which state a server takes which command, what it answers when all is well,
// and where that leads. The session obeys this table, the state diagram is drawn from it, a test walks every
// row. RFC 5321 4.1.4 (order of commands), 4.3.2 (replies by command), RFC 3030, 3207 and 4954 for what they
// add, RFC 821 for what was given up since.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/citation.h"
#include "smtp/stage.h"
#include "smtp/verb.h"

namespace smtp {

enum class State : std::uint8_t {
    connected,   // the greeting was sent; no HELO or EHLO yet
    ready,       // introduced; no transaction
    sender,      // MAIL was accepted
    recipients,  // at least one RCPT was accepted
    letter,      // 354 was sent: everything up to the lone dot is the letter
    chunks,      // a chunk of the letter was accepted by BDAT, and more must follow
    closed,
};
inline constexpr std::array<std::string_view, 7> state_names{"connected", "ready",  "sender", "recipients",
                                                             "letter",    "chunks", "closed"};

struct Move {
    State from;
    Verb verb;
    State to;            // when it succeeds; a refused command leaves the state as it is
    std::uint16_t code;  // of the reply when it succeeds
    base::Citation citation;
};

// TURN is never obeyed (we cannot know who the client is), nor EXPN where no list is known: their rows are
// the refusals that RFC 821 3.8 and RFC 5321 3.5.2 allow.
inline constexpr std::array moves{
    Move{State::connected, Verb::helo, State::ready, 250, {5321, "4.1.1.1"}},
    Move{State::connected, Verb::ehlo, State::ready, 250, {5321, "4.1.1.1"}},
    Move{State::ready, Verb::helo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::ready, Verb::ehlo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::sender, Verb::helo, State::ready, 250, {5321, "4.1.4"}},  // as if RSET had been said
    Move{State::sender, Verb::ehlo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::recipients, Verb::helo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::recipients, Verb::ehlo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::ready, Verb::mail, State::sender, 250, {5321, "4.1.1.2"}},
    Move{State::sender, Verb::rcpt, State::recipients, 250, {5321, "4.1.1.3"}},
    Move{State::recipients, Verb::rcpt, State::recipients, 250, {5321, "4.1.1.3"}},
    Move{State::recipients, Verb::data, State::letter, 354, {5321, "4.1.1.4"}},
    Move{State::letter, Verb::content, State::ready, 250, {5321, "4.1.1.4"}},
    Move{State::recipients, Verb::bdat, State::chunks, 250, {3030, "2"}},
    Move{State::chunks, Verb::bdat, State::chunks, 250, {3030, "2"}},
    Move{State::chunks, Verb::content, State::ready, 250, {3030, "2"}},  // after BDAT ... LAST
    Move{State::connected, Verb::rset, State::connected, 250, {5321, "4.1.1.5"}},
    Move{State::ready, Verb::rset, State::ready, 250, {5321, "4.1.1.5"}},
    Move{State::sender, Verb::rset, State::ready, 250, {5321, "4.1.1.5"}},
    Move{State::recipients, Verb::rset, State::ready, 250, {5321, "4.1.1.5"}},
    Move{State::chunks, Verb::rset, State::ready, 250, {3030, "2"}},
    Move{State::connected, Verb::vrfy, State::connected, 252, {5321, "4.1.1.6"}},
    Move{State::ready, Verb::vrfy, State::ready, 252, {5321, "4.1.1.6"}},
    Move{State::sender, Verb::vrfy, State::sender, 252, {5321, "4.1.1.6"}},
    Move{State::recipients, Verb::vrfy, State::recipients, 252, {5321, "4.1.1.6"}},
    Move{State::connected, Verb::expn, State::connected, 502, {5321, "3.5.2"}},
    Move{State::ready, Verb::expn, State::ready, 502, {5321, "3.5.2"}},
    Move{State::sender, Verb::expn, State::sender, 502, {5321, "3.5.2"}},
    Move{State::recipients, Verb::expn, State::recipients, 502, {5321, "3.5.2"}},
    Move{State::connected, Verb::help, State::connected, 214, {5321, "4.1.1.8"}},
    Move{State::ready, Verb::help, State::ready, 214, {5321, "4.1.1.8"}},
    Move{State::sender, Verb::help, State::sender, 214, {5321, "4.1.1.8"}},
    Move{State::recipients, Verb::help, State::recipients, 214, {5321, "4.1.1.8"}},
    Move{State::connected, Verb::noop, State::connected, 250, {5321, "4.1.1.9"}},
    Move{State::ready, Verb::noop, State::ready, 250, {5321, "4.1.1.9"}},
    Move{State::sender, Verb::noop, State::sender, 250, {5321, "4.1.1.9"}},
    Move{State::recipients, Verb::noop, State::recipients, 250, {5321, "4.1.1.9"}},
    Move{State::connected, Verb::quit, State::closed, 221, {5321, "4.1.1.10"}},
    Move{State::ready, Verb::quit, State::closed, 221, {5321, "4.1.1.10"}},
    Move{State::sender, Verb::quit, State::closed, 221, {5321, "4.1.1.10"}},
    Move{State::recipients, Verb::quit, State::closed, 221, {5321, "4.1.1.10"}},
    Move{State::chunks, Verb::quit, State::closed, 221, {5321, "4.1.1.10"}},
    Move{State::chunks, Verb::helo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::chunks, Verb::ehlo, State::ready, 250, {5321, "4.1.4"}},
    Move{State::chunks, Verb::vrfy, State::chunks, 252, {5321, "4.1.1.6"}},
    Move{State::chunks, Verb::expn, State::chunks, 502, {5321, "3.5.2"}},
    Move{State::chunks, Verb::help, State::chunks, 214, {5321, "4.1.1.8"}},
    Move{State::chunks, Verb::noop, State::chunks, 250, {5321, "4.1.1.9"}},
    Move{State::ready, Verb::starttls, State::connected, 220, {3207, "4"}},  // all is forgotten (4.2)
    Move{State::ready, Verb::auth, State::ready, 235, {4954, "4"}},
    Move{State::ready, Verb::send, State::sender, 250, {821, "3.4"}},
    Move{State::ready, Verb::soml, State::sender, 250, {821, "3.4"}},
    Move{State::ready, Verb::saml, State::sender, 250, {821, "3.4"}},
    Move{State::ready, Verb::turn, State::ready, 502, {821, "3.8"}},
};

/// The row for a command in a state; null: it is out of order there.
constexpr const Move* find_move(State from, Verb verb) {
    for (const Move& move : moves)
        if (move.from == from && move.verb == verb) return &move;
    return nullptr;
}

/// Which of the five stages a command belongs to.
constexpr Stage stage_of(Verb verb) {
    switch (verb) {
        case Verb::mail:
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return Stage::sender;
        case Verb::rcpt:
            return Stage::recipients;
        case Verb::data:
        case Verb::bdat:
        case Verb::content:
            return Stage::data;
        case Verb::quit:
            return Stage::close;
        default:
            return Stage::handshake;
    }
}

/// The stage a session is in: a command that moves nothing (NOOP, RSET) is told in the stage where it was
/// said.
constexpr Stage stage_of(State state) {
    switch (state) {
        case State::sender:
            return Stage::sender;
        case State::recipients:
            return Stage::recipients;
        case State::letter:
        case State::chunks:
            return Stage::data;
        case State::closed:
            return Stage::close;
        default:
            return Stage::handshake;
    }
}

}  // namespace smtp
