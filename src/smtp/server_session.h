// The server's half of a conversation: octets in, actions out. It obeys the table of moves, keeps the
// transaction, and asks its host to rule where a policy is needed. Knows no socket, clock, DNS, mailbox or
// queue. RFC 5321, 2920, 3030, 3207, 4954; RFC 821 in era y1982.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "mail/path.h"
#include "smtp/command.h"
#include "smtp/data_reader.h"
#include "smtp/envelope.h"
#include "smtp/envelope_parameters.h"
#include "smtp/extension.h"
#include "smtp/limits.h"
#include "smtp/line_reader.h"
#include "smtp/manner.h"
#include "smtp/moves.h"
#include "smtp/reply.h"
#include "smtp/sasl.h"
#include "smtp/tls_session.h"

namespace smtp {

struct ServerSettings {
    std::string host;        // our own name, in the greeting
    std::string own_domain;  // completes an address without one, where the manner takes it; empty: host
    std::uint64_t letter_limit = usual_letter_limit;
    std::size_t recipient_limit = least_recipient_limit;
    Manner manner = Manner::strict;
    Era era = Era::today;
    ExtensionSet offers = ExtensionSet::all();  // starttls and auth only where they can be: see below
    enum class Tls : std::uint8_t { none, available } tls = Tls::none;  // is there a certificate?
    Users accounts;                                                     // none: AUTH is not offered
    enum class AuthNeeded : std::uint8_t { no, yes } auth_needed = AuthNeeded::no;  // 530 before MAIL
    enum class TlsNeeded : std::uint8_t { no, yes } tls_needed = TlsNeeded::no;  // 530 before all but EHLO...
    enum class PlaintextAuth : std::uint8_t { under_tls, always } plaintext_auth = PlaintextAuth::under_tls;
    std::uint64_t nonce = 0;  // for CRAM-MD5 and SCRAM: drawn by the host, another for each connection
};

struct EnvelopeRecipient {
    mail::Path path;
    RecipientOptions options;
};

/// What MAIL, RCPT and DATA have gathered so far.
struct Transaction {
    mail::Path reverse_path;
    SenderOptions options;
    std::optional<std::uint64_t> announced_size;  // SIZE= (RFC 1870 6)
    std::vector<EnvelopeRecipient> recipients;    // the accepted ones
    enum class Kind : std::uint8_t {
        mail,
        send,
        send_or_mail,
        send_and_mail
    } kind = Kind::mail;  // RFC 821 3.4
};

/// Where the host is asked. inquiry: VRFY, in those manners that answer it (asked_recipient() says about
/// whom).
enum class Point : std::uint8_t { connect, sender, recipient, letter, inquiry };

struct Answer {
    Reply reply;
    Verb to = Verb::none;
    Stage stage = Stage::handshake;
};
struct Heard {
    Verb verb = Verb::none;
    Stage stage = Stage::handshake;
    std::uint64_t offset = 0, length = 0;
};
/// After DATA: the letter with the lone dot. After BDAT: a chunk of it, as it came; the oddities are those of
/// all chunks so far. The letter itself is what letter_reader() holds.
struct HeardLetter {
    std::uint64_t offset = 0, length = 0;
    std::uint32_t stuffed = 0;
    std::array<std::uint32_t, oddity_count> oddities{};
    enum class Part : std::uint8_t { whole, chunk, last_chunk } part = Part::whole;
};
struct Noticed {
    std::uint64_t offset = 0, length = 0;
};  // a command line that does not end with CRLF
struct Decide {
    Point point = Point::connect;
};  // the host must call rule() before anything goes on
/// The client proved who it is, or failed to.
struct LoggedIn {
    std::string mechanism, user;
    enum class Result : std::uint8_t { granted, denied, cancelled } result = Result::granted;
};
/// The driver must make a TLS server handshake now, and then call secured(). `dropped`: octets of plaintext
/// that came after STARTTLS and were thrown away (RFC 3207 4.2 and 6).
struct AcceptTls {
    std::uint64_t dropped = 0;
};
struct Finish {};  // close the connection, after what was answered
using ServerAction = std::variant<Answer, Heard, HeardLetter, Noticed, Decide, LoggedIn, AcceptTls, Finish>;
using ServerActions = std::vector<ServerAction>;

/// What the host decided. Without a reply the table's own is given; close says the reply and ends the
/// session. A refused connection stays open until the client says QUIT (RFC 5321 3.1).
struct Ruling {
    enum class Outcome : std::uint8_t { accept, refuse, close } outcome = Outcome::accept;
    std::optional<Reply> reply;  // must be there unless accepted
};

/// Invariants: 1. every command is answered once and in order; 2. while a ruling is awaited nothing is read,
/// and at most most_waiting_octets wait; 3. a letter that is not answered 250 belongs to the client; 4. what
/// was said before TLS is forgotten under it.
class ServerSession {
public:
    explicit ServerSession(ServerSettings settings);

