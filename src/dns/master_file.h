// Master files, RFC 1035 5: text to Zone and back. $ORIGIN, $TTL, @, blank owners, parentheses, comments,
// quoted strings, \DDD; class IN; TTLs in seconds; unknown types as RFC 3597 5 writes them. Two comments are
// directives of ours, so that other software reads the file too: `; $TIMEOUT name. [TYPE]` (no answer comes)
// and
// `; $SERVFAIL name. [TYPE]`. Opens no file and follows no $INCLUDE.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "dns/name.h"
#include "dns/zone.h"

namespace dns {

/// Relative names are relative to `origin` until $ORIGIN says otherwise. The zone's origin is the owner of
/// the only SOA record; without one, `origin`; the root when something in the file is outside of that (a file
/// of many domains). A TTL that is not stated is $TTL's; without $TTL, the last one stated; before that,
/// default_ttl.
base::Result<Zone> parse_master_file(std::string_view text, std::string_view file_name,
                                     const Name& origin = {});

/// A master file that parses to an equal zone, given the zone's origin. Every name is absolute.
std::string to_text(const Zone& zone);

}  // namespace dns
