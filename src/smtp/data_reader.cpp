#include "smtp/data_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "base/expects.h"
#include "smtp/limits.h"

namespace smtp {
namespace {

// ---- a block at a time ----
// Nearly all octets of nearly all letters are in lines that end with CRLF, are short, and begin with no dot.
// A block in which nothing else stands is looked at once, in lanes that compilers turn into vector
// instructions, and copied as it is. The reader of single lines below takes every other block.

constexpr std::size_t block = 256, lanes = 16;
constexpr std::size_t ahead = 2;              // octets beyond a block that are looked at: CRLF and a dot
constexpr std::size_t most_run = 64 * block;  // copied while it is still in the processor's nearest memory
static_assert(2 * block + ahead <= longest_text_line,
              "a line end in each block means that no line is too long");
static_assert(block / lanes <= 0xFF, "a lane counts its high octets in an octet");

struct Census {
    bool plain = false;      // each CR and LF is of a CRLF, no NUL, no dot begins a line
    bool ends_line = false;  // a CRLF is there, or its CR
    std::uint32_t high_octets = 0;
};

// Requires: block + ahead octets. The first is taken to be no LF, or one whose CR came before it.
Census take_census(const char* octets) {
    using Octet = std::uint8_t;
    std::array<Octet, lanes> odd{}, ends{}, high{};
    for (std::size_t at = 0; at < block; at += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const char* here = octets + at + lane;
            const Octet cr = here[0] == '\r' ? 0xFF : 0, lf = here[1] == '\n' ? 0xFF : 0;
            const Octet dot = here[2] == '.' ? 0xFF : 0, nul = here[0] == '\0' ? 0xFF : 0;
            odd[lane] = static_cast<Octet>(odd[lane] | (cr ^ lf) | (cr & lf & dot) | nul);
            ends[lane] = static_cast<Octet>(ends[lane] | (cr & lf));
            high[lane] = static_cast<Octet>(high[lane] + (static_cast<Octet>(here[0]) >> 7));
        }
    }
    Census census{true, false, 0};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        census.plain = census.plain && odd[lane] == 0;
        census.ends_line = census.ends_line || ends[lane] != 0;
        census.high_octets += high[lane];
    }
    return census;
}

// Whether a line that begins just after a CRLF of this block begins with a dot. Requires: block + ahead
// octets.
bool dot_begins_line(const char* octets) {
    using Octet = std::uint8_t;
    std::array<Octet, lanes> found{};
    for (std::size_t at = 0; at < block; at += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const char* here = octets + at + lane;
            const Octet cr = here[0] == '\r' ? 0xFF : 0, lf = here[1] == '\n' ? 0xFF : 0;
            const Octet dot = here[2] == '.' ? 0xFF : 0;
            found[lane] = static_cast<Octet>(found[lane] | (cr & lf & dot));
        }
    }
    return std::any_of(found.begin(), found.end(), [](Octet octet) { return octet != 0; });
}

// ---- any number of octets ----

struct OddOctets {
    std::uint64_t nul = 0, high = 0;
};

// Each octet is 0 or 1 after the shift, and the product's highest octet is the sum of all. std::popcount is a
// call where the processor is not known to have it.
constexpr std::uint64_t top_bits_set(std::uint64_t eight) {
    return ((eight >> 7) * 0x0101010101010101u) >> 56;
}

// Eight at a time, then one by one.
OddOctets count_odd_octets(std::string_view octets) {
    constexpr std::uint64_t top_bits = 0x8080808080808080u;
    OddOctets count;
    std::size_t at = 0;
    for (std::uint64_t eight; octets.size() - at >= sizeof eight; at += sizeof eight) {
        std::memcpy(&eight, octets.data() + at, sizeof eight);
        // No sum carries into the next octet, and only that of a NUL leaves its top bit clear.
        const std::uint64_t not_nul = ((eight & ~top_bits) + ~top_bits) | eight;
        count.nul += top_bits_set(~not_nul & top_bits);
        count.high += top_bits_set(eight & top_bits);
    }
    for (; at < octets.size(); ++at) {
        count.nul += octets[at] == '\0';
        count.high += static_cast<unsigned char>(octets[at]) >= 0x80;
    }
    return count;
}

}  // namespace

