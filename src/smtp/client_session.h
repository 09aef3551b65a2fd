// The client's half of a conversation: it hands over one mail and says, recipient by recipient, what became
// of it; in as many transactions as the server's limits ask for. Knows no queue, no retry, no route and no
// clock. RFC 5321 3.1 to 3.8, 4.1.4, 4.5.3; RFC 2920 (groups of commands), RFC 3207, RFC 4954, RFC 3030.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "smtp/client_action.h"
#include "smtp/client_auth.h"
#include "smtp/handover.h"
#include "smtp/handover_plan.h"
#include "smtp/pipeline.h"
#include "smtp/reply_reader.h"
#include "smtp/server_offer.h"

namespace smtp {

/// Invariants: 1. each recipient is Settled exactly once, whatever the server does; 2. without PIPELINING one
/// command at a time is unanswered, with it at most a window's octets of them; 3. a letter is the server's
/// only after the 2xx that follows its last octet.
///
/// When TLS was tried and failed (STARTTLS refused, or the handshake), everybody is deferred with tls_failed
/// and the session is over: whether to come again without TLS, which an opportunistic client may (RFC 7435
/// 3), is for the host to decide.
class ClientSession {
public:
    explicit ClientSession(Handover handover) : handover_(std::move(handover)) {}

    /// The connection is there: wait for the greeting, or begin TLS at once (TlsUse::implicit).
    ClientActions open(base::Instant now);
    ClientActions receive(std::string_view octets, base::Instant now);
    /// The handshake that BeginTls asked for is done: what the server said before is forgotten (RFC
    /// 3207 4.2).
    ClientActions secured(const TlsSession& tls, base::Instant now);
    /// The connection is gone (closed, reset, timed out; `tls_failed` or `certificate_not_trusted`: the
    /// handshake failed): whatever is not settled is deferred.
    ClientActions lost(Reason reason = Reason::connection_lost);
    base::Instant deadline() const { return deadline_; }
    ClientActions on_deadline(base::Instant now);

    /// Sends octets as a person typed them and from here on says nothing by itself: what comes back is told
    /// as HeardReply, and nothing is concluded from it. Whoever is not settled is when the connection ends.
    /// During a handshake and after the end nothing is sent.
    ClientActions say_raw(std::string octets);

    bool finished() const { return state_ == State::done; }

private:
    enum class State : std::uint8_t { greeting, handshake, tls, transaction, quit, by_hand, done };
    enum class Step : std::uint8_t { reset, sender, recipients, letter, chunks, end };
    struct Asked {
        std::size_t recipient = 0;
        std::string line;
    };

    // ---- client_session.cpp: the conversation up to the first transaction, and its end
    void hear(const ReadReply& heard, ClientActions& actions);
    void obey(const Unanswered& answered, const Reply& reply, ClientActions& actions);
    void on_greeting(const Reply& reply, ClientActions& actions);
    void say_hello(ClientActions& actions);
    void on_hello(Verb verb, const Reply& reply, ClientActions& actions);
    void on_starttls(const Reply& reply, ClientActions& actions);
    void after_hello(ClientActions& actions);
    void log_in(ClientActions& actions);
    void on_auth(const Reply& reply, ClientActions& actions);
    void begin_tls(ClientActions& actions);
    void say(Unanswered command, std::string line, ClientActions& actions);
    void say(Verb verb, std::string line, ClientActions& actions);
    void quit(ClientActions& actions);
    void hang_up(ClientActions& actions);
    void give_up(Reason reason, ClientActions& actions);
    void wait(base::Instant now);

    // ---- client_transaction.cpp: MAIL, RCPT and the letter, once or several times
    void begin_handover(ClientActions& actions);
    void begin_transaction(ClientActions& actions);
    void ask_recipients(ClientActions& actions);
    void go_on(ClientActions& actions);
    bool advance(ClientActions& actions);
    bool say_in_group(Unanswered command, const std::string& line, ClientActions& actions);
    bool say_letter_command(ClientActions& actions);
    bool say_chunk(ClientActions& actions);
    void on_reset(const Reply& reply, ClientActions& actions);
    void on_sender(const Reply& reply, ClientActions& actions);
    void on_recipient(std::size_t recipient, const Reply& reply, ClientActions& actions);
    void on_data(const Reply& reply, ClientActions& actions);
    void on_letter(const Reply& reply, ClientActions& actions);
    void on_chunk(const Unanswered& chunk, const Reply& reply, ClientActions& actions);
    void end_transaction(ClientActions& actions);
    void settle(Settled one, ClientActions& actions);
    void settle_by(std::size_t recipient, const Reply& reply, ClientActions& actions);
    void settle_accepted(Outcome outcome, const Reply& reply, ClientActions& actions);
    void settle_all(const Settled& like, ClientActions& actions);
    void settle_all_by(const Reply& reply, ClientActions& actions);

    Handover handover_;
    ReplyReader replies_;
    State state_ = State::greeting;
    enum class Heard : std::uint8_t { nothing, greeting } heard_ = Heard::nothing;
    ServerOffer offer_;
    std::optional<TlsSession> tls_;
    std::optional<ClientAuth> auth_;
    Pipeline pipeline_;
    std::vector<bool> settled_;

    HandoverPlan plan_;
    std::deque<std::size_t> waiting_;  // recipients that no transaction has asked for yet
    std::uint64_t transactions_ = 0;
    std::optional<std::size_t> learned_recipient_max_;  // from a 452 (RFC 5321 4.5.3.1.10)
    enum class AtServer : std::uint8_t { nothing, transaction } at_server_ = AtServer::nothing;

    // the present transaction
    Step step_ = Step::end;
    std::vector<Asked> asked_;
    std::size_t said_ = 0;               // RCPTs
    std::vector<std::size_t> accepted_;  // recipients that the server took at RCPT
    std::vector<std::size_t> put_back_;  // recipients for the next transaction
    enum class Sender : std::uint8_t { open, refused } sender_ = Sender::open;
    std::size_t letter_said_ = 0;  // octets of the letter in chunks

    base::Instant deadline_ = base::never;
};

}  // namespace smtp
