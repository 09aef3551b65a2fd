// The letters in which a host tells what became of a mail: bounces, notices of delay and of success. What the
// host knows, as a mail::Report. They go to the reverse-path from the null reverse-path, and are never
// answered by another one. RFC 5321 6.1, RFC 3461 5.2 and 6, RFC 3464.
#pragma once
#include <string>
#include <vector>

#include "mail/delivery_report.h"
#include "mta/queue.h"
#include "mta/settings.h"
#include "mta/settlement.h"

namespace mta {

/// Without RET=, longer letters are returned as their header; our own bound.
inline constexpr std::size_t most_returned_octets = 50'000;

/// When nobody else gave a status: the enhanced code of a reason (RFC 3463), of class 2, 4 or 5.
smtp::EnhancedCode status_of(const Settlement& settlement);

/// Which letter tells of it.
trace::LetterKind kind_of(mail::DeliveryAction action);

/// Does the sender want to be told of this? NOTIFY= says so; without it, of failure and delay (RFC 3461 4.1).
bool is_wanted(const smtp::Notify& notify, mail::DeliveryAction action);

/// The letter to `to` that tells of all these. Requires: `told` is not empty, and all of one kind.
std::string report_letter(const HostSettings& settings, const QueuedMail& mail, const mail::Address& to,
                          const std::vector<Owed>& told, mail::UnixSeconds start, base::Instant now);

}  // namespace mta
