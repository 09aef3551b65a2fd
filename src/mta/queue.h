// The mails in a host's custody and, recipient by recipient, what is still to be done. Knows no network: it
// says who is due when. Nothing leaves it but by being delivered, handed over, or failed and reported. RFC
// 5321 4.5.4.1.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "mail/address.h"
#include "smtp/envelope.h"
#include "smtp/reply.h"
#include "trace/fact.h"

namespace mta {

struct QueuedRecipient {
    enum class Status : std::uint8_t { waiting, trying, settled };
    mail::Address address;
    smtp::RecipientOptions options;
    Status status = Status::waiting;
    std::uint32_t attempts = 0;
    base::Instant next_try;  // while waiting
};

struct QueuedMail {
    trace::MailId id = 0;
    std::string queue_id;  // for people: in replies and Received:
    trace::LetterKind kind = trace::LetterKind::original;
    std::optional<mail::Address> reverse_path;  // none: <>, nobody to tell
    smtp::SenderOptions options;
    std::vector<QueuedRecipient> recipients;
    std::shared_ptr<const std::string> letter;  // never null
    base::Instant arrival;

    bool settled() const;
};

class Queue {
public:
    /// Numbers the mail and takes it into custody; every recipient is due at once.
    QueuedMail& add(QueuedMail mail, base::Instant now);
    /// Requires: it is there.
    QueuedMail& at(trace::MailId id);
    /// Lets go of every mail whose recipients are all settled; references to others stay good.
    void remove_settled();

    /// When the next waiting recipient is due; base::never when nobody waits.
    base::Instant next_due() const;
    /// The first mail with a recipient that is due; 0 when there is none.
    trace::MailId due(base::Instant now) const;

    std::size_t size() const { return mails_.size(); }

private:
    std::map<trace::MailId, QueuedMail> mails_;
    trace::MailId last_ = 0;
};

}  // namespace mta
