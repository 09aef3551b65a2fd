// The two parts of a delivery report that say the same to people and to programs (RFC 3464). Only for
// delivery_report.cpp: knows nothing of the letter around them, of boundaries and of the original.
#pragma once
#include <string>
#include <string_view>

#include "mail/delivery_report.h"

namespace mail {

/// Both parts in ASCII (RFC 3464), or in UTF-8 (RFC 6533).
enum class ReportScript : std::uint8_t { ascii, utf8 };

/// With its own header. `returned`: what follows of the original, which the last sentence says.
std::string part_for_people(const Report& report, Returned returned, ReportScript script);

/// message/delivery-status, or message/global-delivery-status; with its own header.
std::string status_part(const Report& report, ReportScript script);

/// What others said, fit for one line: control octets become spaces; in ascii, high octets '?'.
std::string one_line(std::string_view text, ReportScript script);

}  // namespace mail
