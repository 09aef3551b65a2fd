#include "view/holder.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "base/overloaded.h"
#include "view/narrate.h"

namespace view {
namespace {

using namespace trace;

constexpr std::size_t most_told = 3;  // mails in one sentence; our own bound

// How far the mail that a connection carries last has come.
struct Talk {
    HostId client = no_host, server = no_host;
    MailId mail = 0;
    enum class Progress : std::uint8_t { begun, taken, heard } progress = Progress::begun;
    enum class Line : std::uint8_t { open, over } line = Line::open;
};

void follow(const Event& event, Talk& talk) {
    std::visit(base::overloaded{
                   [&](const CommandSent& sent) {
                       if (sent.mail == 0 || sent.verb != smtp::Verb::mail) return;
                       talk.mail = sent.mail;
                       talk.progress = Talk::Progress::begun;
                   },
                   [&](const Accepted&) { talk.progress = Talk::Progress::taken; },
                   [&](const Relayed&) { talk.progress = Talk::Progress::heard; },
                   [&](const ConnectionClosed&) { talk.line = Talk::Line::over; },
                   [](const auto&) {},
               },
               event.fact);
}

std::string told(const Trace& trace, const Talk& talk) {
    if (talk.mail == 0) return {};
    const std::string client = label_of(trace, talk.client), server = label_of(trace, talk.server);
    switch (talk.progress) {
        case Talk::Progress::begun:
            return fmt::format("{} still has the mail: {} never said 250 for it.", client, server);
        case Talk::Progress::taken:
            return fmt::format(
                "Both have the mail now: {} took it, but {} has not heard the 250. If it never "
                "does, it sends the mail again, and it arrives twice (RFC 1047).",
                server, client);
        case Talk::Progress::heard:
            return fmt::format("The mail is not touched: {} had taken it, and {} knows.", server, client);
    }
    return {};
}

}  // namespace

std::string holder_text(const Trace& trace, ConnectionId connection, EventNumber through) {
    const EventNumber opening = trace.opening_of(connection);
    if (opening == no_event) return {};
    Talk talk{trace[opening].host, std::get<ConnectionOpening>(trace[opening].fact).server};
    for (EventNumber number = opening; number <= through && number < trace.size(); ++number)
        if (trace[number].connection == connection) follow(trace[number], talk);
    return told(trace, talk);
}

std::string holders_text(const Trace& trace, HostId a, HostId b, EventNumber through) {
    std::map<ConnectionId, Talk> talks;
    for (EventNumber number = 0; number <= through && number < trace.size(); ++number) {
        const Event& event = trace[number];
        if (const auto* opening = std::get_if<ConnectionOpening>(&event.fact))
            talks[event.connection] = {event.host, opening->server};
        if (std::holds_alternative<Crashed>(event.fact) && number < through)
            for (auto& [connection, talk] : talks)
                if (talk.client == event.host || talk.server == event.host) talk.line = Talk::Line::over;
        const auto talk = talks.find(event.connection);
        if (talk != talks.end()) follow(event, talk->second);
    }
    std::string text;
    std::size_t count = 0;
    for (const auto& [connection, talk] : talks) {
        const bool crosses =
            b == no_host ? talk.client == a || talk.server == a
                         : (talk.client == a && talk.server == b) || (talk.client == b && talk.server == a);
        if (!crosses || talk.line == Talk::Line::over) continue;
        const std::string one = told(trace, talk);
        if (one.empty() || text.find(one) != std::string::npos || ++count > most_told) continue;
        text += (text.empty() ? "" : " ") + one;
    }
    return text;
}

}  // namespace view
