#include "mail/inspection.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "mail/date.h"
#include "mail/header_address.h"
#include "mail/message_id.h"
#include "mail/utf8.h"

namespace mail {
namespace {

using Kind = Finding::Kind;

// RFC 5322 3.6: the fields that may stand at most once; and those of MIME (RFC 2045 3).
constexpr std::array<std::string_view, 16> single_fields{"Date",         "From",
                                                         "Sender",       "Reply-To",
                                                         "To",           "Cc",
                                                         "Bcc",          "Message-ID",
                                                         "In-Reply-To",  "References",
                                                         "Subject",      "MIME-Version",
                                                         "Content-Type", "Content-Transfer-Encoding",
                                                         "Content-ID",   "Content-Description"};

bool named(const Message& message, const HeaderField& field, std::string_view name) {
    return base::equal_ignoring_case(message.name(field), name);
}

// ---- fields ----

/// From where the folded value stops to be addresses; all of it where that is its end or a bare LF's doing.
ByteRange unreadable_range(const Message& message, const HeaderField& field, AddressListForm form) {
    const auto fault = check_address_list(message.text(field.value), form);
    if (!fault || fault->position >= field.value.length) return field.whole;
    return {field.value.offset + fault->position, field.value.length - fault->position};
}

void inspect_addresses(const Message& message, const HeaderField& field, Findings& findings) {
    struct Row {
        std::string_view name;
        AddressListForm form;
    };
    constexpr std::array rows{
        Row{"From", AddressListForm::mailboxes},     Row{"Sender", AddressListForm::one_mailbox},
        Row{"Reply-To", AddressListForm::addresses}, Row{"To", AddressListForm::addresses},
        Row{"Cc", AddressListForm::addresses},       Row{"Bcc", AddressListForm::addresses},
    };
    for (const Row& row : rows) {
        if (!named(message, field, row.name)) continue;
        const std::string value = message.value(field);
        if (value.empty() && row.name == "Bcc") continue;  // RFC 5322 3.6.3: it may be empty
        if (check_address_list(value, row.form))
            findings.add(Kind::bad_address, unreadable_range(message, field, row.form));
    }
}

void inspect_field(const Message& message, const HeaderField& field, Findings& findings) {
    if (message.octets()[field.name.end()] != ':') findings.add(Kind::space_before_colon, field.name);
    const std::string_view whole = message.text(field.whole);
    for (std::size_t i = 0; i < whole.size();) {
        const std::size_t length = utf8_character(whole, i);
        if (length == 0) {
            findings.add(Kind::bad_utf8_in_header, {field.whole.offset + i, 1});
            break;  // once a field: a charset of old makes every second octet one
        }
        i += length;
    }
    if (named(message, field, "Date") && !parse_mail_date(message.value(field)))
        findings.add(Kind::bad_date, field.whole);
    if (named(message, field, "Message-ID") && !is_message_id(message.value(field)))
        findings.add(Kind::bad_message_id, field.whole);
    inspect_addresses(message, field, findings);
}

void inspect_repeats(const Message& message, const std::vector<HeaderField>& fields, Findings& findings) {
    std::array<bool, single_fields.size()> seen{};
    for (const HeaderField& field : fields)
        for (std::size_t i = 0; i < single_fields.size(); ++i) {
            if (!named(message, field, single_fields[i])) continue;
            if (seen[i]) findings.add(Kind::repeated_field, field.whole);
            seen[i] = true;
        }
}

void inspect_header(const Message& message, Findings& findings) {
    for (const HeaderField& field : message.fields()) inspect_field(message, field, findings);
    if (message.fields().empty()) return;  // that there is no header was said
    if (message.find("Message-ID") == nullptr)
        findings.add(Kind::missing_message_id, {message.header().end(), 0});
    const bool mime =
        message.find("Content-Type") != nullptr || message.find("Content-Transfer-Encoding") != nullptr;
    if (mime && message.find("MIME-Version") == nullptr)
        findings.add(Kind::missing_mime_version, {message.header().end(), 0});
}

// ---- bodies ----

/// The first octet outside ASCII of a body that promised to have none.
void inspect_seven_bit(const Message& message, ByteRange body, Findings& findings) {
    const std::string_view text = message.text(body);
    const auto high = std::find_if(text.begin(), text.end(), [](char c) { return base::is_high(c); });
    if (high == text.end()) return;
    const auto at = static_cast<std::size_t>(high - text.begin());
    findings.add(Kind::eight_bit_in_seven_bit_part, {body.offset + at, 1});
}

/// RFC 2045 6.8: line ends and the alphabet, filled up to four with '=' at the very end only.
void inspect_base64(const Message& message, ByteRange body, Findings& findings) {
    const std::string_view text = message.text(body);
    std::size_t digits = 0, padding = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r' || c == '\n' || c == ' ' || c == '\t') continue;
        const bool digit = base::is_alnum(c) || c == '+' || c == '/';
        if ((!digit && c != '=') || (digit && padding > 0))
            return findings.add(Kind::bad_base64, {body.offset + i, 1});
        ++(digit ? digits : padding);
    }
    if ((digits + padding) % 4 != 0 || padding > 2) findings.add(Kind::bad_base64, {body.end(), 0});
}

/// RFC 2045 6.7: '=' before two upper-case digits or a line end (lower case is read, too), printable ASCII,
/// and nothing else.
void inspect_quoted_printable(const Message& message, ByteRange body, Findings& findings) {
    const std::string_view text = message.text(body);
    const auto is_hex = [](char c) {
        return base::is_digit(c) || (base::lower(c) >= 'a' && base::lower(c) <= 'f');
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '=') {
            const bool pair = text.size() - i >= 3 && is_hex(text[i + 1]) && is_hex(text[i + 2]);
            const std::size_t end = std::min(text.find_first_not_of(" \t", i + 1), text.size());
            const bool soft = end == text.size() || text[end] == '\n' || text.substr(end, 2) == "\r\n";
            if (!pair && !soft) return findings.add(Kind::bad_quoted_printable, {body.offset + i, 1});
            // Behind a soft break's white space: it was looked at, and is not looked at again.
            i = pair ? i + 2 : std::max(i, end - 1);
        } else if (!base::is_printable(c) && c != '\t' && c != '\r' && c != '\n') {
            return findings.add(Kind::bad_quoted_printable, {body.offset + i, 1});
        }
    }
}

