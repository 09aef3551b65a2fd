#include "cli/play.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/files.h"
#include "cli/mailbox.h"
#include "cli/transcript.h"
#include "cli/when.h"
#include "mail/address.h"
#include "mail/line_ends.h"
#include "sim/fault_text.h"
#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "trace/json_lines.h"

namespace cli {
namespace {

using base::Problem;
using base::Result;

const sim::ScenarioHost* first_of(const sim::Scenario& scenario, trace::Role role) {
    const auto found = std::find_if(scenario.hosts.begin(), scenario.hosts.end(),
                                    [&](const sim::ScenarioHost& host) { return host.role == role; });
    return found == scenario.hosts.end() ? nullptr : &*found;
}

std::optional<Problem> check_address(const std::string& flag, const std::string& text) {
    const auto parsed = mail::parse_address(text);
    const auto* fault = std::get_if<mail::AddressFault>(&parsed);
    if (!fault) return {};
    return Problem{{}, fmt::format("{} '{}' is no address: {}", flag, text, fault->what), fault->mend};
}

// The learner's own message instead of the scenario's mails.
Result<trace::Intervention> own_message(const PlayOptions& options, const sim::Scenario& scenario,
                                        Output& output) {
    if (!options.from_given)
        return Problem{{}, "--message needs --from", "add --from with the envelope's return address"};
    if (options.to.empty())
        return Problem{{}, "--message needs --to", "add --to with a recipient, once for each"};
    const std::string from = options.from == "<>" ? "" : options.from;
    if (!from.empty())
        if (auto problem = check_address("--from", from)) return *problem;
    for (const std::string& to : options.to)
        if (auto problem = check_address("--to", to)) return *problem;
    const sim::ScenarioHost* const client = first_of(scenario, trace::Role::client);
    if (!client)
        return Problem{{}, "this scenario has no client to send from", "choose a scenario with a client"};
    auto file = read_file(options.message);
    if (!file) return file.problem();
    mail::Imported imported = mail::import_line_ends(std::move(*file));
    for (const std::string& note : imported.notes) output.err << options.message << ": " << note << "\n";
    return trace::Intervention{base::Instant{},
                               trace::SendMail{client->name, from, options.to, std::move(imported.octets)}};
}

Exit write(const PlayOptions& options, const std::string& text, Output& output) {
    if (options.file.empty()) {
        output.out << text;
        return Exit::done;
    }
    if (const auto problem = write_file(options.file, text)) return complain(output, *problem);
    return Exit::done;
}

std::string rendered(const PlayOptions& options, const trace::Trace& trace, const Terminal& terminal) {
    if (options.format == PlayFormat::jsonl) return trace::to_json_lines(trace);
    const Telling telling = options.verbose ? Telling::every_packet : Telling::conversation;
    return transcript(trace, terminal, telling) + "\n" + whereabouts(trace, terminal);
}

Exit answer_of(const trace::Trace& trace) {
    for (const trace::RecipientFate& fate : trace::fates(trace))
        if (fate.kind == trace::LetterKind::original && fate.fate != trace::Fate::delivered)
            return Exit::answer_is_no;
    return Exit::done;
}

}  // namespace

Result<sim::Scenario> load_scenario(const std::string& name) {
    const bool is_path = name.find('/') != std::string::npos || name.ends_with(".toml") || name == "-";
    if (!is_path) return sim::builtin_scenario(name);
    auto text = read_file(name);
    if (!text) return text.problem();
    return sim::parse_scenario(*text, name == "-" ? "standard input" : name);
}

Result<trace::Intervention> parse_setting(const std::string& text, const sim::Scenario& scenario) {
    const auto equals = text.find('=');
    const std::string left = text.substr(0, equals);
    const auto dot = left.find('.');
    if (equals == std::string::npos || left.empty())
        return Problem{{},
                       fmt::format("--set '{}' is not [HOST.]NAME=VALUE", text),
                       "write for example relay-control=off"};
    trace::ChangeSetting change;
    change.value = text.substr(equals + 1);
    change.name = dot == std::string::npos ? left : left.substr(dot + 1);
    if (dot != std::string::npos) {
        change.host = left.substr(0, dot);
    } else if (const auto* destination = first_of(scenario, trace::Role::destination)) {
        change.host = destination->name;
    } else {
        return Problem{{}, "this scenario has no destination", "name the host: --set HOST.NAME=VALUE"};
    }
    return trace::Intervention{base::Instant{}, std::move(change)};
}

namespace {

Result<std::vector<trace::Intervention>> parse_faults(const std::vector<std::string>& texts) {
    std::vector<trace::Intervention> faults;
    for (const std::string& text : texts) {
        auto fault = sim::parse_fault(text, faults.empty() ? nullptr : &faults.back());
        if (!fault)
            return Problem{
                {}, fmt::format("--fault '{}': {}", text, fault.problem().what), fault.problem().mend};
        faults.push_back(std::move(*fault));
    }
    return faults;
}

// What a trace is asked for: a mailbox, or the run itself.
Exit show(const PlayOptions& options, const trace::Trace& trace, Output& output) {
    std::string text;
    if (options.mailbox.empty()) {
        const Terminal plain{Colour::none, output.terminal.columns};
        text = rendered(options, trace, options.file.empty() ? output.terminal : plain);
    } else {
        auto box = mailbox_as_mbox(trace, options.mailbox);
        if (!box) return complain(output, box.problem());
        text = std::move(*box);
    }
    const Exit written = write(options, text, output);
    return written == Exit::done ? answer_of(trace) : written;
}

// A run that was saved: it is told again as it was, and cannot be changed.
Exit replay(const PlayOptions& options, Output& output) {
    if (!options.settings.empty() || !options.faults.empty() || options.seed || !options.message.empty() ||
        !options.until.empty())
        return complain(output,
                        {{options.scenario, 0, 0},
                         "a saved run cannot be changed",
                         "play its scenario with --set, --fault, --seed, --until or --message instead"});
    auto text = read_file(options.scenario);
    if (!text) return complain(output, text.problem());
    auto trace = trace::parse_json_lines(*text, options.scenario);
    if (!trace) return complain(output, trace.problem());
    return show(options, *trace, output);
}

}  // namespace

Exit play(const PlayOptions& options, Output& output) {
    if (options.scenario.ends_with(".jsonl")) return replay(options, output);
    auto scenario = load_scenario(options.scenario);
    if (!scenario) return complain(output, scenario.problem());
    if (options.seed) scenario->seed = *options.seed;
    std::vector<trace::Intervention> interventions;
    for (const std::string& text : options.settings) {
        auto setting = parse_setting(text, *scenario);
        if (!setting) return complain(output, setting.problem());
        interventions.push_back(std::move(*setting));
    }
    auto faults = parse_faults(options.faults);
    if (!faults) return complain(output, faults.problem());
    interventions.insert(interventions.end(), faults->begin(), faults->end());
    if (!options.message.empty()) {
        auto sent = own_message(options, *scenario, output);
        if (!sent) return complain(output, sent.problem());
        scenario->mails.clear();
        interventions.push_back(std::move(*sent));
    } else if (options.from_given || !options.to.empty()) {
        return complain(output, {{}, "--from and --to belong to --message", "add --message FILE"});
    }
    base::Instant until = base::Instant{} + sim::longest_run;
    if (!options.until.empty()) {
        auto run = sim::simulate(*scenario, interventions);
        if (!run) return complain(output, run.problem());
        const auto when = parse_when(options.until);
        if (!when) return complain(output, when.problem());
        until = instant_of(*when, *run);
    }
    auto trace = sim::simulate(*scenario, interventions, until);
    if (!trace) return complain(output, trace.problem());
    return show(options, *trace, output);
}

}  // namespace cli
