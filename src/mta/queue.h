// The mails in a host's custody and, recipient by recipient, what is still to be done. Knows no network: it
// says who is due when. Nothing leaves it but by being delivered, handed over, or failed and reported. It is
// what a host has on disk: a copy is a whole queue. RFC 5321 4.5.4.1.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/instant.h"
#include "mail/address.h"
#include "mta/settlement.h"
#include "smtp/envelope.h"
#include "smtp/handover.h"
#include "trace/fact.h"

namespace mta {

struct QueuedRecipient {
    enum class Status : std::uint8_t { waiting, trying, settled };
    mail::Address address;
    smtp::RecipientOptions options;
    Status status = Status::waiting;
    std::uint32_t attempts = 0;
    base::Instant next_try;                          // while waiting
    std::vector<std::string> route = {};             // 1982: through these hosts first (RFC 821 3.6)
    bool noted = false;                              // its Addressed stands in the trace
    bool warned = false;                             // its sender was told that it is late
    bool literally = false;                          // a member of its own alias: the mailbox of that name
    std::shared_ptr<const Settlement> trouble = {};  // why the last try failed
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
    std::vector<std::string> reverse_route = {};  // 1982: the hosts of the way back
    smtp::ClientManners::Part part = smtp::ClientManners::Part::relay;
    smtp::Handover::Kind drop = smtp::Handover::Kind::mail;  // 1982: mailbox or terminal
    enum class LastResort : std::uint8_t { no, yes } last_resort = LastResort::no;  // of a double bounce
    std::vector<Owed> owed = {};          // what nobody was told of yet
    std::vector<Owed> told = {};          // what the last reports told
    std::set<std::string> seen = {};      // all recipients in lower case, once one was an alias
    base::Instant warn_at = base::never;  // when its sender will be told that it is late
    std::size_t open = 0;                 // recipients that are not settled
    std::set<std::pair<base::Instant, std::size_t>> waiting = {};  // recipients by next_try

    bool settled() const { return open == 0; }
    /// Recipients that a try is under way for.
    std::size_t trying() const { return open - waiting.size(); }
};

/// Invariants: 1. every waiting recipient stands in its mail's `waiting`, and every mail with one in the
/// index of what is due; 2. `open` counts those that are not settled. Whoever changes a status does it here.
/// Nothing here walks all mails but recover().
class Queue {
public:
    /// Numbers the mail and takes it into custody; every recipient is due at once.
    QueuedMail& add(QueuedMail mail, base::Instant now);
    /// One more recipient (a member of an alias), due at once.
    void add_recipient(QueuedMail& mail, QueuedRecipient recipient, base::Instant now);
    /// Requires: it is there.
    QueuedMail& at(trace::MailId id);
    /// Null: it is not there.
    QueuedMail* find(trace::MailId id);

    /// The recipients of this mail that are due; from now on a try is under way for them.
    std::vector<std::size_t> begin_tries(QueuedMail& mail, base::Instant now);
    void settle(QueuedMail& mail, std::size_t recipient);
    /// The try that is under way failed: another one is due at `next`.
    void retry(QueuedMail& mail, std::size_t recipient, base::Instant next);
    /// Lets go of every mail whose recipients are all settled and of whom nothing is owed.
    void remove_settled();

    /// When the next waiting recipient is due; base::never when nobody waits.
    base::Instant next_due() const;
    /// A mail with a recipient that is due, the longest due first; 0 when there is none.
    trace::MailId due(base::Instant now) const;

    /// When a sender is to be told that this mail is late; base::never: not any more.
    void warn_at(QueuedMail& mail, base::Instant when);
    base::Instant next_warning() const;
    /// A mail whose sender is to be told now; 0 when there is none.
    trace::MailId late(base::Instant now) const;

    /// Mails with a recipient that is not settled.
    std::size_t size() const { return mails_.size() - settled_.size(); }
    /// Octets of the letters in custody.
    std::uint64_t octets() const { return octets_; }

    // ---- after a crash (see disk.h)

    /// As if it had never been taken; nothing happens when it is not there.
    void forget(trace::MailId id);
    /// What was settled or put off is under way again.
    void reopen(QueuedMail& mail, std::size_t recipient);
    /// Takes back its last recipients. Requires: it has as many.
    void drop_recipients(QueuedMail& mail, std::size_t count);
    /// Tries that were under way are due at once. Gives every mail in custody, in order.
    std::vector<trace::MailId> recover(base::Instant now);

private:
    void unlist(const QueuedMail& mail);
    void list(const QueuedMail& mail);

    std::map<trace::MailId, QueuedMail> mails_;
    std::set<std::pair<base::Instant, trace::MailId>> due_, warnings_;
    std::set<trace::MailId> settled_;  // to be let go
    std::uint64_t octets_ = 0;
    trace::MailId last_ = 0;
};

}  // namespace mta
