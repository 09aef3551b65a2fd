// One incoming connection of a host: turns what a server session wants into notes and octets, and answers its
// questions by the host's rules. An accepted letter goes to the host, who answers with a queue id. A host
// that misbehaves (settings.h) does not even get that far. Knows no queue and no route.
#pragma once
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "mta/exchange.h"
#include "mta/policy.h"
#include "smtp/server_session.h"
#include "trace/octets.h"
#include "trace/stream_map.h"

namespace mta {

/// A letter that passed every rule, before the 250.
struct PassedLetter {
    Handle handle = 0;  // the connection that it came over
    smtp::Transaction transaction;
    smtp::Hello hello;
    Client client;
    std::optional<smtp::TlsSession> tls;
    std::string letter;
    trace::Range letter_range;
    enum class Header : std::uint8_t { there, missing } header = Header::there;
};
/// Takes the letter into custody, notes that, and gives the queue id for the reply.
using TakeLetter = std::function<std::string(PassedLetter, base::Instant now, Effects&)>;

class Reception {
public:
    /// `nonce`: for logins, another one on each connection. Settings, storage and octets outlive it.
    Reception(const HostSettings& settings, const Storage& storage, trace::Octets& octets, Handle handle,
              Client client, std::uint64_t nonce, TakeLetter take);

    Effects open(base::Instant now);
    Effects receive(trace::Range octets, base::Instant now);
    Effects secured(const smtp::TlsSession& tls, base::Instant now);
    base::Instant deadline() const { return std::min(patience_ends_, session_.deadline()); }
    Effects on_deadline(base::Instant now);

private:
    /// shut: nothing is said before TLS is there (RFC 8314 3).
    enum class Gate : std::uint8_t { open, shut };
    bool misbehaves() const { return misbehaviour_ != Misbehaviour::none; }
    void talk_nonsense(Effects& effects);
    Effects perform(smtp::ServerActions actions, base::Instant now);
    void note_line(const smtp::Heard& heard, Effects& effects);
    void note_letter(const smtp::HeardLetter& heard, Effects& effects);
    void note_reply(const smtp::Answer& answer, Effects& effects);
    smtp::Ruling decide(smtp::Point point, base::Instant now, Effects& effects);
    smtp::Ruling decide_letter(base::Instant now, Effects& effects);
    void note_judgement(const Judgement& judgement, smtp::Stage stage, Effects& effects);
    void note(trace::Fact fact, Effects& effects) { effects.push_back(Note{std::move(fact), handle_}); }

    const HostSettings& settings_;
    const Storage& storage_;
    trace::Octets& octets_;
    Handle handle_;
    Client client_;
    TakeLetter take_;
    Misbehaviour misbehaviour_;  // as it was when the client came
    Gate gate_;
    base::Instant patience_ends_ = base::never;  // of a host that misbehaves, or that waits for TLS
    int nonsense_ = 0;                           // lines of it so far
    smtp::ServerSession session_;
    trace::StreamMap incoming_;
    trace::Range letter_;  // the last letter heard, dots removed
};

}  // namespace mta
