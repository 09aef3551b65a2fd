// What a host has on disk: what a crash leaves. What was answered 250 is there before the 250 is said, and a
// recipient that is settled is settled there at once. Connections are not. RFC 5321 6.1, RFC 1047.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "mta/exchange.h"
#include "mta/queue.h"
#include "mta/settings.h"

namespace mta {

/// A plain value: it may be kept, compared by what a host makes of it, and restored more than once.
struct Disk {
    Queue queue;
    std::map<std::string, std::uint64_t> mailboxes;  // octets in each, by address in lower case
    // Numbers that must not be given again while answers to the old ones may still be on their way.
    std::uint32_t last_queue_id = 0, last_delivery = 0;
    Handle last_handle = outgoing;
};

/// Takes back from `disk` what a host noted in `unperformed`: the last effects of its last pass, which the
/// crash kept from happening.
void take_back(Disk& disk, std::span<const Effect> unperformed, const HostSettings& settings);

/// Octets that a delivery adds to a mailbox.
std::uint64_t octets_in_mailbox(const QueuedMail& mail, const HostSettings& settings);
/// The Return-Path field that a delivery puts on top (RFC 5321 4.4, RFC 821 4.1.1).
std::string return_path_of(const QueuedMail& mail, const HostSettings& settings);

}  // namespace mta
