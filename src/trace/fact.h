// What can happen in a world, as a closed variant of small facts made of numbers and Ranges into the trace's
// octets. A fact knows neither its time nor its place: an Event adds them. Every fact lists its fields once
// (`fields`), for the JSON Lines writer and reader alike. A new fact that a view forgot does not compile.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/instant.h"
#include "dns/answer.h"
#include "smtp/reply.h"
#include "smtp/stage.h"
#include "smtp/tls_session.h"
#include "smtp/verb.h"
#include "trace/octets.h"

namespace trace {

using HostId = std::uint16_t;        // index into World::hosts
using ConnectionId = std::uint32_t;  // from 1 in a trace; 0: none
using MailId = std::uint32_t;        // from 1 on each host: a mail in that host's custody; 0: none
using PacketId = std::uint32_t;      // from 1 in a trace
using EventNumber = std::uint32_t;   // index into the trace

inline constexpr HostId no_host = 0xFFFF;
inline constexpr EventNumber no_event = 0xFFFFFFFF;

enum class Ending : std::uint8_t { finished, reset, timed_out, refused };
/// Reports are written by a host itself (RFC 3464): bounce = failed, then delayed, and
/// delivered/relayed/expanded.
enum class LetterKind : std::uint8_t { original, bounce, delay_notice, success_notice };
enum class Route : std::uint8_t {
    local,
    mx,
    implicit_mx,
    submission,
    smarthost,
    address_literal,
    host_table,   // before the DNS (RFC 821, RFC 810)
    source_route  // the next host of "@a,@b:user@c" (RFC 821 3.6)
};
enum class Verdict : std::uint8_t { accept, refuse, come_back, close };
/// Which of a host's rules was asked.
enum class Rule : std::uint8_t {
    own_network,
    relay_control,
    recipient_exists,
    letter_size,
    line_ends,
    hop_count,
    authentication,  // who may hand in mail, by login
    tls_policy,      // what may be said without TLS
    storage,         // is there room: disk and mailbox
    aliases
};
/// In the order of smtp::Oddity, then what a letter may lack.
enum class LineFinding : std::uint8_t { bare_lf, bare_cr, nul, high_octet, line_too_long, header_missing };

// ---- packets ----

inline constexpr std::uint8_t flag_fin = 1, flag_syn = 2, flag_rst = 4, flag_psh = 8, flag_ack = 16;

struct SegmentSent {  // TCP; its cause is what made the octets it carries, or what it acknowledges
    PacketId packet = 0;
    HostId to = no_host;
    std::uint8_t flags = 0, attempt = 0;  // attempt 0: the first time; above: a retransmission
    std::uint32_t sequence = 0, acknowledgment = 0;
    std::uint16_t window = 0;
    Range payload;
};
struct SegmentArrived {
    PacketId packet = 0;
};  // at Event::host; its cause is the SegmentSent
struct SegmentLost {
    PacketId packet = 0;
};                     // its cause is the SegmentSent
struct DatagramSent {  // UDP
    PacketId packet = 0;
    HostId to = no_host;
    std::uint16_t from_port = 0, to_port = 0;
    Range payload;
};
struct DatagramArrived {
    PacketId packet = 0;
};
struct DatagramLost {
    PacketId packet = 0;
};

// ---- connections ----

struct ConnectionOpening {  // noted by the client
    HostId server = no_host;
    std::uint16_t client_port = 0, server_port = 0;
};
struct ConnectionOpened {};  // noted by each side when its handshake is complete
struct ConnectionClosed {
    Ending ending = Ending::finished;
};  // noted by each side

// ---- names ----

struct Asked {  // by Event::host, of `server`
    HostId server = no_host;
    std::uint16_t id = 0;
    dns::RecordType type = dns::RecordType::a;
    Range name;
    MailId mail = 0;
};
struct Answered {  // what the asker learnt; text: the records as a zone file writes them, a line each
    std::uint16_t id = 0;
    dns::RecordType type = dns::RecordType::a;
    dns::Outcome outcome = dns::Outcome::records;
    Range name, text;
    MailId mail = 0;
};

// ---- the conversation ----

struct CommandSent {  // line: with its CRLF
    smtp::Verb verb = smtp::Verb::none;
    smtp::Stage stage = smtp::Stage::handshake;
    MailId mail = 0;
    Range line;
};
struct CommandReceived {
    smtp::Verb verb = smtp::Verb::none;
    smtp::Stage stage = smtp::Stage::handshake;
    Range line;
};
struct ReplySent {  // text: every line as on the wire; to: the command that it answers
    smtp::Verb to = smtp::Verb::none;
    smtp::Stage stage = smtp::Stage::handshake;
    std::uint16_t code = 0;
    smtp::EnhancedCode enhanced;
    smtp::Reason reason = smtp::Reason::none;
    std::uint16_t rfc = 0;  // the rule that asked for it; 0: this host's own policy
    Range section, about;   // its section; the fact that the reply hangs on (an address, a name, a size)
    Range text;
};
struct ReplyReceived {
    smtp::Verb to = smtp::Verb::none;
    smtp::Stage stage = smtp::Stage::handshake;
    std::uint16_t code = 0;
    smtp::EnhancedCode enhanced;
    MailId mail = 0;
    Range text;
};
struct ContentSent {  // the letter on the wire: dots stuffed, the lone dot included
    MailId mail = 0;
    std::uint32_t stuffed = 0;  // dots added (RFC 5321 4.5.2)
    Range octets;
};
struct ContentReceived {  // octets: as on the wire; letter: dots removed, the lone dot not included
    std::uint32_t stuffed = 0;
    Range octets, letter;
};
struct Found {  // something that should not stand in a line or a letter; count: how often; where: the first
    LineFinding finding = LineFinding::bare_lf;
    std::uint32_t count = 0;
    Range where;
};
struct Ruled {  // a rule of Event::host was asked about `about` and decided so because of `because`
    Rule rule = Rule::relay_control;
    Verdict verdict = Verdict::accept;
    smtp::Stage stage = smtp::Stage::handshake;
    std::uint16_t rfc = 0;
    Range section, about, because;
};

// ---- TLS and who the client is ----

enum class TlsMessageKind : std::uint8_t {
    client_hello,
    server_hello,
    hello_retry_request,
    encrypted_extensions,
    certificate_request,
    certificate,
    certificate_verify,
    finished,
    new_session_ticket,
    key_update,
    server_key_exchange,  // TLS 1.2
    server_hello_done,
    client_key_exchange,
    alert,
    other
};
struct TlsMessageSent {  // octets: of the message itself, before it was sealed; which: of an alert, its
                         // description
    TlsMessageKind kind = TlsMessageKind::other;
    std::uint8_t which = 0;
    Range octets;
};
struct TlsMessageReceived {
    TlsMessageKind kind = TlsMessageKind::other;
    std::uint8_t which = 0;
    Range octets;
};
struct Secured {  // this side's handshake is complete: from here on its lines travel sealed
    smtp::Trust trust = smtp::Trust::not_asked;
    Range version, cipher, peer, why;  // peer: the name it proved or claims; why: unverified
};
struct TlsFailed {  // this side gave the handshake up, or was told that the other did
    smtp::Reason reason = smtp::Reason::tls_failed;  // or certificate_not_trusted
    Range why;
};
struct PlaintextDropped {  // octets that came before the handshake and were thrown away (RFC 3207 4.2)
    std::uint32_t count = 0;
};
enum class LoginResult : std::uint8_t { granted, denied, cancelled };
struct LoggedIn {  // noted by the server
    LoginResult result = LoginResult::granted;
    Range mechanism, user;
};

// ---- faults ----

struct LineChanged {  // noted on no host: the line between a and b, both directions
    HostId a = no_host, b = no_host;
    std::uint64_t bits_per_second = 0;   // 0: not limited
    std::uint32_t loss_per_million = 0;  // 1,000,000: it is cut
    base::Duration latency;
};
struct Crashed {  // the host stopped at once: its connections and all that was not on its disk are gone
    std::uint32_t connections = 0;
};
struct Restarted {  // with the mails that were on its disk
    std::uint32_t mails = 0;
};

// ---- the mail ----

struct Written {  // a new letter, by a person or by the host itself (a bounce: about = the mail that failed)
    MailId mail = 0, about = 0;
    LetterKind kind = LetterKind::original;
    std::uint16_t recipients = 0;
    Range reverse_path, letter;  // reverse_path: without <>; empty: the null path
};
struct Addressed {  // one recipient of a mail in this host's custody, numbered from 0
    MailId mail = 0;
    std::uint16_t recipient = 0;
    Range address;
};
struct Accepted {  // by SMTP, with the 250 after the dot: this host is responsible from now on (RFC 5321 6.1)
    MailId mail = 0;
    std::uint16_t recipients = 0;
    Range queue_id, reverse_path;
    Range fields_added, letter;  // what the host has now is fields_added (its Received:) followed by letter
};
struct Routed {  // where a recipient's copy goes next; next: host name or mailbox
    MailId mail = 0;
    std::uint16_t recipient = 0;
    Route route = Route::mx;
    std::uint16_t preference = 0;
    Range domain, next;
};
struct Attempted {  // a connection is opened for this mail; attempt from 1
    MailId mail = 0;
    std::uint16_t attempt = 0;
    Range next;
};
struct Relayed {  // the next host took responsibility for this recipient
    MailId mail = 0;
    std::uint16_t recipient = 0;
    std::uint16_t code = 0;
    Range next;
};
struct Delivered {  // into a mailbox; fields_added: Return-Path (RFC 5321 4.4), on top of what was accepted
    MailId mail = 0;
    std::uint16_t recipient = 0;
    Range mailbox, fields_added;
};
struct Deferred {  // this try failed for now; the sender's own schedule names the next
    MailId mail = 0;
    std::uint16_t recipient = 0;
    std::uint16_t code = 0;  // 0: no reply said so
    smtp::EnhancedCode enhanced;
    smtp::Reason reason = smtp::Reason::none;
    base::Instant next_try;
    Range said;  // the reply, or what happened
};
struct Failed {  // for good; this host now owns the problem
    MailId mail = 0;
    std::uint16_t recipient = 0;
    std::uint16_t code = 0;
    smtp::EnhancedCode enhanced;
    smtp::Reason reason = smtp::Reason::none;
    Range said, by;  // by: who refused: a host name; empty: this host itself
};
enum class Rewriting : std::uint8_t { to_seven_bit, address_to_ascii, date_added, message_id_added };
struct Rewritten {  // the host changed the letter or an address, as the RFCs allow it to
    MailId mail = 0;
    Rewriting how = Rewriting::to_seven_bit;
    Range what;
};
struct Expanded {  // an alias stood for others: they are Addressed next (RFC 5321 3.9)
    MailId mail = 0;
    std::uint16_t recipient = 0;
    std::uint16_t members = 0;
    Range alias;
};
struct Displayed {  // RFC 821 3.4 SEND: on a user's terminal, not in a mailbox
    MailId mail = 0;
    std::uint16_t recipient = 0;
    Range user;
};
struct Discarded {
    MailId mail = 0;
};  // nothing more can be done (a bounce that cannot be delivered)
struct Intervened {
    std::uint16_t index = 0;
};  // into Trace::interventions

using Fact =
    std::variant<SegmentSent, SegmentArrived, SegmentLost, DatagramSent, DatagramArrived, DatagramLost,
                 ConnectionOpening, ConnectionOpened, ConnectionClosed, Asked, Answered, CommandSent,
                 CommandReceived, ReplySent, ReplyReceived, ContentSent, ContentReceived, Found, Ruled,
                 Written, Addressed, Accepted, Routed, Attempted, Relayed, Delivered, Deferred, Failed,
                 Discarded, Intervened, TlsMessageSent, TlsMessageReceived, Secured, TlsFailed,
                 PlaintextDropped, LoggedIn, LineChanged, Crashed, Restarted, Rewritten, Expanded, Displayed>;

/// In the order of the variant; the words of the JSON Lines form.
inline constexpr std::array<std::string_view, 42> fact_names{"segment-sent",
                                                             "segment-arrived",
                                                             "segment-lost",
                                                             "datagram-sent",
                                                             "datagram-arrived",
                                                             "datagram-lost",
                                                             "connection-opening",
                                                             "connection-opened",
                                                             "connection-closed",
                                                             "asked",
                                                             "answered",
                                                             "command-sent",
                                                             "command-received",
                                                             "reply-sent",
                                                             "reply-received",
                                                             "content-sent",
                                                             "content-received",
                                                             "found",
                                                             "ruled",
                                                             "written",
                                                             "addressed",
                                                             "accepted",
                                                             "routed",
                                                             "attempted",
                                                             "relayed",
                                                             "delivered",
                                                             "deferred",
                                                             "failed",
                                                             "discarded",
                                                             "intervened",
                                                             "tls-message-sent",
                                                             "tls-message-received",
                                                             "secured",
                                                             "tls-failed",
                                                             "plaintext-dropped",
                                                             "logged-in",
                                                             "line-changed",
                                                             "crashed",
                                                             "restarted",
                                                             "rewritten",
                                                             "expanded",
                                                             "displayed"};
static_assert(std::variant_size_v<Fact> == fact_names.size());

inline std::string_view name_of(const Fact& fact) {
    return fact_names[fact.index()];
}

}  // namespace trace
