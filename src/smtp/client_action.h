// What a client's session asks of the world, and what it tells: plain values, in the order in which they are
// to be done. Consecutive Says are one group (RFC 2920): nothing is waited for between them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "smtp/reply.h"
#include "smtp/stage.h"
#include "smtp/verb.h"

namespace smtp {

enum class Outcome : std::uint8_t { relayed, deferred, failed };

struct Say {
    Verb verb = Verb::none;
    Stage stage = Stage::handshake;
    std::string line;
};  // with CRLF
/// After DATA: dots stuffed, the lone dot included (alone when no recipient was accepted, RFC 2920 3.1).
/// After BDAT: the octets of that chunk as they are.
struct SayLetter {
    std::string octets;
    std::uint32_t stuffed = 0;
};
struct HeardReply {
    Reply reply;
    Verb to = Verb::none;
    Stage stage = Stage::handshake;
    std::uint64_t offset = 0, length = 0;  // in the server's stream
};
/// What became of one recipient; `reason` other_reply when `reply` alone decided it. With another reason,
/// `reply` is the one that led to it, if there was any.
struct Settled {
    std::size_t recipient = 0;
    Outcome outcome = Outcome::relayed;
    Reason reason = Reason::other_reply;
    std::optional<Reply> reply;
    /// relayed: does the server now answer for NOTIFY (it offered DSN), or must the host itself report
    /// 'relayed' (RFC 3461 5.2.2)?
    enum class Notices : std::uint8_t { ours, theirs } notices = Notices::ours;
    /// Without a reply: the status that a report gives (RFC 3463), and what was found out, for people.
    EnhancedCode status = {};
    std::string about = {};
};
/// The letter or an address was changed for this server, as the RFCs allow; `what` for people.
struct Rewrote {
    enum class How : std::uint8_t { to_seven_bit, address_to_ascii } how = How::to_seven_bit;
    std::string what;
};
/// The driver must make a TLS client handshake now, and then call secured() or lost().
struct BeginTls {
    std::string server_name;
    enum class Verify : std::uint8_t { any, required } verify = Verify::any;
};
struct HangUp {};  // close the connection
using ClientAction = std::variant<Say, SayLetter, HeardReply, Settled, Rewrote, BeginTls, HangUp>;
using ClientActions = std::vector<ClientAction>;

}  // namespace smtp
