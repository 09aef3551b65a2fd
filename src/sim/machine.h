// One computer of a virtual world: the mail host that runs on it while it is up, and what its disk holds. A
// crash takes all but the disk. Knows no network and no clock.
#pragma once
#include <optional>
#include <span>

#include "mta/host.h"

namespace sim {

class Machine {
public:
    Machine(mta::HostSettings settings, mail::UnixSeconds start, base::Random random, trace::Octets& octets);

    bool up() const { return host_.has_value(); }
    /// Requires: it is up.
    mta::Host& host() { return *host_; }
    const mta::HostSettings& settings() const { return host_ ? host_->settings() : settings_; }
    /// From here on; a machine that is down comes up with them.
    void change(mta::HostSettings settings);

    /// `unperformed`: the effects of its present pass that the crash keeps from happening. Requires: it is
    /// up.
    void crash(std::span<const mta::Effect> unperformed);
    /// The host begins anew with what is on the disk. Requires: it is down.
    void restart(base::Instant now);

private:
    mta::HostSettings settings_;  // while it is down
    mail::UnixSeconds start_;
    base::Random random_;
    trace::Octets& octets_;
    std::optional<mta::Disk> disk_;  // while it is down
    std::optional<mta::Host> host_;
};

}  // namespace sim
