#include "view/index.h"

#include <algorithm>

#include "base/overloaded.h"
#include "view/lanes.h"

namespace view {

using namespace trace;

Index::Index(const Trace& trace)
    : traffic_(trace),
      post_(trace, traffic_),
      pace_(trace, traffic_),
      events_of_(trace.world.hosts.size()),
      power_of_(trace.world.hosts.size()) {
    for (const Event& event : trace.events()) {
        add_row(event);
        if (event.host < events_of_.size()) events_of_[event.host].push_back(event.number);
        const bool power =
            std::holds_alternative<Crashed>(event.fact) || std::holds_alternative<Restarted>(event.fact);
        if (power && event.host < power_of_.size()) power_of_[event.host].push_back(event.number);
        if (std::holds_alternative<LineChanged>(event.fact)) line_changes_.push_back(event.number);
    }
    // A row begins where its line is sent: an answer, before the event that tells it.
    for (std::vector<Row>& rows : rows_)
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.event < b.event; });
    timeline_ = lanes_of(trace, traffic_, post_, pace_);
}

void Index::add_row(const Event& event) {
    const auto add = [&](RowKind kind, Detail least, EventNumber begin, EventNumber arrival) {
        for (std::size_t detail = static_cast<std::size_t>(least); detail < rows_.size(); ++detail)
            rows_[detail].push_back({begin, arrival, kind});
    };
    const auto sent = [&](RowKind kind, Detail least = Detail::conversation) {
        add(kind, least, event.number, traffic_.arrival_of(event.number));
    };
    const auto here = [&](RowKind kind) { add(kind, Detail::conversation, event.number, no_event); };
    const auto fault = [&] { here(RowKind::fault); };
    // A line whose sending nobody saw (a real peer's) is shown where it was heard.
    const auto heard = [&](RowKind kind) {
        if (traffic_.origin_of(event.number) == no_event) here(kind);
    };
    std::visit(base::overloaded{
                   [&](const CommandSent&) { sent(RowKind::command); },
                   [&](const ReplySent&) { sent(RowKind::reply); },
                   [&](const ContentSent&) { sent(RowKind::letter); },
                   [&](const CommandReceived&) { heard(RowKind::command); },
                   [&](const ReplyReceived&) { heard(RowKind::reply); },
                   [&](const ContentReceived&) { heard(RowKind::letter); },
                   [&](const Asked&) { sent(RowKind::question, Detail::with_names); },
                   [&](const Answered&) {
                       const EventNumber origin = traffic_.origin_of(event.number);
                       if (origin == no_event)
                           add(RowKind::answer, Detail::with_names, event.number, no_event);
                       else
                           add(RowKind::answer, Detail::with_names, origin, event.number);
                   },
                   [&](const SegmentSent&) { sent(RowKind::tcp, Detail::everything); },
                   [&](const Ruled&) { here(RowKind::verdict); },
                   [&](const Found&) { here(RowKind::note); },
                   [&](const ConnectionOpening&) { here(RowKind::note); },
                   [&](const ConnectionClosed& closed) {
                       if (closed.ending != Ending::finished) here(RowKind::note);
                   },
                   [&](const Intervened&) { fault(); },
                   [&](const Written&) { here(RowKind::custody); },
                   [&](const Accepted&) { here(RowKind::custody); },
                   [&](const Delivered&) { here(RowKind::custody); },
                   [&](const Deferred&) { here(RowKind::custody); },
                   [&](const Failed&) { here(RowKind::custody); },
                   [&](const Discarded&) { here(RowKind::custody); },
                   [](const SegmentArrived&) {},
                   [](const SegmentLost&) {},
                   [](const DatagramSent&) {},
                   [](const DatagramArrived&) {},
                   [](const DatagramLost&) {},
                   [](const ConnectionOpened&) {},
                   [](const Addressed&) {},
                   [](const Routed&) {},
                   [](const Attempted&) {},
                   [](const Relayed&) {},
                   [&](const TlsMessageSent&) {  // one row a handshake; each message when all is shown
                       const bool first = handshakes_.insert(event.connection).second;
                       sent(RowKind::tls, first ? Detail::conversation : Detail::everything);
                   },
                   [](const TlsMessageReceived&) {},
                   [&](const Secured&) {  // the client's is told: it has looked at the certificate
                       const Hop* const hop = traffic_.hop(event.connection);
                       const bool client = !hop || hop->client == event.host;
                       add(RowKind::note, client ? Detail::conversation : Detail::everything, event.number,
                           no_event);
                   },
                   [&](const TlsFailed&) { here(RowKind::note); },
                   [&](const PlaintextDropped&) { here(RowKind::note); },
                   [&](const LoggedIn&) { here(RowKind::verdict); },
                   [&](const LineChanged&) { fault(); },
                   [&](const Crashed&) { fault(); },
                   [&](const Restarted&) { fault(); },
                   [&](const Rewritten&) { here(RowKind::custody); },
                   [&](const Expanded&) { here(RowKind::custody); },
                   [&](const Displayed&) { here(RowKind::custody); },
               },
               event.fact);
}

std::size_t Index::present_row(Detail detail, EventNumber through) const {
    const std::vector<Row>& all = rows(detail);
    if (through == no_event) return all.size();
    const auto later = std::upper_bound(all.begin(), all.end(), through,
                                        [](EventNumber event, const Row& row) { return event < row.event; });
    return later == all.begin() ? all.size() : static_cast<std::size_t>(later - all.begin() - 1);
}

std::size_t Index::row_of(Detail detail, EventNumber event) const {
    const std::vector<Row>& all = rows(detail);
    if (event == no_event) return all.size();
    const auto row = std::find_if(all.begin(), all.end(),
                                  [&](const Row& one) { return one.event == event || one.arrival == event; });
    return static_cast<std::size_t>(row - all.begin());
}

EventNumber Index::last_at_host(HostId host, EventNumber through) const {
    if (through == no_event || host >= events_of_.size()) return no_event;
    const std::vector<EventNumber>& events = events_of_[host];
    const auto later = std::upper_bound(events.begin(), events.end(), through);
    return later == events.begin() ? no_event : *(later - 1);
}

EventNumber Index::last_power_of(HostId host, EventNumber through) const {
    if (through == no_event || host >= power_of_.size()) return no_event;
    const std::vector<EventNumber>& events = power_of_[host];
    const auto later = std::upper_bound(events.begin(), events.end(), through);
    return later == events.begin() ? no_event : *(later - 1);
}

}  // namespace view
