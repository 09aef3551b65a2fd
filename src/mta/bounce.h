// The letter that tells a sender what could not be delivered: what the host knows, as a mail::Report. A
// bounce goes to the reverse-path from the null reverse-path, and is never answered by another one. RFC
// 5321 6.1, RFC 3464.
#pragma once
#include <string>
#include <vector>

#include "mail/delivery_report.h"
#include "mta/delivery.h"
#include "mta/queue.h"

namespace mta {

inline constexpr std::size_t most_returned_octets =
    50'000;  // longer letters are returned as their header; our own bound

/// When nobody else gave a status: the enhanced code of a reason (RFC 3463), always of class 4 or 5.
smtp::EnhancedCode status_of(const Settlement& settlement);

/// Requires: mail has a reverse-path; failures is not empty.
std::string bounce_letter(const HostSettings& settings, const QueuedMail& mail,
                          const std::vector<Settlement>& failures, mail::UnixSeconds start,
                          base::Instant now);

}  // namespace mta
