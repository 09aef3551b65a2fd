#include "dns/zones.h"

#include <utility>

namespace dns {

void Zones::add(Zone zone) {
    const auto held = zones_.find(zone.origin());
    if (held == zones_.end()) {
        Name origin = zone.origin();
        zones_.emplace(std::move(origin), std::move(zone));
        return;
    }
    for (const auto& record : zone.records()) held->second.add(record);
    for (const auto& failing : zone.failing()) held->second.fail(failing);
}

const Zone* Zones::holding(const Name& name) const {
    for (Name at = name;; at = at.parent()) {
        if (const auto found = zones_.find(at); found != zones_.end()) return &found->second;
        if (at.is_root()) return nullptr;
    }
}

Zone* Zones::holding(const Name& name) {
    return const_cast<Zone*>(std::as_const(*this).holding(name));
}

Answer Zones::answer(const Question& question) const {
    return follow(
        question, [this](const Name& name) { return holding(name); }, Outcome::no_such_name);
}

}  // namespace dns
