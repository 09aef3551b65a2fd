// Octets in, command lines out, at any split. Splits at LF and says what was wrong with the line's end; rules
// on nothing. Knows no commands. RFC 5321 2.3.8 (lines end with CRLF and nothing else), 4.5.3.1.4 (length).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smtp {

enum class LineEnd : std::uint8_t { crlf, bare_lf };

struct Line {
    std::string text;  // without its end; cut at the reader's limit
    LineEnd end = LineEnd::crlf;
    enum class Fit : std::uint8_t { whole, too_long } fit = Fit::whole;
    std::uint64_t offset = 0;  // in the stream, from 0
    std::uint64_t length = 0;  // octets on the wire, end included
};

class LineReader {
public:
    /// `limit`: the longest line kept, CRLF included; the rest of a longer one is passed over.
    explicit LineReader(std::size_t limit) : limit_(limit) {}

    void feed(std::string_view octets);
    /// The next complete line; nothing when none has arrived yet.
    std::optional<Line> next();

    /// Octets fed and not yet taken: for those who leave the lines (a letter after DATA).
    std::string_view pending() const { return std::string_view(buffer_).substr(taken_); }
    /// Takes the first `count` of pending(). Requires: count <= pending().size().
    void take(std::size_t count);
    /// The stream offset of pending()'s first octet.
    std::uint64_t offset() const { return offset_; }

private:
    std::size_t limit_;
    std::string buffer_;
    std::size_t taken_ = 0;     // octets of buffer_ that are done with
    std::size_t searched_ = 0;  // octets of pending() known to hold no LF
    std::uint64_t offset_ = 0;
    std::uint64_t skipped_ = 0;  // octets of the present line that were passed over
};

}  // namespace smtp
