// The client's half of a conversation: it hands over one mail and says, recipient by recipient, what became
// of it. Knows no queue, no retry, no route and no clock. RFC 5321 3.1 to 3.8, 4.1.4, 4.5.3.2 (how long it
// waits).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "mail/address.h"
#include "smtp/envelope.h"
#include "smtp/extension.h"
#include "smtp/manner.h"
#include "smtp/moves.h"
#include "smtp/reply_reader.h"
#include "smtp/tls_session.h"

namespace smtp {

/// Who a client says it is (RFC 4954).
struct Login {
    std::string user, password;
    enum class PlaintextWithoutTls : std::uint8_t {
        refused,
        allowed
    } plaintext_without_tls = PlaintextWithoutTls::refused;  // RFC 4954 4: PLAIN and LOGIN only under TLS
};

/// How the client behaves, whatever the mail.
struct ClientManners {
    std::string hello_name;   // our own name
    std::string server_name;  // whom we mean to speak to: for SNI and the certificate
    TlsUse tls = TlsUse::opportunistic;
    std::optional<Login> login;
    ExtensionSet uses = ExtensionSet::all();  // of what the server offers
    Era era = Era::today;
    /// Only the originator may change a letter or an address that the server cannot take (RFC 6531 3.2).
    enum class Part : std::uint8_t { originator, relay } part = Part::relay;
    std::uint64_t nonce = 0;  // for SCRAM: drawn by the host
};

struct HandoverRecipient {
    mail::Address address;
    RecipientOptions options;
    std::vector<std::string> source_route = {};  // "@a,@b:" before the mailbox (RFC 821 3.6); without '@'
};

/// What is to be handed over.
struct Handover {
    std::optional<mail::Address> reverse_path;  // none: <>
    SenderOptions options;
    std::vector<HandoverRecipient> recipients;
    std::shared_ptr<const std::string> letter;  // RFC 5322 octets; never null
    ClientManners manners;
    std::vector<std::string> reverse_route = {};  // as source_route, of the reverse-path
    /// 1982: which command opens the transaction (RFC 821 3.4: to a terminal, to a mailbox, or both). Today
    /// every one is MAIL.
    enum class Kind : std::uint8_t { mail, send, send_or_mail, send_and_mail } kind = Kind::mail;
};

enum class Outcome : std::uint8_t { relayed, deferred, failed };

struct Say {
    Verb verb = Verb::none;
    Stage stage = Stage::handshake;
    std::string line;
};  // with CRLF
struct SayLetter {
    std::string octets;
    std::uint32_t stuffed = 0;
};  // lone dot included
struct HeardReply {
    Reply reply;
    Verb to = Verb::none;
    Stage stage = Stage::handshake;
    std::uint64_t offset = 0, length = 0;  // in the server's stream
};
struct Settled {  // what became of one recipient; `reason` other_reply when `reply` decided it
    std::size_t recipient = 0;
    Outcome outcome = Outcome::relayed;
    Reason reason = Reason::other_reply;
    std::optional<Reply> reply;
    /// relayed: does the server now answer for NOTIFY (it offered DSN), or must the host itself report
    /// 'relayed' (RFC 3461 5.2.2)?
    enum class Notices : std::uint8_t { ours, theirs } notices = Notices::ours;
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

/// Invariants: 1. each recipient is Settled exactly once, whatever the server does; 2. one command at a time
/// is unanswered; 3. a letter is the server's only after the 2xx that follows the dot.
class ClientSession {
public:
    explicit ClientSession(Handover handover) : handover_(std::move(handover)) {}

    /// The connection is there: wait for the greeting.
    ClientActions open(base::Instant now);
    ClientActions receive(std::string_view octets, base::Instant now);
    /// The handshake that BeginTls asked for is done.
    ClientActions secured(const TlsSession& tls, base::Instant now);
    /// The connection is gone (closed, reset, timed out; `tls_failed` or `certificate_not_trusted`: the
    /// handshake failed): whatever is not settled is deferred.
    ClientActions lost(Reason reason = Reason::connection_lost);
    base::Instant deadline() const { return deadline_; }
    ClientActions on_deadline(base::Instant now);

    bool finished() const { return state_ == State::done; }

private:
    enum class State : std::uint8_t { greeting, ehlo, helo, mail, rcpt, data, letter, quit, done };

    void hear(const ReadReply& heard, ClientActions& actions, base::Instant now);
    void on_greeting(const Reply& reply, ClientActions& actions);
    void on_hello(const Reply& reply, ClientActions& actions);
    void on_mail(const Reply& reply, ClientActions& actions);
    void on_rcpt(const Reply& reply, ClientActions& actions);
    void on_data(const Reply& reply, ClientActions& actions);
    void on_letter(const Reply& reply, ClientActions& actions);
    void say(Verb verb, std::string line, State next, ClientActions& actions);
    void say_mail(ClientActions& actions);
    void say_next_recipient(ClientActions& actions);
    void quit(ClientActions& actions);
    void settle(std::size_t recipient, const Reply& reply, ClientActions& actions);
    void settle_all(const Reply& reply, ClientActions& actions);
    void give_up(Reason reason, ClientActions& actions);
    void hang_up(ClientActions& actions);
    Verb awaited_verb() const;
    base::Duration patience() const;

    Handover handover_;
    ReplyReader replies_;
    State state_ = State::greeting;
    std::vector<std::size_t> accepted_;  // recipients that the server took at RCPT
    std::vector<bool> settled_;
    std::size_t asked_ = 0;  // the recipient whose RCPT is unanswered
    bool offers_size_ = false, offers_eight_bit_ = false;
    base::Instant deadline_ = base::never;
};

}  // namespace smtp
