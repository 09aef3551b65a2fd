#include "sim/triggers.h"

#include <algorithm>

#include "base/expects.h"

namespace sim {
namespace {

smtp::Verb verb_of(const trace::Fact& fact) {
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.verb; })
                return one.verb;
            else if constexpr (requires { one.to == smtp::Verb::none; })
                return one.to;
            else
                return smtp::Verb::none;
        },
        fact);
}

}  // namespace

void Triggers::arm(std::size_t index, const trace::Trigger& trigger, const trace::World& world) {
    const auto& names = trace::fact_names;
    const auto kind = std::find(names.begin(), names.end(), trigger.fact);
    base::expects(kind != names.end() && trigger.nth > 0);
    const smtp::Verb verb = trigger.verb.empty() ? smtp::Verb::none : smtp::verb_named(trigger.verb);
    waiting_[static_cast<std::size_t>(kind - names.begin())].push_back(
        {index, world.find(trigger.host), verb, trigger.nth});
    ++armed_;
}

void Triggers::see(const trace::Event& event, std::vector<std::size_t>& struck) {
    std::vector<Armed>& waiting = waiting_[event.fact.index()];
    if (waiting.empty()) return;
    const smtp::Verb verb = verb_of(event.fact);
    const auto strikes = [&](Armed& one) {
        if (one.host != event.host || (one.verb != smtp::Verb::none && one.verb != verb)) return false;
        if (--one.left > 0) return false;
        struck.push_back(one.index);
        return true;
    };
    armed_ -= std::erase_if(waiting, strikes);
}

}  // namespace sim
