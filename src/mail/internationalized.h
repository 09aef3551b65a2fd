// What needs SMTPUTF8 (RFC 6531), and how a domain of U-labels is written in ASCII (RFC 5890, by libidn2's
// IDNA 2008). Only who wrote a letter may rewrite its addresses; a relay may not (RFC 6531 3.2), so it asks
// and never changes.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mail/address.h"
#include "mail/message.h"
#include "mail/mime_tree.h"

namespace mail {

/// Whether any octet of it is outside ASCII.
bool needs_smtputf8(const Address& address);
/// Whether a header field of the letter or of any of its parts holds octets outside ASCII (RFC 6532 3.2).
/// Requires: `tree` is of this message.
bool needs_smtputf8(const Message& message, const MimeTree& tree);

/// The domain with A-labels: "xn--bcher-kva.example"; ASCII stays as it is, but for libidn2's lower case. The
/// fault when a label cannot be one, or the whole becomes too long for a domain.
std::variant<std::string, AddressFault> to_a_labels(std::string_view domain);

/// The same mailbox in ASCII; nothing when there is no such spelling: the local part is not ASCII, or the
/// domain has no A-labels.
std::optional<Address> downgraded(const Address& address);

}  // namespace mail
