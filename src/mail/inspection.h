// What is odd about a whole letter: what Message and MimeTree found, and what its fields and bodies say
// beyond (RFC 5322 3.3 to 3.6, RFC 2045). What is odd only for some is weighed: octets outside ASCII are
// right in a part that says 8bit (RFC 6152), and UTF-8 in a header is right by RFC 6532. Mends nothing.
#pragma once
#include "mail/finding.h"
#include "mail/message.h"
#include "mail/mime_tree.h"

namespace mail {

/// All findings, by place. Requires: `tree` is of this message.
Findings inspect(const Message& message, const MimeTree& tree);

}  // namespace mail
