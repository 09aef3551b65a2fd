// A host's mails that stay: into a mailbox, onto a terminal (1982), or to whom an alias stands for (RFC
// 5321 3.9, RFC 821 3.4).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mta/host.h"

namespace mta {
namespace {

using Drop = smtp::Handover::Kind;
using mail::DeliveryAction;

Settlement found_here(std::size_t recipient, smtp::Outcome outcome, smtp::Reason reason,
                      smtp::EnhancedCode enhanced, std::string about) {
    Settlement one;
    one.recipient = recipient;
    one.outcome = outcome;
    one.reason = reason;
    one.enhanced = enhanced;
    one.said = std::move(about);
    return one;
}

std::string name_of(const mail::Address& address) {
    return base::lower(mail::to_text(address));
}

}  // namespace

bool Host::is_for_us(const QueuedRecipient& recipient) const {
    return recipient.route.empty() && settings_.is_local_domain(recipient.address.domain);
}

void Host::deliver_here(QueuedMail& mail, std::size_t recipient, base::Instant now, Effects& effects) {
    ++mail.recipients[recipient].attempts;
    const mail::Address address = mail.recipients[recipient].address;
    const Alias* const alias = mail.recipients[recipient].literally ? nullptr : settings_.alias_for(address);
    if (alias) return expand(mail, recipient, *alias, now, effects);
    const auto mailbox = settings_.mailbox_for(address);
    if (!mailbox) {
        const Settlement one = found_here(recipient, smtp::Outcome::failed, smtp::Reason::user_unknown,
                                          {5, 1, 1}, mail::to_text(address));
        return conclude(mail, 0, {&one, 1}, now, effects);
    }
    const bool shown = show_on_terminal(mail, recipient, *mailbox, effects);
    if (shown && mail.drop != Drop::send_and_mail) {
        queue_.settle(mail, recipient);
    } else if (mail.drop == Drop::send) {  // it was there when the mail was taken
        const Settlement one = found_here(recipient, smtp::Outcome::deferred,
                                          smtp::Reason::terminal_not_there, {}, mail::to_text(address));
        conclude(mail, 0, {&one, 1}, now, effects);
    } else {
        put_into_mailbox(mail, recipient, *mailbox, now, effects);
    }
}

void Host::put_into_mailbox(QueuedMail& mail, std::size_t recipient, const mail::Address& mailbox,
                            base::Instant now, Effects& effects) {
    const std::string fields = return_path_of(mail, settings_);
    const std::uint64_t octets = octets_in_mailbox(mail, settings_);
    if (!has_room_for(settings_, storage_, mailbox, octets)) {
        const Settlement one = found_here(recipient, smtp::Outcome::deferred, smtp::Reason::mailbox_full,
                                          {4, 2, 2}, mail::to_text(mailbox));
        return conclude(mail, 0, {&one, 1}, now, effects);
    }
    const auto number = static_cast<std::uint16_t>(recipient);
    const std::string name = mail::to_text(mailbox);
    const std::string& domain = mail.recipients[recipient].address.domain;
    effects.push_back(
        Note{trace::Routed{mail.id, number, trace::Route::local, 0, keep(domain), keep(name)}, 0});
    effects.push_back(Note{trace::Delivered{mail.id, number, keep(name), keep(fields)}, 0});
    storage_.put(mailbox, octets);
    queue_.settle(mail, recipient);
    owe(mail, found_here(recipient, smtp::Outcome::relayed, smtp::Reason::none, {2, 1, 5}, name),
        DeliveryAction::delivered);
}

// RFC 821 3.4: SEND, SOML and SAML bring the letter to the screen of a user who sits there.
bool Host::show_on_terminal(QueuedMail& mail, std::size_t recipient, const mail::Address& mailbox,
                            Effects& effects) {
    if (mail.drop == Drop::mail || !settings_.is_at_terminal(mailbox)) return false;
    effects.push_back(Note{
        trace::Displayed{mail.id, static_cast<std::uint16_t>(recipient), keep(mail::to_text(mailbox))}, 0});
    return true;
}

// The alias's recipient is settled, and those whom it stands for are recipients of the same mail, each once,
// so that aliases of one another come to an end. The reverse-path stays (RFC 5321 3.9.1). A list of several
// takes the wish to hear of success upon itself: it says 'expanded' (RFC 3461 5.2.7).
void Host::expand(QueuedMail& mail, std::size_t recipient, const Alias& alias, base::Instant now,
                  Effects& effects) {
    if (mail.seen.empty())
        for (const QueuedRecipient& one : mail.recipients) mail.seen.insert(name_of(one.address));
    const smtp::RecipientOptions wished = mail.recipients[recipient].options;
    smtp::RecipientOptions passed_on = wished;
    if (alias.members.size() > 1) passed_on.notify.success = false;
    const std::size_t before = mail.recipients.size();
    for (const mail::Address& member : alias.members) {
        const bool itself = name_of(member) == name_of(alias.name);
        if (!itself && !mail.seen.insert(name_of(member)).second) continue;
        QueuedRecipient one{member, passed_on, {}, 0, now};
        one.literally = itself;
        queue_.add_recipient(mail, std::move(one), now);
    }
    effects.push_back(Note{trace::Expanded{mail.id, static_cast<std::uint16_t>(recipient),
                                           static_cast<std::uint16_t>(mail.recipients.size() - before),
                                           keep(mail::to_text(alias.name))},
                           0});
    queue_.settle(mail, recipient);
    note_recipients(mail, effects);
    if (alias.members.size() > 1)
        owe(mail,
            found_here(recipient, smtp::Outcome::relayed, smtp::Reason::none, {2, 0, 0},
                       mail::to_text(alias.name)),
            DeliveryAction::expanded);
}

}  // namespace mta
