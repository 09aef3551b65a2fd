// What became of every letter that was written, recipient by recipient, followed from host to host along the
// trace: where it is now and what decided that. Knows no host's inside; a live run and a file are read the
// same way.
#pragma once
#include <string>
#include <vector>

#include "trace/trace.h"

namespace trace {

enum class Fate : std::uint8_t {
    delivered,   // in a mailbox, or shown on a terminal; of a list: in that of each member
    failed,      // given up for good
    waiting,     // in a queue, to be tried again
    on_its_way,  // the trace ends before anything was decided
};

struct RecipientFate {
    HostId origin = no_host;  // where the letter was written
    MailId written = 0;       // its number there
    LetterKind kind = LetterKind::original;
    std::string address;  // as the writer named it
    Fate fate = Fate::on_its_way;
    HostId where = no_host;        // who has the mail, or had it when that was decided
    MailId mail = 0;               // its number there
    EventNumber event = no_event;  // what decided it: Delivered, Failed, Deferred, Accepted or Written
    MailId bounce = 0;             // failed: the bounce that `where` wrote; 0: none
    /// How often it was delivered: more than once when a 250 after the letter was not heard and it was sent
    /// again (RFC 1047). Of a list, the member that got most.
    std::uint32_t copies = 0;
};

/// In the order in which the letters were written and their recipients named.
std::vector<RecipientFate> fates(const Trace& trace);

}  // namespace trace
