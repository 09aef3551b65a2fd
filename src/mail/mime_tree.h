// The parts of a message, as a tree over its octets (RFC 2045, RFC 2046): every part knows its ranges, and
// the pieces tile the whole, so that nothing is lost. Opens multiparts, message/rfc822 and message/global.
// Decodes and mends nothing; what is odd is a finding. Reads any octets, in linear time for a nesting that is
// bounded.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "mail/content_type.h"
#include "mail/finding.h"
#include "mail/header.h"
#include "mail/message.h"

namespace mail {

inline constexpr std::size_t deepest_part = 32;   // no RFC: our own bound
inline constexpr std::size_t most_parts = 1'000;  // no RFC: our own bound

enum class TransferEncoding : std::uint8_t {  // RFC 2045 6.1
    seven_bit,
    eight_bit,
    binary,
    quoted_printable,
    base64,
    unknown
};

/// "7bit", "8bit", ... as the field says it; "unknown".
std::string_view to_text(TransferEncoding encoding);
/// Of a field's value, comments and case aside.
TransferEncoding parse_transfer_encoding(std::string_view value);
/// Quoted-printable or base64: the octets stand for others.
constexpr bool is_encoded(TransferEncoding encoding) {
    return encoding == TransferEncoding::quoted_printable || encoding == TransferEncoding::base64;
}

struct MimePart {
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    std::size_t parent = none;  // an index into MimeTree::parts
    std::size_t depth = 0;
    std::vector<std::size_t> children;
    ByteRange whole;   // header, blank line and body
    ByteRange header;  // without the blank line
    ByteRange body;
    std::vector<HeaderField> fields;
    ContentType type;  // the default of RFC 2045 5.2 or RFC 2046 5.1.5 when it says none
    TransferEncoding encoding = TransferEncoding::seven_bit;
    std::string disposition;  // RFC 2183: "attachment", lower case; empty: it says none
    std::string file_name;    // for people, in UTF-8: of the disposition, else the type's name=
};

/// A stretch of the message that belongs to one part.
struct MimePiece {
    enum class Kind : std::uint8_t { header, blank_line, body, preamble, delimiter, epilogue, unread };
    Kind kind = Kind::body;
    std::size_t part = 0;
    ByteRange range;
};

/// Invariants: 1. parts()[0] is the message itself; a part stands before its children, children in order.
/// 2. pieces() are in order, none is empty, and they tile the octets. 3. A part with children has no piece of
/// kind body; one without has at most one. 4. No part is deeper than deepest_part; there are at most
/// most_parts.
class MimeTree {
public:
    static MimeTree parse(const Message& message);

    const std::vector<MimePart>& parts() const { return parts_; }
    const std::vector<MimePiece>& pieces() const { return pieces_; }
    /// Only what concerns the structure; see inspect for the rest.
    const Findings& findings() const { return findings_; }

private:
    explicit MimeTree(std::string_view octets) : octets_(octets) {}

    void read_part(std::size_t parent, ByteRange whole, std::string_view default_type);
    void describe(MimePart& part, std::string_view default_type);
    void read_body(std::size_t index);
    bool open_multipart(std::size_t index);
    bool open_message(std::size_t index);
    void add_piece(MimePiece::Kind kind, std::size_t part, ByteRange range);

    std::string_view octets_;  // only while parsing
    std::vector<MimePart> parts_;
    std::vector<MimePiece> pieces_;
    Findings findings_;
};

/// The first field of this name, in any case; null when there is none.
const HeaderField* find_field(const Message& message, const MimePart& part, std::string_view name);
/// Its unfolded value, or "".
std::string field_value(const Message& message, const MimePart& part, std::string_view name);

/// Whether the part holds other parts by its type: a multipart, message/rfc822 or message/global.
bool is_composite(const ContentType& type);

/// The part's body without its transfer encoding; an unknown encoding leaves it as it is.
std::string decoded_body(const Message& message, const MimePart& part);
/// A text part's decoded body as UTF-8, by its charset parameter.
std::string shown_text(const Message& message, const MimePart& part);

}  // namespace mail
