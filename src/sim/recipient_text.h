// A recipient as a scenario or a person writes it: an address, or in 1982 the way there as well,
// "@USC-ISIF:Jones@BBN-VAX". Knows no host. RFC 5321 4.1.2, RFC 821 3.6.
#pragma once
#include <string_view>
#include <variant>

#include "mail/path.h"
#include "smtp/handover.h"

namespace sim {

/// A fault's position counts from the start of `text`.
std::variant<smtp::HandoverRecipient, mail::AddressFault> parse_recipient(std::string_view text);

}  // namespace sim
