// The letter of a mail as one host holds it: what its writer wrote, under the trace fields of every host that
// took it. Octets only; what they mean is mail::Message's business. RFC 5321 4.4.
#pragma once
#include <string>
#include <vector>

#include "trace/trace.h"
#include "view/post.h"

namespace view {

struct Layer {                            // of a letter, from its top
    EventNumber event = trace::no_event;  // Written, Accepted or Delivered
    HostId host = trace::no_host;         // who put it there; no_host: the letter's writer
    std::size_t octets = 0;
};

struct HeldLetter {
    std::string octets;
    std::vector<Layer> layers;  // newest first; their octets add up to all
};

/// Requires: the mail was created at or before `through`.
HeldLetter held_letter(const trace::Trace& trace, const Post& post, const Mail& mail, EventNumber through);

}  // namespace view
