#include "view/narrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/overloaded.h"
#include "base/text.h"
#include "explain/why.h"
#include "smtp/moves.h"

namespace view {
namespace {

using namespace trace;

constexpr std::size_t longest_line_told = 512;  // octets of a line; our own bound

std::string one_line(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    return base::visible(text.substr(0, longest_line_told));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

// Where a command is defined: by the table of moves.
std::string citation_of(smtp::Verb verb) {
    for (const smtp::Move& move : smtp::moves)
        if (move.verb == verb && move.citation.section != "4.1.4") return base::to_text(move.citation);
    return "RFC 5321 4.1.1";
}

// Tells one event of one trace.
class Teller {
public:
    Teller(const Trace& trace, const Event& event) : trace_(trace), event_(event), here_(label_of(trace, event.host)) {
        told_.from = here_;
    }

    Narration tell() {
        std::visit([this](const auto& fact) { on(fact); }, event_.fact);
        return std::move(told_);
    }

private:
    std::string text(Range range) const { return std::string(trace_.text(range)); }
    std::string label(HostId host) const { return label_of(trace_, host); }
    std::string address_of(HostId host) const {
        if (host == no_host || trace_.world.hosts[host].addresses.empty()) return "an unknown address";
        return base::to_text(trace_.world.hosts[host].addresses.front());
    }
    void cite(std::uint16_t rfc, std::string_view section) { told_.citation = base::to_text(base::Citation{rfc, section}); }

    // The host at the other end of this event's connection.
    HostId peer() const {
        for (EventNumber number = 0; number <= event_.number; ++number) {
            if (trace_[number].connection != event_.connection) continue;
            if (const auto* opening = std::get_if<ConnectionOpening>(&trace_[number].fact))
                return trace_[number].host == event_.host ? opening->server : trace_[number].host;
        }
        return no_host;
    }
    std::uint16_t server_port() const {
        for (EventNumber number = 0; number <= event_.number; ++number)
            if (trace_[number].connection == event_.connection)
                if (const auto* opening = std::get_if<ConnectionOpening>(&trace_[number].fact)) return opening->server_port;
        return 0;
    }
    std::string recipient_of(MailId mail, std::uint16_t recipient) const {
        for (EventNumber number = event_.number; number-- > 0;)
            if (const auto* addressed = std::get_if<Addressed>(&trace_[number].fact))
                if (trace_[number].host == event_.host && addressed->mail == mail && addressed->recipient == recipient)
                    return text(addressed->address);
        return "a recipient";
    }

    void on(const SegmentSent& fact);
    void on(const SegmentArrived&);
    void on(const SegmentLost&);
    void on(const DatagramSent& fact);
    void on(const DatagramArrived&);
    void on(const DatagramLost&);
    void on(const ConnectionOpening& fact);
    void on(const ConnectionOpened&);
    void on(const ConnectionClosed& fact);
    void on(const Asked& fact);
    void on(const Answered& fact);
    void on(const CommandSent& fact);
    void on(const CommandReceived& fact);
    void on(const ReplySent& fact);
    void on(const ReplyReceived& fact);
    void on(const ContentSent& fact);
    void on(const ContentReceived& fact);
    void on(const Found& fact);
    void on(const Ruled& fact);
    void on(const Written& fact);
    void on(const Addressed& fact);
    void on(const Accepted& fact);
    void on(const Routed& fact);
    void on(const Attempted& fact);
    void on(const Relayed& fact);
    void on(const Delivered& fact);
    void on(const Deferred& fact);
    void on(const Failed& fact);
    void on(const Discarded& fact);
    void on(const Intervened& fact);

    std::string why(smtp::Reason reason, std::uint16_t code, smtp::EnhancedCode enhanced, const std::string& about,
                    const std::string& actor, const std::string& other, const std::string& next_try = {}) const {
        return explain::why_text({reason, code, enhanced, about, actor, other, next_try});
    }

    const Trace& trace_;
    const Event& event_;
    std::string here_;
    Narration told_;
};

// ---- packets -----------------------------------------------------------------------------------------------

void Teller::on(const SegmentSent& fact) {
    told_.to = label(fact.to);
    told_.citation = "RFC 9293 3.5";
    const bool syn = fact.flags & flag_syn, ack = fact.flags & flag_ack;
    if (fact.flags & flag_rst) {
        told_.line = "RST";
        told_.meaning = fmt::format("{} refuses or breaks off: there is no connection here.", here_);
    } else if (syn) {
        told_.line = ack ? "SYN, ACK" : "SYN";
        told_.meaning = ack ? fmt::format("{} agrees to a connection and says where its own counting of octets begins "
                                          "(step 2 of 3).", here_)
                            : fmt::format("{} asks {} for a TCP connection to port {} (step 1 of 3).", here_, told_.to,
                                          server_port());
    } else if (fact.flags & flag_fin) {
        told_.line = "FIN, ACK";
        told_.meaning = fmt::format("{} has nothing more to send and closes its side.", here_);
        told_.citation = "RFC 9293 3.6";
    } else if (!fact.payload.empty()) {
        told_.line = one_line(trace_.text(fact.payload));
        told_.meaning = fmt::format("A TCP segment carries {} from {} to {}.",
                                    counted(fact.payload.length, "octet", "octets"), here_, told_.to);
        told_.citation = "RFC 9293 3.8";
    } else {
        told_.line = "ACK";
        told_.meaning = fmt::format("{} tells {} how far it has received.", here_, told_.to);
        told_.citation = "RFC 9293 3.8";
    }
    if (fact.attempt > 0) {
        told_.meaning += fmt::format(" It is sent again (try {}): no acknowledgment came in time.", fact.attempt + 1);
        told_.citation = "RFC 6298 5";
    }
}

void Teller::on(const SegmentArrived&) { told_.meaning = fmt::format("The segment has reached {}.", here_); }

void Teller::on(const SegmentLost&) {
    told_.meaning = fmt::format("The segment from {} is lost on the way. TCP notices when no acknowledgment comes, and "
                                "sends it again.", here_);
    told_.citation = "RFC 9293 3.8.1";
}

void Teller::on(const DatagramSent& fact) {
    told_.to = label(fact.to);
    told_.line = counted(fact.payload.length, "octet of DNS over UDP", "octets of DNS over UDP");
    told_.meaning = fmt::format("One datagram from {} to {}: no connection is needed for it.", here_, told_.to);
    told_.citation = "RFC 1035 4.2.1";
}

void Teller::on(const DatagramArrived&) { told_.meaning = fmt::format("The datagram has reached {}.", here_); }

void Teller::on(const DatagramLost&) {
    told_.meaning = fmt::format("The datagram from {} is lost. Nobody tells; the one who asked will ask again.", here_);
    told_.citation = "RFC 1035 4.2.1";
}

// ---- connections and names ---------------------------------------------------------------------------------

void Teller::on(const ConnectionOpening& fact) {
    told_.to = label(fact.server);
    told_.meaning = fmt::format("{} opens a TCP connection to {} ({} port {}).", here_, told_.to, address_of(fact.server),
                                fact.server_port);
    told_.citation = "RFC 5321 3.1";
}

void Teller::on(const ConnectionOpened&) {
    told_.to = label(peer());
    told_.meaning = fmt::format("For {} the connection with {} is open; in SMTP the server speaks first.", here_, told_.to);
    told_.citation = "RFC 5321 3.1";
}

void Teller::on(const ConnectionClosed& fact) {
    told_.to = label(peer());
    switch (fact.ending) {
        case Ending::finished:
            told_.meaning = fmt::format("{} and {} have closed their connection in good order.", here_, told_.to);
            told_.citation = "RFC 5321 4.1.1.10";
            break;
        case Ending::reset: told_.meaning = fmt::format("The connection between {} and {} was broken off.", here_, told_.to); break;
        case Ending::timed_out:
            told_.meaning = fmt::format("{} hears nothing more from {} and gives the connection up.", here_, told_.to);
            break;
        case Ending::refused:
            told_.meaning = fmt::format("{} let {} know that nobody listens on port {}.", told_.to, here_, server_port());
            break;
    }
}

void Teller::on(const Asked& fact) {
    told_.to = label(fact.server);
    told_.line = fmt::format("{} {} ?", text(fact.name), dns::to_text(fact.type));
    const std::string name = text(fact.name);
    switch (fact.type) {
        case dns::RecordType::mx:
            told_.meaning = fmt::format("{} asks which hosts take mail for {}.", here_, name);
            told_.citation = "RFC 5321 5.1";
            break;
        case dns::RecordType::a:
        case dns::RecordType::aaaa:
            told_.meaning = fmt::format("{} asks for the address of {}.", here_, name);
            told_.citation = "RFC 1035 3.4.1";
            break;
        default:
            told_.meaning = fmt::format("{} asks for the {} records of {}.", here_, dns::to_text(fact.type), name);
            told_.citation = "RFC 1035 4.1";
    }
}

void Teller::on(const Answered& fact) {
    const EventNumber asked = trace_.cause_of_kind<Asked>(event_.number);
    if (asked != no_event) told_.from = label(std::get<Asked>(trace_[asked].fact).server);
    told_.to = here_;
    const std::string name = text(fact.name), records = text(fact.text);
    const std::string first = records.substr(0, records.find('\n'));
    const auto more = std::count(records.begin(), records.end(), '\n');
    switch (fact.outcome) {
        case dns::Outcome::records:
            told_.line = more > 0 ? fmt::format("{} (+{} more)", one_line(first), more) : one_line(first);
            told_.meaning = fact.type == dns::RecordType::mx
                                ? fmt::format("{} learns who takes mail for {}: the lowest number is tried first.", here_, name)
                                : fmt::format("{} learns the {} record of {}.", here_, dns::to_text(fact.type), name);
            told_.citation = fact.type == dns::RecordType::mx ? "RFC 5321 5.1" : "RFC 1035 3.4.1";
            break;
        case dns::Outcome::no_data:
            told_.line = fmt::format("{}: no {} record", name, dns::to_text(fact.type));
            told_.meaning = fmt::format("The name {} exists, but has no {} record.", name, dns::to_text(fact.type));
            told_.citation = "RFC 2308 2.2";
            break;
        case dns::Outcome::no_such_name:
            told_.line = fmt::format("{}: no such name", name);
            told_.meaning = fmt::format("There is no name {} in the DNS.", name);
            told_.citation = "RFC 2308 2.1";
            break;
        case dns::Outcome::timed_out:
            told_.line = fmt::format("{}: no answer", name);
            told_.meaning = fmt::format("Nobody answered {}'s question about {}; it may work later.", here_, name);
            told_.citation = "RFC 1035 4.2.1";
            break;
        default:
            told_.line = fmt::format("{}: {}", name, dns::to_text(fact.outcome));
            told_.meaning = fmt::format("The name server could not answer about {}; it may work later.", name);
            told_.citation = "RFC 1035 4.1.1";
    }
}

// ---- the conversation --------------------------------------------------------------------------------------

void Teller::on(const CommandSent& fact) {
    told_.to = label(peer());
    told_.line = one_line(trace_.text(fact.line));
    told_.stage = fact.stage;
    told_.meaning = explain::command_meaning(fact.verb, told_.line);
    constexpr std::string_view nobody = "The client ";  // here it has a name
    if (told_.meaning.starts_with(nobody)) told_.meaning.replace(0, nobody.size(), here_ + " ");
    told_.citation = citation_of(fact.verb);
}

void Teller::on(const CommandReceived& fact) {
    told_.to = here_;
    told_.from = label(peer());
    told_.line = one_line(trace_.text(fact.line));
    told_.stage = fact.stage;
    told_.meaning = fmt::format("{} has read the line.", here_);
}

void Teller::on(const ReplySent& fact) {
    told_.to = label(peer());
    told_.line = one_line(trace_.text(fact.text));
    told_.stage = fact.stage;
    told_.code = fact.code;
    // Relaying depends on where the client is: its address is part of the reason.
    const bool by_address = fact.reason == smtp::Reason::relaying_denied;
    const std::string other = by_address ? fmt::format("{} ({})", told_.to, address_of(peer())) : told_.to;
    told_.meaning = why(fact.reason, fact.code, fact.enhanced, text(fact.about), here_, other);
    cite(fact.rfc, trace_.text(fact.section));
}

void Teller::on(const ReplyReceived& fact) {
    told_.to = here_;
    told_.from = label(peer());
    told_.line = one_line(trace_.text(fact.text));
    told_.stage = fact.stage;
    told_.code = fact.code;
    const std::string_view next = fact.code >= 500   ? "this will not work the same way again"
                                  : fact.code >= 400 ? "this may work later"
                                  : fact.code >= 300 ? "the server waits for the rest"
                                                     : "the command was done";
    told_.meaning = fmt::format("{} has read the reply {}: {}.", here_, fact.code, next);
    told_.citation = "RFC 5321 4.2.1";
}

void Teller::on(const ContentSent& fact) {
    told_.to = label(peer());
    told_.stage = smtp::Stage::data;
    told_.line = fmt::format("(letter, {}, then a dot alone on a line)", counted(fact.octets.length, "octet", "octets"));
    told_.meaning = fmt::format("{} hands over the letter: header, blank line, text, and the lone dot that ends it.", here_);
    if (fact.stuffed > 0)
        told_.meaning += fmt::format(" {} with a dot; it travels with one dot more, so that it is not mistaken for the end.",
                                     fact.stuffed == 1 ? "One line begins" : counted(fact.stuffed, "line begins", "lines begin"));
    told_.citation = fact.stuffed > 0 ? "RFC 5321 4.5.2" : "RFC 5321 4.1.1.4";
}

void Teller::on(const ContentReceived& fact) {
    told_.from = label(peer());
    told_.to = here_;
    told_.stage = smtp::Stage::data;
    told_.meaning = fmt::format("{} has the whole letter ({}), but is not responsible for it before it says so.", here_,
                                counted(fact.letter.length, "octet", "octets"));
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Found& fact) {
    told_.stage = smtp::Stage::data;
    switch (fact.finding) {
        case LineFinding::bare_lf:
            told_.meaning = fmt::format("{} with LF alone, without CR: a server may not take that as a line end.",
                                        fact.count == 1 ? "One line ends" : counted(fact.count, "line ends", "lines end"));
            told_.citation = "RFC 5321 2.3.8";
            break;
        case LineFinding::bare_cr:
            told_.meaning = fmt::format("CR stands alone {}; it may only stand before LF.", counted(fact.count, "time", "times"));
            told_.citation = "RFC 5321 2.3.8";
            break;
        case LineFinding::nul:
            told_.meaning = "The letter holds NUL octets. They are kept as they are; many programs stumble over them.";
            told_.citation = "RFC 5322 4.1";
            break;
        case LineFinding::high_octet:
            told_.meaning = "The letter holds octets above 127: it needs the 8BITMIME extension on its whole way.";
            told_.citation = "RFC 6152 3";
            break;
        case LineFinding::line_too_long:
            told_.meaning = fmt::format("{} longer than 1000 octets with the line end, the most that every server must take.",
                                        fact.count == 1 ? "One line is" : counted(fact.count, "line is", "lines are"));
            told_.citation = "RFC 5321 4.5.3.1.6";
            break;
        case LineFinding::header_missing:
            told_.meaning = fmt::format("The letter has no header at all. {} takes it as it is, and keeps its own fields apart "
                                        "by a blank line.", here_);
            told_.citation = "RFC 5322 3.6";
            break;
    }
}

// A sentence a rule and verdict; {0} the host, {1} what was judged, {2} what decided.
std::string_view words_of(Rule rule, Verdict verdict) {
    const bool accepted = verdict == Verdict::accept;
    switch (rule) {
        case Rule::own_network:
            return accepted ? "{0} takes new mail from {1} on this port: the address is in its own network {2}."
                            : "{0} takes no new mail from {1} on this port: the address is {2}.";
        case Rule::relay_control:
            return accepted ? "{0} may send the mail for {1} on: {2}." : "{0} does not send the mail for {1} on: {2}.";
        case Rule::recipient_exists:
            return accepted ? "{0} looks {1} up among its own mailboxes and takes it: {2}."
                            : "{0} looks {1} up among its own mailboxes: {2}.";
        case Rule::letter_size: return "{0} measures {1}: {2}.";
        case Rule::line_ends: return "{0} looks at {1} and finds {2}; only CRLF ends a line.";
        case Rule::hop_count: return "{0} counts {1}: {2}; the mail goes round in a circle.";
    }
    return "{0} judges {1}: {2}.";
}

void Teller::on(const Ruled& fact) {
    static constexpr std::array verdicts{"yes", "no", "not now", "no, and the session ends"};
    static constexpr std::array rules{"own network?", "may be sent on?", "mailbox exists?", "small enough?", "clean line ends?",
                                      "few enough hops?"};
    told_.stage = fact.stage;
    told_.line = fmt::format("{} {}", rules[static_cast<std::size_t>(fact.rule)],
                             verdicts[static_cast<std::size_t>(fact.verdict)]);
    told_.meaning = fmt::format(fmt::runtime(words_of(fact.rule, fact.verdict)), here_, text(fact.about), text(fact.because));
    cite(fact.rfc, trace_.text(fact.section));
}

// ---- the mail ----------------------------------------------------------------------------------------------

void Teller::on(const Written& fact) {
    if (fact.kind == LetterKind::bounce) {
        told_.meaning = fmt::format("{} writes a bounce: a new letter about the mail that failed, in an envelope without a "
                                    "return address, so that it can never be bounced itself.", here_);
        told_.citation = "RFC 5321 6.1";
        return;
    }
    told_.meaning = fmt::format("{} has written a letter of {} and puts it into an envelope from {}.", here_,
                                counted(fact.letter.length, "octet", "octets"),
                                fact.reverse_path.empty() ? "<>" : text(fact.reverse_path));
    told_.citation = "RFC 5321 2.3.1";
}

void Teller::on(const Addressed& fact) {
    told_.meaning = fmt::format("The envelope is addressed to {}.", text(fact.address));
    told_.citation = "RFC 5321 2.3.1";
}

void Teller::on(const Accepted& fact) {
    told_.meaning = fmt::format("{} is now responsible for this mail and gives it the number {}. It put its postmark, a "
                                "Received: field, on top.", here_, text(fact.queue_id));
    told_.citation = "RFC 5321 4.4";
}

void Teller::on(const Routed& fact) {
    const std::string next = text(fact.next), domain = text(fact.domain);
    switch (fact.route) {
        case Route::local: told_.meaning = fmt::format("{} is at home here: the mail goes to {}.", domain, next); break;
        case Route::mx:
            told_.meaning = fmt::format("Mail for {} goes to {} (MX preference {}).", domain, next, fact.preference);
            told_.citation = "RFC 5321 5.1";
            break;
        case Route::implicit_mx:
            told_.meaning = fmt::format("{} has no MX record, so its own address is tried: {}.", domain, next);
            told_.citation = "RFC 5321 5.1";
            break;
        case Route::submission:
            told_.meaning = fmt::format("A mail program hands all its mail to one server: {}.", next);
            told_.citation = "RFC 6409 3.1";
            break;
    }
}

void Teller::on(const Attempted& fact) {
    told_.meaning = fmt::format("{} tries to reach {} (try {}).", here_, text(fact.next), fact.attempt);
    told_.citation = "RFC 5321 4.5.4.1";
}

void Teller::on(const Relayed& fact) {
    told_.meaning = fmt::format("{} took the mail for {}; {} need not keep it any longer.", text(fact.next),
                                recipient_of(fact.mail, fact.recipient), here_);
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Delivered& fact) {
    const bool null_path = trace_.text(fact.fields_added).find("<>") != std::string_view::npos;
    told_.meaning = fmt::format("The mail is in the mailbox of {}. The envelope is thrown away; its return address{} is kept "
                                "in a Return-Path: field on top.", text(fact.mailbox), null_path ? ", which is empty," : "");
    told_.citation = "RFC 5321 4.4";
}

void Teller::on(const Deferred& fact) {
    told_.code = fact.code;
    const std::string wait = base::to_text(fact.next_try - event_.at);
    const std::string address = recipient_of(fact.mail, fact.recipient);
    told_.meaning = fact.code > 0
                        ? fmt::format("{} for {}: {} keeps the mail and tries again in {}, when its own schedule says.",
                                      text(fact.said), address, here_, wait)
                        : why(fact.reason, 0, fact.enhanced, text(fact.said), here_, {}, wait);
    told_.citation = "RFC 5321 4.5.4.1";
}

void Teller::on(const Failed& fact) {
    told_.code = fact.code;
    const std::string address = recipient_of(fact.mail, fact.recipient);
    if (fact.code > 0) {
        told_.meaning = fmt::format("The mail for {} failed for good: {} said \"{}\". {} still owns the mail and must tell the "
                                    "sender.", address, fact.by.empty() ? here_ : text(fact.by), text(fact.said), here_);
    } else {
        told_.meaning = fmt::format("The mail for {} failed for good. ", address) +
                        why(fact.reason, 0, fact.enhanced, text(fact.said), here_, {});
    }
    told_.citation = "RFC 5321 4.2.1";
}

void Teller::on(const Discarded&) {
    told_.meaning = fmt::format("The mail that failed has no return address, so {} tells nobody and lets it go.", here_);
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Intervened& fact) {
    const bool known = fact.index < trace_.interventions.size();
    told_.meaning = known && std::holds_alternative<ChangeSetting>(trace_.interventions[fact.index].what)
                        ? fmt::format("You change a setting of {}.", here_)
                        : fmt::format("You send a letter from {}.", here_);
}

}  // namespace

std::string label_of(const Trace& trace, HostId host) {
    return host < trace.world.hosts.size() ? trace.world.hosts[host].label : "nobody";
}

Narration narrate(const Trace& trace, EventNumber event) { return Teller(trace, trace[event]).tell(); }

}  // namespace view
