// What became of one recipient in one try, as the queue and its reports speak of it. RFC 5321 4.2.1, 6.1.
#pragma once
#include <string>

#include "mail/delivery_report.h"
#include "smtp/client_action.h"
#include "smtp/reason.h"

namespace mta {

/// The end of a try for one recipient of the mail.
struct Settlement {
    std::size_t recipient = 0;  // of the queued mail
    smtp::Outcome outcome = smtp::Outcome::deferred;
    smtp::Reason reason = smtp::Reason::none;
    std::uint16_t code = 0;  // 0: no reply decided it
    smtp::EnhancedCode enhanced;
    std::string said;                // the reply as said, or what happened
    std::string by;                  // the host that said so; empty: found out here
    std::size_t effects_before = 0;  // of the effects that the same call returned
    smtp::Settled::Notices notices = smtp::Settled::Notices::theirs;  // relayed: who reports from here on
};

/// Something that a sender must still be told (RFC 3461 5.2).
struct Owed {
    Settlement about;
    mail::DeliveryAction action = mail::DeliveryAction::failed;
};

}  // namespace mta
