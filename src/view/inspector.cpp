// The inspector: what the subject's line says, its octets, and the letter as its host holds it. Only the open
// tab is filled.
#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "mail/encoding.h"
#include "mail/message.h"
#include "mail/utf8.h"
#include "view/letter.h"
#include "view/moment.h"
#include "view/narrate.h"
#include "view/teller.h"

namespace view {

using namespace trace;

namespace {

constexpr std::uint32_t octets_a_row = 16;
constexpr std::size_t opened_shown = 512;  // octets of what was sealed; our own bound

std::string body_text(std::string_view body);

// The event that speaks for another: a packet's line, the sending of what was heard.
EventNumber speaker_of(const Moment& moment, EventNumber event) {
    if (event == no_event) return no_event;
    if (const Flight* const flight = moment.index.traffic().flight(event)) return flight->about;
    if (std::holds_alternative<Answered>(moment.trace[event].fact)) return event;
    const EventNumber origin = moment.index.origin_of(event);
    return origin == no_event ? event : origin;
}

// The octets that an event is about: of a line as sent, of a packet its payload.
Range octets_of(const Event& event) {
    return std::visit(base::overloaded{
                          [](const CommandSent& fact) { return fact.line; },
                          [](const CommandReceived& fact) { return fact.line; },
                          [](const ReplySent& fact) { return fact.text; },
                          [](const ReplyReceived& fact) { return fact.text; },
                          [](const ContentSent& fact) { return fact.octets; },
                          [](const ContentReceived& fact) { return fact.octets; },
                          [](const SegmentSent& fact) { return fact.payload; },
                          [](const DatagramSent& fact) { return fact.payload; },
                          [](const Answered& fact) { return fact.text; },
                          [](const Asked& fact) { return fact.name; },
                          [](const Written& fact) { return fact.letter; },
                          [](const Accepted& fact) { return fact.fields_added; },
                          [](const Delivered& fact) { return fact.fields_added; },
                          [](const Found& fact) { return fact.where; },
                          [](const TlsMessageSent& fact) { return fact.octets; },
                          [](const TlsMessageReceived& fact) { return fact.octets; },
                          [](const auto&) { return Range{}; },
                      },
                      event.fact);
}

// What explain_line can take apart: a line of the conversation, the records of an answer, the added fields.
std::string_view line_to_explain(const Moment& moment, const Event& event) {
    const bool explainable =
        std::visit(base::overloaded{
                       [](const CommandSent&) { return true; },
                       [](const CommandReceived&) { return true; },
                       [](const ReplySent&) { return true; },
                       [](const ReplyReceived&) { return true; },
                       [](const Answered& fact) { return fact.outcome == dns::Outcome::records; },
                       [](const Accepted&) { return true; },
                       [](const Delivered&) { return true; },
                       [](const auto&) { return false; },
                   },
                   event.fact);
    if (!explainable) return {};
    std::string_view line = moment.trace.text(octets_of(event));
    if (std::holds_alternative<Answered>(event.fact)) line = line.substr(0, line.find('\n'));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

// The card for what carries no line that could be taken apart: a word that reference() knows; "" when none
// fits.
std::string_view card_word(const Fact& fact) {
    return std::visit<std::string_view>(
        base::overloaded{
            [](const ContentSent& letter) { return letter.stuffed > 0 ? "dot-stuffing" : "lone dot"; },
            [](const ContentReceived&) { return "lone dot"; },
            [](const SegmentSent& segment) {
                return segment.attempt > 0        ? "retransmission"
                       : segment.flags & flag_syn ? "SYN"
                       : segment.flags & flag_rst ? "RST"
                       : segment.flags & flag_fin ? "FIN"
                                                  : "";
            },
            [](const SegmentLost&) { return "retransmission"; },
            [](const ConnectionOpening&) { return "TCP handshake"; },
            [](const ConnectionOpened&) { return "TCP handshake"; },
            [](const Asked&) { return "DNS query"; },
            [](const Routed& route) { return route.route == Route::submission ? "submission" : "relay"; },
            [](const Deferred&) { return "queue"; },
            [](const Failed&) { return "bounce"; },
            [](const Written& letter) { return letter.kind == LetterKind::bounce ? "bounce" : "letter"; },
            [](const Addressed&) { return "envelope"; },
            [](const Relayed&) { return "custody"; },
            [](const Discarded&) { return "null reverse-path"; },
            [](const TlsMessageSent& message) {
                const std::string_view name = tls_message_name(message.kind);
                return explain::reference().find(name) ? name : std::string_view("TLS");
            },
            [](const Secured&) { return "STARTTLS"; },
            [](const TlsFailed&) { return "certificate"; },
            [](const LoggedIn&) { return "AUTH"; },
            [](const Crashed&) { return "crash"; },
            [](const Restarted&) { return "crash"; },
            [](const LineChanged&) { return "retransmission"; },
            [](const auto&) { return ""; },
        },
        fact);
}

ExplainView explain_view(const Moment& moment) {
    ExplainView view;
    view.event = speaker_of(moment, moment.subject());
    if (view.event == no_event) {
        view.heading = "Nothing has happened yet";
        view.meaning = "Press play, or select anything on the stage, the ladder or the timeline.";
        return view;
    }
    const Narration told = narrate(moment.trace, view.event);
    const bool travels = !told.to.empty() && told.to != told.from;
    const Fact& fact = moment.trace[view.event].fact;
    const std::string_view does = std::holds_alternative<Asked>(fact)      ? "asks"
                                  : std::holds_alternative<Answered>(fact) ? "answers"
                                  : told.line.empty()                      ? "and"
                                                                           : "says to";
    if (std::holds_alternative<Intervened>(fact))
        view.heading = "Your change";
    else
        view.heading =
            travels ? fmt::format("{} {} {}", told.from, does, told.to) : fmt::format("At {}", told.from);
    view.meaning = told.meaning;
    view.citation = told.citation;
    const std::string_view line = line_to_explain(moment, moment.trace[view.event]);
    if (!line.empty()) {
        view.explanation = explain::explain_line(line);
    } else if (const explain::Card* card = explain::reference().find(card_word(fact))) {
        view.explanation.cards.push_back(card);
    }
    return view;
}

std::string octets_text(std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "octet" : "octets");
}

std::string bytes_heading(const Event& event, std::size_t octets) {
    const std::string count = octets_text(octets);
    if (octets == 0 && std::holds_alternative<SegmentSent>(event.fact))
        return "A TCP segment without payload";
    return std::visit(base::overloaded{
                          [&](const CommandSent&) { return count + " of a command"; },
                          [&](const CommandReceived&) { return count + " of a command"; },
                          [&](const ReplySent&) { return count + " of a reply"; },
                          [&](const ReplyReceived&) { return count + " of a reply"; },
                          [&](const ContentSent&) { return count + " of the letter as it travels"; },
                          [&](const ContentReceived&) { return count + " of the letter as it travels"; },
                          [&](const SegmentSent&) { return count + " of a TCP segment"; },
                          [&](const TlsMessageSent&) { return count + " of a message of TLS"; },
                          [&](const TlsMessageReceived&) { return count + " of a message of TLS"; },
                          [&](const DatagramSent&) { return count + " of a UDP datagram"; },
                          [&](const Asked&) { return count + ": the name that is asked for"; },
                          [&](const Answered&) { return count + ": the answer as a zone file writes it"; },
                          [&](const Written&) { return count + " of the letter as written"; },
                          [&](const Accepted&) { return count + " of the fields that this host added"; },
                          [&](const Delivered&) { return count + " of the fields that this host added"; },
                          [&](const Found&) { return count + " where something odd was found"; },
                          [&](const auto&) { return std::string("No octets travel here"); },
                      },
                      event.fact);
}

BytesView bytes_view(const Moment& moment) {
    BytesView view;
    // A packet that is selected shows its own payload; a line that was heard shows what was sent.
    EventNumber number = moment.subject();
    if (number != no_event)
        if (const Flight* const flight = moment.index.traffic().flight(number)) number = flight->sent;
    view.event = number;
    view.heading = "Nothing has happened yet";
    if (number == no_event) return view;
    const Event& event = moment.trace[number];
    const std::string_view octets = moment.trace.text(octets_of(event));
    view.heading = bytes_heading(event, octets.size());
    view.total = static_cast<std::uint32_t>((octets.size() + octets_a_row - 1) / octets_a_row);
    const EventNumber speaker = speaker_of(moment, number);
    if (std::holds_alternative<SegmentSent>(event.fact) && is_tls_record(octets)) {
        view.heading += ", sealed by TLS";
        const std::string_view said = moment.trace.text(octets_of(moment.trace[speaker]));
        if (speaker != number) view.opened = body_text(said.substr(0, opened_shown));
    }
    const std::string_view line = line_to_explain(moment, moment.trace[speaker]);
    if (!line.empty() && octets.starts_with(line)) view.tokens = explain::explain_line(line).tokens;
    const std::uint32_t fit = std::max(1u, moment.look.bytes_rows);
    view.first = std::min(moment.look.bytes_first, view.total > fit ? view.total - fit : 0);
    for (std::uint32_t row = view.first; row < view.total && row - view.first < fit; ++row) {
        BytesRow& shown = view.rows.emplace_back();
        shown.offset = row * octets_a_row;
        shown.octets = octets.substr(shown.offset, octets_a_row);
        shown.token.assign(shown.octets.size(), 0);
        for (std::size_t token = 0; token < view.tokens.size() && token < 255; ++token) {
            const explain::Token& one = view.tokens[token];
            const std::uint32_t begin = std::max(one.begin, shown.offset);
            const auto end = std::min<std::uint32_t>(
                one.begin + one.length, shown.offset + static_cast<std::uint32_t>(shown.octets.size()));
            for (std::uint32_t place = begin; place < end; ++place)
                shown.token[place - shown.offset] = static_cast<std::uint8_t>(token + 1);
        }
    }
    return view;
}

// ---- the letter ----

// As text: line ends become LF, what cannot be printed is written out.
std::string body_text(std::string_view body) {
    std::string text;
    for (std::size_t place = 0; place < body.size() && text.size() < body_limit;) {
        const char octet = body[place];
        if (octet == '\r' && place + 1 < body.size() && body[place + 1] == '\n') {
            text += '\n';
            place += 2;
            continue;
        }
        const std::size_t character = mail::utf8_character(body, place);
        const bool plain =
            octet == '\t' || (character > 0 && (base::is_printable(octet) || base::is_high(octet)));
        const std::size_t length = plain && character > 0 ? character : 1;
        text += plain ? std::string(body.substr(place, length)) : base::visible(body.substr(place, 1));
        if (octet == '\n') text += '\n';
        place += length;
    }
    return text;
}

// The letter of the mail that is told, at the host of the subject when that host has it, else at its last
// holder.
const Mail* mail_shown(const Moment& moment) {
    const std::size_t told = mail_told(moment);
    if (told == Mail::none) return nullptr;
    const std::vector<Mail>& mails = moment.index.post().mails();
    const std::size_t root = mails[told].root;
    const Mail* shown = moment.shows(mails[told].created) ? &mails[told] : nullptr;
    const HostId host = moment.look.selected == no_event ? no_host : moment.trace[moment.look.selected].host;
    for (std::size_t number = root; number < mails.size(); ++number) {
        const Mail& mail = mails[number];
        if (mail.root != root || !moment.shows(mail.created)) continue;
        if (host == no_host || mail.host == host) shown = &mail;
    }
    return shown;
}

void add_fields(const Moment& moment, const mail::Message& message, const HeldLetter& held,
                MessageView& view) {
    std::size_t layer = 0, end = held.layers.empty() ? 0 : held.layers.front().octets;
    for (const mail::Message::Field& field : message.fields()) {
        while (layer + 1 < held.layers.size() && field.whole.offset >= end)
            end += held.layers[++layer].octets;
        const Layer& by = held.layers[layer];
        MessageField& shown = view.fields.emplace_back();
        shown.event = by.event;
        shown.name = base::visible(message.name(field));
        shown.value = mail::with_valid_utf8(mail::from_encoded_words(message.value(field)));
        std::replace(shown.value.begin(), shown.value.end(), '\t', ' ');  // of the folding
        if (by.host != no_host) shown.added_by = moment.label(by.host);
    }
}

void add_notes(const mail::Message& message, MessageView& view) {
    using Kind = mail::Finding::Kind;
    for (auto kind = Kind::no_header; kind <= Kind::eight_bit_in_body;
         kind = static_cast<Kind>(static_cast<int>(kind) + 1)) {
        const std::size_t count = message.count(kind);
        if (count == 0) continue;
        std::string note(mail::to_text(kind));
        if (count > 1) note += fmt::format(" ({} times)", count);
        view.notes.push_back(std::move(note));
    }
}

MessageView message_view(const Moment& moment) {
    MessageView view;
    const Mail* const mail = mail_shown(moment);
    if (!mail) {
        view.heading = "There is no letter yet";
        return view;
    }
    view.content = MessageView::Content::letter;
    view.event = mail->created;
    view.heading =
        fmt::format("The {} as {} holds it", mail->kind == LetterKind::bounce ? "bounce" : "letter",
                    moment.label(mail->host));
    view.envelope.reverse_path = moment.text(mail->reverse_path);
    for (const Recipient& recipient : mail->recipients)
        if (moment.shows(recipient.named)) view.envelope.recipients.push_back(moment.text(recipient.address));
    const HeldLetter held = held_letter(moment.trace, moment.index.post(), *mail, moment.playhead.through);
    const bool delivered = std::any_of(held.layers.begin(), held.layers.end(), [&](const Layer& layer) {
        return layer.event != no_event && std::holds_alternative<Delivered>(moment.trace[layer.event].fact);
    });
    if (delivered) view.paper = MessageView::Paper::thrown_away;
    const auto message = mail::Message::parse(held.octets);
    view.octets = static_cast<std::uint32_t>(held.octets.size());
    add_fields(moment, message, held, view);
    view.body = body_text(message.text(message.body()));
    add_notes(message, view);
    return view;
}

}  // namespace

Inspector inspector_of(const Moment& moment) {
    Inspector inspector;
    inspector.tab = moment.look.tab;
    switch (moment.look.tab) {
        case InspectorTab::explain:
            inspector.explain = explain_view(moment);
            break;
        case InspectorTab::bytes:
            inspector.bytes = bytes_view(moment);
            break;
        case InspectorTab::message:
            inspector.message = message_view(moment);
            break;
    }
    return inspector;
}

}  // namespace view
