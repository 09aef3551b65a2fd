#include "view/traffic.h"

#include <algorithm>

#include "base/overloaded.h"

namespace view {

using namespace trace;

Traffic::Traffic(const Trace& trace)
    : trace_(&trace),
      flight_of_(trace.size(), no_flight),
      arrival_(trace.size(), no_event),
      origin_(trace.size(), no_event) {
    for (const Event& event : trace.events()) collect(event);
    std::sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) { return a.octets < b.octets; });
    for (const Event& event : trace.events()) join(event);
    keep_checkpoints();
    lines_ = {};
    trace_ = nullptr;
}

const Hop* Traffic::hop(ConnectionId connection) const {
    const auto found = hop_of_.find(connection);
    return found == hop_of_.end() ? nullptr : &hops_[found->second];
}

const Flight* Traffic::flight(EventNumber event) const {
    return flight_of_[event] == no_flight ? nullptr : &flights_[flight_of_[event]];
}

Hop* Traffic::hop_of(const Event& event) {
    const auto found = hop_of_.find(event.connection);
    return found == hop_of_.end() ? nullptr : &hops_[found->second];
}

// ---- connections and their lines ----

void Traffic::collect(const Event& event) {
    if (const auto* opening = std::get_if<ConnectionOpening>(&event.fact);
        opening && !hop_of_.contains(event.connection)) {
        Hop hop;
        hop.connection = event.connection;
        hop.client = event.host;
        hop.server = opening->server;
        hop.port = opening->server_port;
        hop.first = event.number;
        hop.stages[0] = event.number;
        if (event.cause != no_event)
            if (const auto* attempted = std::get_if<Attempted>(&(*trace_)[event.cause].fact)) {
                hop.mail = attempted->mail;
                hop.attempt = attempted->attempt;
            }
        hop_of_[event.connection] = hops_.size();
        hops_.push_back(std::move(hop));
    }
    Hop* const hop = hop_of(event);
    if (hop) hop->last = event.number;
    const auto reach = [&](smtp::Stage stage) {
        EventNumber* const first = hop ? &hop->stages[static_cast<std::size_t>(stage)] : nullptr;
        if (first && *first == no_event) *first = event.number;
    };
    std::visit(base::overloaded{
                   [&](const CommandSent& sent) {
                       lines_.push_back({sent.line, event.number});
                       if (hop && hop->mail == 0) hop->mail = sent.mail;
                       reach(sent.stage);
                   },
                   [&](const CommandReceived& heard) { reach(heard.stage); },
                   [&](const ReplySent& sent) {
                       lines_.push_back({sent.text, event.number});
                       reach(sent.stage);
                   },
                   [&](const ReplyReceived& heard) { reach(heard.stage); },
                   [&](const ContentSent& sent) {
                       lines_.push_back({sent.octets, event.number});
                       reach(smtp::Stage::data);
                   },
                   [&](const TlsMessageSent& sent) {
                       lines_.push_back({sent.octets, event.number});
                   },
                   [&](const Secured&) {
                       if (hop && hop->secured == no_event) hop->secured = event.number;
                   },
                   [&](const ConnectionOpened&) {
                       if (hop && hop->opened == no_event) hop->opened = event.number;
                   },
                   [&](const SegmentSent& sent) {
                       if (hop && (sent.flags & flag_fin) && hop->closing == no_event)
                           hop->closing = event.number;
                   },
                   [&](const ConnectionClosed& closed) {
                       if (hop) hop->ends.push_back({event.number, closed.ending});
                   },
                   [](const auto&) {},
               },
               event.fact);
}

EventNumber Traffic::line_holding(Range octets) const {
    const auto later =
        std::upper_bound(lines_.begin(), lines_.end(), octets.offset,
                         [](std::uint32_t offset, const Line& line) { return offset < line.octets.offset; });
    if (later == lines_.begin()) return no_event;
    const Line& line = *(later - 1);
    return octets.offset < line.octets.end() ? line.event : no_event;
}

void Traffic::join(const Event& event) {
    std::visit(base::overloaded{
                   [&](const SegmentSent& sent) { launch(event, sent); },
                   [&](const DatagramSent& sent) { launch(event, sent); },
                   [&](const SegmentArrived&) { land(event, StagePacket::Fate::arrives); },
                   [&](const DatagramArrived&) { land(event, StagePacket::Fate::arrives); },
                   [&](const SegmentLost&) { land(event, StagePacket::Fate::lost); },
                   [&](const DatagramLost&) { land(event, StagePacket::Fate::lost); },
                   [&](const CommandReceived& heard) { join_line(event, heard.line); },
                   [&](const ReplyReceived& heard) { join_line(event, heard.text); },
                   [&](const ContentReceived& heard) { join_line(event, heard.octets); },
                   [&](const TlsMessageReceived& heard) { join_line(event, heard.octets); },
                   [&](const Answered&) { join_answer(event); },
                   [](const auto&) {},
               },
               event.fact);
}

