// What a relay does to a letter that holds 8-bit or binary parts when the next server takes 7 bits only (RFC
// 6152 3, RFC 3030 3, RFC 2045 6): each such leaf is put into quoted-printable or base64. Or why it may not,
// so that the relay returns the letter. A pure function; knows no session and no queue.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/citation.h"
#include "mail/message.h"
#include "mail/mime_tree.h"

namespace mail {

/// Whether the octets are 7bit data (RFC 2045 2.7): ASCII without NUL, CR and LF only as line ends, and no
/// line over 998 octets.
bool is_seven_bit(std::string_view octets);

struct SevenBitStep {
    enum class Kind : std::uint8_t {
        to_quoted_printable,
        to_base64,
        label_lowered,         // a composite part said 8bit or binary, and is 7bit now
        unknown_charset_said,  // a part without Content-Type: charset=unknown-8bit (RFC 1428)
        mime_version_added,
        surroundings_dropped,  // text outside all parts that was not 7bit (RFC 2046 5.1.1: to be ignored)
        signature_broken,      // it has a DKIM-Signature, which will not verify any more (RFC 6376 5.3)
    };
    Kind kind = Kind::to_quoted_printable;
    std::size_t part = 0;  // an index into the tree's parts

    friend bool operator==(const SevenBitStep&, const SevenBitStep&) = default;
};

/// One sentence for people.
std::string_view to_text(SevenBitStep::Kind kind);

struct SevenBitLetter {
    std::string octets;
    std::vector<SevenBitStep> steps;  // in the order of the parts; empty: it was 7bit as it is
};

enum class SevenBitRefusal : std::uint8_t {
    header_not_seven_bit,  // of the letter or of a part: SMTPUTF8 (RFC 6531 3.2), NUL, overlong lines
    signed_part,           // within a multipart/signed (RFC 1847 2.1)
    must_be_seven_bit,     // message/partial, message/external-body and others (RFC 2046 5.2)
    unknown_encoding,      // nobody knows what decoding would give
    false_encoding,        // base64 or quoted-printable with octets that neither may hold
    malformed_mime,        // a multipart that cannot be opened, or parts beyond our bounds
};

/// Ends a sentence that begins with "it cannot be sent as 7 bits, for".
std::string_view to_text(SevenBitRefusal refusal);
base::Citation citation(SevenBitRefusal refusal);

/// The letter as 7bit data whose parts decode to the same octets, or why not. In linear time.
std::variant<SevenBitLetter, SevenBitRefusal> to_seven_bit(const Message& message);

}  // namespace mail
