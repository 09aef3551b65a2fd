#include "mta/notices.h"

#include <fmt/format.h>

#include "explain/why.h"
#include "mta/era_1982.h"

namespace mta {
namespace {

using mail::DeliveryAction;

mail::UnixSeconds date_at(mail::UnixSeconds start, base::Instant at) {
    return start + at.nanoseconds / 1'000'000'000;
}

std::uint8_t class_of(smtp::Outcome outcome) {
    switch (outcome) {
        case smtp::Outcome::relayed:
            return 2;
        case smtp::Outcome::deferred:
            return 4;
        default:
            return 5;
    }
}

// What the host found out itself, in words: RFC 3464 2.3.6 lets others than "smtp" say it.
std::string own_diagnostic(const HostSettings& settings, const Settlement& failure) {
    const bool expired = failure.reason == smtp::Reason::expired;
    return "x-mailstage; " +
           (expired ? "gave up after many tries; the last one: " + failure.said
                    : explain::why_text({failure.reason, 0, {}, failure.said, settings.name, {}, {}}));
}

// "rfc822;bob@dest.example", as RCPT said it and xtext decoded.
std::optional<mail::OriginalRecipient> original_recipient(const std::string& written) {
    const std::size_t semicolon = written.find(';');
    if (semicolon == std::string::npos) return {};
    return mail::OriginalRecipient{written.substr(0, semicolon), written.substr(semicolon + 1)};
}

mail::RecipientReport report_of(const HostSettings& settings, const QueuedMail& mail, const Owed& one,
                                mail::UnixSeconds start, base::Instant now) {
    const Settlement& about = one.about;
    const QueuedRecipient& recipient = mail.recipients[about.recipient];
    mail::RecipientReport report;
    report.final_recipient = recipient.address;
    report.action = one.action;
    report.status = smtp::to_text(status_of(about));
    report.last_attempt = date_at(start, now);
    report.original_recipient = original_recipient(recipient.options.original_recipient);
    const bool bad_news = one.action == DeliveryAction::failed || one.action == DeliveryAction::delayed;
    if (about.code > 0)
        report.diagnostic_code = "smtp; " + about.said;
    else if (bad_news)
        report.diagnostic_code = own_diagnostic(settings, about);
    if (about.code > 0 && !about.by.empty()) report.remote_mta = about.by;
    if (one.action == DeliveryAction::delayed)
        report.will_retry_until = date_at(start, mail.arrival + settings.retry.expiry);
    return report;
}

mail::Returned returned(const QueuedMail& mail) {
    if (mail.options.returned != smtp::Return::unspecified)
        return mail.options.returned == smtp::Return::full ? mail::Returned::full
                                                           : mail::Returned::header_only;
    return mail.letter->size() <= most_returned_octets ? mail::Returned::full : mail::Returned::header_only;
}

}  // namespace

smtp::EnhancedCode status_of(const Settlement& settlement) {
    const std::uint8_t level = class_of(settlement.outcome);
    if (settlement.enhanced.level == level) return settlement.enhanced;
    // A reply whose enhanced code contradicts it, or without one: the reply's first digit decides (RFC 3463
    // 2).
    switch (settlement.reason) {
        case smtp::Reason::user_unknown:
            return {level, 1, 1};
        case smtp::Reason::domain_unknown:
        case smtp::Reason::host_not_in_table:
            return {level, 1, 2};
        case smtp::Reason::domain_takes_no_mail:
            return {level, 1, 10};  // RFC 7505 4.2
        case smtp::Reason::mailbox_full:
            return {level, 2, 2};
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
        case smtp::Reason::reply_not_understood:
            return {level, 5, 0};
        case smtp::Reason::eight_bit_not_possible:
            return {level, 6, 3};
        case smtp::Reason::utf8_not_possible:
            return {level, 6, 7};  // RFC 6531 3.6.1
        case smtp::Reason::require_tls_not_possible:
            return {level, 7, 30};  // RFC 8689 6
        case smtp::Reason::tls_failed:
        case smtp::Reason::tls_not_offered:
        case smtp::Reason::certificate_not_trusted:
            return {level, 7, 5};
        case smtp::Reason::auth_failed:
        case smtp::Reason::auth_not_offered:
        case smtp::Reason::server_signature_wrong:
            return {level, 7, 8};
        default:
            return {level, 0, 0};
    }
}

trace::LetterKind kind_of(DeliveryAction action) {
    switch (action) {
        case DeliveryAction::failed:
            return trace::LetterKind::bounce;
        case DeliveryAction::delayed:
            return trace::LetterKind::delay_notice;
        default:
            return trace::LetterKind::success_notice;
    }
}

bool is_wanted(const smtp::Notify& notify, DeliveryAction action) {
    switch (action) {
        case DeliveryAction::failed:
            return notify.failure;
        case DeliveryAction::delayed:
            return notify.delay;
        default:
            return notify.given && notify.success;
    }
}

std::string report_letter(const HostSettings& settings, const QueuedMail& mail, const mail::Address& to,
                          const std::vector<Owed>& told, mail::UnixSeconds start, base::Instant now) {
    if (settings.is_1982()) return undeliverable_1982(settings.name, mail, to, told, date_at(start, now));
    static constexpr std::array<std::string_view, 4> words{"", "bounce", "delay", "success"};
    const std::string_view word = words[static_cast<std::size_t>(kind_of(told.front().action))];
    mail::Report report;
    report.reporting_mta = settings.name;
    report.arrival_date = date_at(start, mail.arrival);
    report.to = to;
    report.date = date_at(start, now);
    report.message_id =
        fmt::format("{}.{}.{}@{}", word, mail.queue_id, now.nanoseconds / 1'000'000, settings.name);
    report.boundary = fmt::format("{}-{}", mail.queue_id, settings.name);
    for (const Owed& one : told) report.recipients.push_back(report_of(settings, mail, one, start, now));
    report.original = *mail.letter;
    report.returned = returned(mail);
    report.envelope_id = mail.options.envelope_id;
    // A sender who wrote without SMTPUTF8 may be unable to read it (RFC 6533 3).
    report.utf8 = mail.options.utf8 ? mail::Utf8::allowed : mail::Utf8::refused;
    return mail::delivery_report(report);
}

}  // namespace mta
