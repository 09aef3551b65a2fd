#include "cli/transcript.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/overloaded.h"
#include "base/text.h"
#include "mail/date.h"
#include "view/narrate.h"

namespace cli {
namespace {

using namespace trace;

constexpr int time_columns = 13;
constexpr int pair_columns = 28;
constexpr int stage_columns = 12;

Tone tone_of(Role role) {
    static constexpr std::array tones{Tone::client, Tone::relay, Tone::destination, Tone::dns,
                                      Tone::attacker};
    return tones[static_cast<std::size_t>(role)];
}

Tone tone_of_code(std::uint16_t code) {
    return code >= 500 ? Tone::bad : code >= 400 ? Tone::waiting : code > 0 ? Tone::good : Tone::strong;
}

bool is_told(const Trace& trace, const Event& event, Telling telling) {
    const bool packets = telling == Telling::every_packet;
    return std::visit(
        base::overloaded{
            [&](const SegmentSent&) { return packets; },
            [&](const DatagramSent&) { return packets; },
            [](const SegmentArrived&) { return false; },  // told with what it carries
            [](const DatagramArrived&) { return false; },
            [](const CommandReceived&) { return false; },
            [](const ReplyReceived&) { return false; },
            [](const ContentReceived&) { return false; },
            [](const Addressed&) { return false; },
            [](const Attempted&) { return false; },
            [&](const TlsMessageSent&) { return packets; },  // else a line a flight
            [&](const TlsMessageReceived&) { return false; },
            [](const Routed& fact) { return fact.recipient == 0; },
            [&](const ConnectionOpened&) {  // by the client: its side of the handshake is the longer one
                return std::holds_alternative<SegmentSent>(trace[trace[event.cause].cause].fact) &&
                       !packets &&
                       (std::get<SegmentSent>(trace[trace[event.cause].cause].fact).flags & flag_syn) != 0;
            },
            [&](const ConnectionClosed& fact) {
                return fact.ending != Ending::finished || event.number + 1 == trace.size() || packets;
            },
            [](const auto&) { return true; },
        },
        event.fact);
}

// The messages of TLS that one side sends in a row on a connection.
struct Flight {
    ConnectionId connection = 0;
    HostId host = no_host;
    base::Instant at;
    std::vector<std::string> names;
    std::uint32_t octets = 0;
};

// Where the datagram was sent that an answer came in; no_event when the asker concluded it by itself.
EventNumber sending_of(const Trace& trace, const Event& answer) {
    if (answer.cause == no_event || !std::holds_alternative<DatagramArrived>(trace[answer.cause].fact))
        return no_event;
    return trace[answer.cause].cause;
}

// By the sending. An answer stands where it was sent, as every line of a conversation does.
std::map<EventNumber, EventNumber> answers_of(const Trace& trace) {
    std::map<EventNumber, EventNumber> answers;
    for (const Event& event : trace.events())
        if (std::holds_alternative<Answered>(event.fact))
            if (const EventNumber sent = sending_of(trace, event); sent != no_event)
                answers[sent] = event.number;
    return answers;
}

class Writer {
public:
    Writer(const Trace& trace, const Terminal& terminal) : trace_(trace), terminal_(terminal) {}

    void heading() {
        const std::string date = mail::to_mail_date(trace_.world.start);
        out_ += painted(terminal_, Tone::strong, trace_.world.title) + "\n";
        out_ += painted(terminal_, Tone::faint, fmt::format("{}; the clock below counts from there", date)) +
                "\n";
    }

    void tell(const Event& event) { tell(event, event.at); }
    void tell(const Event& event, base::Instant at) {
        end_flight();
        if (std::holds_alternative<ConnectionOpening>(event.fact)) return open_hop(event);
        const view::Narration told = view::narrate(trace_, event.number);
        const bool line_between = std::holds_alternative<LineChanged>(event.fact);
        const std::string who = told.to.empty()
                                    ? told.from
                                    : fmt::format("{} {} {}", told.from, line_between ? "--" : ">", told.to);
        const std::string stage(told.stage ? smtp::to_text(*told.stage) : std::string_view());
        begin(base::to_text(at), told.from, who, stage);
        line(event, told);
        std::string meaning = told.meaning;
        if (!told.citation.empty()) meaning += fmt::format(" ({})", told.citation);
        explain(meaning);
        const auto* written = std::get_if<Written>(&event.fact);
        if (written &&
            written->kind != LetterKind::original) {  // it may never cross a wire: shown where it is written
            out_.append(time_columns, ' ');
            wire("| ", written->letter, Tone::plain, time_columns);
            out_ += '\n';
        }
    }

