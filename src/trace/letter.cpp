#include "trace/letter.h"

namespace trace {

std::optional<HeldLetter> held_letter(const Trace& trace, HostId host, MailId mail, EventNumber through) {
    std::optional<HeldLetter> held;
    for (const Event& event : trace.events()) {
        if (through == no_event || event.number > through) break;
        if (event.host != host) continue;
        if (const auto* written = std::get_if<Written>(&event.fact); written && written->mail == mail)
            held = HeldLetter{{}, {}, written->letter, event.number, no_event};
        if (const auto* accepted = std::get_if<Accepted>(&event.fact); accepted && accepted->mail == mail)
            held = HeldLetter{{}, accepted->fields_added, accepted->letter, event.number, no_event};
        if (const auto* delivered = std::get_if<Delivered>(&event.fact);
            held && delivered && delivered->mail == mail) {
            held->added_on_delivery = delivered->fields_added;
            held->delivery = event.number;
        }
    }
    return held;
}

std::string octets_of(const Trace& trace, const HeldLetter& letter) {
    std::string octets(trace.text(letter.added_on_delivery));
    octets += trace.text(letter.added_on_acceptance);
    octets += trace.text(letter.letter);
    return octets;
}

}  // namespace trace
