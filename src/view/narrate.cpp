#include "view/narrate.h"

#include <fmt/format.h>

#include "base/text.h"
#include "explain/why.h"
#include "view/teller.h"

namespace view {

std::string one_line(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    return base::visible(text.substr(0, longest_line_told));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string Teller::address_of(HostId host) const {
    if (host == no_host || trace_.world.hosts[host].addresses.empty()) return "an unknown address";
    return base::to_text(trace_.world.hosts[host].addresses.front());
}

HostId Teller::peer() const {
    const EventNumber number = trace_.opening_of(event_.connection);
    if (number == no_event) return no_host;
    const HostId server = std::get<ConnectionOpening>(trace_[number].fact).server;
    return trace_[number].host == event_.host ? server : trace_[number].host;
}

std::uint16_t Teller::server_port() const {
    const EventNumber number = trace_.opening_of(event_.connection);
    return number == no_event ? 0 : std::get<ConnectionOpening>(trace_[number].fact).server_port;
}

std::string Teller::recipient_of(MailId mail, std::uint16_t recipient) const {
    for (EventNumber number = event_.number; number-- > 0;)
        if (const auto* addressed = std::get_if<Addressed>(&trace_[number].fact))
            if (trace_[number].host == event_.host && addressed->mail == mail &&
                addressed->recipient == recipient)
                return text(addressed->address);
    return "a recipient";
}

std::string Teller::why(smtp::Reason reason, std::uint16_t code, smtp::EnhancedCode enhanced,
                        const std::string& about, const std::string& actor, const std::string& other,
                        const std::string& next_try) const {
    return explain::why_text({reason, code, enhanced, about, actor, other, next_try});
}

base::Instant Teller::arrival_of(MailId mail) const {
    for (EventNumber number = event_.number; number-- > 0;) {
        const Event& event = trace_[number];
        if (event.host != event_.host) continue;
        const auto* accepted = std::get_if<Accepted>(&event.fact);
        const auto* written = std::get_if<Written>(&event.fact);
        if ((accepted && accepted->mail == mail) || (written && written->mail == mail)) return event.at;
    }
    return event_.at;
}

Narration Teller::tell() {
    std::visit([this](const auto& fact) { on(fact); }, event_.fact);
    return std::move(told_);
}

std::string label_of(const Trace& trace, HostId host) {
    return host < trace.world.hosts.size() ? trace.world.hosts[host].label : "nobody";
}

Narration narrate(const Trace& trace, EventNumber event) {
    return Teller(trace, trace[event]).tell();
}

}  // namespace view
