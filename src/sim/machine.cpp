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

void Machine::crash(std::span<const mta::Effect> unperformed) {
    base::expects(up());
    disk_ = host_->disk(unperformed);
    settings_ = host_->settings();
    host_.reset();
}

void Machine::restart(base::Instant now) {
    base::expects(!up());
    host_.emplace(std::move(settings_), start_, random_, octets_);
    host_->restore(std::move(*disk_), now);
    disk_.reset();
}

}  // namespace sim
