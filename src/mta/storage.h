// How full a host is: letters that wait in its queue, and what stands in its mailboxes. Counts octets; who
// may still bring some is policy's business.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/text.h"
#include "mail/address.h"

namespace mta {

struct Storage {
    std::uint64_t custody = 0;                       // octets of the letters in the queue
    std::map<std::string, std::uint64_t> mailboxes;  // octets, by address in lower case

    std::uint64_t in_mailbox(const mail::Address& mailbox) const {
        const auto found = mailboxes.find(base::lower(mail::to_text(mailbox)));
        return found == mailboxes.end() ? 0 : found->second;
    }
    void put(const mail::Address& mailbox, std::uint64_t octets) {
        mailboxes[base::lower(mail::to_text(mailbox))] += octets;
    }
    /// Requires: they were put there.
    void take_back(const mail::Address& mailbox, std::uint64_t octets) {
        mailboxes[base::lower(mail::to_text(mailbox))] -= octets;
    }
};

}  // namespace mta
