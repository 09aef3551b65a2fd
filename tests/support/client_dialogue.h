// Conversations of a client's session as text, TLS and a person's typing included: a script is played against
// the session, and what really took place comes back in the same form. Lines as in dialogue.h, and:
//
//   TLS verified / TLS unverified    the handshake that the client began is done
//   TLS fails / TLS not trusted      or it is not
//   T: NOOP                          a person types this line (say_raw)
//   C begins TLS mx.example          with "verified" after it when the certificate must verify
//   = 0 failed letter-too-big 5.3.4  what became of a recipient: reason, reply code, status found out here;
//                                    "theirs" when the server answers for NOTIFY
//   = rewrote: ...                   what was changed for this server
#pragma once
#include <string>

#include "smtp/client_session.h"

namespace support {

/// Plays everything in a script that is not the client's, `at_a_time` octets a piece. A run of lines of the
/// server goes in before the answers are written down.
std::string converse(smtp::ClientSession& session, const std::string& script, std::size_t at_a_time);

/// Checks that the script is what takes place, in pieces of 1, 2, 7 and 512 octets.
void check_dialogue(const smtp::Handover& handover, const std::string& script);

/// As a script tells them.
std::string told(const smtp::ClientActions& actions);

/// From ann@src.example to alice and bob@dest.example: "Subject: hello", and a body that is one dotted line.
smtp::Handover to_alice_and_bob();

}  // namespace support
