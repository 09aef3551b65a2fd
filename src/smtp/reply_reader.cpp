#include "smtp/reply_reader.h"

#include "base/text.h"
#include "smtp/limits.h"

namespace smtp {
namespace {

// Longer than RFC 5321 4.5.3.1.5 asks, since servers exceed it; a longer line is cut.
constexpr std::size_t longest_reply_line_read = 4 * longest_reply_line;

std::optional<std::uint16_t> parse_code(std::string_view line) {
    if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !base::is_digit(line[1]) ||
        !base::is_digit(line[2]))
        return {};
    if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return {};
    return static_cast<std::uint16_t>((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
}

}  // namespace

std::optional<std::pair<EnhancedCode, std::size_t>> parse_enhanced(std::string_view text) {
    const std::string_view word = text.substr(0, text.find(' '));
    const auto parts = base::split(word, '.');
    if (parts.size() != 3 || parts[0].size() != 1 || parts[1].size() > 3 || parts[2].size() > 3) return {};
    const auto level = base::parse_number(parts[0]), subject = base::parse_number(parts[1]),
               detail = base::parse_number(parts[2]);
    if (!level || !subject || !detail || (*level != 2 && *level != 4 && *level != 5)) return {};
    const EnhancedCode code{static_cast<std::uint8_t>(*level), static_cast<std::uint16_t>(*subject),
                            static_cast<std::uint16_t>(*detail)};
    return std::pair{code, std::min(word.size() + 1, text.size())};
}

ReplyReader::ReplyReader() : lines_(longest_reply_line_read) {}

void ReplyReader::forget() {
    lines_ = LineReader(longest_reply_line_read);
    forgotten_ = fed_;
    growing_.reset();
}

std::optional<std::variant<ReadReply, Unreadable>> ReplyReader::next() {
    while (auto line = lines_.next()) {
        line->offset += forgotten_;
        const auto code = parse_code(line->text);
        const bool too_many = growing_ && growing_->reply.lines.size() >= most_reply_lines;
        if (!code || too_many) {
            growing_.reset();
            return Unreadable{line->text, line->offset, line->length};
        }
        if (!growing_)
            growing_ = ReadReply{Reply{*code, {}, {}, Reason::other_reply, {}, {}}, line->offset, 0};
        growing_->length += line->length;
        growing_->reply.code = *code;
        std::string_view text =
            line->text.size() > 4 ? std::string_view(line->text).substr(4) : std::string_view();
        // RFC 2034 4: the classes of both codes are the same; else these digits are only text.
        if (const auto enhanced = parse_enhanced(text); enhanced && enhanced->first.level == *code / 100) {
            growing_->reply.enhanced = enhanced->first;
            text.remove_prefix(enhanced->second);
        }
        growing_->reply.lines.emplace_back(text);
        if (line->text.size() <= 3 || line->text[3] == ' ') return *std::exchange(growing_, std::nullopt);
    }
    return {};
}

}  // namespace smtp
