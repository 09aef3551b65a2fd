// The ladder: rows of the index put into words, those in sight only.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/overloaded.h"
#include "base/text.h"
#include "trace/letter.h"
#include "view/change_words.h"
#include "view/layout.h"
#include "view/moment.h"
#include "view/narrate.h"

namespace view {

using namespace trace;

namespace {

std::string tcp_text(const SegmentSent& segment) {
    std::string text;
    const auto add = [&](std::uint8_t flag, std::string_view word) {
        if ((segment.flags & flag) != 0) text += (text.empty() ? "" : ", ") + std::string(word);
    };
    add(flag_syn, "SYN");
    add(flag_fin, "FIN");
    add(flag_rst, "RST");
    add(flag_psh, "PSH");
    add(flag_ack, "ACK");
    text += fmt::format(" seq {}", segment.sequence);
    if ((segment.flags & flag_ack) != 0) text += fmt::format(" ack {}", segment.acknowledgment);
    if (!segment.payload.empty()) text += fmt::format(", {} octets", segment.payload.length);
    if (segment.attempt > 0) text += " (again)";
    return text;
}

// "TLS handshake, 7 messages": of this connection, up to the first line that is said under it.
std::string handshake_text(const Moment& moment, EventNumber first) {
    std::size_t messages = 0;
    for (EventNumber number = first; number < moment.trace.size(); ++number) {
        const Event& event = moment.trace[number];
        if (event.connection != moment.trace[first].connection) continue;
        if (std::holds_alternative<TlsMessageSent>(event.fact)) ++messages;
        if (std::holds_alternative<CommandSent>(event.fact) ||
            std::holds_alternative<ReplySent>(event.fact) ||
            std::holds_alternative<ConnectionClosed>(event.fact))
            break;
    }
    return fmt::format("TLS handshake, {} {}", messages, messages == 1 ? "message" : "messages");
}

std::string text_of(const Moment& moment, EventNumber number, const Narration& told) {
    const auto visible = [&](Range range) { return moment.text(range); };
    return std::visit(
        base::overloaded{
            [&](const CommandSent& sent) { return first_line(moment.trace.text(sent.line)); },
            [&](const CommandReceived& heard) { return first_line(moment.trace.text(heard.line)); },
            [&](const ReplySent& sent) { return first_line(moment.trace.text(sent.text)); },
            [&](const ReplyReceived& heard) { return first_line(moment.trace.text(heard.text)); },
            [&](const ContentSent& sent) {
                return fmt::format("the letter, {} octets, and the lone dot",
                                   trace::letter_octets(sent.octets.length, sent.stuffed));
            },
            [&](const ContentReceived& heard) {
                return fmt::format("the letter, {} octets, and the lone dot",
                                   trace::letter_octets(heard.octets.length, heard.stuffed));
            },
            [&](const SegmentSent& sent) { return tcp_text(sent); },
            [&](const ConnectionOpening& opening) {
                return fmt::format("opens a connection to {}, port {}", moment.label(opening.server),
                                   opening.server_port);
            },
            [&](const ConnectionClosed& closed) {
                if (closed.ending == Ending::refused) return std::string("connection refused");
                return std::string(closed.ending == Ending::timed_out ? "connection given up"
                                                                      : "connection broken off");
            },
            [&](const Written& written) {
                static constexpr std::array kinds{"writes a letter", "writes a bounce",
                                                  "writes a notice: the mail is late",
                                                  "writes a notice: the mail has arrived"};
                return std::string(kinds[static_cast<std::size_t>(written.kind)]);
            },
            [&](const Accepted& accepted) {
                return "takes responsibility, queued as " + visible(accepted.queue_id);
            },
            [&](const Delivered& delivered) {
                return "puts it into the mailbox " + visible(delivered.mailbox);
            },
            [&](const Deferred& deferred) {
                return fmt::format(
                    "waits {}: {}", base::to_text(deferred.next_try - moment.trace[number].at),
                    deferred.code > 0 ? code_text(deferred.code, deferred.enhanced) : visible(deferred.said));
            },
            [&](const Failed& failed) { return "failed: " + code_text(failed.code, failed.enhanced); },
            [&](const Discarded&) { return std::string("lets it go: nobody can be told"); },
            [&](const Found&) { return std::string("finds something odd"); },
            [&](const Intervened& change) {
                return change.index < moment.trace.interventions.size()
                           ? short_change_text(moment.trace, moment.trace.interventions[change.index])
                           : std::string("your change");
            },
            [&](const TlsMessageSent&) {
                return moment.look.detail == Detail::everything ? told.line : handshake_text(moment, number);
            },
            [&](const Secured& secured) { return "TLS is on: " + visible(secured.version); },
            [&](const TlsFailed&) { return std::string("the TLS handshake failed"); },
            [&](const PlaintextDropped& dropped) {
                return fmt::format("throws {} octets away that came too early", dropped.count);
            },
            [&](const LoggedIn& login) {
                static constexpr std::array results{"logged in: ", "login denied: ", "login broken off: "};
                return results[static_cast<std::size_t>(login.result)] +
                       visible(login.user.empty() ? login.mechanism : login.user);
            },
            [&](const LineChanged& line) {
                constexpr std::uint32_t all_lost = 1'000'000;
                const std::string ends = fmt::format("{} -- {}", moment.label(line.a), moment.label(line.b));
                if (line.loss_per_million >= all_lost) return "line cut: " + ends;
                return "line changed: " + ends;
            },
            [&](const Crashed&) { return std::string("crashes"); },
            [&](const Restarted& restarted) {
                return fmt::format("is up again, {} {} on its disk", restarted.mails,
                                   restarted.mails == 1 ? "mail" : "mails");
            },
            [&](const Rewritten& rewritten) { return "rewrites: " + visible(rewritten.what); },
            [&](const Expanded& expanded) {
                return fmt::format("an alias: {} stands for {}", visible(expanded.alias), expanded.members);
            },
            [&](const Displayed& displayed) {
                return "shows it on the terminal of " + visible(displayed.user);
            },
            [&](const auto&) { return told.line; },
        },
        moment.trace[number].fact);
}

void set_places(const Moment& moment, const Row& row, LadderRow& shown) {
    const Event& event = moment.trace[row.event];
    shown.from = event.host;
    shown.to = event.host;
    shown.connection = event.connection;
    switch (row.kind) {
        case RowKind::command:
        case RowKind::reply:
        case RowKind::letter:
            if (const Hop* const hop = moment.index.hop(event.connection)) {
                const bool server_speaks = row.kind == RowKind::reply;
                shown.from = server_speaks ? hop->server : hop->client;
                shown.to = server_speaks ? hop->client : hop->server;
            }
            break;
        case RowKind::question:
            shown.to = std::get<Asked>(event.fact).server;
            break;
        case RowKind::answer:
            if (row.arrival != no_event) shown.to = moment.trace[row.arrival].host;
            break;
        case RowKind::tcp:
            shown.to = std::get<SegmentSent>(event.fact).to;
            break;
        case RowKind::tls:
            if (const Hop* const hop = moment.index.hop(event.connection)) shown.to = hop->other(event.host);
            break;
        default:
            break;
    }
}

bool is_about(const Moment& moment, EventNumber event, const Row& row) {
    if (event == no_event) return false;
    if (event == row.event || event == row.arrival) return true;
    if (row.kind == RowKind::tcp) {
        const Flight* const flight = moment.index.traffic().flight(event);
        return flight && flight->sent == row.event;
    }
    // What a packet carries is selected with it.
    const Flight* const flight = moment.index.traffic().flight(event);
    return flight && flight->about == row.told() && moment.look.detail != Detail::everything;
}

LadderRow worded(const Moment& moment, const Row& row) {
    LadderRow shown;
    shown.event = row.event;
    shown.arrival = row.arrival;
    shown.kind = row.kind;
    shown.at = moment.trace[row.event].at;
    set_places(moment, row, shown);
    const Hop* const hop = moment.index.hop(shown.connection);
    const bool spoken =
        row.kind == RowKind::command || row.kind == RowKind::reply || row.kind == RowKind::letter;
    if (hop && spoken && hop->secured != no_event && hop->secured < row.event)
        shown.seal = StageLine::Seal::sealed;
    const Narration told = narrate(moment.trace, row.told());
    shown.text = text_of(moment, row.told(), told);
    shown.meaning = first_sentence(told.meaning);
    shown.code = told.code;
    shown.stage = told.stage;
    if (const auto* ruled = std::get_if<Ruled>(&moment.trace[row.event].fact)) shown.verdict = ruled->verdict;
    if (is_about(moment, moment.look.selected, row)) shown.choice = LadderRow::Choice::selected;
    return shown;
}

std::vector<HostId> columns_of(const World& world) {
    const std::vector<Place> places = places_of(world);
    std::vector<HostId> columns;
    for (std::size_t host = 0; host < places.size(); ++host) columns.push_back(static_cast<HostId>(host));
    std::stable_sort(columns.begin(), columns.end(), [&](HostId a, HostId b) {
        if (world.hosts[a].role == world.hosts[b].role) return a < b;
        return places[a].x < places[b].x;
    });
    return columns;
}

// The row that the caption tells of; where this detail leaves it out, the last one that has begun.
std::size_t present_row(const Moment& moment) {
    const Detail detail = moment.look.detail;
    const std::size_t told = moment.index.row_of(detail, moment.told);
    return told < moment.index.rows(detail).size()
               ? told
               : moment.index.present_row(detail, moment.playhead.through);
}

}  // namespace

Ladder ladder_of(const Moment& moment) {
    Ladder ladder;
    ladder.columns = columns_of(moment.trace.world);
    const std::vector<Row>& rows = moment.index.rows(moment.look.detail);
    const auto total = static_cast<std::uint32_t>(rows.size());
    const std::size_t present = present_row(moment);
    ladder.total = total;
    ladder.present = static_cast<std::uint32_t>(present);
    const std::uint32_t fit = std::max(1u, moment.look.ladder_rows);
    const std::uint32_t last_first = total > fit ? total - fit : 0;
    ladder.first = moment.look.ladder_first;
    if (moment.look.following == Look::Following::playhead) {
        const std::uint32_t above = fit * 2 / 3;  // the present row stands two thirds down
        const std::uint32_t here = present < total ? ladder.present : 0;
        ladder.first = here > above ? here - above : 0;
    }
    ladder.first = std::min(ladder.first, last_first);
    for (std::uint32_t number = ladder.first; number < total && number - ladder.first < fit; ++number) {
        LadderRow row = worded(moment, rows[number]);
        row.time = !moment.shows(row.event)   ? LadderRow::Time::future
                   : number == ladder.present ? LadderRow::Time::present
                                              : LadderRow::Time::past;
        ladder.rows.push_back(std::move(row));
    }
    return ladder;
}

}  // namespace view
