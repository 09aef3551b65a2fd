#include "mail/delivery_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "mail/fold.h"
#include "mail/limits.h"
#include "mail/status_advice.h"

namespace mail {
namespace {

constexpr std::size_t longest_boundary = 70;       // RFC 2046 5.1.1
constexpr std::size_t longest_boundary_seed = 48;  // leaves room for a number of 17 digits

bool has(const Report& report, DeliveryAction action) {
    return std::any_of(report.recipients.begin(), report.recipients.end(),
                       [&](const RecipientReport& recipient) { return recipient.action == action; });
}

std::string_view subject(const Report& report) {
    if (has(report, DeliveryAction::failed)) return "Undelivered Mail Returned to Sender";
    if (has(report, DeliveryAction::delayed)) return "Delayed Mail (it is still being tried)";
    return "Successful Mail Delivery Report";
}

std::string_view outcome(DeliveryAction action) {
    switch (action) {
        case DeliveryAction::failed:
            return "could not be delivered, and will not be tried again";
        case DeliveryAction::delayed:
            return "could not be delivered yet; it will be tried again";
        case DeliveryAction::delivered:
            return "was delivered";
        case DeliveryAction::relayed:
            return "was handed to a host that sends no such reports";
        case DeliveryAction::expanded:
            return "was delivered to a list, which sends it to its members";
    }
    return {};
}

/// "smtp; 550 5.1.1 no such user" without its type.
std::string_view said(std::string_view diagnostic_code) {
    const auto semicolon = diagnostic_code.find(';');
    return base::trim(semicolon == std::string_view::npos ? diagnostic_code
                                                          : diagnostic_code.substr(semicolon + 1));
}

std::string for_people(const RecipientReport& recipient) {
    std::string text =
        wrapped(plain_ascii(fmt::format("The letter for <{}> {}.", to_text(recipient.final_recipient),
                                        outcome(recipient.action))),
                "");
    if (!recipient.diagnostic_code.empty()) {
        const std::string who = recipient.remote_mta ? "The host " + *recipient.remote_mta : "This host";
        text += wrapped(plain_ascii(who + " said:"), "  ");
        text += wrapped(plain_ascii(said(recipient.diagnostic_code)), "      ");
    }
    if (recipient.action == DeliveryAction::failed || recipient.action == DeliveryAction::delayed) {
        const StatusAdvice advice = status_advice(recipient.status);
        text += wrapped(plain_ascii(fmt::format("The code {} means that {} ({}).", recipient.status,
                                                advice.meaning, base::to_text(advice.citation))),
                        "  ");
        const bool waiting = recipient.action == DeliveryAction::delayed;
        text += wrapped(waiting ? "What to do: nothing for now, this host keeps trying."
                                : fmt::format("What to do: {}", advice.advice),
                        "  ");
    }
    if (recipient.will_retry_until)
        text += wrapped("It will be tried until " + to_mail_date(*recipient.will_retry_until) + ".", "  ");
    return text + "\r\n";
}

std::string part_for_people(const Report& report, Returned returned) {
    std::string text =
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "Content-Description: Notification\r\n"
        "\r\n";
    text +=
        wrapped(plain_ascii("This is the mail system at host " + report.reporting_mta + "."), "") + "\r\n";
    text += wrapped("It reports about a letter of yours that it took in on " +
                        to_mail_date(report.arrival_date) + ".",
                    "") +
            "\r\n";
    for (const RecipientReport& recipient : report.recipients) text += for_people(recipient);
    return text + wrapped(returned == Returned::full
                              ? "Below: the same for programs to read, then your letter."
                              : "Below: the same for programs to read, then the header of your letter.",
                          "");
}

std::string status_part(const Report& report) {
    std::string text =
        "Content-Type: message/delivery-status\r\n"
        "Content-Description: Delivery report\r\n"
        "\r\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        text += folded_field(name, plain_ascii(value));
    };
    add("Reporting-MTA", "dns; " + report.reporting_mta);
    add("Arrival-Date", to_mail_date(report.arrival_date));
    for (const RecipientReport& recipient : report.recipients) {
        text += "\r\n";
        add("Final-Recipient", "rfc822; " + to_text(recipient.final_recipient));
        add("Action", to_text(recipient.action));
        add("Status", recipient.status);
        if (recipient.remote_mta) add("Remote-MTA", "dns; " + *recipient.remote_mta);
        if (!recipient.diagnostic_code.empty()) add("Diagnostic-Code", recipient.diagnostic_code);
        if (recipient.last_attempt) add("Last-Attempt-Date", to_mail_date(*recipient.last_attempt));
        if (recipient.will_retry_until) add("Will-Retry-Until", to_mail_date(*recipient.will_retry_until));
    }
    return text;
}

bool has_high_octets(std::string_view octets) {
    return std::any_of(octets.begin(), octets.end(), [](char c) { return base::is_high(c); });
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
std::string travelling_header(const Message& original) {
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
        clean += c == '\r' || c == '\0' || base::is_high(c) ? '?' : c;
    }
    return clean;
}

std::string returned_part(const Message& original, Returned returned) {
    if (returned == Returned::header_only)
        return "Content-Type: text/rfc822-headers\r\n"
               "Content-Description: Header of the undelivered letter\r\n"
               "\r\n" +
               travelling_header(original);
    std::string text =
        "Content-Type: message/rfc822\r\n"
        "Content-Description: Undelivered letter\r\n";
    if (has_high_octets(original.octets())) text += "Content-Transfer-Encoding: 8bit\r\n";
    return text + "\r\n" + original.octets();
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
    const Returned returned = can_travel(original) ? report.returned : Returned::header_only;
    const std::vector<std::string> parts{part_for_people(report, returned), status_part(report),
                                         returned_part(original, returned)};
    const std::string boundary = boundary_for(report.boundary, parts);
    const bool eight_bit = has_high_octets(parts.back());

    std::string octets = folded_field("Date", to_mail_date(report.date));
    octets += folded_field("From",
                           plain_ascii("Mail Delivery System <MAILER-DAEMON@" + report.reporting_mta + ">"));
    octets += folded_field("To", "<" + to_text(report.to) + ">");
    octets += folded_field("Message-ID", plain_ascii("<" + report.message_id + ">"));
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
