// Hosts with their trays, lines and packets: the stage.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/overloaded.h"
#include "base/text.h"
#include "trace/letter.h"
#include "view/layout.h"
#include "view/moment.h"
#include "view/teller.h"

namespace view {

using namespace trace;

namespace {

constexpr float lost_after = 0.6f;         // a lost packet goes this part of the way
constexpr std::size_t longest_label = 44;  // octets on a packet

std::string cut(std::string text) {
    if (text.size() <= longest_label) return text;
    text.resize(longest_label - 3);
    return text + "...";
}

std::string tag_of(const Moment& moment, const Standing& standing) {
    const Fact& fact = moment.trace[standing.event].fact;
    if (const auto* deferred = std::get_if<Deferred>(&fact))
        return "again in " + countdown(deferred->next_try - moment.playhead.at);
    if (const auto* failed = std::get_if<Failed>(&fact)) return code_text(failed->code, failed->enhanced);
    return {};
}

TrayMail tray_mail(const Moment& moment, const Mail& mail, const Standing& standing) {
    TrayMail shown;
    shown.event = standing.event;
    shown.mail = mail.id;
    shown.custody = standing.custody;
    shown.kind = mail.kind;
    shown.envelope.reverse_path = moment.text(mail.reverse_path);
    shown.postmarks = mail.postmarks;
    shown.subject = mail.subject;
    shown.tag = tag_of(moment, standing);
    if (const auto* delivered = std::get_if<Delivered>(&moment.trace[standing.event].fact))
        shown.mailbox = moment.text(delivered->mailbox);
    return shown;
}

// Recipients that share a fate share an envelope; each mailbox has a copy of its own.
void add_mail(const Moment& moment, const Mail& mail, std::vector<TrayMail>& tray) {
    const std::size_t begin = tray.size();
    for (const Recipient& recipient : mail.recipients) {
        if (!moment.shows(recipient.named)) continue;
        const Standing standing = Post::standing(moment.trace, mail, recipient, moment.playhead.through);
        TrayMail one = tray_mail(moment, mail, standing);
        const auto same = std::find_if(
            tray.begin() + static_cast<std::ptrdiff_t>(begin), tray.end(), [&](const TrayMail& other) {
                return other.custody == one.custody && other.mailbox == one.mailbox && other.tag == one.tag;
            });
        if (same == tray.end()) {
            one.envelope.recipients.push_back(moment.text(recipient.address));
            tray.push_back(std::move(one));
        } else {
            same->envelope.recipients.push_back(moment.text(recipient.address));
            same->event = std::max(same->event, one.event);
        }
    }
    // Between the Written and its first Addressed the envelope has no addressee yet.
    if (tray.size() == begin) tray.push_back(tray_mail(moment, mail, {Custody::owned, mail.created}));
}

// The copy that builds up; nothing when there is none at this moment.
void add_arriving(const Moment& moment, const Transfer& transfer, std::vector<TrayMail>& tray) {
    if (!moment.shows(transfer.begun) || moment.shows(transfer.ended)) return;
    TrayMail copy;
    copy.event = transfer.begun;
    copy.custody = Custody::arriving;
    copy.envelope.reverse_path = transfer.reverse_path;
    copy.letter = 0;
    for (const auto& [event, address] : transfer.recipients) {
        if (!moment.shows(event)) break;
        copy.envelope.recipients.push_back(base::visible(address));
        copy.event = event;
    }
    for (const auto& [event, octets] : transfer.octets) {
        if (!moment.shows(event)) break;
        copy.letter =
            transfer.whole == 0 ? 1.0f : static_cast<float>(octets) / static_cast<float>(transfer.whole);
        copy.event = event;
    }
    if (transfer.mail != Mail::none) {
        const Mail& mail = moment.index.post().mails()[transfer.mail];
        copy.kind = mail.kind;
        if (copy.letter > 0) {  // both are written on the letter
            copy.postmarks = mail.postmarks;
            copy.subject = mail.subject;
        }
    } else if (transfer.reverse_path.empty()) {
        copy.kind = LetterKind::bounce;
    }
    tray.push_back(std::move(copy));
}

// Only the newest mails of a host are put into words: a host may have had thousands.
void fill_trays(const Moment& moment, std::vector<StageHost>& hosts) {
    const std::vector<Mail>& mails = moment.index.post().mails();
    std::vector<std::vector<const Mail*>> newest(hosts.size());
    for (std::size_t number = mails.size(); number-- > 0;) {
        const Mail& mail = mails[number];
        if (mail.host >= hosts.size() || !moment.shows(mail.created)) continue;
        if (newest[mail.host].size() < tray_limit)
            newest[mail.host].push_back(&mail);
        else
            ++hosts[mail.host].left_out;
    }
    for (std::size_t host = 0; host < hosts.size(); ++host)
        for (std::size_t number = newest[host].size(); number-- > 0;)
            add_mail(moment, *newest[host][number], hosts[host].tray);
    for (const Transfer& transfer : moment.index.post().transfers()) {
        const HostId server = moment.index.hops()[transfer.hop].server;
        if (server < hosts.size()) add_arriving(moment, transfer, hosts[server].tray);
    }
    for (StageHost& host : hosts) {
        if (host.tray.size() <= tray_limit) continue;
        const std::size_t older = host.tray.size() - tray_limit;
        host.left_out += static_cast<std::uint32_t>(older);
        host.tray.erase(host.tray.begin(), host.tray.begin() + static_cast<std::ptrdiff_t>(older));
    }
}

LineState state_of(const Moment& moment, const Hop& hop, EventNumber& event) {
    std::size_t ended = 0;
    for (const Ended& end : hop.ends) {
        if (!moment.shows(end.event)) continue;
        event = end.event;
        if (end.ending == Ending::refused) return LineState::refused;
        if (end.ending != Ending::finished) return LineState::reset;
        ++ended;
    }
    if (ended == hop.ends.size() && ended > 0) return LineState::closed;
    if (moment.shows(hop.closing)) {
        event = std::max(event, hop.closing);
        return LineState::closing;
    }
    if (moment.shows(hop.opened)) {
        event = hop.opened;
        return LineState::open;
    }
    event = hop.first;
    return LineState::opening;
}

std::string flags_text(std::uint8_t flags) {
    std::string text;
    const auto add = [&](std::uint8_t flag, std::string_view word) {
        if ((flags & flag) != 0) text += (text.empty() ? "" : ", ") + std::string(word);
    };
    add(flag_syn, "SYN");
    add(flag_fin, "FIN");
    add(flag_rst, "RST");
    add(flag_ack, "ACK");
    return text;
}

// A segment may carry a part of the letter only.
std::string letter_label(const ContentSent& content, const SegmentSent& segment) {
    const std::uint32_t whole = letter_octets(content.octets.length, content.stuffed);
    if (segment.payload.length >= content.octets.length) return fmt::format("the letter, {} octets", whole);
    return fmt::format("{} of the letter's {} octets", std::min(segment.payload.length, whole), whole);
}

std::string packet_label(const Moment& moment, const Flight& flight, std::uint16_t& code) {
    const Fact& fact = moment.trace[flight.about].fact;
    const auto* segment = std::get_if<SegmentSent>(&moment.trace[flight.sent].fact);
    std::string label = std::visit(
        base::overloaded{
            [&](const CommandSent& sent) { return first_line(moment.trace.text(sent.line)); },
            [&](const ReplySent& sent) {
                code = sent.code;
                return code_text(sent.code, sent.enhanced);
            },
            [&](const ContentSent& sent) { return letter_label(sent, *segment); },
            [&](const TlsMessageSent& sent) { return fmt::format("TLS {}", tls_message_name(sent.kind)); },
            [&](const Asked& asked) {
                return fmt::format("{} {} ?", dns::to_text(asked.type), moment.text(asked.name));
            },
            [&](const Answered& answered) {
                return answered.outcome == dns::Outcome::records
                           ? short_record(moment.trace.text(answered.text))
                           : dns::to_text(answered.outcome);
            },
            [&](const SegmentSent& sent) {
                if (is_tls_record(moment.trace.text(sent.payload)))
                    return fmt::format("{} sealed octets", sent.payload.length);
                return sent.payload.empty() ? flags_text(sent.flags)
                                            : first_line(moment.trace.text(sent.payload));
            },
            [](const auto&) { return std::string("DNS"); },
        },
        fact);
    if (segment && segment->attempt > 0) label += " (again)";
    return cut(std::move(label));
}

}  // namespace

std::vector<StageHost> hosts_of(const Moment& moment) {
    const World& world = moment.trace.world;
    const std::vector<Place> places = places_of(world);
    std::vector<StageHost> hosts(world.hosts.size());
    for (std::size_t number = 0; number < hosts.size(); ++number) {
        const WorldHost& known = world.hosts[number];
        StageHost& host = hosts[number];
        host.id = static_cast<HostId>(number);
        host.event = moment.index.last_at_host(host.id, moment.playhead.through);
        host.label = known.label;
        host.domain = known.domain;
        if (!known.addresses.empty()) host.address = base::to_text(known.addresses.front());
        host.role = known.role;
        host.x = places[number].x;
        host.y = places[number].y;
        host.mailboxes = known.mailboxes;
        const EventNumber power = moment.index.last_power_of(host.id, moment.playhead.through);
        if (power != no_event && std::holds_alternative<Crashed>(moment.trace[power].fact)) {
            host.power = StageHost::Power::down;
            host.crashed = power;
        }
    }
    fill_trays(moment, hosts);
    for (const std::uint32_t number : moment.in_the_air) {
        const EventNumber sent = moment.index.traffic().flights()[number].sent;
        const HostId from = moment.trace[sent].host;
        HostId to = no_host;
        if (const auto* segment = std::get_if<SegmentSent>(&moment.trace[sent].fact)) to = segment->to;
        if (const auto* datagram = std::get_if<DatagramSent>(&moment.trace[sent].fact)) to = datagram->to;
        if (from < hosts.size()) hosts[from].activity = StageHost::Activity::active;
        if (to < hosts.size()) hosts[to].activity = StageHost::Activity::active;
    }
    return hosts;
}

std::vector<StageLine> lines_of(const Moment& moment) {
    const Hop* const current = current_hop(moment);
    std::vector<StageLine> lines;
    std::set<std::pair<HostId, HostId>> seen;
    const std::vector<Hop>& hops = moment.index.hops();
    for (std::size_t number = hops.size(); number-- > 0;) {
        const Hop& hop = hops[number];
        const std::size_t hosts = moment.trace.world.hosts.size();
        if (!moment.shows(hop.first) || hop.client >= hosts || hop.server >= hosts) continue;
        StageLine line{hop.first,          hop.connection,         hop.client, hop.server, hop.port,
                       LineState::opening, StageLine::Focus::other};
        line.state = state_of(moment, hop, line.event);
        const bool newest = seen.insert(std::minmax(hop.client, hop.server)).second;
        const bool done = line.state == LineState::closed || line.state == LineState::reset ||
                          line.state == LineState::refused;
        if (done && !newest) continue;
        if (&hop == current) line.focus = StageLine::Focus::current;
        if (!done && moment.shows(hop.secured)) line.seal = StageLine::Seal::sealed;
        lines.push_back(line);
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

namespace {

// Was it the learner who made the line what the scenario wrote?
bool is_mended(const Trace& trace, EventNumber change) {
    const EventNumber cause = trace[change].cause;
    const auto* wish = cause == no_event ? nullptr : std::get_if<Intervened>(&trace[cause].fact);
    return wish && wish->index < trace.interventions.size() &&
           std::holds_alternative<MendLine>(trace.interventions[wish->index].what);
}

}  // namespace

std::vector<StageCable> cables_of(const Moment& moment) {
    constexpr std::uint32_t all_lost = 1'000'000;
    std::map<std::pair<HostId, HostId>, EventNumber> last;
    for (const EventNumber number : moment.index.line_changes()) {
        if (!moment.shows(number)) break;
        const auto& change = std::get<LineChanged>(moment.trace[number].fact);
        last[std::minmax(change.a, change.b)] = number;
    }
    std::vector<StageCable> cables;
    for (const auto& [ends, number] : last) {
        const auto& now = std::get<LineChanged>(moment.trace[number].fact);
        if (is_mended(moment.trace, number)) continue;
        WorldLink before;
        for (const WorldLink& link : moment.trace.world.links)
            if (std::pair(std::min(link.a, link.b), std::max(link.a, link.b)) == ends) before = link;
        StageCable cable{number, ends.first, ends.second, StageCable::State::cut};
        const bool narrower = now.bits_per_second > 0 &&
                              (before.bits_per_second == 0 || now.bits_per_second < before.bits_per_second);
        if (now.loss_per_million >= all_lost)
            cable.state = StageCable::State::cut;
        else if (now.loss_per_million > before.loss_per_million)
            cable.state = StageCable::State::lossy;
        else if (narrower || now.latency > before.latency)
            cable.state = StageCable::State::slow;
        else
            continue;  // as it was, or better
        cables.push_back(cable);
    }
    return cables;
}

std::vector<StagePacket> packets_of(const Moment& moment) {
    std::vector<StagePacket> packets;
    const Pace& pace = moment.index.pace();
    for (const std::uint32_t number : moment.in_the_air) {
        const Flight& flight = moment.index.traffic().flights()[number];
        const Event& sent = moment.trace[flight.sent];
        StagePacket packet;
        packet.event = flight.sent;
        packet.about = flight.about;
        packet.kind = flight.kind;
        packet.connection = sent.connection;
        packet.from = sent.host;
        if (const auto* segment = std::get_if<SegmentSent>(&sent.fact)) packet.to = segment->to;
        if (const auto* datagram = std::get_if<DatagramSent>(&sent.fact)) packet.to = datagram->to;
        if (packet.from >= moment.trace.world.hosts.size() || packet.to >= moment.trace.world.hosts.size())
            continue;
        packet.fate = flight.fate;
        const double begin = pace.seconds_of(flight.sent);
        const double end = flight.landed == no_event ? pace.length() : pace.seconds_of(flight.landed);
        const double way = std::clamp((moment.seconds - begin) / (end - begin), 0.0, 1.0);
        packet.progress =
            static_cast<float>(way) * (flight.fate == StagePacket::Fate::lost ? lost_after : 1.0f);
        packet.label = packet_label(moment, flight, packet.code);
        if (const auto* segment = std::get_if<SegmentSent>(&sent.fact))
            if (is_tls_record(moment.trace.text(segment->payload))) packet.seal = StageLine::Seal::sealed;
        packets.push_back(std::move(packet));
    }
    return packets;
}

}  // namespace view
