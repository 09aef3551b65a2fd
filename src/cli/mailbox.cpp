#include "cli/mailbox.h"

#include <fmt/format.h>

#include "base/text.h"
#include "mail/date.h"
#include "trace/letter.h"

namespace cli {
namespace {

// "Mon Mar  2 09:00:01 2026", made of "Mon, 02 Mar 2026 09:00:01 +0000" (any form of the day).
std::string mbox_date(mail::UnixSeconds when) {
    const std::string text = mail::to_mail_date(when);
    const auto parts = base::words(text);
    return fmt::format("{} {} {:>2} {} {}", parts[0].substr(0, 3), parts[2],
                       parts[1].front() == '0' ? parts[1].substr(1) : parts[1], parts[4], parts[3]);
}

// mbox lines end with LF; a line of '>'s and "From " gets one '>' more.
std::string quoted(std::string_view octets) {
    std::string text;
    for (std::size_t begin = 0; begin < octets.size();) {
        const auto end = std::min(octets.find('\n', begin), octets.size() - 1) + 1;
        std::string_view line = octets.substr(begin, end - begin);
        const auto marks = line.find_first_not_of('>');
        if (marks != std::string_view::npos && line.substr(marks).starts_with("From ")) text += '>';
        if (line.ends_with("\r\n"))
            text.append(line.substr(0, line.size() - 2)) += '\n';
        else
            text += line;
        begin = end;
    }
    return text;
}

}  // namespace

base::Result<std::string> mailbox_as_mbox(const trace::Trace& trace, const std::string& address) {
    std::string known;
    bool exists = false;
    for (const trace::WorldHost& host : trace.world.hosts)
        for (const std::string& mailbox : host.mailboxes) {
            known += (known.empty() ? "" : ", ") + mailbox;
            exists = exists || base::equal_ignoring_case(mailbox, address);
        }
    if (!exists)
        return base::Problem{{}, fmt::format("there is no mailbox '{}'", address), "name one of " + known};
    std::string mbox;
    for (const trace::Event& event : trace.events()) {
        const auto* delivered = std::get_if<trace::Delivered>(&event.fact);
        if (!delivered || !base::equal_ignoring_case(trace.text(delivered->mailbox), address)) continue;
        const auto held = trace::held_letter(trace, event.host, delivered->mail, event.number);
        if (!held) continue;
        const std::string_view field =
            trace.text(delivered->fields_added);  // "Return-Path: <ann@src.example>"
        const auto open = field.find('<'), close = field.find('>');
        const std::string sender(close > open + 1 ? field.substr(open + 1, close - open - 1)
                                                  : "MAILER-DAEMON");
        const mail::UnixSeconds when = trace.world.start + event.at.nanoseconds / 1'000'000'000;
        mbox +=
            fmt::format("From {} {}\n{}\n", sender, mbox_date(when), quoted(trace::octets_of(trace, *held)));
    }
    return mbox;
}

}  // namespace cli
