// What people do in a virtual world, and what goes wrong in it.
#include <algorithm>

#include "base/expects.h"
#include "base/overloaded.h"
#include "base/text.h"
#include "sim/recipient_text.h"
#include "sim/virtual_world.h"

namespace sim {

using trace::EventNumber;
using trace::HostId;

namespace {

// A mail program says of the letter what it sees in it: 8-bit text (RFC 6152), UTF-8 in addresses or the
// header (RFC 6531 3.4).
void say_what_it_needs(mta::Submitted& mail) {
    const auto is_ascii = [](std::string_view text) {
        return std::none_of(text.begin(), text.end(), base::is_high);
    };
    const std::string_view letter = mail.letter;
    if (mail.options.body == smtp::Body::seven_bit && !is_ascii(letter))
        mail.options.body = smtp::Body::eight_bit;
    bool ascii = is_ascii(letter.substr(0, letter.find("\r\n\r\n")));
    if (mail.reverse_path) ascii = ascii && is_ascii(mail::to_text(*mail.reverse_path));
    for (const smtp::HandoverRecipient& recipient : mail.recipients)
        ascii = ascii && is_ascii(mail::to_text(recipient.address));
    if (!ascii) mail.options.utf8 = true;
}

}  // namespace

void VirtualWorld::intervene(std::size_t index) {
    const auto& when = trace_.interventions[index].when;
    if (when)
        triggers_.arm(index, *when, trace_.world);
    else
        strike(index);
}

// Those that waited for what was noted since the last look.
void VirtualWorld::look_for_triggers() {
    if (triggers_.empty()) {
        seen_ = trace_.size();
        return;
    }
    while (seen_ < trace_.size()) {
        const auto number = static_cast<EventNumber>(seen_++);
        std::vector<std::size_t> struck;
        triggers_.see(trace_[number], struck);
        for (const std::size_t index : struck) {
            const trace::Intervention& intervention = trace_.interventions[index];
            strike_causes_[index] = number;
            // What gives a host an input waits until the present pass is over.
            const bool is_input = std::holds_alternative<trace::SendMail>(intervention.what) ||
                                  std::holds_alternative<trace::Restart>(intervention.what);
            if (intervention.when->delay.nanoseconds > 0 || is_input)
                agenda_.add(now_ + intervention.when->delay, Task::strike, index);
            else
                strike(index);
        }
    }
}

void VirtualWorld::strike(std::size_t index) {
    const auto found = strike_causes_.find(index);
    const EventNumber cause = found == strike_causes_.end() ? trace::no_event : found->second;
    std::visit(
        [&](const auto& change) {
            HostId host = trace::no_host;  // a line is on no host
            if constexpr (requires { change.host; }) host = trace_.world.find(change.host);
            const auto intervened =
                recorder_.append(now_, host, 0, cause, trace::Intervened{static_cast<std::uint16_t>(index)});
            apply(change, intervened);
        },
        trace_.interventions[index].what);
}

void VirtualWorld::apply(const trace::SendMail& mail, EventNumber cause) {
    mta::Submitted submitted;
    if (!mail.reverse_path.empty())
        submitted.reverse_path =
            std::get<mail::Address>(mail::parse_address(mail.reverse_path, mail::Utf8::allowed));
    for (const std::string& recipient : mail.recipients)
        submitted.recipients.push_back(std::get<smtp::HandoverRecipient>(parse_recipient(recipient)));
    submitted.letter = mail.letter;
    submit(trace_.world.find(mail.host), std::move(submitted), cause);
}

void VirtualWorld::apply(const trace::ChangeSetting& change, EventNumber) {
    Machine& machine = machines_[trace_.world.find(change.host)];
    auto changed = mta::with_setting(machine.settings(), change.name, change.value);
    base::expects(static_cast<bool>(changed));
    machine.change(std::move(*changed));
    schedule(trace_.world.find(change.host));
}

void VirtualWorld::apply(const trace::ChangeLine& change, EventNumber cause) {
    const HostId a = trace_.world.find(change.a), b = trace_.world.find(change.b);
    LinkSettings settings = network_.settings(a, b);
    settings.latency = change.latency.value_or(settings.latency);
    settings.bits_per_second = change.bits_per_second.value_or(settings.bits_per_second);
    settings.loss_per_million = change.loss_per_million.value_or(settings.loss_per_million);
    change_line(a, b, settings, cause);
}

void VirtualWorld::apply(const trace::MendLine& line, EventNumber cause) {
    const HostId a = trace_.world.find(line.a), b = trace_.world.find(line.b);
    change_line(a, b, network_.written(a, b), cause);
}

void VirtualWorld::change_line(HostId a, HostId b, LinkSettings settings, EventNumber cause) {
    network_.change(a, b, settings);
    recorder_.append(
        now_, trace::no_host, 0, cause,
        trace::LineChanged{a, b, settings.bits_per_second, settings.loss_per_million, settings.latency});
}

void VirtualWorld::apply(const trace::Crash& wish, EventNumber cause) {
    const HostId host = trace_.world.find(wish.host);
    if (!machines_[host].up()) return;
    if (performing_ == host)
        crash_cause_ = cause;  // strikes as soon as the present effect is done
    else
        crash(host, {}, cause);
}

void VirtualWorld::crash(HostId host, std::span<const mta::Effect> unperformed, EventNumber cause) {
    if (!machines_[host].up()) return;
    machines_[host].crash(unperformed);
    network_.switch_power(host, Power::off);
    resolver_.forget(host);
    secure_lines_.forget_all_of(host);
    const std::uint32_t connections = connections_.vanish(host);
    outgoing_[host].clear();
    scheduled_[host] = base::never;
    recorder_.append(now_, host, 0, cause, trace::Crashed{connections});
}

void VirtualWorld::apply(const trace::Restart& wish, EventNumber cause) {
    const HostId host = trace_.world.find(wish.host);
    if (machines_[host].up()) return;
    machines_[host].restart(now_);
    network_.switch_power(host, Power::on);
    const auto mails = static_cast<std::uint32_t>(machines_[host].host().queued());
    const auto restarted = recorder_.append(now_, host, 0, cause, trace::Restarted{mails});
    schedule(host);
    const std::vector<Draft> drafts = std::exchange(drafts_, {});
    for (const Draft& draft : drafts) {
        if (draft.host == host)
            submit(host, draft.mail, restarted);
        else
            drafts_.push_back(draft);
    }
}

void VirtualWorld::apply(const trace::BreakName& names, EventNumber) {
    resolver_.break_name(trace_.world.find(names.host), *dns::parse_name(names.name), names.how);
}

// ---- mails ----

void VirtualWorld::submit_scenario_mail(std::size_t index) {
    const ScenarioMail& mail = scenario_.mails[index];
    mta::Submitted submitted;
    if (!mail.reverse_path.empty())
        submitted.reverse_path =
            std::get<mail::Address>(mail::parse_address(mail.reverse_path, mail::Utf8::allowed));
    submitted.options = mail.options;
    for (std::size_t one = 0; one < mail.recipients.size(); ++one) {
        auto recipient = std::get<smtp::HandoverRecipient>(parse_recipient(mail.recipients[one]));
        if (one < mail.recipient_options.size()) recipient.options = mail.recipient_options[one];
        submitted.recipients.push_back(std::move(recipient));
    }
    submitted.letter = mail.letter;
    submit(trace_.world.find(mail.host), std::move(submitted), trace::no_event);
}

// On a machine that is down nobody can write: the letter waits for its restart.
void VirtualWorld::submit(HostId host, mta::Submitted submitted, EventNumber trigger) {
    say_what_it_needs(submitted);
    if (!machines_[host].up()) {
        drafts_.push_back({host, std::move(submitted)});
        return;
    }
    recorder_.begin(now_, trigger);
    give(host, submitted);
}

}  // namespace sim
