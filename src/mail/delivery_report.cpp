#include "mail/delivery_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "mail/encoding.h"
#include "mail/fold.h"
#include "mail/limits.h"
#include "mail/report_parts.h"
#include "mail/utf8.h"

namespace mail {
namespace {

constexpr std::size_t longest_boundary = 70;       // RFC 2046 5.1.1
constexpr std::size_t longest_boundary_seed = 48;  // leaves room for a number of 17 digits

bool has(const Report& report, DeliveryAction action) {
    return std::any_of(report.recipients.begin(), report.recipients.end(),
                       [&](const RecipientReport& recipient) { return recipient.action == action; });
}

/// By what the sender has to know first.
std::string_view subject(const Report& report) {
    if (has(report, DeliveryAction::failed)) return "Undelivered Mail Returned to Sender";
    if (has(report, DeliveryAction::delayed)) return "Delayed Mail (it is still being tried)";
    if (has(report, DeliveryAction::relayed)) return "Mail Handed On (to a host that sends no reports)";
    if (has(report, DeliveryAction::expanded)) return "Mail Delivered to a Mailing List";
    return "Successful Mail Delivery Report";
}

/// Whether the original can stand inside a message/rfc822, which may not be encoded (RFC 2046 5.2.1): no bare
/// CR or LF, no NUL, no overlong line.
bool can_travel(const Message& original) {
    using Kind = Finding::Kind;
    for (const Kind kind : {Kind::bare_lf, Kind::bare_cr, Kind::nul, Kind::line_too_long})
        if (original.count(kind) > 0) return false;
    return true;
}

/// Header octets as they can travel anywhere: no bare CR, LF or NUL, and no line over 998. What an odd octet
/// was is lost; the rest of the header is worth more to its reader.
std::string travelling_header(const Message& original, Utf8 utf8) {
    std::string clean;
    std::size_t column = 0;
    const std::string_view header = original.text(original.header());
    for (std::size_t i = 0; i < header.size(); ++i) {
        const char c = header[i];
        if (c == '\n') {
            clean += "\r\n";
            column = 0;
            continue;
        }
        if (c == '\r' && i + 1 < header.size() && header[i + 1] == '\n') continue;
        if (++column > longest_text_line) continue;
        const bool odd = c == '\r' || c == '\0' || (base::is_high(c) && utf8 == Utf8::refused);
        clean += odd ? '?' : c;
    }
    return clean;
}

/// Whether the original's header is in UTF-8 (RFC 6532), so that no message/rfc822 may hold it.
bool is_global(const Message& original) {
    const std::string_view header = original.text(original.header());
    return base::has_high(header) && with_valid_utf8(header) == header;
}

/// The original of a UTF-8 header: RFC 6532 3.7 and RFC 6533 4.3 allow their types to be encoded.
std::string global_part(const Message& original, Returned returned, Utf8 utf8) {
    std::string text = returned == Returned::full ? "Content-Type: message/global\r\n"
                                                    "Content-Description: Undelivered letter\r\n"
                                                  : "Content-Type: message/global-headers\r\n"
                                                    "Content-Description: Header of the letter\r\n";
    const std::string octets =
        returned == Returned::full ? original.octets() : travelling_header(original, Utf8::allowed);
    if (utf8 == Utf8::allowed) return text + "Content-Transfer-Encoding: 8bit\r\n\r\n" + octets;
    return text + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + to_quoted_printable(octets);
}

std::string returned_part(const Message& original, Returned returned, Utf8 utf8) {
    if (is_global(original)) return global_part(original, returned, utf8);
    if (returned == Returned::header_only)
        return "Content-Type: text/rfc822-headers\r\n"
               "Content-Description: Header of the letter\r\n"
               "\r\n" +
               travelling_header(original, Utf8::refused);
    std::string text =
        "Content-Type: message/rfc822\r\n"
        "Content-Description: Undelivered letter\r\n";
    if (base::has_high(original.octets())) text += "Content-Transfer-Encoding: 8bit\r\n";
    return text + "\r\n" + original.octets();
}

/// RFC 6533: in UTF-8 when an address or the original needs it, and the way back carries it.
ReportScript script_for(const Report& report, const Message& original) {
    bool needs = is_global(original) || base::has_high(to_text(report.to));
    for (const RecipientReport& recipient : report.recipients) {
        needs = needs || base::has_high(to_text(recipient.final_recipient));
        needs =
            needs || (recipient.original_recipient && base::has_high(recipient.original_recipient->address));
    }
    return needs && report.utf8 == Utf8::allowed ? ReportScript::utf8 : ReportScript::ascii;
}

/// A boundary that occurs in none of the parts, whatever their authors guessed: the smallest number that
/// does not follow our stem anywhere in them.
std::string boundary_for(std::string_view seed, const std::vector<std::string>& parts) {
    std::string stem = "=_";
    for (const char c : seed.substr(0, longest_boundary_seed))
        stem += base::is_alnum(c) || c == '.' ? c : '_';
    stem += '_';
    std::vector<std::int64_t> taken;
    for (const std::string_view part : parts) {
        for (auto at = part.find(stem); at != std::string_view::npos; at = part.find(stem, at + 1)) {
            std::size_t end = at + stem.size();
            while (end < part.size() && end - at - stem.size() < 18 && base::is_digit(part[end])) ++end;
            const auto number = base::parse_number(part.substr(at + stem.size(), end - at - stem.size()));
            if (number) taken.push_back(*number);
        }
    }
    std::sort(taken.begin(), taken.end());
    std::int64_t free = 1;
    for (const std::int64_t number : taken)
        if (number == free) ++free;
    // The '=' at the end: "_1" must not be taken for the beginning of "_12".
    std::string boundary = fmt::format("{}{}=", stem, free);
    base::expects(boundary.size() <= longest_boundary);
    return boundary;
}

}  // namespace

std::string_view to_text(DeliveryAction action) {
    switch (action) {
        case DeliveryAction::failed:
            return "failed";
        case DeliveryAction::delayed:
            return "delayed";
        case DeliveryAction::delivered:
            return "delivered";
        case DeliveryAction::relayed:
            return "relayed";
        case DeliveryAction::expanded:
            return "expanded";
    }
    return {};
}

std::optional<DeliveryAction> parse_delivery_action(std::string_view text) {
    for (const auto action : {DeliveryAction::failed, DeliveryAction::delayed, DeliveryAction::delivered,
                              DeliveryAction::relayed, DeliveryAction::expanded})
        if (base::equal_ignoring_case(text, to_text(action))) return action;
    return {};
}

std::string delivery_report(const Report& report) {
    base::expects(!report.recipients.empty());
    const Message original = Message::parse(report.original);
    // RFC 3461 4.3: RET applies to failures; all else returns the header only.
    const bool full = report.returned == Returned::full && has(report, DeliveryAction::failed);
    const Returned returned = full && can_travel(original) ? Returned::full : Returned::header_only;
    const ReportScript script = script_for(report, original);
    const std::vector<std::string> parts{part_for_people(report, returned, script),
                                         status_part(report, script),
                                         returned_part(original, returned, report.utf8)};
    const std::string boundary = boundary_for(report.boundary, parts);
    const bool eight_bit = std::any_of(parts.begin(), parts.end(), base::has_high);

    std::string octets = folded_field("Date", to_mail_date(report.date));
    octets += folded_field(
        "From", one_line("Mail Delivery System <MAILER-DAEMON@" + report.reporting_mta + ">", script));
    octets += folded_field("To", "<" + to_text(report.to) + ">");
    octets += folded_field("Message-ID", one_line("<" + report.message_id + ">", ReportScript::ascii));
    octets += folded_field("Subject", subject(report));
    octets += folded_field("Auto-Submitted", "auto-replied");  // RFC 3834 5: nobody's machine shall answer it
    octets += folded_field("MIME-Version", "1.0");
    octets +=
        "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"" + boundary + "\"\r\n";
    if (eight_bit) octets += "Content-Transfer-Encoding: 8bit\r\n";
    octets += "\r\nThis is a MIME-encapsulated message.\r\n";
    for (const std::string& part : parts)
        octets.append("\r\n--").append(boundary).append("\r\n").append(part);
    return octets + "\r\n--" + boundary + "--\r\n";
}

}  // namespace mail
