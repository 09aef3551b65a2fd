// What is odd about a message, where, and which RFC says so. Found by Message (octets and header), MimeTree
// (the structure of parts) and inspect (what fields and bodies say); nothing of it is ever mended here.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/citation.h"
#include "mail/header.h"

namespace mail {

struct Finding {
    enum class Kind : std::uint8_t {
        // by Message
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
        // by MimeTree
        bad_content_type,
        missing_boundary,   // a multipart without a boundary parameter
        boundary_not_used,  // no line of the multipart is its delimiter
        unclosed_multipart,
        unknown_encoding,
        encoded_composite,  // a multipart or message/rfc822 in base64 or quoted-printable
        too_deep,
        too_many_parts,
        // by inspect
        missing_message_id,
        repeated_field,
        bad_date,
        bad_address,
        bad_message_id,
        space_before_colon,
        missing_mime_version,
        eight_bit_in_seven_bit_part,
        bad_base64,
        bad_quoted_printable,
        bad_utf8_in_header,
    };
    static constexpr std::size_t kinds = static_cast<std::size_t>(Kind::bad_utf8_in_header) + 1;

    Kind kind = Kind::no_header;
    ByteRange range;  // empty for what is missing: where it was missed

    friend constexpr bool operator==(const Finding&, const Finding&) = default;
};

/// One sentence for people.
std::string_view to_text(Finding::Kind kind);
/// The enumerator's name, for programs.
std::string_view name(Finding::Kind kind);
base::Citation citation(Finding::Kind kind);

/// At most this many findings are kept of each kind: a hostile message has one an octet. The rest are
/// counted.
inline constexpr std::size_t most_findings_of_a_kind = 16;  // no RFC: our own bound

/// Findings with a count of each kind, those that were not kept included.
class Findings {
public:
    void add(Finding::Kind kind, ByteRange range);
    /// Takes over what others found. `counts`: whether it still counts; when all kept ones of a kind do,
    /// those that were not kept do too.
    void add_all(const Findings& others, const std::function<bool(const Finding&)>& counts);
    /// By place, then by kind.
    void sort();
    const std::vector<Finding>& all() const { return all_; }
    std::size_t count(Finding::Kind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

private:
    std::vector<Finding> all_;
    std::array<std::size_t, Finding::kinds> counts_{};
};

}  // namespace mail
