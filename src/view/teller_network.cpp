#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "view/holder.h"
#include "view/teller.h"

namespace view {

bool is_tls_record(std::string_view octets) {
    constexpr std::size_t header = 5;  // type, version, length: RFC 8446 5.1
    if (octets.size() < header) return false;
    const auto type = static_cast<unsigned char>(octets[0]);
    return type >= 20 && type <= 23 && octets[1] == 3 && static_cast<unsigned char>(octets[2]) <= 4;
}

namespace {

std::string in_hex(std::string_view octets) {
    std::string text;
    for (const char octet : octets)
        text += fmt::format("{}{:02x}", text.empty() ? "" : " ", static_cast<unsigned char>(octet));
    return text;
}

}  // namespace

// ---- packets ----

void Teller::on(const SegmentSent& fact) {
    told_.to = label(fact.to);
    told_.citation = "RFC 9293 3.5";
    const bool syn = fact.flags & flag_syn, ack = fact.flags & flag_ack;
    if (fact.flags & flag_rst) {
        told_.line = "RST";
        told_.meaning = fmt::format("{} refuses or breaks off: there is no connection here.", here_);
    } else if (syn) {
        told_.line = ack ? "SYN, ACK" : "SYN";
        told_.meaning =
            ack ? fmt::format(
                      "{} agrees to a connection and says where its own counting of octets begins "
                      "(step 2 of 3).",
                      here_)
                : fmt::format("{} asks {} for a TCP connection to port {} (step 1 of 3).", here_, told_.to,
                              server_port());
    } else if (fact.flags & flag_fin) {
        told_.line = "FIN, ACK";
        told_.meaning = fmt::format("{} has nothing more to send and closes its side.", here_);
        told_.citation = "RFC 9293 3.6";
    } else if (!fact.payload.empty()) {
        constexpr std::uint32_t most_shown = 60;
        const bool sealed = is_tls_record(trace_.text(fact.payload));
        told_.line = sealed ? in_hex(trace_.text(fact.payload.part(0, most_shown / 4)))
                            : one_line(trace_.text(fact.payload.part(0, most_shown)));
        if (sealed || fact.payload.length > most_shown) told_.line += " ...";
        told_.meaning = fmt::format("A TCP segment carries {} from {} to {}.",
                                    counted(fact.payload.length, "octet", "octets"), here_, told_.to);
        if (sealed)
            told_.meaning += " They are records of TLS: this is all that somebody on the way can see.";
        told_.citation = "RFC 9293 3.8";
    } else {
        told_.line = "ACK";
        told_.meaning = fmt::format("{} tells {} how far it has received.", here_, told_.to);
        told_.citation = "RFC 9293 3.8";
    }
    if (fact.attempt > 0) {
        told_.meaning +=
            fmt::format(" It is sent again (try {}): no acknowledgment came in time.", fact.attempt + 1);
        told_.citation = "RFC 6298 5";
    }
}

void Teller::on(const SegmentArrived&) {
    told_.meaning = fmt::format("The segment has reached {}.", here_);
}

void Teller::on(const SegmentLost&) {
    told_.meaning = fmt::format(
        "The segment from {} is lost on the way. TCP notices when no acknowledgment comes, and "
        "sends it again.",
        here_);
    told_.citation = "RFC 9293 3.8.1";
}

void Teller::on(const DatagramSent& fact) {
    told_.to = label(fact.to);
    told_.line = counted(fact.payload.length, "octet of DNS over UDP", "octets of DNS over UDP");
    told_.meaning =
        fmt::format("One datagram from {} to {}: no connection is needed for it.", here_, told_.to);
    told_.citation = "RFC 1035 4.2.1";
}

void Teller::on(const DatagramArrived&) {
    told_.meaning = fmt::format("The datagram has reached {}.", here_);
}

void Teller::on(const DatagramLost&) {
    told_.meaning =
        fmt::format("The datagram from {} is lost. Nobody tells; the one who asked will ask again.", here_);
    told_.citation = "RFC 1035 4.2.1";
}

// ---- connections and names ----

void Teller::on(const ConnectionOpening& fact) {
    told_.to = label(fact.server);
    told_.meaning = fmt::format("{} opens a TCP connection to {} ({} port {}).", here_, told_.to,
                                address_of(fact.server), fact.server_port);
    told_.citation = "RFC 5321 3.1";
}

void Teller::on(const ConnectionOpened&) {
    told_.to = label(peer());
    told_.meaning = fmt::format("For {} the connection with {} is open; in SMTP the server speaks first.",
                                here_, told_.to);
    told_.citation = "RFC 5321 3.1";
}

void Teller::on(const ConnectionClosed& fact) {
    told_.to = label(peer());
    switch (fact.ending) {
        case Ending::finished:
            told_.meaning =
                fmt::format("{} and {} have closed their connection in good order.", here_, told_.to);
            told_.citation = "RFC 5321 4.1.1.10";
            break;
        case Ending::reset:
            told_.meaning = fmt::format("The connection between {} and {} was broken off.", here_, told_.to);
            add_holder();
            break;
        case Ending::timed_out:
            told_.meaning =
                fmt::format("{} hears nothing more from {} and gives the connection up.", here_, told_.to);
            add_holder();
            break;
        case Ending::refused:
            told_.meaning =
                fmt::format("{} let {} know that nobody listens on port {}.", told_.to, here_, server_port());
            break;
    }
}

void Teller::add_holder() {
    const std::string who = holder_text(trace_, event_.connection, event_.number);
    if (who.empty()) return;
    told_.meaning += " " + who;
    told_.citation = "RFC 5321 6.1";
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
            told_.meaning =
                fmt::format("{} asks for the {} records of {}.", here_, dns::to_text(fact.type), name);
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
            told_.meaning =
                fact.type == dns::RecordType::mx
                    ? fmt::format("{} learns who takes mail for {}: the lowest number is tried first.", here_,
                                  name)
                    : fmt::format("{} learns the {} record of {}.", here_, dns::to_text(fact.type), name);
            told_.citation = fact.type == dns::RecordType::mx ? "RFC 5321 5.1" : "RFC 1035 3.4.1";
            break;
        case dns::Outcome::no_data:
            told_.line = fmt::format("{}: no {} record", name, dns::to_text(fact.type));
            told_.meaning =
                fmt::format("The name {} exists, but has no {} record.", name, dns::to_text(fact.type));
            told_.citation = "RFC 2308 2.2";
            break;
        case dns::Outcome::no_such_name:
            told_.line = fmt::format("{}: no such name", name);
            told_.meaning = fmt::format("There is no name {} in the DNS.", name);
            told_.citation = "RFC 2308 2.1";
            break;
        case dns::Outcome::timed_out:
            told_.line = fmt::format("{}: no answer", name);
            told_.meaning =
                fmt::format("Nobody answered {}'s question about {}; it may work later.", here_, name);
            told_.citation = "RFC 1035 4.2.1";
            break;
        default:
            told_.line = fmt::format("{}: {}", name, dns::to_text(fact.outcome));
            told_.meaning =
                fmt::format("The name server could not answer about {}; it may work later.", name);
            told_.citation = "RFC 1035 4.1.1";
    }
}

}  // namespace view