void DataReader::append(std::string_view octets) {
    if (letter_.size() < limit_)
        letter_ += octets.substr(0, static_cast<std::size_t>(limit_ - letter_.size()));
    size_ += octets.size();
    line_ += octets.size();
}

void DataReader::keep(std::string_view octets) {
    append(octets);
    const OddOctets odd = count_odd_octets(octets);
    note(Oddity::nul, odd.nul);
    note(Oddity::high_octet, odd.high);
}

// Reads plain blocks, as many as there are up to most_run; says how many octets that was, perhaps none.
std::size_t DataReader::read_plain(std::string_view octets) {
    const bool at_line_start = state_ == State::line_start;
    if (octets.size() < block + ahead || after_cr_ || (!at_line_start && state_ != State::in_line) ||
        octets[0] == '\n' || (at_line_start && octets[0] == '.') || line_ > block)
        return 0;
    std::size_t run = 0;
    std::uint32_t high_octets = 0;
    while (run < most_run && octets.size() - run >= block + ahead) {
        const Census census = take_census(octets.data() + run);
        if (!census.plain || !census.ends_line) break;
        high_octets += census.high_octets;
        run += block;
    }
    if (run == 0) return 0;
    const std::string_view read = octets.substr(0, run);
    append(read);
    note(Oddity::high_octet, high_octets);
    if (const auto lf = read.rfind('\n'); lf != std::string_view::npos) line_ = run - lf - 1;
    after_cr_ = read.back() == '\r';
    state_ = line_ == 0 && framing_ != Framing::counted ? State::line_start : State::in_line;
    return run;
}

// Reads from within a line up to and including its LF, or all there is.
std::size_t DataReader::read_line(std::string_view octets) {
    const auto lf = octets.find('\n');
    const std::string_view text = octets.substr(0, lf);
    if (after_cr_ && !text.empty()) note(Oddity::bare_cr);
    if (!text.empty()) {
        for (auto cr = text.find('\r'); cr != std::string_view::npos && cr + 1 < text.size();
             cr = text.find('\r', cr + 1))
            note(Oddity::bare_cr);
        after_cr_ = text.back() == '\r';
    }
    keep(text);
    if (lf == std::string_view::npos) return octets.size();
    keep("\n");
    if (!after_cr_) note(Oddity::bare_lf);
    // Where only CRLF ends a line, a dot after LF alone is no end either.
    if (after_cr_ || lf_ends_line()) end_line();
    after_cr_ = false;
    return lf + 1;
}

void DataReader::end_line() {
    if (line_ > longest_text_line) {
        note(Oddity::line_too_long);
        longest_line_ = std::max(longest_line_, line_);
    }
    line_ = 0;
    if (framing_ != Framing::counted) state_ = State::line_start;
}

void DataReader::end() {
    base::expects(framing_ == Framing::counted);
    if (line_ > longest_text_line) end_line();
    state_ = State::ended;
}

// The octet behind a dot that begins a line. May read nothing.
std::size_t DataReader::after_dot(char c) {
    if (c == '\r') {
        state_ = State::after_dot_cr;
        crs_ = 1;
        return 1;
    }
    if (c == '\n' && lf_ends_line()) {
        state_ = State::ended;
        return 1;
    }
    if (c == '\0' && framing_ == Framing::lone_dot_nul) {
        state_ = State::after_dot_nul;
        return 1;
    }
    ++stuffed_;
    state_ = State::in_line;
    return 0;
}

std::size_t DataReader::after_dot_cr(char c) {
    if (c == '\n') {
        state_ = State::ended;
        return 1;
    }
    if (c == '\r' && framing_ == Framing::lone_dot_crs) {
        ++crs_;
        return 1;
    }
    ++stuffed_;  // ".\r" and more: a line that began with a dot, and a bare CR
    for (; crs_ > 0; --crs_) {
        if (after_cr_) note(Oddity::bare_cr);
        keep("\r");
        after_cr_ = true;
    }
    state_ = State::in_line;
    return 0;
}

