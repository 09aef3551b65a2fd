#include "mail/content_type.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/expects.h"
#include "base/text.h"

namespace mail {
namespace {

bool is_token(std::string_view text) {  // RFC 2045 5.1
    constexpr std::string_view tspecials = "()<>@,;:\\\"/[]?=";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return base::is_printable(c) && c != ' ' && tspecials.find(c) == std::string_view::npos;
    });
}

enum class LineKind : std::uint8_t { other, delimiter, closing };

/// What a line is to the multipart whose delimiter this is ("--boundary"). Only white space may follow.
LineKind line_kind(std::string_view line, std::string_view delimiter) {
    if (line.substr(0, delimiter.size()) != delimiter) return LineKind::other;
    const std::string_view rest = line.substr(delimiter.size());
    const std::string_view word = base::trim(rest.substr(0, rest.find_first_of("\r\n")));
    if (word.empty()) return LineKind::delimiter;
    return word == "--" ? LineKind::closing : LineKind::other;
}

/// Where the line end begins that stands before `at` and belongs to the delimiter there; not before `floor`.
std::size_t before_line_end(std::string_view octets, std::size_t at, std::size_t floor) {
    if (at > floor && octets[at - 1] == '\n') --at;
    if (at > floor && octets[at - 1] == '\r') --at;
    return at;
}

}  // namespace

std::string_view ContentType::parameter(std::string_view name) const {
    for (const Parameter& one : parameters)
        if (one.name == name) return one.value;
    return {};
}

std::string_view ContentType::family() const {
    return std::string_view(type).substr(0, type.find('/'));
}

ContentType parse_content_type(std::string_view value) {
    ParameterizedValue parsed = parse_parameterized(value);
    ContentType content{base::lower(parsed.value), std::move(parsed.parameters), true};
    const auto slash = content.type.find('/');
    const bool readable = slash != std::string::npos && is_token(content.family()) &&
                          is_token(std::string_view(content.type).substr(slash + 1));
    if (!readable) {
        content.type = "text/plain";
        content.readable = false;
    }
    return content;
}

MultipartCut cut_multipart(std::string_view octets, ByteRange body, std::string_view boundary,
                           std::size_t most_parts) {
    base::expects(body.offset <= octets.size() && body.length <= octets.size() - body.offset);
    MultipartCut cut;
    const std::string delimiter = "--" + std::string(boundary);
    const std::string_view all = octets.substr(0, body.end());
    std::size_t open = body.offset;  // where the preamble or the part that is open began
    const auto close_open = [&](std::size_t at) {
        const ByteRange range{open, at - open};
        if (cut.delimiters.empty())
            cut.preamble = range;
        else
            cut.parts.push_back(range);
    };
    for (std::size_t at = body.offset; at < all.size() && !boundary.empty();) {
        const LineExtent line = line_at(all, at);
        const LineKind kind = line_kind(all.substr(at, line.end - at), delimiter);
        // A closing delimiter before any other closes nothing.
        if (kind == LineKind::delimiter || (kind == LineKind::closing && !cut.delimiters.empty())) {
            const std::size_t begin = before_line_end(all, at, open);
            close_open(begin);
            if (kind == LineKind::delimiter && cut.parts.size() >= most_parts) {
                cut.unread = {begin, all.size() - begin};
                return cut;
            }
            cut.delimiters.push_back({begin, line.end - begin});
            open = line.end;
            if (kind == LineKind::closing) {
                cut.closed = true;
                cut.epilogue = {open, all.size() - open};
                return cut;
            }
        }
        at = line.end;
    }
    close_open(all.size());
    return cut;
}

std::vector<ByteRange> multipart_parts(std::string_view body, std::string_view boundary) {
    return cut_multipart(body, {0, body.size()}, boundary, std::numeric_limits<std::size_t>::max()).parts;
}

}  // namespace mail
