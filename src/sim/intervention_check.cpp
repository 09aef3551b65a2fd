#include "sim/intervention_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "dns/name.h"
#include "sim/quantity.h"
#include "sim/recipient_text.h"
#include "sim/simulation.h"
#include "sim/spelling.h"
#include "smtp/verb.h"
#include "trace/fact.h"

namespace sim {
namespace {

using base::Problem;
using MaybeProblem = std::optional<Problem>;

std::string shown(std::string_view text) {
    return base::visible(text.substr(0, 80));
}

MaybeProblem check_host(const trace::World& world, const std::string& host) {
    if (world.find(host) != trace::no_host) return {};
    std::vector<std::string> words;
    for (const trace::WorldHost& one : world.hosts) words.push_back(one.name);
    return Problem{{},
                   fmt::format("there is no host '{}'", shown(host)),
                   words.empty() ? "add a host" : spelling_advice(host, std::move(words))};
}

MaybeProblem check_line(const trace::World& world, const std::string& a, const std::string& b) {
    if (auto problem = check_host(world, a)) return problem;
    if (auto problem = check_host(world, b)) return problem;
    if (world.find(a) != world.find(b)) return {};
    return Problem{{}, fmt::format("there is no line from {} to itself", a), "name two different hosts"};
}

MaybeProblem check_values(const trace::ChangeLine& change) {
    constexpr std::uint32_t one_million = 1'000'000;
    if (change.latency && (change.latency->nanoseconds < 0 || *change.latency > longest_duration))
        return Problem{{}, "the line's latency is out of bounds", "let it be from 0 s to 365 days"};
    if (change.bits_per_second && *change.bits_per_second > fastest_line)
        return Problem{{}, "the line is faster than lines are", "let it be up to 1000 Gbit/s"};
    if (change.loss_per_million && *change.loss_per_million > one_million)
        return Problem{{}, "a line cannot lose more than all", "let it be from 0 to 1000000 of a million"};
    return {};
}

MaybeProblem check_setting(const Scenario& scenario, const trace::World& world,
                           const trace::ChangeSetting& change) {
    if (auto problem = check_host(world, change.host)) return problem;
    const auto changed =
        mta::with_setting(scenario.hosts[world.find(change.host)].settings, change.name, change.value);
    if (!changed) return changed.problem();
    return {};
}

MaybeProblem check_names(const Scenario& scenario, const trace::World& world, const trace::BreakName& names) {
    if (auto problem = check_host(world, names.host)) return problem;
    if (scenario.hosts[world.find(names.host)].zones.empty())
        return Problem{{}, fmt::format("{} answers for no names", names.host), "name a name server"};
    if (dns::parse_name(names.name)) return {};
    return Problem{{},
                   fmt::format("'{}' is no name", shown(names.name)),
                   "write one such as dest.example, or . for all names"};
}

/// The kinds of facts that have a verb, by their place in fact_names.
template <std::size_t... index>
constexpr std::array<bool, sizeof...(index)> with_verb(std::index_sequence<index...>) {
    constexpr auto has = []<class F>(std::type_identity<F>) {
        return requires(F fact) {
            fact.verb;
        }
        || requires(F fact) {
            fact.to == smtp::Verb::none;
        };
    };
    return {has(std::type_identity<std::variant_alternative_t<index, trace::Fact>>{})...};
}

MaybeProblem check_trigger(const trace::World& world, const trace::Trigger& trigger) {
    if (auto problem = check_host(world, trigger.host)) return problem;
    const auto& facts = trace::fact_names;
    const auto fact = std::find(facts.begin(), facts.end(), trigger.fact);
    if (fact == facts.end())
        return Problem{{},
                       fmt::format("nothing that happens is called '{}'", shown(trigger.fact)),
                       spelling_advice(trigger.fact, {facts.begin(), facts.end()})};
    constexpr auto verbs = with_verb(std::make_index_sequence<std::variant_size_v<trace::Fact>>());
    if (!trigger.verb.empty() && !verbs[static_cast<std::size_t>(fact - facts.begin())])
        return Problem{{}, fmt::format("'{}' has no command", trigger.fact), "leave the command out"};
    if (!trigger.verb.empty() && smtp::verb_named(trigger.verb) == smtp::Verb::unknown)
        return Problem{{},
                       fmt::format("there is no command '{}'", shown(trigger.verb)),
                       "write one such as DATA, or none"};
    if (trigger.nth == 0) return Problem{{}, "nothing happens for the 0th time", "count from 1"};
    if (trigger.delay.nanoseconds < 0 || trigger.delay > longest_run)
        return Problem{{}, "it would strike after the run's end", "write a shorter wait"};
    return {};
}

}  // namespace

MaybeProblem check_mail(const trace::World& world, const std::string& host, const std::string& reverse_path,
                        const std::vector<std::string>& recipients) {
    if (auto problem = check_host(world, host)) return problem;
    const auto problem_of = [](const std::string& address, const auto& parsed) -> MaybeProblem {
        const auto* fault = std::get_if<mail::AddressFault>(&parsed);
        if (!fault) return {};
        return Problem{{}, fmt::format("'{}' is no address: {}", address, fault->what), fault->mend};
    };
    if (!reverse_path.empty())
        if (auto problem = problem_of(reverse_path, mail::parse_address(reverse_path, mail::Utf8::allowed)))
            return problem;
    for (const std::string& recipient : recipients)
        if (auto problem = problem_of(recipient, parse_recipient(recipient))) return problem;
    if (recipients.empty()) return Problem{{}, "the mail has no recipient", "name at least one"};
    return {};
}

MaybeProblem check_intervention(const Scenario& scenario, const trace::World& world,
                                const trace::Intervention& intervention) {
    if (intervention.at < base::Instant{} || intervention.at > base::Instant{} + longest_run)
        return Problem{{}, "it would strike outside the run", "let it be within the run's 8 days"};
    if (intervention.when)
        if (auto problem = check_trigger(world, *intervention.when)) return problem;
    return std::visit(
        base::overloaded{
            [&](const trace::SendMail& mail) {
                return check_mail(world, mail.host, mail.reverse_path, mail.recipients);
            },
            [&](const trace::ChangeSetting& change) { return check_setting(scenario, world, change); },
            [&](const trace::ChangeLine& change) {
                auto problem = check_line(world, change.a, change.b);
                return problem ? problem : check_values(change);
            },
            [&](const trace::MendLine& line) { return check_line(world, line.a, line.b); },
            [&](const trace::Crash& crash) { return check_host(world, crash.host); },
            [&](const trace::Restart& restart) { return check_host(world, restart.host); },
            [&](const trace::BreakName& names) { return check_names(scenario, world, names); },
        },
        intervention.what);
}

}  // namespace sim
