// A host's senders are told: what is owed, when it is told, and what becomes of reports that fail themselves
// (RFC 5321 4.5.5 and 6.1, RFC 3461 5.2 and 6).
#include <algorithm>

#include "base/text.h"
#include "mta/host.h"
#include "mta/notices.h"

namespace mta {

using mail::DeliveryAction;
using trace::LetterKind;

// A mail program tells the person at once. Without a reverse-path only failures count, and they are for the
// postmaster.
void Host::owe(QueuedMail& mail, const Settlement& about, DeliveryAction action) {
    if (settings_.is_mail_program()) return;
    if (settings_.is_1982() && action != DeliveryAction::failed) return;  // RFC 821 knows no other notice
    const bool wanted = mail.reverse_path ? is_wanted(mail.recipients[about.recipient].options.notify, action)
                                          : action == DeliveryAction::failed;
    if (wanted) mail.owed.push_back({about, action});
}

// One report of a kind for a mail, with everybody in it: it waits until no try is under way.
void Host::tell(QueuedMail& mail, base::Instant now, Effects& effects) {
    if (mail.owed.empty() || mail.trying() > 0) return;
    mail.told = std::exchange(mail.owed, {});
    std::stable_sort(mail.told.begin(), mail.told.end(), [](const Owed& a, const Owed& b) {
        return a.about.recipient < b.about.recipient;  // in the order in which they were named
    });
    for (const LetterKind kind : {LetterKind::bounce, LetterKind::delay_notice, LetterKind::success_notice}) {
        std::vector<Owed> about;
        std::copy_if(mail.told.begin(), mail.told.end(), std::back_inserter(about),
                     [&](const Owed& one) { return kind_of(one.action) == kind; });
        if (!about.empty()) write_report(mail, about, now, effects);
    }
}

// Once for each recipient that waits. While a try is under way nobody knows; when it fails, defer() calls for
// the warning again.
void Host::warn(QueuedMail& mail, base::Instant now, Effects& effects) {
    queue_.warn_at(mail, base::never);
    if (mail.trying() > 0) return;
    for (QueuedRecipient& one : mail.recipients) {
        if (one.status != QueuedRecipient::Status::waiting || one.warned || !one.trouble) continue;
        one.warned = true;
        owe(mail, *one.trouble, DeliveryAction::delayed);
    }
    tell(mail, now, effects);
}

void Host::write_report(QueuedMail& mail, const std::vector<Owed>& told, base::Instant now,
                        Effects& effects) {
    const bool double_bounce = !mail.reverse_path;
    const bool nobody_left =
        mail.last_resort == QueuedMail::LastResort::yes || mail.kind == LetterKind::delay_notice ||
        mail.kind == LetterKind::success_notice || settings_.double_bounce == DoubleBounce::discarded ||
        !settings_.mailbox_for(settings_.postmaster());
    if (double_bounce && nobody_left) {
        effects.push_back(Note{trace::Discarded{mail.id}, 0});
        return;
    }
    const mail::Address to = mail.reverse_path.value_or(settings_.postmaster());
    QueuedMail report;
    report.queue_id = queue_id_for(now);
    report.kind = kind_of(told.front().action);
    report.part = smtp::ClientManners::Part::originator;
    report.last_resort = double_bounce ? QueuedMail::LastResort::yes : QueuedMail::LastResort::no;
    report.letter =
        std::make_shared<const std::string>(report_letter(settings_, mail, to, told, start_, now));
    const bool eight_bit = std::any_of(report.letter->begin(), report.letter->end(), base::is_high);
    report.options.utf8 = mail.options.utf8 && eight_bit;  // RFC 6533 3
    report.options.body = eight_bit ? smtp::Body::eight_bit : smtp::Body::seven_bit;
    QueuedRecipient recipient{to, {}, {}, 0, now, mail.reverse_route};
    // Nobody is to be told of a report (RFC 3461 6: NOTIFY=NEVER where it can be said).
    if (!settings_.is_1982()) recipient.options.notify = {true, false, false, false};
    report.recipients.push_back(std::move(recipient));
    QueuedMail& kept = queue_.add(std::move(report), now);
    effects.push_back(Note{trace::Written{kept.id, mail.id, kept.kind, 1, {}, keep(*kept.letter)}, 0});
    note_recipients(kept, effects);
}

}  // namespace mta