    ServerActions open(base::Instant now);
    ServerActions receive(std::string_view octets, base::Instant now);
    /// The handshake that AcceptTls asked for is done: all that was said before is forgotten (RFC 3207 4.2).
    /// At a door with implicit TLS it is called before open() (RFC 8314 3).
    ServerActions secured(const TlsSession& tls, base::Instant now);

    /// The answer to the last Decide; after the end it changes nothing. Requires: one is awaited.
    ServerActions rule(Ruling ruling, base::Instant now);
    /// When on_deadline wants to be called; base::never after the end, and while a ruling is awaited.
    base::Instant deadline() const { return deadline_; }
    ServerActions on_deadline(base::Instant now);

    State state() const { return state_; }
    const Transaction& transaction() const { return transaction_; }
    /// The recipient that is being decided. Requires: Decide{recipient} or Decide{inquiry} is awaited.
    const mail::Path& asked_recipient() const { return *asked_path_; }
    /// The reverse-path that is being decided. Requires: Decide{sender} is awaited.
    const mail::Path& asked_sender() const { return *asked_path_; }
    /// What HELO or EHLO said; verb none: nothing yet.
    const Hello& hello() const { return hello_; }
    /// The TLS that the session runs under; nothing: plaintext.
    const std::optional<TlsSession>& tls() const { return tls_; }
    /// The user who logged in; empty: nobody.
    const std::string& user() const { return user_; }
    /// The options of the MAIL or RCPT that is being decided.
    const SenderOptions& asked_sender_options() const { return asked_sender_.options; }
    const RecipientOptions& asked_recipient_options() const { return asked_recipient_options_; }
    /// SIZE= of the MAIL that is being decided (RFC 1870 6).
    std::optional<std::uint64_t> asked_size() const { return asked_sender_.size; }
    /// The letter that was heard last and what is odd about it; until the next MAIL is accepted. Requires: a
    /// HeardLetter was told.
    const DataReader& letter_reader() const { return *letter_; }
    std::string take_letter() { return letter_->take(); }

private:
    // ---- reading (server_session.cpp) ----
    void advance(ServerActions& actions, base::Instant now);
    void obey(const Line& line, ServerActions& actions);
    std::optional<Reply> objection(const Line& line, const Command& command, ServerActions& actions) const;
    Reply out_of_order(Verb verb) const;
    const Move* move_for(Verb verb) const;
    // ---- whom it hangs up on (server_patience.cpp) ----
    bool is_stranger(std::string_view text) const;
    bool hangs_up_unheard(const Line& line, Verb verb, ServerActions& actions);
    void count_idle(Verb verb, ServerActions& actions);
    bool counts_as_error(const Reply& reply) const;
    void refuse_login(Reply reply, ServerActions& actions);
    void end_if_too_many_errors(ServerActions& actions);
    // ---- commands (server_commands.cpp) ----
    void on(const Hello& hello, ServerActions& actions);
    void on(const MailFrom& mail, ServerActions& actions);
    void on(const RcptTo& rcpt, ServerActions& actions);
    void on(const Plain& plain, ServerActions& actions);
    void on(const NotOffered& command, ServerActions& actions);
    void on(const Malformed& malformed, ServerActions& actions);
    void inquire(const Plain& plain, ServerActions& actions);
    Reply inquiry_answer(Ruling ruling) const;
    bool knows_parameters() const;
    mail::Path completed(mail::Path path) const;
    void start_tls(ServerActions& actions);
    Reply success(Verb verb) const;
    // ---- the letter (server_letter.cpp) ----
    void on(const Chunk& chunk, ServerActions& actions);
    void swallow(std::uint64_t size, Reply then, ServerActions& actions);
    void start_letter(Framing framing);
    void read_letter(ServerActions& actions);
    void read_chunk(ServerActions& actions);
    void end_chunk(ServerActions& actions);
    void letter_ended(HeardLetter::Part part, ServerActions& actions);
    std::optional<Reply> objection_to_letter() const;
    bool has_overlong_line() const;
    Reply overlong_text() const;
    // ---- AUTH (server_auth.cpp) ----
    void on(const Authenticate& command, ServerActions& actions);
    void on_auth_line(const Line& line, ServerActions& actions);
    void settle_auth(const SaslServer::Outcome& outcome, ServerActions& actions);
    std::vector<Mechanism> mechanisms_offered() const;
    Reply malformed_reply(const SaslServer::Malformed& malformed) const;
    // ---- what is offered (server_capabilities.cpp) ----
    bool is_offered(Verb verb) const;
    ExtensionSet usable() const;
    std::vector<std::string> keywords() const;
    // ---- answering (server_session.cpp) ----
    void ask(Point point, ServerActions& actions);
    void settle(Point point, Ruling::Outcome outcome);
    bool drop_tag(mail::Path& path) const;
    void answer(Reply reply, Verb to, Stage stage, ServerActions& actions);
    void refuse(Reply reply, Verb to, ServerActions& actions);
    void hang_up(Reply reply, ServerActions& actions);
    void close(ServerActions& actions);
    void move(Verb verb);
    void forget_transaction();
    void wait(base::Instant now);
    Stage stage_for(Verb verb) const;
    bool has_said_ehlo() const { return hello_.verb == Verb::ehlo; }

