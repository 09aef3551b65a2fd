#include "tests/support/client_dialogue.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "base/overloaded.h"
#include "base/text.h"
#include "tests/support/dialogue.h"

namespace support {
namespace {

std::string as_lines(std::string_view octets) {
    std::string text;
    while (!octets.empty()) {
        const auto lf = octets.find('\n');
        const bool whole = lf != std::string_view::npos;
        std::string_view line = octets.substr(0, lf);
        octets.remove_prefix(whole ? lf + 1 : octets.size());
        const bool crlf = whole && !line.empty() && line.back() == '\r';
        if (crlf) line.remove_suffix(1);
        text += line.empty() ? "C:" : "C: ";
        for (const char c : line)
            text += base::is_printable(c) ? std::string(1, c) : fmt::format("<{}>", base::hex({&c, 1}));
        text += crlf ? "\n" : whole ? "<LF>\n" : "<no end>\n";
    }
    return text;
}

std::string as_line(const smtp::Settled& one) {
    static constexpr std::array outcomes{"relayed", "deferred", "failed"};
    std::string text = fmt::format("= {} {}", one.recipient, outcomes[static_cast<std::size_t>(one.outcome)]);
    if (one.reason != smtp::Reason::other_reply) text += fmt::format(" {}", smtp::to_text(one.reason));
    if (one.reply) text += fmt::format(" {}", one.reply->code);
    if (one.status) text += " " + smtp::to_text(one.status);
    const bool relayed = one.outcome == smtp::Outcome::relayed;
    if (relayed && one.notices == smtp::Settled::Notices::theirs) text += " theirs";
    return text + "\n";
}

base::Duration parse_wait(std::string_view text) {
    const auto parts = base::words(text);
    const auto number = base::parse_number(parts.at(0)).value();
    return parts.at(1) == "min" ? base::minutes(number) : base::seconds(number);
}

bool is_from(std::string_view lead, std::string_view line) {
    return line.substr(0, lead.size()) == lead;
}

std::string happens(smtp::ClientSession& session, std::string_view line, base::Instant now) {
    if (line == "S closes") return told(session.lost());
    if (line == "TLS fails") return told(session.lost(smtp::Reason::tls_failed));
    if (line == "TLS not trusted") return told(session.lost(smtp::Reason::certificate_not_trusted));
    if (is_from("TLS ", line)) {
        const auto trust = line == "TLS verified" ? smtp::Trust::verified : smtp::Trust::unverified;
        return told(session.secured({"TLSv1.3", "TLS_AES_256_GCM_SHA384", trust, {}}, now));
    }
    if (is_from("T:", line)) return told(session.say_raw(octets_of(line)));
    return told(session.on_deadline(now));
}

}  // namespace

std::string told(const smtp::ClientActions& actions) {
    std::string text;
    for (const smtp::ClientAction& action : actions)
        std::visit(base::overloaded{
                       [&](const smtp::Say& said) { text += as_lines(said.line); },
                       [&](const smtp::SayLetter& letter) { text += as_lines(letter.octets); },
                       [&](const smtp::HeardReply&) {},
                       [&](const smtp::Settled& one) { text += as_line(one); },
                       [&](const smtp::Rewrote& change) { text += "= rewrote: " + change.what + "\n"; },
                       [&](const smtp::BeginTls& tls) {
                           const bool any = tls.verify == smtp::BeginTls::Verify::any;
                           text += "C begins TLS " + tls.server_name + (any ? "\n" : " verified\n");
                       },
                       [&](const smtp::HangUp&) { text += "C closes\n"; },
                   },
                   action);
    return text;
}

std::string converse(smtp::ClientSession& session, const std::string& script, std::size_t at_a_time) {
    base::Instant now;
    std::string transcript = told(session.open(now));
    const auto lines = base::split(script, '\n');
    for (std::size_t next = 0; next < lines.size();) {
        std::string octets;
        for (; next < lines.size() && is_from("S:", lines[next]); ++next) {
            octets += octets_of(lines[next]);
            transcript += std::string(lines[next]) + '\n';
        }
        std::string answers;
        for (std::size_t at = 0; at < octets.size(); at += at_a_time)
            answers += told(session.receive(std::string_view(octets).substr(at, at_a_time), now));
        transcript += answers;
        if (next == lines.size()) break;
        const std::string_view line = lines[next++];
        const bool waits = is_from("W:", line);
        if (!waits && line != "S closes" && !is_from("TLS ", line) && !is_from("T:", line)) continue;
        transcript += std::string(line) + '\n';
        if (waits) now = now + parse_wait(line.substr(2));
        transcript += happens(session, line, now);
    }
    return transcript;
}

void check_dialogue(const smtp::Handover& handover, const std::string& script) {
    for (const std::size_t at_a_time : {1, 2, 7, 512}) {
        smtp::ClientSession session(handover);
        INFO(at_a_time << " octets at a time");
        CHECK(converse(session, script, at_a_time) == script);
    }
}

smtp::Handover to_alice_and_bob() {
    smtp::Handover mail;
    mail.reverse_path = mail::Address{"ann", "src.example"};
    mail.recipients = {{{"alice", "dest.example"}, {}}, {{"bob", "dest.example"}, {}}};
    mail.letter = std::make_shared<const std::string>("Subject: hello\r\n\r\n.dot\r\n");
    mail.manners.hello_name = "src.example";
    mail.manners.server_name = "mx.dest.example";
    return mail;
}

}  // namespace support
