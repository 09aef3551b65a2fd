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
         std::move(own_view)});
}

void Town::submit(trace::HostId at, const std::string& from, const std::vector<std::string>& to,
                  const std::string& letter, const smtp::SenderOptions& sender,
                  const smtp::RecipientOptions& each) {
    mta::Submitted submitted;
    if (!from.empty()) submitted.reverse_path = address_of(from);
    submitted.options = sender;
    for (const std::string& one : to) submitted.recipients.push_back({address_of(one), each});
    submitted.letter = letter;
    later(at, std::move(submitted));
}

void Town::submit_by_way_of(trace::HostId at, const std::string& from, std::vector<std::string> hosts,
                            const std::string& to, const std::string& letter) {
    mta::Submitted submitted;
    submitted.reverse_path = address_of(from);
    submitted.recipients.push_back({address_of(to), {}, std::move(hosts)});
    submitted.letter = letter;
    later(at, std::move(submitted));
}

void Town::later(trace::HostId host, mta::Input input, base::Duration wait) {
    tasks_.emplace(std::pair(now_ + wait, ++last_task_), Task{host, std::move(input), recorder_.last()});
}

void Town::run(base::Instant until) {
    for (int turns = 0; turns < 1'000'000; ++turns) {
        base::Instant next = tasks_.empty() ? base::never : tasks_.begin()->first.first;
        std::optional<trace::HostId> woken;
        for (trace::HostId id = 0; id < parties_.size(); ++id)
            if (host(id).deadline() < next) {
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
        perform(task.host, host(task.host).receive(task.input, now_));
    }
    throw std::logic_error("the town never comes to rest");
}

void Town::perform(trace::HostId id, const mta::Effects& effects) {
    for (std::size_t index = 0; index < effects.size(); ++index) {
        if (crashes_now(id)) return crash(id, std::span(effects).subspan(index));
        perform_one(id, effects[index]);
    }
}

void Town::perform_one(trace::HostId id, const mta::Effect& effect) {
    std::visit(base::overloaded{
                   [&](const mta::Note& note) {
                       const auto found = connections_.find({id, note.handle});
                       const auto connection = found == connections_.end() ? 0 : found->second;
                       recorder_.note(id, connection, note.fact);
                   },
                   [&](const mta::Connect& wish) { connect(id, wish); },
                   [&](const mta::Send& one) { send(id, one); },
                   [&](const mta::StartTls& one) { start_tls(id, one); },
                   [&](const mta::Close& one) { close(id, one.handle); },
                   [&](const mta::Lookup& wish) {
                       ++lookups_;
                       const dns::Zones& zones = parties_[id].view ? *parties_[id].view : zones_;
                       later(id, mta::Resolved{wish.lookup, wish.question, zones.answer(wish.question)});
                   },
               },
               effect);
}

// ---- a host stops and begins anew ----

bool Town::crashes_now(trace::HostId id) {
    return crash_ && crash_->host == id && !crash_->done && crash_->before-- == 0;
}

void Town::crash(trace::HostId id, std::span<const mta::Effect> unperformed) {
    crash_->done = true;
    mta::Disk disk = host(id).disk(unperformed);
    auto fresh = std::make_unique<mta::Host>(host(id).settings(), start, base::Random(7), trace_.octets);
    parties_[id].host = std::move(fresh);
    host(id).restore(std::move(disk), now_);
    std::erase_if(tasks_, [id](const auto& task) { return task.second.host == id; });
    std::vector<End> others;
    for (auto end = ends_.begin(); end != ends_.end();) {
        const bool its_own = end->first.first == id;
        const bool to_it = !end->second.canned && end->second.host == id;
        if (its_own && !end->second.canned) others.push_back(end->second);
        end = its_own || to_it ? ends_.erase(end) : std::next(end);
    }
    for (const End& other : others)
        if (other.host != id) later(other.host, mta::Ended{other.handle, trace::Ending::reset});
}

// ---- TLS, as far as a host sees it ----

// The client's wish decides for both sides: a server asks no certificate.
void Town::start_tls(trace::HostId id, const mta::StartTls& wish) {
    const auto end = ends_.find({id, wish.handle});
    if (end == ends_.end() || wish.side == mta::StartTls::Side::server) return;
    const End server = end->second;
    const auto both_end = [&](smtp::Reason why) {
        ends_.erase({id, wish.handle});
        ends_.erase({server.host, server.handle});
        later(id, mta::Ended{wish.handle, trace::Ending::finished, why});
        if (!server.canned)
            later(server.host, mta::Ended{server.handle, trace::Ending::finished, smtp::Reason::tls_failed});
    };
    if (server.canned || broken_tls_.count(server.address)) return both_end(smtp::Reason::tls_failed);
    const bool valid = host(server.host).settings().certificate == mta::Certificate::valid;
    if (!valid && wish.verify == smtp::BeginTls::Verify::required)
        return both_end(smtp::Reason::certificate_not_trusted);
    const smtp::TlsSession session{"TLSv1.3", "TLS_AES_256_GCM_SHA384", smtp::Trust::not_asked, ""};
    smtp::TlsSession asked = session;
    asked.trust = valid ? smtp::Trust::verified : smtp::Trust::unverified;
    later(server.host, mta::Secured{server.handle, session});
    later(id, mta::Secured{wish.handle, asked});
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
        const auto& own = settings.addresses;
        if (!listens || std::find(own.begin(), own.end(), wish.address) == own.end()) continue;
        const mta::Handle handle = ++last_handle_;
        ends_[client] = {false, server, handle, address};
        ends_[{server, handle}] = {false, id, wish.handle, {}};
        connections_[{server, handle}] = last_connection_;
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

std::string Town::heard_by(trace::HostId host) const {
    std::string all;
    for (const trace::Event& event : trace_.events())
        if (const auto* heard = std::get_if<trace::CommandReceived>(&event.fact); heard && event.host == host)
            all += text(heard->line);
    return all;
}

std::string Town::said_by(trace::HostId host) const {
    std::string all;
    for (const trace::Event& event : trace_.events())
        if (const auto* said = std::get_if<trace::ReplySent>(&event.fact); said && event.host == host)
            all += text(said->text);
    return all;
}

}  // namespace mta_test
