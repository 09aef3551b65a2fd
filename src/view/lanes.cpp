#include "view/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/overloaded.h"
#include "base/text.h"
#include "view/change_words.h"
#include "view/narrate.h"
#include "view/words.h"

namespace view {
namespace {

using namespace trace;

Lane lane_of(const Trace& trace, const Hop& hop, const Pace& pace) {
    Lane lane{hop.first, hop.connection, {}, hop.client, hop.server, {}};
    lane.label = fmt::format("{} > {}", label_of(trace, hop.client), label_of(trace, hop.server));
    // Refused before anybody spoke: no stage was reached.
    const bool refused = std::any_of(hop.ends.begin(), hop.ends.end(),
                                     [](const Ended& end) { return end.ending == Ending::refused; });
    if (refused) {
        lane.spans.push_back({hop.first, smtp::Stage::handshake, pace.seconds_of(hop.first),
                              pace.seconds_of(hop.last), SpanKind::refused});
        return lane;
    }
    for (std::size_t stage = 0; stage < hop.stages.size(); ++stage) {
        if (hop.stages[stage] == no_event) continue;
        const double begin = pace.seconds_of(hop.stages[stage]);
        if (!lane.spans.empty()) lane.spans.back().end = begin;
        lane.spans.push_back(
            {hop.stages[stage], static_cast<smtp::Stage>(stage), begin, pace.seconds_of(hop.last)});
    }
    return lane;
}

// Names are looked up and mails wait for their next try outside every connection.
Lane between_lane(const Trace& trace, const Pace& pace) {
    Lane lane;
    lane.label = "names and waiting";
    std::map<std::pair<HostId, MailId>, std::size_t> waits;
    const auto end_wait = [&](const Event& event, MailId mail) {
        const auto wait = waits.find({event.host, mail});
        if (wait == waits.end()) return;
        lane.spans[wait->second].end = pace.seconds_of(event.number);
        waits.erase(wait);
    };
    for (const Event& event : trace.events()) {
        const double now = pace.seconds_of(event.number);
        std::visit(base::overloaded{
                       [&](const Asked& asked) { end_wait(event, asked.mail); },
                       [&](const Attempted& attempted) { end_wait(event, attempted.mail); },
                       [&](const Answered&) {
                           const EventNumber asked = trace.cause_of_kind<Asked>(event.number);
                           if (asked == no_event) return;
                           lane.spans.push_back({asked, smtp::Stage::handshake, pace.seconds_of(asked), now,
                                                 SpanKind::lookup});
                       },
                       [&](const Deferred& deferred) {
                           if (!waits.try_emplace({event.host, deferred.mail}, lane.spans.size()).second)
                               return;
                           lane.spans.push_back(
                               {event.number, smtp::Stage::handshake, now, pace.length(), SpanKind::wait});
                       },
                       [](const auto&) {},
                   },
                   event.fact);
    }
    if (!lane.spans.empty()) lane.event = lane.spans.front().event;
    return lane;
}

void add_marker(const Trace& trace, const Event& event, const Pace& pace, std::vector<Marker>& markers) {
    const std::string host = label_of(trace, event.host);
    const auto mark = [&](MarkerKind kind, std::string text) {
        Marker& marker = markers.emplace_back();
        marker.event = event.number;
        marker.kind = kind;
        marker.at = pace.seconds_of(event.number);
        marker.text = std::move(text);
    };
    const auto visible = [&](Range range) { return base::visible(trace.text(range)); };
    std::visit(base::overloaded{
                   [&](const Accepted&) { mark(MarkerKind::accepted, host + " takes responsibility"); },
                   [&](const ReplySent& reply) {
                       if (reply.code >= 500)
                           mark(MarkerKind::refused,
                                fmt::format("{} refuses: {}", host, code_text(reply.code, reply.enhanced)));
                   },
                   [&](const Deferred& deferred) {
                       mark(MarkerKind::deferred,
                            fmt::format("{} waits {}", host, base::to_text(deferred.next_try - event.at)));
                   },
                   [&](const Delivered& delivered) {
                       mark(MarkerKind::delivered, "in the mailbox " + visible(delivered.mailbox));
                   },
                   [&](const Written& written) {
                       if (written.kind == LetterKind::bounce)
                           mark(MarkerKind::bounce, host + " writes a bounce");
                       else if (written.kind != LetterKind::original)
                           mark(MarkerKind::bounce, host + " writes a notice");
                   },
                   [&](const SegmentLost&) { mark(MarkerKind::lost, "a segment is lost"); },
                   [&](const DatagramLost&) { mark(MarkerKind::lost, "a datagram is lost"); },
                   [&](const Intervened& change) {
                       mark(MarkerKind::intervention,
                            change.index < trace.interventions.size()
                                ? short_change_text(trace, trace.interventions[change.index])
                                : "your change");
                   },
                   [&](const Crashed&) { mark(MarkerKind::fault, host + " crashes"); },
                   [&](const Restarted&) { mark(MarkerKind::mended, host + " is up again"); },
                   [&](const TlsFailed&) { mark(MarkerKind::fault, host + ": the TLS handshake failed"); },
                   [&](const ConnectionClosed& closed) {
                       if (closed.ending == Ending::reset) mark(MarkerKind::fault, host + ": broken off");
                       if (closed.ending == Ending::timed_out) mark(MarkerKind::fault, host + " gives up");
                   },
                   [](const auto&) {},
               },
               event.fact);
}

}  // namespace

Timeline lanes_of(const Trace& trace, const Traffic& traffic, const Post&, const Pace& pace) {
    Timeline timeline;
    timeline.length = pace.length();
    Lane between = between_lane(trace, pace);
    if (!between.spans.empty()) timeline.lanes.push_back(std::move(between));
    for (const Hop& hop : traffic.hops()) timeline.lanes.push_back(lane_of(trace, hop, pace));
    for (const Event& event : trace.events()) add_marker(trace, event, pace, timeline.markers);
    return timeline;
}

}  // namespace view