void inspect_body(const Message& message, const MimePart& part, ByteRange body, Findings& findings) {
    switch (part.encoding) {
        case TransferEncoding::seven_bit:
            return inspect_seven_bit(message, body, findings);
        case TransferEncoding::base64:
            return inspect_base64(message, body, findings);
        case TransferEncoding::quoted_printable:
            return inspect_quoted_printable(message, body, findings);
        case TransferEncoding::eight_bit:
        case TransferEncoding::binary:
        case TransferEncoding::unknown:
            return;
    }
}

/// In binary parts a line is no line (RFC 2045 2.9, RFC 3030): their bare CR and LF, NUL and length are
/// right.
bool lies_in_binary(const MimeTree& tree, const Finding& finding) {
    for (const MimePiece& piece : tree.pieces()) {
        if (piece.range.end() <= finding.range.offset) continue;
        return piece.kind == MimePiece::Kind::body &&
               tree.parts()[piece.part].encoding == TransferEncoding::binary;
    }
    return false;
}

bool still_counts(const MimeTree& tree, const Finding& finding) {
    switch (finding.kind) {
        case Kind::eight_bit_in_header:  // inspect says it of what is no UTF-8
        case Kind::eight_bit_in_body:    // and of parts that promised ASCII
            return false;
        case Kind::bare_cr:
        case Kind::bare_lf:
        case Kind::nul:
        case Kind::line_too_long:
            return !lies_in_binary(tree, finding);
        default:
            return true;
    }
}

}  // namespace

Findings inspect(const Message& message, const MimeTree& tree) {
    Findings findings;
    findings.add_all(message.all_findings(),
                     [&](const Finding& finding) { return still_counts(tree, finding); });
    findings.add_all(tree.findings(), [](const Finding&) { return true; });
    inspect_header(message, findings);
    for (const MimePart& part : tree.parts()) inspect_repeats(message, part.fields, findings);
    for (const MimePiece& piece : tree.pieces())
        if (piece.kind == MimePiece::Kind::body)
            inspect_body(message, tree.parts()[piece.part], piece.range, findings);
    findings.sort();
    return findings;
}

}  // namespace mail
