// Conversations as text, for tests of both halves of SMTP: a script is played against a session, and what
// really took place comes back as text of the same form, so that a failure is a readable difference between
// two conversations. Knows no network: octets go straight in, in pieces of any size.
//
//   S: 220 mx.dest.example ready     a line of the server's, CRLF implied
//   C: EHLO src.example              a line of the client's; <LF> at its end: LF alone, <no end>: none;
//                                    <0d>, <e9> inside: an octet in hexadecimal
//   W: 5 min                         time passes, and the session is told
//   S begins TLS                     (server sessions) the handshake; it succeeds before the client's next
//                                    line of the script, and what the client said before that is not heard
//   S closes / C closes              the connection is closed by that side
//   = 0 relayed 250                  (client sessions) what became of a recipient: by this reply, or for this
//   reason
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "smtp/client_session.h"
#include "smtp/server_session.h"

namespace support {

/// A raw string as a script: indentation and empty lines taken away, every line with its LF.
std::string dialogue(std::string_view text);

/// How a test's host rules on what a server session asks.
using Rulings = std::function<smtp::Ruling(const smtp::ServerSession&, smtp::Point)>;

/// Everybody and everything is accepted.
smtp::Ruling accept_all(const smtp::ServerSession&, smtp::Point);
/// The host of dest.example, with mailboxes alice, bob and postmaster; nothing is relayed.
smtp::Ruling dest_example(const smtp::ServerSession& session, smtp::Point point);

/// Plays the client's lines of a script, `at_a_time` octets a piece; a run of them goes out before the
/// answers are written down, so that pipelining can be told. `actions`: everything that the session wanted,
/// if asked for.
std::string play(smtp::ServerSession& session, const std::string& script, std::size_t at_a_time,
                 const Rulings& rulings = dest_example, smtp::ServerActions* actions = nullptr);

/// Plays the server's lines of a script, likewise.
std::string play(smtp::ClientSession& session, const std::string& script, std::size_t at_a_time);

/// The octets of one line of a script, its end included.
std::string octets_of(std::string_view line);

}  // namespace support
