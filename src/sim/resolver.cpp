#include "sim/resolver.h"

#include "base/expects.h"
#include "dns/wire.h"

namespace sim {
namespace {

std::string lines_of(const dns::Answer& answer) {
    std::string text;
    for (const dns::Record& record : answer.records)
        text += (text.empty() ? "" : "\n") + dns::to_text(record);
    return text;
}

std::uint64_t key_of(trace::HostId host, std::uint16_t port, std::uint16_t id) {
    return std::uint64_t{host} << 32 | std::uint64_t{port} << 16 | id;
}

}  // namespace

Resolver::Resolver(const Scenario& scenario, const trace::World& world, trace::Trace& trace,
                   trace::Recorder& recorder, Network& network, Agenda& agenda)
    : scenario_(scenario),
      world_(world),
      trace_(trace),
      recorder_(recorder),
      network_(network),
      agenda_(agenda),
      random_(scenario.seed) {
    for (std::size_t host = 0; host < scenario.hosts.size(); ++host)
        for (const dns::Zone& zone : scenario.hosts[host].zones)
            zones_[static_cast<trace::HostId>(host)].add(zone);
}

trace::HostId Resolver::server_for(trace::HostId host) const {
    const std::string& word = scenario_.hosts[host].asks;
    if (!word.empty()) return world_.find(word);
    return zones_.empty() ? trace::no_host : zones_.begin()->first;
}

void Resolver::ask(trace::HostId host, std::uint32_t lookup, const dns::Question& question,
                   trace::MailId mail, base::Instant now) {
    const std::uint64_t number = ++last_number_;
    Pending pending;
    pending.host = host;
    pending.server = server_for(host);
    pending.lookup = lookup;
    pending.id =
        static_cast<std::uint16_t>(random_.below(65536, host, base::Purpose::question_id, number, 0));
    pending.port = dynamic_port(random_, host, number, 0);
    pending.mail = mail;
    pending.question = question;
    pending.asked = recorder_.note(host, 0,
                                   trace::Asked{pending.server, pending.id, question.type,
                                                trace_.octets.keep(dns::to_text(question.name)), mail});
    numbers_.emplace(key_of(host, pending.port, pending.id), number);
    send_question(number, pending_.emplace(number, std::move(pending)).first->second, recorder_.last(), now);
}

void Resolver::send_question(std::uint64_t number, Pending& pending, trace::EventNumber cause,
                             base::Instant now) {
    ++pending.tries;
    Packet packet;
    packet.from = pending.host;
    packet.to = pending.server;
    packet.from_port = pending.port;
    packet.to_port = dns_port;
    packet.payload =
        trace_.octets.keep(dns::encode_query(pending.id, pending.question, dns::Transport::udp_with_edns));
    network_.send(packet, now, cause);
    agenda_.add(now + question_wait, Task::lookup_deadline, number);
}

std::optional<Resolver::Answered> Resolver::receive(const Packet& packet, trace::EventNumber arrival,
                                                    base::Instant now) {
    const auto message = dns::decode(trace_.text(packet.payload));
    if (!message) return {};
    if (message->kind == dns::MessageKind::query) {
        serve(packet, message->question, message->id, arrival, now);
        return {};
    }
    const auto [first, last] = numbers_.equal_range(key_of(packet.to, packet.to_port, message->id));
    for (auto one = first; one != last; ++one) {
        const Pending& pending = pending_.at(one->second);
        if (pending.server == packet.from && pending.question == message->question)
            return finish(one->second, message->answer, arrival, now);
    }
    return {};  // too late, or nobody's question
}

void Resolver::serve(const Packet& question_packet, const dns::Question& question, std::uint16_t id,
                     trace::EventNumber arrival, base::Instant now) {
    const auto zones = zones_.find(question_packet.to);
    if (zones == zones_.end()) return;
    dns::Answer answer = zones->second.answer(question);
    switch (state_of(question_packet.to, question.name)) {
        case trace::BreakName::How::times_out:
            return;
        case trace::BreakName::How::fails:
            answer = dns::Answer{};
            answer.outcome = dns::Outcome::server_failure;
            break;
        case trace::BreakName::How::answers:
            break;
    }
    if (answer.outcome == dns::Outcome::timed_out) return;  // the zone says: this name never answers
    Packet reply;
    reply.from = question_packet.to;
    reply.to = question_packet.from;
    reply.from_port = question_packet.to_port;
    reply.to_port = question_packet.from_port;
    reply.payload =
        trace_.octets.keep(dns::encode_response(id, question, answer, dns::Transport::udp_with_edns));
    network_.send(reply, now, arrival);
}

std::optional<Resolver::Answered> Resolver::on_deadline(std::uint64_t number, base::Instant now) {
    const auto found = pending_.find(number);
    if (found == pending_.end()) return {};
    if (found->second.tries >= question_tries) {
        dns::Answer none;
        none.outcome = dns::Outcome::timed_out;
        return finish(number, none, found->second.asked, now);
    }
    send_question(number, found->second, found->second.asked, now);
    return {};
}

Resolver::Answered Resolver::finish(std::uint64_t number, dns::Answer answer, trace::EventNumber trigger,
                                    base::Instant now) {
    const auto found = pending_.find(number);
    base::expects(found != pending_.end());
    const Pending pending = std::move(found->second);
    pending_.erase(found);
    forget_number(key_of(pending.host, pending.port, pending.id), number);
    recorder_.begin(now, trigger);
    recorder_.note(pending.host, 0,
                   trace::Answered{pending.id, pending.question.type, answer.outcome,
                                   trace_.octets.keep(dns::to_text(pending.question.name)),
                                   trace_.octets.keep(lines_of(answer)), pending.mail});
    return {pending.host, pending.lookup, pending.question, std::move(answer)};
}

void Resolver::forget_number(std::uint64_t key, std::uint64_t number) {
    const auto [first, last] = numbers_.equal_range(key);
    for (auto one = first; one != last; ++one)
        if (one->second == number) {
            numbers_.erase(one);
            return;
        }
}

void Resolver::forget(trace::HostId host) {
    std::erase_if(pending_, [&](const auto& one) { return one.second.host == host; });
    std::erase_if(numbers_, [&](const auto& one) { return one.first >> 32 == host; });
}

void Resolver::break_name(trace::HostId host, const dns::Name& name, trace::BreakName::How how) {
    // What it said about this name and those below it before counts no more.
    std::erase_if(broken_, [&](const Broken& one) { return one.host == host && one.name.is_within(name); });
    broken_.push_back({host, name, how});
}

trace::BreakName::How Resolver::state_of(trace::HostId server, const dns::Name& name) const {
    for (auto one = broken_.rbegin(); one != broken_.rend(); ++one)
        if (one->host == server && name.is_within(one->name)) return one->how;
    return trace::BreakName::How::answers;
}

}  // namespace sim
