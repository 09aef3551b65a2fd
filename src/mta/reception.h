// One incoming connection of a host: turns what a server session wants into notes and octets, and answers its
// questions by the host's rules. An accepted letter goes to the host, who answers with a queue id. Knows no
// queue and no route.
#pragma once
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
    std::string letter;
    trace::Range letter_range;
    enum class Header : std::uint8_t { there, missing } header = Header::there;
};
/// Takes the letter into custody, notes that, and gives the queue id for the reply.
using TakeLetter = std::function<std::string(PassedLetter, base::Instant now, Effects&)>;

class Reception {
public:
    Reception(const HostSettings& settings, trace::Octets& octets, Handle handle, Client client,
              TakeLetter take);

    Effects open(base::Instant now);
    Effects receive(trace::Range octets, base::Instant now);
    base::Instant deadline() const { return session_.deadline(); }
    Effects on_deadline(base::Instant now);

private:
    Effects perform(smtp::ServerActions actions, base::Instant now);
    void note_letter(const smtp::HeardLetter& heard, Effects& effects);
    void note_reply(const smtp::Answer& answer, Effects& effects);
    smtp::Ruling decide(smtp::Point point, base::Instant now, Effects& effects);
    smtp::Ruling decide_letter(base::Instant now, Effects& effects);
    void note_judgement(const Judgement& judgement, smtp::Stage stage, Effects& effects);
    void note(trace::Fact fact, Effects& effects) { effects.push_back(Note{std::move(fact), handle_}); }

    const HostSettings& settings_;
    trace::Octets& octets_;
    Handle handle_;
    Client client_;
    TakeLetter take_;
    smtp::ServerSession session_;
    trace::StreamMap incoming_;
    trace::Range letter_;  // the last letter heard, dots removed
};

}  // namespace mta
