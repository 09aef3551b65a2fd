// The mails of a trace: each one that a host has or had in its custody, what became of each recipient when,
// and the copies that built up on the way. Made once; what holds at a playhead is read off by event numbers.
// RFC 5321 6.1.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "trace/trace.h"
#include "view/scene.h"
#include "view/traffic.h"

namespace view {

struct Recipient {
    trace::Range address;
    EventNumber named = trace::no_event;  // the Addressed
    std::vector<EventNumber> changes;  // Relayed, Delivered, Deferred, Failed; Asked, Attempted: tried again
};

struct Mail {  // in one host's custody
    static constexpr std::size_t none = ~std::size_t{0};
    HostId host = trace::no_host;
    MailId id = 0;
    EventNumber created = trace::no_event;  // Written or Accepted
    ConnectionId arrived_on = 0;
    trace::LetterKind kind = trace::LetterKind::original;
    trace::Range reverse_path;
    std::vector<Recipient> recipients;
    std::size_t parent = none;  // the mail whose copy this is, at the host before
    std::size_t root = none;    // the mail that was written
    std::size_t about = none;   // a bounce: the mail that failed
    std::uint32_t depth = 1;    // hosts that had it, this one included
    std::string subject;
    std::vector<std::string> postmarks;  // newest first
};

struct Transfer {  // a copy that builds up at a server, from MAIL accepted to the letter's reply
    std::size_t hop = 0;
    EventNumber begun = trace::no_event;    // the 250 to MAIL
    EventNumber ended = trace::no_event;    // Accepted, or whatever threw it away
    EventNumber content = trace::no_event;  // ContentSent
    std::size_t mail = Mail::none;          // the sender's, when known
    std::string reverse_path;
    std::vector<std::pair<EventNumber, std::string>> recipients;  // when accepted
    std::vector<std::pair<EventNumber, std::uint32_t>> octets;    // how many of the letter are there, when
    std::uint32_t whole = 0;
};

/// What holds for one recipient of a mail at a playhead.
struct Standing {
    Custody custody = Custody::owned;
    EventNumber event = trace::no_event;  // what made it so
};

class Post {
public:
    Post(const trace::Trace& trace, const Traffic& traffic);

    /// In the order in which hosts took them.
    const std::vector<Mail>& mails() const { return mails_; }
    const std::vector<Transfer>& transfers() const { return transfers_; }
    /// Mail::none when there is none.
    std::size_t find(HostId host, MailId mail) const;
    /// Requires: the recipient was named by then.
    static Standing standing(const trace::Trace& trace, const Mail& mail, const Recipient& recipient,
                             EventNumber through);

private:
    class Maker;
    std::vector<Mail> mails_;
    std::vector<Transfer> transfers_;
    std::map<std::pair<HostId, MailId>, std::size_t> by_number_;
};

}  // namespace view
