#include "sim/machine.h"

#include "base/expects.h"

namespace sim {

Machine::Machine(mta::HostSettings settings, mail::UnixSeconds start, base::Random random,
                 trace::Octets& octets)
    : start_(start), random_(random), octets_(octets) {
    host_.emplace(std::move(settings), start_, random_, octets_);
}

void Machine::change(mta::HostSettings settings) {
    if (host_)
        host_->change(std::move(settings));
    else
        settings_ = std::move(settings);
}

void Machine::crash() {
    base::expects(up());
    settings_ = host_->settings();
    disk_ = host_->disk();
    host_.reset();
}

void Machine::restart(base::Instant now) {
    base::expects(!up());
    host_.emplace(std::move(settings_), start_, random_, octets_);
    host_->restore(std::move(disk_), now);
}

}  // namespace sim
