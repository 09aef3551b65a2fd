// Runs mail hosts over real sockets: the only place with a real clock, ports and signals. Visitors come to
// doors; what the hosts send on goes to the other hosts, in memory, and nowhere else. One thread does all.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "live/limits.h"
#include "live/switchboard.h"

namespace live {

/// A real port that stands for a port of a host's.
struct Door {
    trace::HostId host = 0;
    std::uint16_t port = mta::relay_port;  // the host's: 25, 587, 465
    base::IpAddress bind;
    std::uint16_t real_port = 0;  // 0: any that is free
};

class Driver {
public:
    /// Makes the hosts and their certificates. `premises.world.start` and `seed` are replaced: the date is
    /// today's, and what nobody may guess is drawn from the system. Error: a name that no certificate can
    /// hold.
    static base::Result<std::unique_ptr<Driver>> make(Premises premises, Limits limits = {},
                                                      Bounds bounds = {});
    ~Driver();

    /// The real port. Error: the address or the port cannot be had.
    base::Result<std::uint16_t> listen(const Door& door);

    /// SIGTERM and SIGINT end run().
    void stop_on_signals();
    /// Works until it is stopped; visitors that are there are told 421 (RFC 5321 3.8).
    void run();
    /// Ends run(), from any thread.
    void stop();
    /// A person on this host presses Send; from any thread.
    void submit(trace::HostId host, mta::Submitted mail);

    /// PEM of the authority whose certificates the hosts show.
    const std::string& authority_pem() const;
    /// What happened. Requires: run() is not under way.
    const Chronicle& chronicle() const;

private:
    struct Parts;
    explicit Driver(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace live
