#include "mta/disk.h"

#include "base/overloaded.h"
#include "base/text.h"
#include "mail/trace_fields.h"
#include "mta/era_1982.h"
#include "mta/notices.h"

namespace mta {
namespace {

// The recipient is as open as it was before the fact; nobody is to be told of what did not happen.
void reopen(Disk& disk, trace::MailId id, std::uint16_t recipient) {
    QueuedMail* const mail = disk.queue.find(id);
    if (!mail || recipient >= mail->recipients.size()) return;
    disk.queue.reopen(*mail, recipient);
    std::erase_if(mail->owed, [&](const Owed& one) { return one.about.recipient == recipient; });
}

// A report that was not written is owed again.
void owe_again(Disk& disk, trace::MailId id, trace::LetterKind kind) {
    QueuedMail* const mail = disk.queue.find(id);
    if (!mail) return;
    for (const Owed& one : mail->told)
        if (kind_of(one.action) == kind) mail->owed.push_back(one);
}

void take_back_delivery(Disk& disk, const trace::Delivered& fact, const HostSettings& settings) {
    QueuedMail* const mail = disk.queue.find(fact.mail);
    if (!mail || fact.recipient >= mail->recipients.size()) return;
    if (const auto mailbox = settings.mailbox_for(mail->recipients[fact.recipient].address))
        disk.mailboxes[base::lower(mail::to_text(*mailbox))] -= octets_in_mailbox(*mail, settings);
    reopen(disk, fact.mail, fact.recipient);
}

void take_back_expansion(Disk& disk, const trace::Expanded& fact) {
    QueuedMail* const mail = disk.queue.find(fact.mail);
    if (!mail || fact.members > mail->recipients.size()) return;
    disk.queue.drop_recipients(*mail, fact.members);
    mail->seen.clear();  // made again when it is needed
    reopen(disk, fact.mail, fact.recipient);
}

}  // namespace

void take_back(Disk& disk, std::span<const Effect> unperformed, const HostSettings& settings) {
    for (auto effect = unperformed.rbegin(); effect != unperformed.rend(); ++effect) {
        const auto* const note = std::get_if<Note>(&*effect);
        if (!note) continue;
        std::visit(
            base::overloaded{
                [&](const trace::Accepted& fact) { disk.queue.forget(fact.mail); },
                [&](const trace::Written& fact) {
                    disk.queue.forget(fact.mail);
                    if (fact.about != 0) owe_again(disk, fact.about, fact.kind);
                },
                [&](const trace::Discarded& fact) { owe_again(disk, fact.mail, trace::LetterKind::bounce); },
                [&](const trace::Addressed& fact) {
                    QueuedMail* const mail = disk.queue.find(fact.mail);
                    if (mail && fact.recipient < mail->recipients.size())
                        mail->recipients[fact.recipient].noted = false;
                },
                [&](const trace::Expanded& fact) { take_back_expansion(disk, fact); },
                [&](const trace::Delivered& fact) { take_back_delivery(disk, fact, settings); },
                [&](const trace::Displayed& fact) { reopen(disk, fact.mail, fact.recipient); },
                [&](const trace::Relayed& fact) { reopen(disk, fact.mail, fact.recipient); },
                [&](const trace::Failed& fact) { reopen(disk, fact.mail, fact.recipient); },
                [&](const trace::Deferred& fact) { reopen(disk, fact.mail, fact.recipient); },
                [](const auto&) {},
            },
            note->fact);
    }
}

std::string return_path_of(const QueuedMail& mail, const HostSettings& settings) {
    return settings.is_1982() ? return_path_1982(mail.reverse_route, mail.reverse_path)
                              : mail::return_path_field(mail.reverse_path);
}

std::uint64_t octets_in_mailbox(const QueuedMail& mail, const HostSettings& settings) {
    return mail.letter->size() + return_path_of(mail, settings).size();
}

}  // namespace mta