void Traffic::join_line(const Event& event, Range octets) {
    const EventNumber sent = octets.empty() ? no_event : line_holding(octets);
    if (sent == no_event || sent > event.number || (*trace_)[sent].connection != event.connection) return;
    origin_[event.number] = sent;
    if (arrival_[sent] == no_event) arrival_[sent] = event.number;
}

// ---- packets ----

void Traffic::launch(const Event& event, const SegmentSent& segment) {
    Flight flight{event.number, no_event, event.number, PacketKind::acknowledgment,
                  StagePacket::Fate::arrives};
    const Hop* const hop = this->hop(event.connection);
    if (!segment.payload.empty()) {
        EventNumber line = line_holding(segment.payload);
        // A copy of several lines has a Range of its own: then whatever caused it speaks for it.
        if (line == no_event || line > event.number) line = event.cause;
        const Fact& fact = line == no_event ? event.fact : (*trace_)[line].fact;
        flight.kind = PacketKind::command;
        if (std::holds_alternative<ReplySent>(fact)) flight.kind = PacketKind::reply;
        if (std::holds_alternative<ContentSent>(fact)) flight.kind = PacketKind::letter;
        if (std::holds_alternative<TlsMessageSent>(fact)) {
            flight.kind = PacketKind::handshake;
            flight.about = line;
        }
        const bool is_line = flight.kind != PacketKind::command || std::holds_alternative<CommandSent>(fact);
        if (is_line)
            flight.about = line;
        else if (hop && hop->server == event.host)
            flight.kind = PacketKind::reply;
    } else if (segment.flags & flag_syn) {
        flight.kind = PacketKind::handshake;
    } else if (segment.flags & (flag_fin | flag_rst)) {
        flight.kind = PacketKind::closing;
    } else if (hop && hop->client == event.host && hop->opened != no_event &&
               event.number <= hop->opened + 1) {
        flight.kind = PacketKind::handshake;  // the third step
    }
    flight_of_[event.number] = static_cast<std::uint32_t>(flights_.size());
    flights_.push_back(flight);
}

void Traffic::launch(const Event& event, const DatagramSent& datagram) {
    constexpr std::uint16_t dns_port = 53;
    Flight flight{event.number, no_event, event.number, PacketKind::answer, StagePacket::Fate::arrives};
    if (datagram.to_port == dns_port) {
        flight.kind = PacketKind::question;
        if (event.cause != no_event && std::holds_alternative<Asked>((*trace_)[event.cause].fact))
            flight.about = event.cause;
    }
    flight_of_[event.number] = static_cast<std::uint32_t>(flights_.size());
    flights_.push_back(flight);
}

void Traffic::land(const Event& event, StagePacket::Fate fate) {
    if (event.cause == no_event || flight_of_[event.cause] == no_flight) return;
    const std::uint32_t number = flight_of_[event.cause];
    Flight& flight = flights_[number];
    if (flight.sent != event.cause || flight.landed != no_event) return;
    flight_of_[event.number] = number;
    flight.landed = event.number;
    flight.fate = fate;
    if (fate == StagePacket::Fate::lost) return;
    arrival_[flight.sent] = event.number;
    origin_[event.number] = flight.sent;
    // A question is heard when the first of its datagrams comes.
    if (flight.kind == PacketKind::question && flight.about != flight.sent &&
        arrival_[flight.about] == no_event)
        arrival_[flight.about] = event.number;
}

// An answer begins with the name server's datagram; when none came, it is the asker's own conclusion.
void Traffic::join_answer(const Event& event) {
    if (event.cause == no_event || !std::holds_alternative<DatagramArrived>((*trace_)[event.cause].fact))
        return;
    const std::uint32_t number = flight_of_[event.cause];
    if (number == no_flight) return;
    flights_[number].about = event.number;
    origin_[event.number] = flights_[number].sent;
}

void Traffic::keep_checkpoints() {
    std::vector<std::uint32_t> open;
    std::size_t next = 0;
    for (EventNumber begin = 0; begin < trace_->size(); begin += checkpoint_events) {
        for (; next < flights_.size() && flights_[next].sent < begin; ++next)
            open.push_back(static_cast<std::uint32_t>(next));
        std::erase_if(open, [&](std::uint32_t number) { return flights_[number].landed < begin; });
        checkpoints_.push_back(open);
        if (trace_->size() - begin <= checkpoint_events) break;
    }
}

std::vector<std::uint32_t> Traffic::in_the_air(EventNumber through) const {
    if (through == no_event || checkpoints_.empty()) return {};
    const EventNumber checkpoint =
        std::min<EventNumber>(through / checkpoint_events, static_cast<EventNumber>(checkpoints_.size() - 1));
    std::vector<std::uint32_t> found = checkpoints_[checkpoint];
    for (EventNumber number = checkpoint * checkpoint_events; number <= through; ++number)
        if (flight_of_[number] != no_flight && flights_[flight_of_[number]].sent == number)
            found.push_back(flight_of_[number]);
    std::erase_if(found, [&](std::uint32_t number) { return flights_[number].landed <= through; });
    return found;
}

}  // namespace view
