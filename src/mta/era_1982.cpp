#include "mta/era_1982.h"

#include <fmt/format.h>

#include "base/text.h"
#include "smtp/reason.h"

namespace mta {
namespace {

// A word of the peer's: it may not end the line or begin the date.
std::string harmless(std::string_view word) {
    std::string text(word);
    for (char& c : text)
        if (!base::is_printable(c) || c == ' ' || c == ';') c = '?';
    return text;
}

}  // namespace

std::string date_1982(mail::UnixSeconds when) {
    const std::string today = mail::to_mail_date(when);  // "Mon, 23 Nov 2026 20:36:19 +0000"
    const auto words = base::words(today);
    return fmt::format("{} {} {} {} UT", words[1], words[2], words[3].substr(2), words[4]);
}

std::string received_1982(std::string_view from, std::string_view by, mail::UnixSeconds when) {
    return fmt::format("Received: from {} by {} ; {}\r\n", harmless(from), harmless(by), date_1982(when));
}

std::string return_path_1982(const std::vector<std::string>& route,
                             const std::optional<mail::Address>& reverse_path) {
    if (!reverse_path) return "Return-Path: <>\r\n";
    std::string hosts;
    for (const std::string& host : route) hosts += (hosts.empty() ? "@" : ",@") + host;
    return fmt::format("Return-Path: <{}{}{}>\r\n", hosts, hosts.empty() ? "" : ":",
                       mail::to_text(*reverse_path));
}

std::string undeliverable_1982(std::string_view host, const QueuedMail& mail, const mail::Address& to,
                               const std::vector<Owed>& failures, mail::UnixSeconds now) {
    std::string text =
        fmt::format("Date: {}\r\nFrom: SMTP@{}\r\nTo: {}\r\nSubject: Mail System Problem\r\n\r\n",
                    date_1982(now), host, mail::to_text(to));
    for (const Owed& one : failures) {
        text += fmt::format("  Sorry, your message to {} is lost.\r\n",
                            mail::to_text(mail.recipients[one.about.recipient].address));
        const std::string said = base::visible(one.about.said);
        if (one.about.code > 0)
            text += fmt::format("    {} said this:\r\n    \"{}\"\r\n", one.about.by, said);
        else
            text += fmt::format("    {} found: {} ({})\r\n", host, to_text(one.about.reason), said);
    }
    return text;
}

}  // namespace mta
