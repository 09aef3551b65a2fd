#include "mta/queue.h"

#include <algorithm>

#include "base/expects.h"

namespace mta {

using Status = QueuedRecipient::Status;

// ---- the index of what is due ----

void Queue::unlist(const QueuedMail& mail) {
    if (!mail.waiting.empty()) due_.erase({mail.waiting.begin()->first, mail.id});
}

void Queue::list(const QueuedMail& mail) {
    if (!mail.waiting.empty()) due_.emplace(mail.waiting.begin()->first, mail.id);
}

base::Instant Queue::next_due() const {
    return due_.empty() ? base::never : due_.begin()->first;
}

trace::MailId Queue::due(base::Instant now) const {
    return next_due() <= now && !due_.empty() ? due_.begin()->second : 0;
}

void Queue::warn_at(QueuedMail& mail, base::Instant when) {
    warnings_.erase({mail.warn_at, mail.id});
    mail.warn_at = when;
    if (when != base::never) warnings_.emplace(when, mail.id);
}

base::Instant Queue::next_warning() const {
    return warnings_.empty() ? base::never : warnings_.begin()->first;
}

trace::MailId Queue::late(base::Instant now) const {
    return next_warning() <= now && !warnings_.empty() ? warnings_.begin()->second : 0;
}

// ---- mails come and go ----

QueuedMail& Queue::add(QueuedMail mail, base::Instant now) {
    mail.id = ++last_;
    mail.arrival = now;
    mail.open = 0;
    mail.waiting.clear();
    for (std::size_t recipient = 0; recipient < mail.recipients.size(); ++recipient) {
        mail.recipients[recipient].status = Status::waiting;
        mail.recipients[recipient].next_try = now;
        mail.waiting.emplace_hint(mail.waiting.end(), now, recipient);
        ++mail.open;
    }
    octets_ += mail.letter->size();
    const auto id = mail.id;
    QueuedMail& kept = mails_.emplace_hint(mails_.end(), id, std::move(mail))->second;
    list(kept);
    return kept;
}

void Queue::add_recipient(QueuedMail& mail, QueuedRecipient recipient, base::Instant now) {
    unlist(mail);
    recipient.status = Status::waiting;
    recipient.next_try = now;
    mail.waiting.emplace(now, mail.recipients.size());
    mail.recipients.push_back(std::move(recipient));
    ++mail.open;
    list(mail);
}

QueuedMail& Queue::at(trace::MailId id) {
    QueuedMail* const found = find(id);
    base::expects(found != nullptr);
    return *found;
}

QueuedMail* Queue::find(trace::MailId id) {
    const auto found = mails_.find(id);
    return found == mails_.end() ? nullptr : &found->second;
}

std::vector<std::size_t> Queue::begin_tries(QueuedMail& mail, base::Instant now) {
    std::vector<std::size_t> recipients;
    unlist(mail);
    while (!mail.waiting.empty() && mail.waiting.begin()->first <= now) {
        recipients.push_back(mail.waiting.begin()->second);
        mail.recipients[recipients.back()].status = Status::trying;
        mail.waiting.erase(mail.waiting.begin());
    }
    list(mail);
    std::sort(recipients.begin(), recipients.end());  // in the order in which they were named
    return recipients;
}

void Queue::settle(QueuedMail& mail, std::size_t recipient) {
    QueuedRecipient& one = mail.recipients[recipient];
    base::expects(one.status == Status::trying);
    one.status = Status::settled;
    one.trouble.reset();
    if (--mail.open > 0) return;
    warn_at(mail, base::never);
    settled_.insert(mail.id);
}

void Queue::retry(QueuedMail& mail, std::size_t recipient, base::Instant next) {
    QueuedRecipient& one = mail.recipients[recipient];
    base::expects(one.status == Status::trying);
    unlist(mail);
    one.status = Status::waiting;
    one.next_try = next;
    mail.waiting.emplace(next, recipient);
    list(mail);
}

void Queue::remove_settled() {
    for (auto id = settled_.begin(); id != settled_.end();) {
        const QueuedMail& mail = at(*id);
        if (!mail.owed.empty()) {
            ++id;
            continue;
        }
        octets_ -= mail.letter->size();
        mails_.erase(*id);
        id = settled_.erase(id);
    }
}

// ---- after a crash ----

void Queue::forget(trace::MailId id) {
    QueuedMail* const mail = find(id);
    if (!mail) return;
    unlist(*mail);
    warn_at(*mail, base::never);
    settled_.erase(id);
    octets_ -= mail->letter->size();
    mails_.erase(id);
}

void Queue::reopen(QueuedMail& mail, std::size_t recipient) {
    QueuedRecipient& one = mail.recipients[recipient];
    if (one.status == Status::settled && mail.open++ == 0) settled_.erase(mail.id);
    if (one.status == Status::waiting) {
        unlist(mail);
        mail.waiting.erase({one.next_try, recipient});
        list(mail);
    }
    one.status = Status::trying;
}

void Queue::drop_recipients(QueuedMail& mail, std::size_t count) {
    base::expects(count <= mail.recipients.size());
    for (; count > 0; --count) {
        const std::size_t last = mail.recipients.size() - 1;
        reopen(mail, last);
        mail.recipients.pop_back();
        if (--mail.open == 0) settled_.insert(mail.id);
    }
}

std::vector<trace::MailId> Queue::recover(base::Instant now) {
    std::vector<trace::MailId> all;
    for (auto& [id, mail] : mails_) {
        all.push_back(id);
        for (std::size_t recipient = 0; recipient < mail.recipients.size(); ++recipient)
            if (mail.recipients[recipient].status == Status::trying) retry(mail, recipient, now);
    }
    return all;
}

}  // namespace mta
