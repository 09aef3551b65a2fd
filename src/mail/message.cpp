#include "mail/message.h"

#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "mail/limits.h"

namespace mail {

Message Message::parse(std::string octets) {
    Message message;
    message.octets_ = std::move(octets);
    HeaderSection section = read_header(message.octets_, {0, message.octets_.size()});
    message.fields_ = std::move(section.fields);
    message.header_ = section.header;
    message.body_ = section.body;
    message.note_header(section.end);
    message.scan_octets();
    message.findings_.sort();
    return message;
}

void Message::note_header(HeaderEnd end) {
    if (fields_.empty()) return findings_.add(Finding::Kind::no_header, {0, 0});
    if (end == HeaderEnd::not_a_field) {
        const std::size_t begin = body_.offset;
        findings_.add(Finding::Kind::field_without_colon,
                      {begin, line_at(octets_, begin).content_end - begin});
        findings_.add(Finding::Kind::no_blank_line, {begin, 0});
    }
    if (end == HeaderEnd::end_of_text) findings_.add(Finding::Kind::no_blank_line, {header_.end(), 0});
    if (find("From") == nullptr) findings_.add(Finding::Kind::missing_from, {header_.end(), 0});
    if (find("Date") == nullptr) findings_.add(Finding::Kind::missing_date, {header_.end(), 0});
}

void Message::scan_octets() {
    const std::string_view all = octets_;
    std::size_t line_begin = 0, high_begin = 0, high_length = 0;
    const auto end_line = [&](std::size_t content_end) {
        if (content_end - line_begin > longest_text_line)
            findings_.add(Finding::Kind::line_too_long, {line_begin, content_end - line_begin});
    };
    const auto end_high_run = [&] {
        if (high_length == 0) return;
        findings_.add(
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
            if (!after_cr) findings_.add(Finding::Kind::bare_lf, {i, 1});
            end_line(after_cr && i > line_begin ? i - 1 : i);
            line_begin = i + 1;
        } else if (c == '\r' && (i + 1 == all.size() || all[i + 1] != '\n')) {
            findings_.add(Finding::Kind::bare_cr, {i, 1});
        } else if (c == '\0') {
            findings_.add(Finding::Kind::nul, {i, 1});
        }
    }
    end_high_run();
    end_line(all.size());
}

std::string_view Message::text(ByteRange range) const {
    base::expects(range.offset <= octets_.size() && range.length <= octets_.size() - range.offset);
    return std::string_view(octets_).substr(range.offset, range.length);
}

std::string Message::value(const Field& field) const {
    return unfolded(text(field.value));
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
