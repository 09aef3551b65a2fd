// A header section apart from its body (RFC 5322 2.1, 2.2): of a message, or of a part within one (RFC 2045
// 3). Reads any octets whatsoever in linear time and copies none: all is ranges of the whole. Knows no
// field's grammar.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mail {

struct ByteRange {
    std::size_t offset = 0;
    std::size_t length = 0;
    constexpr std::size_t end() const { return offset + length; }
    friend constexpr bool operator==(const ByteRange&, const ByteRange&) = default;
};

struct HeaderField {
    ByteRange whole;  // name, colon, value, the last line end
    ByteRange name;   // without white space before the colon
    ByteRange value;  // after the colon, with its folding, without the last line end
};

/// What the header section ends at.
enum class HeaderEnd : std::uint8_t { blank_line, not_a_field, end_of_text };

/// Invariants: 1. `fields` are in order and tile `header`. 2. `header`, the blank line and `body` tile what
/// was read; without a blank line, `body` follows at once.
struct HeaderSection {
    std::vector<HeaderField> fields;
    ByteRange header;
    ByteRange body;
    HeaderEnd end = HeaderEnd::end_of_text;
};

/// Reads what lies `within` the octets; ranges count from the start of all octets. A line ends with CRLF or a
/// lone LF. What cannot be a field begins the body. Requires: `within` lies within the octets.
HeaderSection read_header(std::string_view octets, ByteRange within);

/// The line at `begin`: where its content ends and where the next line begins. Requires: begin <= size.
struct LineExtent {
    std::size_t content_end = 0;
    std::size_t end = 0;
};
LineExtent line_at(std::string_view text, std::size_t begin);

/// A field's value without folding (RFC 5322 2.2.3: the line ends before white space removed) and trimmed.
std::string unfolded(std::string_view value);

}  // namespace mail
