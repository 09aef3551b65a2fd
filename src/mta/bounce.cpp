#include "mta/bounce.h"

#include <fmt/format.h>

#include "explain/why.h"

namespace mta {
namespace {

mail::UnixSeconds date_at(mail::UnixSeconds start, base::Instant at) {
    return start + at.nanoseconds / 1'000'000'000;
}

}  // namespace

smtp::EnhancedCode status_of(const Settlement& settlement) {
    if (settlement.enhanced) return settlement.enhanced;
    const std::uint8_t level = settlement.outcome == smtp::Outcome::failed ? 5 : 4;
    switch (settlement.reason) {
        case smtp::Reason::user_unknown:
            return {level, 1, 1};
        case smtp::Reason::domain_unknown:
            return {level, 1, 2};
        case smtp::Reason::domain_takes_no_mail:
            return {level, 1, 10};  // RFC 7505 4.2
        case smtp::Reason::dns_no_answer:
            return {level, 4, 3};
        case smtp::Reason::connection_refused:
        case smtp::Reason::connection_timed_out:
            return {level, 4, 1};
        case smtp::Reason::connection_lost:
        case smtp::Reason::reply_overdue:
            return {level, 4, 2};
        case smtp::Reason::loops_back:
            return {level, 4, 6};
        case smtp::Reason::expired:
            return {level, 4, 7};
        default:
            return {level, 0, 0};
    }
}

namespace {

// What the host found out itself, in words: RFC 3464 2.3.6 lets others than "smtp" say it.
std::string own_diagnostic(const HostSettings& settings, const Settlement& failure) {
    const bool expired = failure.reason == smtp::Reason::expired;
    return "x-mailstage; " +
           (expired ? "gave up after many tries; the last one: " + failure.said
                    : explain::why_text({failure.reason, 0, {}, failure.said, settings.name, {}, {}}));
}

}  // namespace

std::string bounce_letter(const HostSettings& settings, const QueuedMail& mail,
                          const std::vector<Settlement>& failures, mail::UnixSeconds start,
                          base::Instant now) {
    mail::Report report;
    report.reporting_mta = settings.name;
    report.arrival_date = date_at(start, mail.arrival);
    report.to = *mail.reverse_path;
    report.date = date_at(start, now);
    report.message_id =
        fmt::format("bounce.{}.{}@{}", mail.queue_id, now.nanoseconds / 1'000'000, settings.name);
    report.boundary = fmt::format("{}-{}", mail.queue_id, settings.name);
    for (const Settlement& failure : failures) {
        mail::RecipientReport about;
        about.final_recipient = mail.recipients[failure.recipient].address;
        about.status = smtp::to_text(status_of(failure));
        about.diagnostic_code =
            failure.code > 0 ? "smtp; " + failure.said : own_diagnostic(settings, failure);
        if (failure.code > 0 && !failure.by.empty()) about.remote_mta = failure.by;
        about.last_attempt = date_at(start, now);
        report.recipients.push_back(std::move(about));
    }
    report.original = *mail.letter;
    report.returned =
        mail.letter->size() <= most_returned_octets ? mail::Returned::full : mail::Returned::header_only;
    return mail::delivery_report(report);
}

}  // namespace mta
