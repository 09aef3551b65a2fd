// Every size and time that RFC 5321 4.5.3 names, and our own bounds beside them. Nothing waits or grows
// without one.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/instant.h"

namespace smtp {

// RFC 5321 4.5.3.1: sizes, in octets, CRLF included. A receiver must take at least these.
inline constexpr std::size_t longest_command_line = 512;    // 4.5.3.1.4
inline constexpr std::size_t longest_reply_line = 512;      // 4.5.3.1.5
inline constexpr std::size_t longest_text_line = 1000;      // 4.5.3.1.6
inline constexpr std::uint64_t least_letter_limit = 65536;  // 4.5.3.1.7: 64K must be taken
inline constexpr std::size_t least_recipient_limit = 100;   // 4.5.3.1.8

// What each extension adds to a command line: what its RFC says, or where it names no number, the longest
// parameter that it defines.
inline constexpr std::size_t size_adds = 26;         // RFC 1870 3: MAIL
inline constexpr std::size_t body_adds = 17;         // RFC 6152 2: MAIL; RFC 3030 fits in
inline constexpr std::size_t smtputf8_adds = 10;     // RFC 6531 3.1 (5): MAIL
inline constexpr std::size_t dsn_mail_adds = 116;    // " RET=FULL" and " ENVID=" with 100 (RFC 3461 4.3, 4.4)
inline constexpr std::size_t dsn_rcpt_adds = 536;    // NOTIFY with three words, ORCPT= with 500 (4.1, 4.2)
inline constexpr std::size_t auth_mail_adds = 500;   // RFC 4954 3 (4): MAIL
inline constexpr std::size_t require_tls_adds = 11;  // RFC 8689 2: MAIL
/// The longest command line that any server of ours takes; AUTH has its own (RFC 4954 4).
inline constexpr std::size_t extended_command_line = longest_command_line + size_adds + body_adds +
                                                     smtputf8_adds + dsn_mail_adds + auth_mail_adds +
                                                     require_tls_adds;

// RFC 5321 4.5.3.2: how long a client waits at least; server_wait alone is the server's.
inline constexpr base::Duration greeting_wait = base::minutes(5);      // 4.5.3.2.1
inline constexpr base::Duration mail_wait = base::minutes(5);          // 4.5.3.2.2
inline constexpr base::Duration rcpt_wait = base::minutes(5);          // 4.5.3.2.3
inline constexpr base::Duration data_wait = base::minutes(2);          // 4.5.3.2.4
inline constexpr base::Duration block_wait = base::minutes(3);         // 4.5.3.2.5: for a TCP SEND to end
inline constexpr base::Duration termination_wait = base::minutes(10);  // 4.5.3.2.6
inline constexpr base::Duration server_wait = base::minutes(5);        // 4.5.3.2.7: for the next command
/// EHLO, RSET, QUIT: the RFC names no time; as for MAIL.
inline constexpr base::Duration other_wait = base::minutes(5);

// Our own bounds (no RFC names a number).
inline constexpr int most_failed_logins = 3;  // then 421: who guesses passwords; not sooner (RFC 4954 9)
inline constexpr int most_errors = 20;        // then 421: a peer that only errs is not mail
/// MAIL in one session, as LIMITS announces it (RFC 9422 4.1).
inline constexpr std::uint64_t most_transactions = 100'000;
inline constexpr std::size_t most_reply_lines = 128;           // of one reply; EHLO answers have about 15
inline constexpr std::size_t most_waiting_octets = 1 << 20;    // kept while a ruling is awaited
inline constexpr std::uint64_t usual_letter_limit = 10 << 20;  // SIZE of our servers unless set

}  // namespace smtp
