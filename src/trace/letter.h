// A letter as one host holds it, put together from the trace: what was written or came over the wire, with
// the fields that the host added on top. RFC 5321 4.4.
#pragma once
#include <optional>
#include <string>

#include "trace/trace.h"

namespace trace {

/// Octets of a letter that took `on_the_wire` octets after DATA: without the dots added and the line of the
/// lone dot.
constexpr std::uint32_t letter_octets(std::uint32_t on_the_wire, std::uint32_t stuffed) {
    constexpr std::uint32_t lone_dot = 3;  // ".\r\n"
    const std::uint64_t more = std::uint64_t{lone_dot} + stuffed;
    return on_the_wire >= more ? static_cast<std::uint32_t>(on_the_wire - more) : 0;
}

struct HeldLetter {
    Range added_on_delivery;            // Return-Path:, once it is in a mailbox
    Range added_on_acceptance;          // Received: of this host
    Range letter;                       // as it was written, or as it came
    EventNumber acceptance = no_event;  // Written or Accepted
    EventNumber delivery = no_event;    // Delivered
};

/// What `host` holds of its mail number `mail` after the event `through`; nothing when it holds none. With
/// several recipients delivered here the last delivery counts.
std::optional<HeldLetter> held_letter(const Trace& trace, HostId host, MailId mail, EventNumber through);

/// All its octets.
std::string octets_of(const Trace& trace, const HeldLetter& letter);

}  // namespace trace
