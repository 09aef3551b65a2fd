// The interventions that wait for something to happen: "when the destination accepted its first mail". They
// are shown every event and say whose turn it is. Knows what happens, not what is done about it.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "trace/event.h"
#include "trace/intervention.h"
#include "trace/world.h"

namespace sim {

class Triggers {
public:
    /// From here on intervention `index` waits. Requires: it was checked (intervention_check.h).
    void arm(std::size_t index, const trace::Trigger& trigger, const trace::World& world);

    bool empty() const { return armed_ == 0; }

    /// Adds to `struck` the interventions that waited for this very event, in the order in which they were
    /// armed; they wait no more.
    void see(const trace::Event& event, std::vector<std::size_t>& struck);

private:
    struct Armed {
        std::size_t index = 0;
        trace::HostId host = trace::no_host;
        smtp::Verb verb = smtp::Verb::none;  // none: any
        std::uint32_t left = 1;              // events until it strikes
    };
    std::array<std::vector<Armed>, std::variant_size_v<trace::Fact>> waiting_;  // by the kind of fact
    std::size_t armed_ = 0;
};

}  // namespace sim
