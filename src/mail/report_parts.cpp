#include "mail/report_parts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "mail/fold.h"
#include "mail/status_advice.h"
#include "mail/utf8.h"

namespace mail {
namespace {

/// An address outside ASCII is kept even in an ASCII report: by its escapes (RFC 6533 3).
std::string address_text(std::string_view address, ReportScript script) {
    if (script == ReportScript::utf8 || !base::has_high(address)) return one_line(address, script);
    return to_utf8_addr_xtext(address);
}

/// "rfc822; bob@dest.example", or with type utf-8 when the address is not ASCII.
std::string typed_address(std::string_view address, ReportScript script) {
    return (base::has_high(address) ? "utf-8; " : "rfc822; ") + address_text(address, script);
}

std::string original_recipient(const OriginalRecipient& recipient, ReportScript script) {
    const std::string type = one_line(recipient.type, ReportScript::ascii);
    // RFC 6533 3: in message/delivery-status type utf-8 is always in its xtext form.
    if (script == ReportScript::ascii && base::equal_ignoring_case(recipient.type, "utf-8"))
        return type + "; " + to_utf8_addr_xtext(recipient.address);
    return type + "; " + address_text(recipient.address, script);
}

// ---- for people ----

std::string outcome(const RecipientReport& recipient, ReportScript script) {
    const std::string host = recipient.remote_mta ? one_line(*recipient.remote_mta, script) : "";
    switch (recipient.action) {
        case DeliveryAction::failed:
            return "could not be delivered, and will not be tried again";
        case DeliveryAction::delayed:
            return "could not be delivered yet; it will be tried again";
        case DeliveryAction::delivered:
            return "was delivered to the mailbox";
        case DeliveryAction::relayed:
            return host.empty() ? "was handed on to another host, which sends no such reports"
                                : "was handed on to the host " + host + ", which sends no such reports";
        case DeliveryAction::expanded:
            return "was delivered to a mailing list, which sends it on to its members";
    }
    return {};
}

/// "smtp; 550 5.1.1 no such user" without its type.
std::string_view said(std::string_view diagnostic_code) {
    const auto semicolon = diagnostic_code.find(';');
    return base::trim(semicolon == std::string_view::npos ? diagnostic_code
                                                          : diagnostic_code.substr(semicolon + 1));
}

std::string what_to_do(const RecipientReport& recipient) {
    switch (recipient.action) {
        case DeliveryAction::failed:
            return fmt::format("What to do: {}", status_advice(recipient.status).advice);
        case DeliveryAction::delayed:
            return "What to do: nothing for now, this host keeps trying. You do not need to send your letter "
                   "again.";
        case DeliveryAction::delivered:
            return "That it lies in the mailbox does not mean that somebody has read it.";
        case DeliveryAction::relayed:
            return "It may well arrive, but you will not be told.";
        case DeliveryAction::expanded:
            return "What becomes of it at each member will not be reported to you.";
    }
    return {};
}

std::string for_people(const RecipientReport& recipient, ReportScript script) {
    const std::string address = to_text(recipient.final_recipient);
    std::string text = wrapped(
        fmt::format("The letter for <{}> {}.", address_text(address, script), outcome(recipient, script)),
        "");
    const auto& original = recipient.original_recipient;
    if (original && original->address != address)
        text += wrapped(fmt::format("You wrote to <{}>; that is where it went from there.",
                                    address_text(original->address, script)),
                        "  ");
    const bool trouble =
        recipient.action == DeliveryAction::failed || recipient.action == DeliveryAction::delayed;
    if (!recipient.diagnostic_code.empty()) {
        const std::string who = recipient.remote_mta ? "The host " + *recipient.remote_mta : "This host";
        text += wrapped(one_line(who + " said:", script), "  ");
        text += wrapped(one_line(said(recipient.diagnostic_code), script), "      ");
    }
    if (trouble) {
        const StatusAdvice advice = status_advice(recipient.status);
        text += wrapped(fmt::format("The code {} means that {} ({}).", one_line(recipient.status, script),
                                    advice.meaning, base::to_text(advice.citation)),
                        "  ");
    }
    text += wrapped(what_to_do(recipient), "  ");
    if (recipient.action == DeliveryAction::delayed && recipient.will_retry_until)
        text += wrapped("It will be tried until " + to_mail_date(*recipient.will_retry_until) +
                            "; if that is in vain, you will get another letter.",
                        "  ");
    return text + "\r\n";
}

}  // namespace

std::string one_line(std::string_view text, ReportScript script) {
    if (script == ReportScript::ascii) return plain_ascii(text);
    std::string line = with_valid_utf8(text);
    for (char& c : line)
        if (!base::is_printable(c) && !base::is_high(c)) c = ' ';
    return line;
}

std::string part_for_people(const Report& report, Returned returned, ReportScript script) {
    std::string text = script == ReportScript::utf8 ? "Content-Type: text/plain; charset=utf-8\r\n"
                                                      "Content-Transfer-Encoding: 8bit\r\n"
                                                    : "Content-Type: text/plain; charset=us-ascii\r\n";
    text += "Content-Description: Notification\r\n\r\n";
    text += wrapped(one_line("This is the mail system at host " + report.reporting_mta + ".", script), "") +
            "\r\n";
    text += wrapped(
        "It reports about a letter of yours that it took in on " + to_mail_date(report.arrival_date) + ".",
        "");
    if (!report.envelope_id.empty())
        text += wrapped(one_line("You marked its envelope: " + report.envelope_id, script), "");
    text += "\r\n";
    for (const RecipientReport& recipient : report.recipients) text += for_people(recipient, script);
    return text + wrapped(returned == Returned::full
                              ? "Below: the same for programs to read, then your letter."
                              : "Below: the same for programs to read, then the header of your letter.",
                          "");
}

std::string status_part(const Report& report, ReportScript script) {
    std::string text = script == ReportScript::utf8 ? "Content-Type: message/global-delivery-status\r\n"
                                                      "Content-Transfer-Encoding: 8bit\r\n"
                                                    : "Content-Type: message/delivery-status\r\n";
    text += "Content-Description: Delivery report\r\n\r\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        text += folded_field(name, one_line(value, script));
    };
    const auto add_date = [&](std::string_view name, const std::optional<UnixSeconds>& when) {
        if (when) add(name, to_mail_date(*when));
    };
    if (!report.envelope_id.empty()) add("Original-Envelope-Id", report.envelope_id);
    add("Reporting-MTA", "dns; " + report.reporting_mta);
    if (!report.received_from_mta.empty()) add("Received-From-MTA", "dns; " + report.received_from_mta);
    add("Arrival-Date", to_mail_date(report.arrival_date));
    for (const RecipientReport& recipient : report.recipients) {
        text += "\r\n";
        if (recipient.original_recipient)
            add("Original-Recipient", original_recipient(*recipient.original_recipient, script));
        add("Final-Recipient", typed_address(to_text(recipient.final_recipient), script));
        add("Action", to_text(recipient.action));
        add("Status", recipient.status);
        if (recipient.remote_mta) add("Remote-MTA", "dns; " + *recipient.remote_mta);
        if (!recipient.diagnostic_code.empty()) add("Diagnostic-Code", recipient.diagnostic_code);
        add_date("Last-Attempt-Date", recipient.last_attempt);
        if (!recipient.final_log_id.empty()) add("Final-Log-Id", recipient.final_log_id);
        // RFC 3464 2.3.9: only for what is still being tried.
        if (recipient.action == DeliveryAction::delayed)
            add_date("Will-Retry-Until", recipient.will_retry_until);
    }
    return text;
}

}  // namespace mail