    /// What every event is shown to, told or not: which lines are sealed from here on, and the messages of
    /// TLS, which are told a flight at a time.
    void follow(const Event& event) {
        if (std::holds_alternative<Secured>(event.fact)) sealed_.insert({event.connection, event.host});
        const auto* message = std::get_if<TlsMessageSent>(&event.fact);
        if (!message) return;
        if (flight_.connection != event.connection || flight_.host != event.host) end_flight();
        if (flight_.names.empty()) flight_ = {event.connection, event.host, event.at, {}, 0};
        flight_.names.push_back(view::narrate(trace_, event.number).line);
        flight_.octets += message->octets.length;
    }
    void end_flight() {
        if (flight_.names.empty()) return;
        const Flight flight = std::exchange(flight_, {});
        const EventNumber opening = trace_.opening_of(flight.connection);
        const HostId server =
            opening == no_event ? no_host : std::get<ConnectionOpening>(trace_[opening].fact).server;
        const HostId other = flight.host == server ? trace_[opening].host : server;
        const std::string from = view::label_of(trace_, flight.host);
        const bool farewell = flight.names.front() == "TLS Alert close_notify";
        begin(base::to_text(flight.at), from, fmt::format("{} > {}", from, view::label_of(trace_, other)),
              farewell ? "Close" : "Handshake");
        out_ += flight.host == server ? "S: " : "C: ";
        std::string names = "TLS: ";
        for (std::size_t number = 0; number < flight.names.size(); ++number)
            names += (number > 0 ? ", " : "") + flight.names[number].substr(std::string_view("TLS ").size());
        out_ += painted(terminal_, Tone::strong, names);
        explain(farewell ? fmt::format("{} says under TLS that nothing more will come. (RFC 8446 6.1)", from)
                         : fmt::format("{} of the TLS handshake, {} octets in all. (RFC 8446 2)",
                                       flight.names.size() == 1
                                           ? std::string("One message")
                                           : fmt::format("{} messages in one flight", flight.names.size()),
                                       flight.octets));
    }

    std::string take() {
        end_flight();
        return std::move(out_);
    }

private:
    void begin(const std::string& at, const std::string& from, const std::string& who,
               const std::string& stage) {
        out_ += fmt::format("\n{}{}{}", painted(terminal_, Tone::faint, fmt::format("{:<13}", at)),
                            painted(terminal_, role_tone(from), fmt::format("{:<28}", who)),
                            painted(terminal_, Tone::faint, fmt::format("{:<12}", stage)));
    }
    void explain(const std::string& meaning) {
        out_ += '\n' + std::string(time_columns, ' ') +
                painted(terminal_, Tone::faint, wrapped(meaning, time_columns, terminal_.columns)) + '\n';
    }
    // "C: ", or under TLS "C [TLS]: ": a word, so that it reads without colour and aloud.
    std::string mark_of(const Event& event, std::string_view side) const {
        const bool sealed = sealed_.contains({event.connection, event.host});
        return fmt::format("{}{}: ", side, sealed ? " [TLS]" : "");
    }
    // What is no line of anybody stands out by a sign.
    static std::string_view sign_of(const Fact& fact) {
        constexpr std::uint32_t all_lost = 1'000'000;
        if (std::holds_alternative<Intervened>(fact)) return "** your change **";
        if (std::holds_alternative<Crashed>(fact)) return "** crash **";
        if (std::holds_alternative<Restarted>(fact)) return "** up again **";
        if (std::holds_alternative<TlsFailed>(fact)) return "** no TLS **";
        const auto* line = std::get_if<LineChanged>(&fact);
        if (!line) return {};
        return line->loss_per_million >= all_lost ? "** line cut **" : "** line changed **";
    }

    void open_hop(const Event& event) {
        const auto& opening = std::get<ConnectionOpening>(event.fact);
        const std::string address = opening.server == no_host
                                        ? "no such host"
                                        : base::to_text(trace_.world.hosts[opening.server].addresses.front());
        const std::string title =
            fmt::format("{} > {} ({} port {})", view::label_of(trace_, event.host),
                        view::label_of(trace_, opening.server), address, opening.server_port);
        out_ += fmt::format("\n{}\n", painted(terminal_, Tone::strong, fmt::format("--- {} ---", title)));
    }

    Tone role_tone(const std::string& label) const {
        for (const WorldHost& host : trace_.world.hosts)
            if (host.label == label) return tone_of(host.role);
        return Tone::plain;
    }

    // The line on the wire: C: for the client's, S: for the server's; every line of a reply and of a letter.
    void line(const Event& event, const view::Narration& told) {
        if (const auto* command = std::get_if<CommandSent>(&event.fact))
            return wire(mark_of(event, "C"), command->line, Tone::strong);
        if (const auto* reply = std::get_if<ReplySent>(&event.fact))
            return wire(mark_of(event, "S"), reply->text, tone_of_code(reply->code));
        if (const auto* letter = std::get_if<ContentSent>(&event.fact))
            return wire(mark_of(event, "C"), letter->octets, Tone::plain);
        if (const std::string_view sign = sign_of(event.fact); !sign.empty())
            out_ += painted(terminal_, Tone::bad, std::string(sign));
        out_ += painted(terminal_, tone_of_code(told.code), told.line);
    }

