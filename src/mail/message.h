// A message over its original octets: bytes in = bytes out, every part knows its byte range. Reads header and
// body apart (RFC 5322 2.1) and says what is odd; it mends nothing. Knows no envelope and no MIME structure.
// A message without any header field is all body.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/citation.h"

namespace mail {

struct ByteRange {
    std::size_t offset = 0;
    std::size_t length = 0;
    constexpr std::size_t end() const { return offset + length; }
    friend constexpr bool operator==(const ByteRange&, const ByteRange&) = default;
};

struct Finding {
    enum class Kind : std::uint8_t {
        no_header,            // the whole is body
        field_without_colon,  // a header line that is neither field nor continuation
        no_blank_line,        // the header ends where the message ends, or a body begins without a blank line
        missing_from,
        missing_date,
        line_too_long,  // over 998 octets
        bare_lf,
        bare_cr,
        nul,
        eight_bit_in_header,
        eight_bit_in_body,
    };
    Kind kind = Kind::no_header;
    ByteRange range;  // empty for what is missing: where it was missed

    friend constexpr bool operator==(const Finding&, const Finding&) = default;
};

/// One sentence for people.
std::string_view to_text(Finding::Kind kind);
base::Citation citation(Finding::Kind kind);

/// At most this many findings are kept of each kind: a hostile message has one an octet. The rest are
/// counted.
inline constexpr std::size_t most_findings_of_a_kind = 16;  // no RFC: our own bound

/// Invariants: 1. octets() is what was handed to parse. 2. Fields are in order and do not overlap.
/// 3. Every range lies within octets(). 4. The header ends at or before body() begins; body() ends with
/// octets().
class Message {
public:
    struct Field {
        ByteRange whole;  // name, colon, value, the last line end
        ByteRange name;   // without white space before the colon
        ByteRange value;  // after the colon, with its folding, without the last line end
    };

    /// Reads any octets whatsoever, in linear time. A line ends with CRLF; a lone LF ends a header line too
    /// and is a finding.
    static Message parse(std::string octets);

    const std::string& octets() const { return octets_; }
    const std::vector<Field>& fields() const { return fields_; }
    const std::vector<Finding>& findings() const { return findings_; }
    /// The header with all its line ends, without the blank line.
    ByteRange header() const { return header_; }
    ByteRange body() const { return body_; }
    /// How many findings of this kind there are, the dropped ones included.
    std::size_t count(Finding::Kind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

    /// The octets of a range. Requires: it lies within octets().
    std::string_view text(ByteRange range) const;
    std::string_view name(const Field& field) const { return text(field.name); }
    /// The value without folding (RFC 5322 2.2.3: the line ends before white space removed) and trimmed.
    std::string value(const Field& field) const;
    /// The first field of this name, in any case; null when there is none. Valid while the message lives.
    const Field* find(std::string_view field_name) const;
    /// find's value, or "".
    std::string value_of(std::string_view field_name) const;

private:
    static constexpr std::size_t kinds = static_cast<std::size_t>(Finding::Kind::eight_bit_in_body) + 1;

    void read_header();
    void scan_octets();
    void note(Finding::Kind kind, ByteRange range);

    std::string octets_;
    std::vector<Field> fields_;
    std::vector<Finding> findings_;  // by place, then by kind
    std::size_t counts_[kinds] = {};
    ByteRange header_;
    ByteRange body_;
};

}  // namespace mail
