// Dates of mails: seconds since 1970-01-01 00:00:00 UTC to and from text. RFC 5322 3.3 (and its obsolete
// forms, 4.3) and RFC 3339. Knows no clock, no locale and no leap second (a :60 is read as the second after
// :59).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mail {

/// Seconds since 1970 in UTC.
using UnixSeconds = std::int64_t;

/// "Mon, 23 Nov 2026 20:36:19 +0000". Years outside 0 to 9999 are held at the nearest that can be written.
std::string to_mail_date(UnixSeconds when);

/// A Date field's value, with comments, folding, two- and three-digit years and named zones; nothing when it
/// is none, the day does not exist, or the day of the week is another one.
std::optional<UnixSeconds> parse_mail_date(std::string_view text);

/// "2026-11-23T20:36:19Z". Years as above.
std::string to_rfc3339(UnixSeconds when);

/// RFC 3339 5.6 date-time; a fraction of a second is read and dropped.
std::optional<UnixSeconds> parse_rfc3339(std::string_view text);

}  // namespace mail