    void wire(std::string_view mark, Range octets, Tone tone,
              int indent = time_columns + pair_columns + stage_columns) {
        constexpr std::size_t most_lines = 200;  // of one letter; the rest is counted
        std::string_view rest = trace_.text(octets);
        const auto all = static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n'));
        for (std::size_t number = 0; !rest.empty(); ++number) {
            const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
            std::string_view text = rest.substr(0, end);
            rest.remove_prefix(end);
            while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
            const bool cut = number + 3 >= most_lines && all > most_lines && rest.size() > 3;
            if (cut && number + 3 > most_lines) continue;
            if (number > 0) out_ += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
            out_ += mark;
            out_ += painted(
                terminal_, tone,
                cut ? fmt::format("... {} lines more ...", all - most_lines + 1) : base::visible(text));
        }
    }

    const Trace& trace_;
    const Terminal& terminal_;
    std::string out_;
    Flight flight_;
    std::set<std::pair<ConnectionId, HostId>> sealed_;  // whose lines there travel under TLS
};

std::string fate_text(const Trace& trace, const RecipientFate& fate, const std::vector<RecipientFate>& all) {
    const std::string host = view::label_of(trace, fate.where);
    switch (fate.fate) {
        case Fate::delivered: {
            const Fact& fact = trace[fate.event].fact;
            if (const auto* shown = std::get_if<Displayed>(&fact))
                return fmt::format("delivered: on the terminal of {} at {}", trace.text(shown->user), host);
            if (std::holds_alternative<Expanded>(fact))
                return fmt::format("delivered: whom {} stands for was named already", fate.address);
            const auto& delivered = std::get<Delivered>(fact);
            std::string text =
                fmt::format("delivered: in the mailbox {} at {}", trace.text(delivered.mailbox), host);
            if (fate.copies > 1)
                text += fmt::format(
                    ", {} copies: the 250 for one of them was never heard, so it was sent "
                    "again (RFC 1047)",
                    fate.copies);
            return text;
        }
        case Fate::waiting: {
            const auto& deferred = std::get<Deferred>(trace[fate.event].fact);
            return fmt::format("waiting in the queue of {}; the next try is at {}", host,
                               base::to_text(deferred.next_try));
        }
        case Fate::on_its_way:
            return fmt::format("on its way: {} has it", host);
        case Fate::failed:
            break;
    }
    const auto& failed = std::get<Failed>(trace[fate.event].fact);
    std::string text;
    if (failed.code > 0) {
        text = fmt::format("failed at {}: {} said \"{}\".", host,
                           failed.by.empty() ? host : std::string(trace.text(failed.by)),
                           trace.text(failed.said));
    } else {
        const std::string why =
            view::narrate(trace, fate.event).meaning;  // "The mail for X failed for good. ..."
        const auto sentence = why.find(". ");
        text = fmt::format("failed at {}. {}", host,
                           sentence == std::string::npos ? why : why.substr(sentence + 2));
    }
    for (const RecipientFate& bounce : all)
        if (fate.bounce != 0 && bounce.origin == fate.where && bounce.written == fate.bounce)
            text +=
                fmt::format(" A bounce to {} was written: {}", bounce.address, fate_text(trace, bounce, {}));
    return text;
}

}  // namespace

std::string transcript(const Trace& trace, const Terminal& terminal, Telling telling) {
    Writer writer(trace, terminal);
    writer.heading();
    const std::map<EventNumber, EventNumber> answers = answers_of(trace);
    const auto come = [&](const Event& event) {  // told already, when it was sent
        return std::holds_alternative<Answered>(event.fact) && sending_of(trace, event) != no_event;
    };
    for (const Event& event : trace.events()) {
        if (const auto answer = answers.find(event.number); answer != answers.end())
            writer.tell(trace[answer->second], event.at);
        if (!come(event) && is_told(trace, event, telling)) writer.tell(event);
        if (telling == Telling::conversation || !std::holds_alternative<TlsMessageSent>(event.fact))
            writer.follow(event);
    }
    return writer.take();
}

std::string whereabouts(const Trace& trace, const Terminal& terminal) {
    const auto all = fates(trace);
    std::string out = painted(terminal, Tone::strong, "Where the mail is now") + "\n";
    for (const RecipientFate& fate : all) {
        if (fate.kind == LetterKind::bounce) continue;  // told with what it is about
        const std::string_view about =
            fate.kind == LetterKind::delay_notice     ? " (a notice of {}: the mail is late)"
            : fate.kind == LetterKind::success_notice ? " (a notice of {}: the mail arrived)"
                                                      : "";
        const Tone tone = fate.fate == Fate::delivered ? Tone::good
                          : fate.fate == Fate::failed  ? Tone::bad
                                                       : Tone::waiting;
        constexpr int indent = 4;
        out += fmt::format(
            "  {}{}\n    {}\n", fate.address,
            fmt::format(fmt::runtime(about), view::label_of(trace, fate.origin)),
            painted(terminal, tone, wrapped(fate_text(trace, fate, all), indent, terminal.columns)));
    }
    if (all.empty()) out += "  No mail was written.\n";
    return out;
}

}  // namespace cli
