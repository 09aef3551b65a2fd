#include "mail/message.h"

#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "mail/limits.h"

namespace mail {
namespace {

struct Line {
    std::size_t content_end = 0;  // before its line end
    std::size_t end = 0;          // behind it
};

/// The line at `begin`: up to CRLF, a lone LF, or the end of the text.
Line line_at(std::string_view text, std::size_t begin) {
    const auto lf = text.find('\n', begin);
    if (lf == std::string_view::npos) return {text.size(), text.size()};
    return {lf > begin && text[lf - 1] == '\r' ? lf - 1 : lf, lf + 1};
}

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

std::string_view to_text(Finding::Kind kind) {
    using Kind = Finding::Kind;
    switch (kind) {
        case Kind::no_header:
            return "there is no header: the whole is body";
        case Kind::field_without_colon:
            return "a header line is no field: the body begins here";
        case Kind::no_blank_line:
            return "no blank line ends the header";
        case Kind::missing_from:
            return "the From field is missing";
        case Kind::missing_date:
            return "the Date field is missing";
        case Kind::line_too_long:
            return "a line is longer than 998 octets";
        case Kind::bare_lf:
            return "an LF without its CR";
        case Kind::bare_cr:
            return "a CR without its LF";
        case Kind::nul:
            return "a NUL octet";
        case Kind::eight_bit_in_header:
            return "octets outside ASCII in the header";
        case Kind::eight_bit_in_body:
            return "octets outside ASCII in the body";
    }
    return {};
}

base::Citation citation(Finding::Kind kind) {
    using Kind = Finding::Kind;
    switch (kind) {
        case Kind::no_header:
        case Kind::missing_from:
        case Kind::missing_date:
            return {5322, "3.6"};
        case Kind::field_without_colon:
            return {5322, "2.2"};
        case Kind::no_blank_line:
            return {5322, "2.1"};
        case Kind::line_too_long:
            return {5322, "2.1.1"};
        case Kind::bare_lf:
        case Kind::bare_cr:
            return {5321, "2.3.8"};
        case Kind::nul:
            return {5322, "4.1"};
        case Kind::eight_bit_in_header:
            return {6532, "3.2"};
        case Kind::eight_bit_in_body:
            return {6152, "3"};
    }
    return {};
}

Message Message::parse(std::string octets) {
    Message message;
    message.octets_ = std::move(octets);
    message.read_header();
    message.scan_octets();
    std::stable_sort(message.findings_.begin(), message.findings_.end(),
                     [](const Finding& a, const Finding& b) {
                         if (a.range.offset != b.range.offset) return a.range.offset < b.range.offset;
                         return a.kind < b.kind;
                     });
    return message;
}

void Message::read_header() {
    const std::string_view all = octets_;
    std::size_t at = 0, body = 0;
    while (at < all.size()) {
        const Line line = line_at(all, at);
        const std::string_view content = all.substr(at, line.content_end - at);
        body = line.end;
        if (content.empty()) break;  // the blank line
        std::size_t colon = 0;
        if (is_space(content.front()) && !fields_.empty()) {
            fields_.back().whole.length = line.end - fields_.back().whole.offset;
            fields_.back().value.length = line.content_end - fields_.back().value.offset;
        } else if (const std::size_t length = field_name(content, colon); length > 0) {
            const std::size_t value = at + colon + 1;
            fields_.push_back({{at, line.end - at}, {at, length}, {value, line.content_end - value}});
        } else {
            // As Postfix and others do: what cannot be a field begins the body.
            if (!fields_.empty()) {
                note(Finding::Kind::field_without_colon, {at, content.size()});
                note(Finding::Kind::no_blank_line, {at, 0});
            }
            body = at;
            break;
        }
        at = line.end;
    }
    header_ = {0, at};
    body_ = {body, all.size() - body};
    if (fields_.empty()) return note(Finding::Kind::no_header, {0, 0});
    if (at == all.size()) note(Finding::Kind::no_blank_line, {at, 0});
    if (find("From") == nullptr) note(Finding::Kind::missing_from, {header_.end(), 0});
    if (find("Date") == nullptr) note(Finding::Kind::missing_date, {header_.end(), 0});
}

void Message::scan_octets() {
    const std::string_view all = octets_;
    std::size_t line_begin = 0, high_begin = 0, high_length = 0;
    const auto end_line = [&](std::size_t content_end) {
        if (content_end - line_begin > longest_text_line)
            note(Finding::Kind::line_too_long, {line_begin, content_end - line_begin});
    };
    const auto end_high_run = [&] {
        if (high_length == 0) return;
        note(
            high_begin < body_.offset ? Finding::Kind::eight_bit_in_header : Finding::Kind::eight_bit_in_body,
            {high_begin, high_length});
        high_length = 0;
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const char c = all[i];
        if (base::is_high(c)) {
            if (high_length++ == 0) high_begin = i;
            continue;
        }
        end_high_run();
        const bool after_cr = i > 0 && all[i - 1] == '\r';
        if (c == '\n') {
            if (!after_cr) note(Finding::Kind::bare_lf, {i, 1});
            end_line(after_cr && i > line_begin ? i - 1 : i);
            line_begin = i + 1;
        } else if (c == '\r' && (i + 1 == all.size() || all[i + 1] != '\n')) {
            note(Finding::Kind::bare_cr, {i, 1});
        } else if (c == '\0') {
            note(Finding::Kind::nul, {i, 1});
        }
    }
    end_high_run();
    end_line(all.size());
}

void Message::note(Finding::Kind kind, ByteRange range) {
    if (counts_[static_cast<std::size_t>(kind)]++ < most_findings_of_a_kind)
        findings_.push_back({kind, range});
}

std::string_view Message::text(ByteRange range) const {
    base::expects(range.offset <= octets_.size() && range.length <= octets_.size() - range.offset);
    return std::string_view(octets_).substr(range.offset, range.length);
}

std::string Message::value(const Field& field) const {
    std::string_view folded = text(field.value);
    std::string unfolded;
    while (!folded.empty()) {
        const Line line = line_at(folded, 0);
        unfolded += folded.substr(0, line.content_end);
        folded = folded.substr(line.end);
    }
    return std::string(base::trim(unfolded));
}

const Message::Field* Message::find(std::string_view field_name) const {
    for (const Field& field : fields_)
        if (base::equal_ignoring_case(name(field), field_name)) return &field;
    return nullptr;
}

std::string Message::value_of(std::string_view field_name) const {
    const Field* field = find(field_name);
    return field == nullptr ? std::string{} : value(*field);
}

}  // namespace mail
