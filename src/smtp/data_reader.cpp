#include "smtp/data_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "base/expects.h"
#include "smtp/limits.h"

namespace smtp {
namespace {

// Eight at a time: every octet of every letter passes here.
std::uint64_t count_high_octets(std::string_view octets) {
    constexpr std::uint64_t top_bits = 0x8080808080808080u;
    std::uint64_t count = 0;
    std::size_t at = 0;
    for (std::uint64_t eight; octets.size() - at >= sizeof eight; at += sizeof eight) {
        std::memcpy(&eight, octets.data() + at, sizeof eight);
        count += static_cast<std::uint64_t>(std::popcount(eight & top_bits));
    }
    for (; at < octets.size(); ++at) count += static_cast<unsigned char>(octets[at]) >= 0x80;
    return count;
}

}  // namespace

void DataReader::keep(std::string_view octets) {
    if (letter_.size() < limit_)
        letter_ += octets.substr(0, static_cast<std::size_t>(limit_ - letter_.size()));
    size_ += octets.size();
    line_ += octets.size();
    note(Oddity::nul, static_cast<std::uint64_t>(std::count(octets.begin(), octets.end(), '\0')));
    note(Oddity::high_octet, count_high_octets(octets));
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
    if (after_cr_) {
        if (line_ > longest_text_line) note(Oddity::line_too_long);
        line_ = 0;
        state_ = State::line_start;
    } else {
        note(Oddity::bare_lf);  // not a line end: a dot after it is no end either
    }
    after_cr_ = false;
    return lf + 1;
}

std::size_t DataReader::feed(std::string_view octets) {
    std::size_t at = 0;
    while (at < octets.size() && state_ != State::ended) {
        switch (state_) {
            case State::line_start:
                state_ = State::in_line;
                if (octets[at] == '.') {
                    state_ = State::after_dot;
                    ++at;
                }
                break;
            case State::after_dot:
                if (octets[at] == '\r') {
                    state_ = State::after_dot_cr;
                    ++at;
                } else {
                    ++stuffed_;
                    state_ = State::in_line;
                }
                break;
            case State::after_dot_cr:
                if (octets[at] == '\n') {
                    state_ = State::ended;
                    ++at;
                } else {  // ".\r" and more: a line that began with a dot, and a bare CR
                    ++stuffed_;
                    keep("\r");
                    after_cr_ = true;
                    state_ = State::in_line;
                }
                break;
            case State::in_line:
                at += read_line(octets.substr(at));
                break;
            case State::ended:
                break;
        }
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
    for (std::size_t begin = 0; begin < letter.size();) {
        auto end = letter.find("\r\n", begin);
        end = end == std::string_view::npos ? letter.size() : end + 2;
        if (letter[begin] == '.') {
            result.octets += '.';
            ++result.dots;
        }
        result.octets += letter.substr(begin, end - begin);
        begin = end;
    }
    if (!letter.empty() && (letter.size() < 2 || letter.substr(letter.size() - 2) != "\r\n"))
        result.octets += "\r\n";
    result.octets += ".\r\n";
    return result;
}

}  // namespace smtp
