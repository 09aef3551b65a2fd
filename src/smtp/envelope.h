// What an envelope says beside its addresses: the parameters of MAIL and RCPT, as they travel from hop to hop
// with the mail. Plain values; who may set which is the sessions' business. RFC 1870, 3030, 3461, 4954, 6152,
// 6531, 8689.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mail/address.h"

namespace smtp {

enum class Body : std::uint8_t {
    seven_bit,
    eight_bit,
    binary
};  // BODY=7BIT, 8BITMIME (6152), BINARYMIME (3030)
enum class Return : std::uint8_t { unspecified, full, header };  // RET= (RFC 3461 4.3)

struct SenderOptions {
    Body body = Body::seven_bit;
    bool utf8 = false;         // SMTPUTF8: addresses or header fields hold UTF-8 (RFC 6531 3.4)
    bool require_tls = false;  // REQUIRETLS: every hop under verified TLS (RFC 8689)
    Return returned = Return::unspecified;
    std::string envelope_id;  // ENVID= with its xtext decoded (RFC 3461 4.4); empty: none
    friend bool operator==(const SenderOptions&, const SenderOptions&) = default;
};

/// NOTIFY= (RFC 3461 4.1). Without it, failure and delay are told.
struct Notify {
    bool given = false;
    bool success = false, failure = true, delay = true;
    friend bool operator==(const Notify&, const Notify&) = default;
    /// NOTIFY=NEVER: nobody is told anything.
    bool never() const { return given && !success && !failure && !delay; }
};

struct RecipientOptions {
    Notify notify;
    std::string original_recipient;  // ORCPT=, "rfc822;bob@dest.example" with its xtext decoded; empty: none
    friend bool operator==(const RecipientOptions&, const RecipientOptions&) = default;
};

}  // namespace smtp
