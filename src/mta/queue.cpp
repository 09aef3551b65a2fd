#include "mta/queue.h"

#include <algorithm>

#include "base/expects.h"

namespace mta {
namespace {

constexpr auto waiting = QueuedRecipient::Status::waiting;

}  // namespace

bool QueuedMail::settled() const {
    return std::all_of(recipients.begin(), recipients.end(), [](const QueuedRecipient& one) {
        return one.status == QueuedRecipient::Status::settled;
    });
}

QueuedMail& Queue::add(QueuedMail mail, base::Instant now) {
    mail.id = ++last_;
    mail.arrival = now;
    for (QueuedRecipient& recipient : mail.recipients) recipient.next_try = now;
    const auto id = mail.id;
    return mails_.emplace(id, std::move(mail)).first->second;
}

QueuedMail& Queue::at(trace::MailId id) {
    const auto found = mails_.find(id);
    base::expects(found != mails_.end());
    return found->second;
}

void Queue::remove_settled() {
    std::erase_if(mails_, [](const auto& one) { return one.second.settled(); });
}

base::Instant Queue::next_due() const {
    base::Instant soonest = base::never;
    for (const auto& [id, mail] : mails_)
        for (const QueuedRecipient& recipient : mail.recipients)
            if (recipient.status == waiting) soonest = std::min(soonest, recipient.next_try);
    return soonest;
}

trace::MailId Queue::due(base::Instant now) const {
    for (const auto& [id, mail] : mails_)
        for (const QueuedRecipient& recipient : mail.recipients)
            if (recipient.status == waiting && recipient.next_try <= now) return id;
    return 0;
}

}  // namespace mta
