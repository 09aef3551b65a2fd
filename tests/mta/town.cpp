#include "tests/mta/town.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/overloaded.h"
#include "dns/master_file.h"

namespace mta_test {
namespace {

constexpr mail::UnixSeconds start = 1'700'000'000;

mail::Address address_of(const std::string& text) {
    return std::get<mail::Address>(mail::parse_address(text));
}

}  // namespace

mta::HostSettings host_settings(const std::string& name, const std::string& address,
                                std::vector<std::string> local_domains,
                                const std::vector<std::string>& mailboxes) {
    mta::HostSettings settings;
    settings.name = name;
    settings.addresses = {base::parse_ip_address(address).value()};
    settings.ports = {mta::relay_port};
    settings.local_domains = std::move(local_domains);
    for (const std::string& mailbox : mailboxes) settings.mailboxes.push_back(address_of(mailbox));
    return settings;
}

dns::Zones zones_of(const std::string& master_file) {
    auto zone = dns::parse_master_file(master_file, "test.zone");
    if (!zone) throw std::logic_error(base::to_text(zone.problem()));
    dns::Zones zones;
    zones.add(std::move(*zone));
    return zones;
}

void Town::add(mta::HostSettings settings, std::optional<dns::Zones> own_view) {
    parties_.push_back(
        {std::make_unique<mta::Host>(std::move(settings), start, base::Random(7), trace_.octets),
         std::move(own_view), 0, true});
}

void Town::submit(trace::HostId at, const std::string& from, const std::vector<std::string>& to,
                  const std::string& letter) {
    mta::Submitted submitted;
    if (!from.empty()) submitted.reverse_path = address_of(from);
    for (const std::string& one : to) submitted.recipients.push_back({address_of(one), {}});
    submitted.letter = letter;
    later(at, mta::Input(std::move(submitted)));
}

void Town::later(trace::HostId host, std::variant<mta::Input, PowerOn> input, base::Duration wait) {
    tasks_.emplace(std::pair(now_ + wait, ++last_task_), Task{host, std::move(input), recorder_.last()});
}

void Town::run(base::Instant until) {
    for (int turns = 0; turns < 1'000'000; ++turns) {
        base::Instant next = tasks_.empty() ? base::never : tasks_.begin()->first.first;
        std::optional<trace::HostId> woken;
        for (trace::HostId id = 0; id < parties_.size(); ++id)
            if (parties_[id].up && host(id).deadline() < next) {
                next = host(id).deadline();
                woken = id;
            }
        if (next == base::never || next > until) return;
        now_ = std::max(now_, next);
        if (woken) {
            recorder_.begin(now_, trace::no_event);
            perform(*woken, host(*woken).on_deadline(now_));
            continue;
        }
        const Task task = std::move(tasks_.begin()->second);
        tasks_.erase(tasks_.begin());
        recorder_.begin(now_, task.cause);
        if (std::holds_alternative<PowerOn>(task.input))
            switch_on(task.host);
        else if (parties_[task.host].up)
            perform(task.host, host(task.host).receive(std::get<mta::Input>(task.input), now_));
    }
    throw std::logic_error("the town never comes to rest");
}

void Town::perform(trace::HostId id, const mta::Effects& effects) {
    for (std::size_t n = 0; n < effects.size(); ++n) {
        perform(id, effects[n]);
        if (parties_[id].effects_left == 0 || --parties_[id].effects_left > 0) continue;
        return crash(id, host(id).disk(std::span(effects).subspan(n + 1)));
    }
}

void Town::perform(trace::HostId id, const mta::Effect& effect) {
    std::visit(base::overloaded{
                   [&](const mta::Note& note) {
                       const auto on = connections_.find({id, note.handle});
                       recorder_.note(id, on == connections_.end() ? 0 : on->second, note.fact);
                   },
                   [&](const mta::Connect& wish) { connect(id, wish); },
                   [&](const mta::Send& one) { send(id, one); },
                   [&](const mta::StartTls& one) { start_tls(id, one); },
                   [&](const mta::Close& one) { close(id, one.handle); },
                   [&](const mta::Lookup& wish) {
                       questions_ += fmt::format("{} {}\n", id, dns::to_text(wish.question));
                       const dns::Zones& zones = parties_[id].view ? *parties_[id].view : zones_;
                       later(id, mta::Resolved{wish.lookup, wish.question, zones.answer(wish.question)});
                   },
               },
               effect);
}

void Town::start_tls(trace::HostId id, const mta::StartTls& wish) {
    const auto end = ends_.find({id, wish.handle});
    if (end == ends_.end()) return;
    end->second.wants_tls = true;
    const bool client = wish.side == mta::StartTls::Side::client;
    const Side other{end->second.host, end->second.handle};
    if (!end->second.canned && !ends_.at(other).wants_tls) return;  // until both have begun
    const std::string address = client ? end->second.address : ends_.at(other).address;
    const Side client_side = client ? Side{id, wish.handle} : other;
    const Side server_side = client ? other : Side{id, wish.handle};
    const bool canned = end->second.canned;
    if (const auto broken = broken_tls_.find(address); broken != broken_tls_.end()) {
        ends_.erase(client_side);
        later(client_side.first, mta::Ended{client_side.second, trace::Ending::finished, broken->second});
        if (canned) return;
        ends_.erase(server_side);
        return later(server_side.first,
                     mta::Ended{server_side.second, trace::Ending::finished, broken->second});
    }
    const smtp::TlsSession tls{"TLSv1.3", "TLS_AES_256_GCM_SHA384", smtp::Trust::verified, {}};
    later(client_side.first, mta::Secured{client_side.second, tls});
    if (!canned) later(server_side.first, mta::Secured{server_side.second, tls});
}

// Its connections are gone, which the others are told at once.
void Town::crash(trace::HostId id, const mta::Disk& disk) {
    ++crashes_;
    disk_ = disk;
    parties_[id].up = false;
    std::vector<std::pair<Side, End>> lost;
    for (const auto& [side, end] : ends_)
        if (side.first == id) lost.push_back({side, end});
    for (const auto& [side, end] : lost) {
        ends_.erase(side);
        if (end.canned) continue;
        ends_.erase({end.host, end.handle});
        later(end.host, mta::Ended{end.handle, trace::Ending::reset});
    }
    later(id, PowerOn{}, base::minutes(1));
}

void Town::switch_on(trace::HostId id) {
    Party& party = parties_[id];
    auto again = std::make_unique<mta::Host>(party.host->settings(), start, base::Random(7), trace_.octets);
    again->restore(std::move(disk_), now_);
    party.host = std::move(again);
    party.up = true;
}

void Town::connect(trace::HostId id, const mta::Connect& wish) {
    const std::string address = base::to_text(wish.address);
    const Side client{id, wish.handle};
    connections_[client] = ++last_connection_;
    if (const auto down = down_.find(address); down != down_.end()) {
        const bool waits = down->second == trace::Ending::timed_out;
        return later(id, mta::Ended{wish.handle, down->second},
                     waits ? base::minutes(1) : base::milliseconds(10));
    }
    if (canned_.count(address)) {
        ends_[client] = {true, 0, 0, address};
        later(id, mta::Established{wish.handle});
        return answer_canned(client, "");
    }
    for (trace::HostId server = 0; server < parties_.size(); ++server) {
        const mta::HostSettings& settings = host(server).settings();
        const bool listens =
            std::find(settings.ports.begin(), settings.ports.end(), wish.port) != settings.ports.end();
        const bool there = std::find(settings.addresses.begin(), settings.addresses.end(), wish.address) !=
                           settings.addresses.end();
        if (!listens || !there || !parties_[server].up) continue;
        const mta::Handle handle = ++last_handle_;
        ends_[client] = {false, server, handle, address};
        connections_[{server, handle}] = last_connection_;
        ends_[{server, handle}] = {false, id, wish.handle, {}};
        later(id, mta::Established{wish.handle});
        return later(server, mta::Incoming{handle, host(id).settings().addresses.front(), wish.port});
    }
    later(id, mta::Ended{wish.handle, trace::Ending::refused});
}

void Town::send(trace::HostId id, const mta::Send& one) {
    const auto end = ends_.find({id, one.handle});
    if (end == ends_.end()) return;
    if (end->second.canned)
        answer_canned(end->first, trace_.text(one.octets));
    else
        later(end->second.host, mta::Arrived{end->second.handle, one.octets});
}

void Town::answer_canned(const Side& client, std::string_view said) {
    const std::string answer = canned_.at(ends_.at(client).address)(said);
    if (answer == "hang up") return later(client.first, mta::Ended{client.second, trace::Ending::finished});
    if (!answer.empty()) later(client.first, mta::Arrived{client.second, trace_.octets.keep(answer)});
}

void Town::close(trace::HostId id, mta::Handle handle) {
    const auto end = ends_.find({id, handle});
    if (end == ends_.end()) return;
    const End other = end->second;
    ends_.erase(end);
    later(id, mta::Ended{handle, trace::Ending::finished});
    if (other.canned) return;
    ends_.erase({other.host, other.handle});
    later(other.host, mta::Ended{other.handle, trace::Ending::finished});
}

std::vector<std::string> Town::mailbox(const std::string& address) const {
    std::map<std::pair<trace::HostId, trace::MailId>, std::string> letters;
    std::vector<std::string> found;
    for (const trace::Event& event : trace_.events())
        std::visit(base::overloaded{
                       [&](const trace::Accepted& one) {
                           letters[{event.host, one.mail}] = text(one.fields_added) + text(one.letter);
                       },
                       [&](const trace::Written& one) {
                           letters[{event.host, one.mail}] = text(one.letter);
                       },
                       [&](const trace::Delivered& one) {
                           if (text(one.mailbox) == address)
                               found.push_back(text(one.fields_added) + letters.at({event.host, one.mail}));
                       },
                       [](const auto&) {},
                   },
                   event.fact);
    return found;
}

std::string Town::describe(const trace::Event& event) const {
    const auto line = [&](trace::MailId mail, std::uint16_t recipient, const std::string& rest) {
        return fmt::format("{} {} {}/{} {}\n", event.host, name_of(event.fact), mail, recipient, rest);
    };
    return std::visit(
        base::overloaded{
            [&](const trace::Accepted& one) {
                return line(one.mail, one.recipients, text(one.reverse_path));
            },
            [&](const trace::Written& one) { return line(one.mail, one.recipients, text(one.reverse_path)); },
            [&](const trace::Routed& one) {
                return line(one.mail, one.recipient,
                            fmt::format("{} {}", static_cast<int>(one.route), text(one.next)));
            },
            [&](const trace::Attempted& one) { return line(one.mail, one.attempt, text(one.next)); },
            [&](const trace::Relayed& one) {
                return line(one.mail, one.recipient, fmt::format("{} {}", one.code, text(one.next)));
            },
            [&](const trace::Delivered& one) { return line(one.mail, one.recipient, text(one.mailbox)); },
            [&](const trace::Deferred& one) {
                return line(one.mail, one.recipient,
                            fmt::format("{} {} until {}", one.code, to_text(one.reason),
                                        base::to_text(one.next_try)));
            },
            [&](const trace::Failed& one) {
                return line(one.mail, one.recipient,
                            fmt::format("{} {} {}", one.code, to_text(one.enhanced), to_text(one.reason)));
            },
            [&](const trace::Discarded& one) { return line(one.mail, 0, ""); },
            [&](const trace::Expanded& one) {
                return line(one.mail, one.recipient, fmt::format("{} {}", one.members, text(one.alias)));
            },
            [&](const trace::Displayed& one) { return line(one.mail, one.recipient, text(one.user)); },
            [&](const trace::Rewritten& one) { return line(one.mail, 0, text(one.what)); },
            [](const auto&) { return std::string(); },
        },
        event.fact);
}

std::string Town::log() const {
    std::string all;
    for (const trace::Event& event : trace_.events()) all += describe(event);
    return all;
}

std::string Town::log(const std::string& part) const {
    std::string found;
    for (const trace::Event& event : trace_.events())
        if (const std::string line = describe(event); line.find(part) != std::string::npos) found += line;
    return found;
}

}  // namespace mta_test
