#include "cli/serve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cli/files.h"
#include "cli/play.h"
#include "live/driver.h"

namespace cli {
namespace {

using base::Problem;
using base::Result;

// A visitor's mailbox does not grow for ever, nor does the queue; then 452 4.2.2 and 452 4.3.1 (RFC
// 5321 4.2.3, RFC 3463 3.3 and 3.4). Our own bounds.
constexpr std::uint64_t usual_mailbox_quota = std::uint64_t{1} << 30;
constexpr std::uint64_t usual_disk_space = std::uint64_t{256} << 20;

struct DoorOption {
    std::string flag, word;  // "--port", and its word when it listens: "smtp"
    std::uint16_t host_port = 0;
    std::string value;
};

std::array<DoorOption, 3> doors_of(const ServeOptions& options) {
    return {{{"--port", "smtp", mta::relay_port, options.port},
             {"--submission", "submission", mta::submission_port, options.submission},
             {"--smtps", "smtps", mta::submissions_port, options.smtps}}};
}

/// The real port; nothing for `off`.
Result<std::optional<std::uint16_t>> parse_port(const DoorOption& door) {
    if (door.value == "off") return std::optional<std::uint16_t>{};
    const auto number = base::parse_number(door.value);
    if (!number || *number > 65'535)
        return Problem{{},
                       fmt::format("{} '{}' is no port", door.flag, door.value),
                       "write a number from 1 to 65535, 0 for any that is free, or off"};
    return std::optional{static_cast<std::uint16_t>(*number)};
}

bool listens(const mta::HostSettings& settings, std::uint16_t port) {
    return std::find(settings.ports.begin(), settings.ports.end(), port) != settings.ports.end();
}

// --port is the destination's 25, the other doors are the relay's; one mail host has all three.
std::optional<trace::HostId> host_behind(const sim::Scenario& scenario, std::uint16_t port) {
    const trace::Role wanted = port == mta::relay_port ? trace::Role::destination : trace::Role::relay;
    std::optional<trace::HostId> any;
    for (std::size_t host = 0; host < scenario.hosts.size(); ++host) {
        const sim::ScenarioHost& one = scenario.hosts[host];
        if (!listens(one.settings, port)) continue;
        if (one.role == wanted) return static_cast<trace::HostId>(host);
        if (!any) any = static_cast<trace::HostId>(host);
    }
    return any;
}

// A real client expects STARTTLS, and neither mailboxes nor disks are endless, unless the scenario says
// otherwise.
void furnish(sim::Scenario& scenario) {
    for (sim::ScenarioHost& host : scenario.hosts) {
        mta::HostSettings& settings = host.settings;
        if (!settings.ports.empty() && settings.certificate == mta::Certificate::none &&
            settings.era == smtp::Era::today)
            settings.certificate = mta::Certificate::valid;
        if (!settings.mailbox_quota) settings.mailbox_quota = usual_mailbox_quota;
        if (!settings.disk_space) settings.disk_space = usual_disk_space;
    }
}

std::optional<Problem> change(sim::Scenario& scenario, const ServeOptions& options) {
    if (!options.manner.empty()) {
        const auto manner = smtp::manner_named(options.manner);
        if (!manner) {
            std::string names;
            for (const std::string_view name : smtp::manner_names)
                names += (names.empty() ? "" : ", ") + std::string(name);
            return Problem{{}, fmt::format("there is no manner '{}'", options.manner), "use one of " + names};
        }
        for (const DoorOption& door : doors_of(options))
            if (const auto host = host_behind(scenario, door.host_port))
                scenario.hosts[*host].settings.manner = *manner;
    }
    for (const std::string& text : options.settings) {
        const auto setting = parse_setting(text, scenario);
        if (!setting) return setting.problem();
        const auto& wish = std::get<trace::ChangeSetting>(setting->what);
        const trace::HostId number = sim::world_of(scenario).find(wish.host);
        if (number == trace::no_host)
            return Problem{
                {}, fmt::format("there is no host '{}'", wish.host), "name one of the scenario's hosts"};
        auto changed = mta::with_setting(scenario.hosts[number].settings, wish.name, wish.value);
        if (!changed) return changed.problem();
        scenario.hosts[number].settings = std::move(*changed);
    }
    return {};
}

live::Premises premises_of(const sim::Scenario& scenario) {
    live::Premises premises;
    premises.world = sim::world_of(scenario);
    for (const sim::ScenarioHost& host : scenario.hosts) {
        premises.hosts.push_back(host.settings);
        for (const dns::Zone& zone : host.zones) premises.zones.add(zone);
    }
    return premises;
}

bool is_loopback(const base::IpAddress& address) {
    if (address.family == base::IpAddress::Family::v4) return address.octets[0] == 127;  // RFC 1122 3.2.1.3
    return address == *base::parse_ip_address("::1");                                    // RFC 4291 2.5.3
}

std::string with_port(const base::IpAddress& address, std::uint16_t port) {
    const bool v6 = address.family == base::IpAddress::Family::v6;
    return v6 ? fmt::format("[{}]:{}", base::to_text(address), port)
              : fmt::format("{}:{}", base::to_text(address), port);
}

Exit fail(Output& output, const Problem& problem, Exit status) {
    complain(output, problem);
    return status;
}

}  // namespace

Exit serve(const ServeOptions& options, Output& output) {
    const auto bind = base::parse_ip_address(options.bind);
    if (!bind)
        return complain(output, {{},
                                 fmt::format("--bind '{}' is no IP address", options.bind),
                                 "write one of this machine's, such as 127.0.0.1"});
    auto scenario = load_scenario(options.scenario);
    if (!scenario) return complain(output, scenario.problem());
    furnish(*scenario);
    if (const auto problem = change(*scenario, options)) return complain(output, *problem);
    std::vector<std::pair<std::string, live::Door>> wishes;
    std::string ready = "ready";
    for (const DoorOption& option : doors_of(options)) {
        const auto port = parse_port(option);
        if (!port) return complain(output, port.problem());
        const auto host = host_behind(*scenario, option.host_port);
        const bool possible = host && (option.host_port != mta::submissions_port ||
                                       scenario->hosts[*host].settings.certificate != mta::Certificate::none);
        if (*port && possible)
            wishes.emplace_back(option.word, live::Door{*host, option.host_port, *bind, **port});
        else
            wishes.emplace_back(option.word, live::Door{trace::no_host, 0, *bind, 0});
    }
    auto driver = live::Driver::make(premises_of(*scenario));
    if (!driver) return complain(output, driver.problem());
    if (!options.authority_file.empty())
        if (const auto problem = write_file(options.authority_file, (*driver)->authority_pem()))
            return complain(output, *problem);
    for (const auto& [word, door] : wishes) {
        if (door.host == trace::no_host) {
            ready += fmt::format(" {}=off", word);
            continue;
        }
        const auto port = (*driver)->listen(door);
        if (!port) return fail(output, port.problem(), Exit::network);
        ready += fmt::format(" {}={}", word, with_port(*bind, *port));
    }
    if (!is_loopback(*bind))
        output.err
            << "mailstage: listening on " << base::to_text(*bind)
            << ", so others may reach this teaching server; --bind 127.0.0.1 keeps it to this machine\n";
    (*driver)->stop_on_signals();
    output.out << ready << std::endl;
    (*driver)->run();
    if (const auto dropped = (*driver)->chronicle().dropped(); dropped > 0)
        output.err << fmt::format(
            "mailstage: the trace kept its newest {} events; {} older ones were dropped\n",
            (*driver)->chronicle().trace().size(), dropped);
    return Exit::done;
}

}  // namespace cli
