// A message over its original octets: bytes in = bytes out, every part knows its byte range. Reads header and
// body apart (RFC 5322 2.1) and says what is odd; it mends nothing. Knows no envelope and no MIME structure.
// A message without any header field is all body.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mail/finding.h"
#include "mail/header.h"

namespace mail {

/// Invariants: 1. octets() is what was handed to parse. 2. Fields are in order and do not overlap.
/// 3. Every range lies within octets(). 4. The header ends at or before body() begins; body() ends with
/// octets().
class Message {
public:
    using Field = HeaderField;

    /// Reads any octets whatsoever, in linear time. A line ends with CRLF; a lone LF ends a header line too
    /// and is a finding.
    static Message parse(std::string octets);

    const std::string& octets() const { return octets_; }
    const std::vector<Field>& fields() const { return fields_; }
    const std::vector<Finding>& findings() const { return findings_.all(); }
    /// The same with its counts.
    const Findings& all_findings() const { return findings_; }
    /// The header with all its line ends, without the blank line.
    ByteRange header() const { return header_; }
    ByteRange body() const { return body_; }
    /// How many findings of this kind there are, the dropped ones included.
    std::size_t count(Finding::Kind kind) const { return findings_.count(kind); }

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
    void note_header(HeaderEnd end);
    void scan_octets();

    std::string octets_;
    std::vector<Field> fields_;
    Findings findings_;
    ByteRange header_;
    ByteRange body_;
};

}  // namespace mail
