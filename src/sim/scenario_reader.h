// The shape of a scenario file: from a TOML table to a Scenario, table by table. Notes every mistake and goes
// on with what can be read. Knows no file and no TOML syntax: those are of scenario_file.h and toml_table.h.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "sim/scenario.h"
#include "sim/toml_table.h"

namespace sim {

/// Reads the whole document. The scenario is whole only when no mistake was noted.
Scenario read_scenario(const toml::table& document, Mistakes& mistakes);

/// Reads the tables that make up one host; used by read_scenario.
ScenarioHost read_host(const toml::table& source, Mistakes& mistakes);

/// Reads accounts, login, smarthost, aliases and what it does without. Requires: local-domains were read.
void read_services(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes);

/// Reads "host" or "host:port" under `key`; without a port it is the submission port.
std::optional<mta::SubmissionServer> read_server(TomlTable& table, std::string_view key, Mistakes& mistakes);

/// Reads [host-table], which every host of 1982 has.
std::vector<mta::HostTableEntry> read_host_table(TomlTable& document, Mistakes& mistakes);

/// Reads the list of faults, and checks each against the scenario. Requires: all else was read.
std::vector<trace::Intervention> read_faults(TomlTable& document, const Scenario& scenario,
                                             Mistakes& mistakes);

/// Reads latency, bandwidth and loss; what is not stated stays as in `usual`.
LinkSettings read_link_settings(TomlTable& table, LinkSettings usual, Mistakes& mistakes);

/// Reads a mail; `number` counts from 1 and makes its Message-ID. Checks its host against the scenario's.
ScenarioMail read_mail(const toml::table& source, const Scenario& scenario, std::size_t number,
                       Mistakes& mistakes);

// Texts that several tables hold; each notes a mistake when it is wrong.
std::optional<mail::Address> read_address(const toml::value<std::string>& text, Mistakes& mistakes);
std::optional<base::Duration> read_duration(const toml::value<std::string>& text, Mistakes& mistakes);
/// A host's or scenario's word: lower-case letters, digits and hyphens.
std::string read_word(TomlTable& table, std::string_view key, Mistakes& mistakes);
std::string read_text(TomlTable& table, std::string_view key, Need need = Need::optional);

}  // namespace sim
