// What a submission server adds to a letter that its author's client left out (RFC 6409 8.2, 8.3): Date and
// Message-ID. Knows no clock and no chance: both are handed in. It changes nothing that is there.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mail/date.h"

namespace mail {

struct SubmissionFixes {
    std::string octets;              // the letter with what was added on top
    std::vector<std::string> added;  // the names of the fields, in order; empty: nothing was missing
};

/// `message_id`: without angle brackets; used only when the letter has none.
SubmissionFixes submission_fixes(std::string octets, UnixSeconds now, std::string_view message_id);

}  // namespace mail
