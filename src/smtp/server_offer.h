// What a server offers in its reply to EHLO, as far as we speak it, with the values that it names. Lenient
// with broken servers: what cannot be read is not offered, and never an error. RFC 5321 4.1.1.1, RFC 1870 4,
// RFC 4954 3, RFC 9422 3.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smtp/extension.h"
#include "smtp/reply.h"

namespace smtp {

struct ServerOffer {
    ExtensionSet extensions;
    std::optional<std::uint64_t> size_limit;  // SIZE: none when it names no number or 0 (RFC 1870 4)
    std::vector<std::string> mechanisms;      // AUTH: in the server's order, in upper case, each once
    // LIMITS (RFC 9422 4): each at least 1
    std::optional<std::uint64_t> mail_max;       // MAILMAX: transactions in a session
    std::optional<std::uint64_t> recipient_max;  // RCPTMAX: RCPTs in a transaction
    std::optional<std::uint64_t> domain_max;     // RCPTDOMAINMAX: domains among them

    bool has(Extension one) const { return extensions.has(one); }
};

/// Reads the lines after the first of a 250 to EHLO; what is not in `uses` counts as not offered, and so does
/// an extension without those that it stands on: SMTPUTF8 without 8BITMIME (RFC 6531 3.1), BINARYMIME without
/// CHUNKING and without 8BITMIME, whose BODY it extends (RFC 3030 3).
ServerOffer server_offer(const Reply& ehlo, ExtensionSet uses);

}  // namespace smtp
