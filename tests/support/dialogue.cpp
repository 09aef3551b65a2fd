#include "tests/support/dialogue.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/overloaded.h"
#include "base/text.h"
#include "smtp/replies.h"

namespace support {
namespace {

using base::Instant;

// Octets as lines of a script: what octets_of undoes.
std::string as_lines(std::string_view octets, std::string_view speaker) {
    std::string text;
    while (!octets.empty()) {
        const auto lf = octets.find('\n');
        std::string_view line = octets.substr(0, lf);
        octets.remove_prefix(lf == std::string_view::npos ? octets.size() : lf + 1);
        const bool crlf = lf != std::string_view::npos && !line.empty() && line.back() == '\r';
        if (crlf) line.remove_suffix(1);
        text += fmt::format("{}:{}", speaker, line.empty() ? "" : " ");
        for (const char c : line) {
            if (base::is_printable(c))
                text += c;
            else
                text += fmt::format("<{}>", base::hex({&c, 1}));
        }
        text += crlf ? "\n" : lf == std::string_view::npos ? "<no end>\n" : "<LF>\n";
    }
    return text;
}

bool is_hex_octet(std::string_view tag) {
    return tag.size() == 2 && tag.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

base::Duration parse_wait(std::string_view text) {
    const auto parts = base::words(text);
    if (parts.size() != 2) throw std::logic_error("a wait is a number and 'min' or 's'");
    const auto number = base::parse_number(parts[0]).value();
    return parts[1] == "min" ? base::minutes(number) : base::seconds(number);
}

// Reads a script line by line; runs of one speaker's lines are one block of octets.
class Script {
public:
    Script(const std::string& text, std::string_view speaker)
        : lines_(base::split(text, '\n')), lead_(speaker) {
        lead_ += ':';
    }

    bool more() const { return next_ < lines_.size(); }
    /// The octets that the speaker says from here, and how the script writes them; empty: it is not their
    /// turn.
    std::string said(std::string& transcript) {
        std::string octets;
        while (more() && lines_[next_].substr(0, 2) == lead_) {
            octets += octets_of(lines_[next_]);
            transcript += std::string(lines_[next_++]) + '\n';
        }
        return octets;
    }
    /// A line of another kind.
    std::string_view take() { return lines_[next_++]; }

private:
    std::vector<std::string_view> lines_;
    std::string lead_;
    std::size_t next_ = 0;
};

constexpr std::string_view begins_tls = "S begins TLS\n";

// Asks for rulings until the session asks no more; tells what it answered.
std::string perform(smtp::ServerSession& session, const smtp::ServerActions& first, const Rulings& rulings,
                    Instant now, smtp::ServerActions* all) {
    std::string text;
    smtp::ServerActions actions = first;
    for (std::size_t next = 0; next < actions.size(); ++next) {
        if (const auto* answer = std::get_if<smtp::Answer>(&actions[next]))
            text += as_lines(smtp::to_wire(answer->reply), "S");
        if (std::holds_alternative<smtp::Finish>(actions[next])) text += "S closes\n";
        if (std::holds_alternative<smtp::AcceptTls>(actions[next])) text += begins_tls;
        if (const auto* question = std::get_if<smtp::Decide>(&actions[next])) {
            const auto more = session.rule(rulings(session, question->point), now);
            actions.insert(actions.end(), more.begin(), more.end());
        }
    }
    if (all) all->insert(all->end(), actions.begin(), actions.end());
    return text;
}

std::string told(const smtp::ClientActions& actions) {
    std::string text;
    for (const smtp::ClientAction& action : actions)
        std::visit(base::overloaded{
                       [&](const smtp::Say& said) { text += as_lines(said.line, "C"); },
                       [&](const smtp::SayLetter& letter) { text += as_lines(letter.octets, "C"); },
                       [&](const smtp::HeardReply&) {},
                       [&](const smtp::Settled& one) {
                           static constexpr std::array outcomes{"relayed", "deferred", "failed"};
                           const std::string why = one.reply ? std::to_string(one.reply->code)
                                                             : std::string(smtp::to_text(one.reason));
                           text += fmt::format("= {} {} {}\n", one.recipient,
                                               outcomes[static_cast<std::size_t>(one.outcome)], why);
                       },
                       [&](const smtp::Rewrote& change) { text += "= rewrote: " + change.what + "\n"; },
                       [&](const smtp::BeginTls& tls) { text += "C begins TLS " + tls.server_name + "\n"; },
                       [&](const smtp::HangUp&) { text += "C closes\n"; },
                   },
                   action);
    return text;
}

template <class Feed>
void in_pieces(std::string_view octets, std::size_t at_a_time, Feed feed) {
    for (; !octets.empty(); octets.remove_prefix(std::min(at_a_time, octets.size())))
        feed(octets.substr(0, at_a_time));
}

}  // namespace

std::string dialogue(std::string_view text) {
    std::string script;
    for (const std::string_view line : base::split(text, '\n'))
        if (const auto trimmed = base::trim(line); !trimmed.empty()) script += std::string(trimmed) + '\n';
    return script;
}

std::string octets_of(std::string_view line) {
    std::string_view rest = line.substr(std::min<std::size_t>(line.size(), 2));
    if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    std::string octets;
    std::string_view end = "\r\n";
    while (!rest.empty()) {
        const auto close = rest.front() == '<' ? rest.find('>') : std::string_view::npos;
        const std::string_view tag = close == std::string_view::npos ? "" : rest.substr(1, close - 1);
        const bool last = close + 1 == rest.size();
        if (tag == "LF" && last)
            end = "\n";
        else if (tag == "no end" && last)
            end = "";
        else if (is_hex_octet(tag))
            octets += static_cast<char>(std::stoi(std::string(tag), nullptr, 16));
        else {
            octets += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        rest.remove_prefix(close + 1);
    }
    return octets.append(end);
}

smtp::Ruling accept_all(const smtp::ServerSession&, smtp::Point) {
    return {};
}

smtp::Ruling dest_example(const smtp::ServerSession& session, smtp::Point point) {
    using Outcome = smtp::Ruling::Outcome;
    if (point == smtp::Point::letter) return {Outcome::accept, smtp::replies::letter_accepted("A0001")};
    if (point != smtp::Point::recipient && point != smtp::Point::inquiry) return {};
    const mail::Path& path = session.asked_recipient();
    if (path.kind == mail::PathKind::bare_postmaster) return {};
    const std::string address = mail::to_text(*path.mailbox), local = base::lower(path.mailbox->local_part);
    if (!base::equal_ignoring_case(path.mailbox->domain, "dest.example"))
        return {Outcome::refuse, smtp::replies::relaying_denied(address)};
    if (local != "alice" && local != "bob" && local != "postmaster")
        return {Outcome::refuse, smtp::replies::user_unknown(address)};
    return {};
}

std::string play(smtp::ServerSession& session, const std::string& text, std::size_t at_a_time,
                 const Rulings& rulings, smtp::ServerActions* actions) {
    Instant now;
    std::string transcript = perform(session, session.open(now), rulings, now, actions);
    Script script(text, "C");
    bool handshaking = false;
    while (script.more()) {
        if (const std::string said = script.said(transcript); !said.empty()) {
            std::string answers;
            if (std::exchange(handshaking, false))
                answers =
                    perform(session, session.secured({"TLSv1.3", "TLS_AES_256_GCM_SHA384", {}, {}}, now),
                            rulings, now, actions);
            in_pieces(said, at_a_time, [&](std::string_view piece) {
                answers += perform(session, session.receive(piece, now), rulings, now, actions);
            });
            transcript += answers;
            handshaking = answers.find(begins_tls) != std::string::npos;
            continue;
        }
        const std::string_view line = script.take();
        if (line.substr(0, 2) != "W:") continue;
        transcript += std::string(line) + '\n';
        now = now + parse_wait(line.substr(2));
        transcript += perform(session, session.on_deadline(now), rulings, now, actions);
    }
    return transcript;
}

std::string play(smtp::ClientSession& session, const std::string& text, std::size_t at_a_time) {
    Instant now;
    std::string transcript = told(session.open(now));
    Script script(text, "S");
    while (script.more()) {
        if (const std::string said = script.said(transcript); !said.empty()) {
            std::string answers;
            in_pieces(said, at_a_time,
                      [&](std::string_view piece) { answers += told(session.receive(piece, now)); });
            transcript += answers;
            continue;
        }
        const std::string_view line = script.take();
        const bool waits = line.substr(0, 2) == "W:";
        if (!waits && line != "S closes") continue;
        transcript += std::string(line) + '\n';
        if (waits) now = now + parse_wait(line.substr(2));
        transcript += told(waits ? session.on_deadline(now) : session.lost());
    }
    return transcript;
}

}  // namespace support