    /// A chunk whose octets arrive: kept, or swallowed and then answered with this.
    struct OpenChunk {
        std::uint64_t begin = 0, size = 0, left = 0;
        Chunk::Position position = Chunk::Position::more;
        std::optional<Reply> refusal;
    };

    ServerSettings settings_;
    const Conduct* conduct_;  // of the settings' manner
    LineReader lines_;
    State state_ = State::connected;
    Transaction transaction_;
    Hello hello_{Verb::none, {}};
    std::optional<Point> awaited_;
    std::optional<mail::Path> asked_path_;
    Verb asked_verb_ = Verb::none;  // which command asks
    SenderParameters asked_sender_;
    RecipientOptions asked_recipient_options_;
    std::optional<DataReader> letter_;
    std::uint64_t letter_begin_ = 0;
    std::optional<OpenChunk> chunk_;
    std::optional<SaslServer> auth_;  // while its exchange runs
    Mechanism mechanism_ = Mechanism::plain;
    std::uint32_t auth_attempts_ = 0;
    std::optional<TlsSession> tls_;
    std::string user_;
    int errors_ = 0;
    int failed_logins_ = 0;
    int idle_commands_ = 0;        // since the last letter
    std::uint32_t idle_seen_ = 0;  // which verbs they were, a bit each
    std::uint64_t commands_ = 0, letters_ = 0;
    std::uint64_t transactions_ = 0;
    std::uint32_t refused_recipients_ = 0;  // of this transaction
    bool unwelcome_ = false;    // the host refused the connection: only QUIT is obeyed (RFC 5321 3.1)
    bool handshaking_ = false;  // TLS begins: nothing that comes in plaintext is heard any more
    base::Instant deadline_ = base::never;
};

}  // namespace smtp
