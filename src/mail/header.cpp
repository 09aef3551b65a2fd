#include "mail/header.h"

#include "base/expects.h"
#include "base/text.h"

namespace mail {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t';
}
bool is_name_octet(char c) {
    return base::is_printable(c) && c != ' ' && c != ':';
}  // ftext, RFC 5322 3.6.8

/// The length of the field name that this line begins with, or 0: the line is no field. White space may stand
/// before the colon (RFC 5322 4.5); `colon` becomes its place.
std::size_t field_name(std::string_view line, std::size_t& colon) {
    std::size_t length = 0;
    while (length < line.size() && is_name_octet(line[length])) ++length;
    colon = length;
    while (colon < line.size() && is_space(line[colon])) ++colon;
    return colon < line.size() && line[colon] == ':' ? length : 0;
}

}  // namespace

LineExtent line_at(std::string_view text, std::size_t begin) {
    const auto lf = text.find('\n', begin);
    if (lf == std::string_view::npos) return {text.size(), text.size()};
    return {lf > begin && text[lf - 1] == '\r' ? lf - 1 : lf, lf + 1};
}

HeaderSection read_header(std::string_view octets, ByteRange within) {
    base::expects(within.offset <= octets.size() && within.length <= octets.size() - within.offset);
    const std::string_view all = octets.substr(0, within.end());
    HeaderSection section;
    std::size_t at = within.offset, body = at;
    while (at < all.size()) {
        const LineExtent line = line_at(all, at);
        const std::string_view content = all.substr(at, line.content_end - at);
        body = line.end;
        if (content.empty()) {
            section.end = HeaderEnd::blank_line;
            break;
        }
        std::size_t colon = 0;
        if (is_space(content.front()) && !section.fields.empty()) {
            HeaderField& field = section.fields.back();
            field.whole.length = line.end - field.whole.offset;
            field.value.length = line.content_end - field.value.offset;
        } else if (const std::size_t length = field_name(content, colon); length > 0) {
            const std::size_t value = at + colon + 1;
            section.fields.push_back({{at, line.end - at}, {at, length}, {value, line.content_end - value}});
        } else {
            // As Postfix and others do: what cannot be a field begins the body.
            section.end = HeaderEnd::not_a_field;
            body = at;
            break;
        }
        at = line.end;
    }
    section.header = {within.offset, at - within.offset};
    section.body = {body, all.size() - body};
    return section;
}

std::string unfolded(std::string_view value) {
    std::string text;
    while (!value.empty()) {
        const LineExtent line = line_at(value, 0);
        text += value.substr(0, line.content_end);
        value = value.substr(line.end);
    }
    return std::string(base::trim(text));
}

}  // namespace mail
