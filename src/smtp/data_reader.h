// The letter after DATA or BDAT, at any split: dots removed, the end found, oddities counted. RFC 5321 4.5.2
// (transparency), 4.1.1.4 (only CRLF.CRLF ends it), 2.3.8 (bare CR and LF), RFC 3030 2 (chunks have no dots).
// Counts oddities, and rules on nothing.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace smtp {

enum class Oddity : std::uint8_t { bare_lf, bare_cr, nul, high_octet, line_too_long };
inline constexpr std::size_t oddity_count = 5;

/// How a letter's end is told.
enum class Framing : std::uint8_t {
    lone_dot,      // CRLF.CRLF alone (RFC 5321 4.1.1.4)
    lone_dot_lf,   // LF ends a line as CRLF does, and so LF.LF a letter: what smuggling lives on
    lone_dot_crs,  // the same, with any number of CRs before the LF
    lone_dot_nul,  // LF ends a line, and a NUL behind the dot hides what follows up to the LF
    counted,       // BDAT says how long it is (RFC 3030 2)
};

class DataReader {
public:
    /// Keeps at most `limit` octets; what comes beyond is counted but not kept (RFC
    /// 5321 4.5.3.1.7, 4.5.3.1.9).
    explicit DataReader(std::uint64_t limit, Framing framing = Framing::lone_dot)
        : limit_(limit),
          framing_(framing),
          state_(framing == Framing::counted ? State::in_line : State::line_start) {}

    /// Reads what it needs and says how many octets that were; after the end it needs none.
    std::size_t feed(std::string_view octets);

    /// The last chunk was fed. Requires: Framing::counted.
    void end();
    Framing framing() const { return framing_; }

    bool ended() const { return state_ == State::ended; }
    bool too_big() const { return size_ > limit_; }
    /// Octets of the letter so far, kept or not.
    std::uint64_t size() const { return size_; }
    /// Dots removed.
    std::uint32_t stuffed() const { return stuffed_; }
    std::uint32_t count(Oddity oddity) const { return counts_[static_cast<std::size_t>(oddity)]; }
    const std::array<std::uint32_t, oddity_count>& oddities() const { return counts_; }
    /// The longest of the lines above longest_text_line, its end included; 0: there is none.
    std::uint64_t longest_line() const { return longest_line_; }
    /// The letter so far.
    std::string_view letter() const { return letter_; }
    /// The letter, its last CRLF included; ownership goes to the caller. Requires: ended().
    std::string take();

private:
    enum class State : std::uint8_t { line_start, after_dot, after_dot_cr, after_dot_nul, in_line, ended };
    std::size_t after_dot(char c);
    std::size_t after_dot_cr(char c);
    void end_line();
    bool lf_ends_line() const { return framing_ != Framing::lone_dot && framing_ != Framing::counted; }
    void append(std::string_view octets);
    void keep(std::string_view octets);
    void note(Oddity oddity, std::uint64_t times = 1);
    std::size_t read_line(std::string_view octets);
    std::size_t read_plain(std::string_view octets);
    std::size_t read_step(std::string_view octets);

    std::uint64_t limit_;
    Framing framing_;
    std::uint64_t size_ = 0;
    std::uint64_t line_ = 0;  // octets of the present line, for its length limit
    std::string letter_;
    std::array<std::uint32_t, oddity_count> counts_{};
    std::uint64_t longest_line_ = 0;
    std::uint32_t stuffed_ = 0;
    std::uint32_t crs_ = 0;  // after a dot: how many
    State state_;
    bool after_cr_ = false;  // in_line: the last octet was CR
};

struct Place {
    std::size_t offset = 0, length = 0;
};
/// Where the first one stands in a letter whose dots are removed; at its end, empty, when there is none.
Place first_place(Oddity oddity, std::string_view letter);

/// The letter as it goes over the wire: a dot before each line that begins with one, CRLF.CRLF at the end.
/// A letter without a last CRLF gets one. Returns the octets and how many dots were added.
struct Stuffed {
    std::string octets;
    std::uint32_t dots = 0;
};
Stuffed stuff(std::string_view letter);

}  // namespace smtp
