// The command words. All that an RFC names are known by name; which of them a server obeys is in moves.h.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace smtp {

enum class Verb : std::uint8_t {
    none,  // no command: the greeting answers none
    helo,
    ehlo,
    mail,
    rcpt,
    data,
    rset,
    vrfy,
    expn,
    help,
    noop,
    quit,     // RFC 5321 4.1.1
    content,  // not a word on the wire: the letter up to the lone dot, which is answered like a command
    send,
    soml,
    saml,
    turn,  // RFC 821, retired by RFC 5321 appendix F
    starttls,
    auth,
    bdat,
    etrn,  // RFC 3207, 4954, 3030, 1985
    unknown,
};

inline constexpr std::array<std::string_view, 21> verb_names{
    "",     "HELO",     "EHLO", "MAIL", "RCPT", "DATA", "RSET",     "VRFY", "EXPN", "HELP", "NOOP",
    "QUIT", "(letter)", "SEND", "SOML", "SAML", "TURN", "STARTTLS", "AUTH", "BDAT", "ETRN"};

/// The word on the wire; "" for none, "(letter)" for content, "?" for unknown.
constexpr std::string_view to_text(Verb verb) {
    return verb == Verb::unknown ? "?" : verb_names[static_cast<std::size_t>(verb)];
}

/// By the word, without case; Verb::unknown when no RFC names it.
Verb verb_named(std::string_view word);

}  // namespace smtp