// One step of the reader of single lines: an octet that decides something, or a line. May read nothing.
std::size_t DataReader::read_step(std::string_view octets) {
    switch (state_) {
        case State::line_start:
            state_ = octets[0] == '.' ? State::after_dot : State::in_line;
            return octets[0] == '.' ? 1 : 0;
        case State::after_dot:
            return after_dot(octets[0]);
        case State::after_dot_cr:
            return after_dot_cr(octets[0]);
        case State::after_dot_nul:
            if (octets[0] == '\n') state_ = State::ended;
            return 1;
        case State::in_line:
            return read_line(octets);
        case State::ended:
            break;
    }
    return 0;
}

std::size_t DataReader::feed(std::string_view octets) {
    // Grown at least twofold: letters that come in small pieces are not copied again with each.
    const std::uint64_t room = std::min<std::uint64_t>(limit_, letter_.size() + octets.size());
    if (room > letter_.capacity())
        letter_.reserve(static_cast<std::size_t>(std::max<std::uint64_t>(room, 2 * letter_.capacity())));
    std::size_t at = 0;
    while (at < octets.size() && state_ != State::ended) {
        at += read_plain(octets.substr(at));
        // What is not plain is read line by line for a whole block before the next census: no letter makes
        // more than two looks at an octet.
        for (const std::size_t until = std::min(octets.size(), at + block);
             at < until && state_ != State::ended;)
            at += read_step(octets.substr(at));
    }
    return at;
}

// At the largest number it stops: a count that wrapped round would say that all is well.
void DataReader::note(Oddity oddity, std::uint64_t times) {
    std::uint32_t& count = counts_[static_cast<std::size_t>(oddity)];
    count += static_cast<std::uint32_t>(
        std::min<std::uint64_t>(times, std::numeric_limits<std::uint32_t>::max() - count));
}

std::string DataReader::take() {
    base::expects(ended());
    return std::move(letter_);
}

Place first_place(Oddity oddity, std::string_view letter) {
    std::size_t line = 0;  // where the present one begins
    for (std::size_t at = 0; at < letter.size(); ++at) {
        const char c = letter[at];
        const bool ends_line = c == '\n' && at > line && letter[at - 1] == '\r';
        const bool is_it = oddity == Oddity::bare_lf   ? c == '\n' && !ends_line
                           : oddity == Oddity::bare_cr ? c == '\r' && letter.substr(at, 2) != "\r\n"
                           : oddity == Oddity::nul
                               ? c == '\0'
                               : oddity == Oddity::high_octet && static_cast<unsigned char>(c) >= 0x80;
        if (is_it) return {at, 1};
        if (!ends_line) continue;
        if (oddity == Oddity::line_too_long && at + 1 - line > longest_text_line)
            return {line, at + 1 - line};
        line = at + 1;
    }
    return {letter.size(), 0};
}

Stuffed stuff(std::string_view letter) {
    Stuffed result;
    result.octets.reserve(letter.size() + 5);
    const auto begin_line = [&](std::size_t at) {
        if (at >= letter.size() || letter[at] != '.') return;
        result.octets += '.';
        ++result.dots;
    };
    begin_line(0);
    std::size_t at = 0;
    while (at < letter.size()) {
        std::size_t run = at;
        while (run - at < most_run && letter.size() - run >= block + ahead &&
               !dot_begins_line(letter.data() + run))
            run += block;
        result.octets += letter.substr(at, run - at);
        // A dotted line is near, or the end: line by line, for a block at least.
        for (at = run; at < std::min(letter.size(), run + block);) {
            // A CRLF whose CR was in the octets before is found by its LF.
            const auto lf = letter.find('\n', at);
            const auto end = lf == std::string_view::npos ? letter.size() : lf + 1;
            result.octets += letter.substr(at, end - at);
            if (end >= 2 && letter.substr(end - 2, 2) == "\r\n") begin_line(end);
            at = end;
        }
    }
    if (!letter.empty() && !letter.ends_with("\r\n")) result.octets += "\r\n";
    result.octets += ".\r\n";
    return result;
}

}  // namespace smtp
