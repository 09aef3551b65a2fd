#include "view/post.h"

#include <algorithm>
#include <set>

#include "base/overloaded.h"
#include "mail/encoding.h"
#include "mail/message.h"
#include "mail/utf8.h"
#include "smtp/command.h"

namespace view {

using namespace trace;

namespace {

constexpr std::size_t header_looked_at =
    64 * 1024;  // octets of a letter in which its Subject: is sought; our own bound

std::string subject_of(std::string_view letter) {
    const auto message = mail::Message::parse(std::string(letter.substr(0, header_looked_at)));
    return mail::with_valid_utf8(mail::from_encoded_words(message.value_of("Subject")));
}

std::string_view without_line_end(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return line;
}

// The address of a MAIL or RCPT line, without <>; the line itself when it cannot be read.
std::string address_in(std::string_view line) {
    const smtp::Command command = smtp::parse_command(without_line_end(line));
    const mail::Path* path = nullptr;
    if (const auto* from = std::get_if<smtp::MailFrom>(&command)) path = &from->path;
    if (const auto* to = std::get_if<smtp::RcptTo>(&command)) path = &to->path;
    if (!path) return std::string(without_line_end(line));
    std::string text = mail::to_text(*path);
    return text.size() >= 2 && text.front() == '<' ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

// Reads a trace once, event by event.
class Post::Maker {
public:
    Maker(const Trace& trace, const Traffic& traffic, Post& post)
        : trace_(trace), traffic_(traffic), post_(post) {}

    void read() {
        for (const Event& event : trace_.events())
            std::visit([&](const auto& fact) { on(event, fact); }, event.fact);
    }

private:
    struct Side {                         // of a connection
        EventNumber command = no_event;   // the last one that the server heard
        std::optional<std::size_t> open;  // the transfer that builds up
        std::size_t sender = Mail::none;  // the mail whose letter was sent last
        std::set<std::uint32_t> places;   // of the letter, that have arrived
    };

    template <class Other>
    void on(const Event&, const Other&) {}
    void on(const Event& event, const Written& fact) {
        Mail mail;
        mail.kind = fact.kind;
        mail.reverse_path = fact.reverse_path;
        mail.subject = subject_of(trace_.text(fact.letter));
        if (fact.about != 0) mail.about = post_.find(event.host, fact.about);
        add(event, fact.mail, std::move(mail));
    }
    void on(const Event& event, const Accepted& fact);
    void on(const Event& event, const Addressed& fact) {
        if (Mail* mail = named(event.host, fact.mail)) {
            if (mail->recipients.size() <= fact.recipient)
                mail->recipients.resize(fact.recipient + std::size_t{1});
            mail->recipients[fact.recipient].address = fact.address;
            mail->recipients[fact.recipient].named = event.number;
        }
    }
    void on(const Event& event, const Relayed& fact) { change(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Delivered& fact) { change(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Deferred& fact) { change(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Failed& fact) { change(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Asked& fact) { try_again(event, fact.mail); }
    void on(const Event& event, const Attempted& fact) { try_again(event, fact.mail); }
    void on(const Event& event, const CommandReceived& fact) {
        sides_[event.connection].command = event.number;
        if (fact.verb == smtp::Verb::rset || fact.verb == smtp::Verb::quit) throw_away(event);
    }
    void on(const Event& event, const ReplySent& fact);
    void on(const Event& event, const ContentSent& fact);
    void on(const Event& event, const SegmentArrived&);
    void on(const Event& event, const ConnectionClosed&) {
        const Hop* const hop = traffic_.hop(event.connection);
        if (hop && hop->server == event.host) throw_away(event);
    }

    Mail* named(HostId host, MailId id) {
        const std::size_t found = post_.find(host, id);
        return found == Mail::none ? nullptr : &post_.mails_[found];
    }
    void add(const Event& event, MailId id, Mail mail) {
        mail.host = event.host;
        mail.id = id;
        mail.created = event.number;
        if (mail.root == Mail::none) mail.root = post_.mails_.size();
        post_.by_number_[{event.host, id}] = post_.mails_.size();
        post_.mails_.push_back(std::move(mail));
    }
    void change(const Event& event, MailId id, std::uint16_t recipient) {
        Mail* const mail = named(event.host, id);
        if (mail && recipient < mail->recipients.size())
            mail->recipients[recipient].changes.push_back(event.number);
    }
    // Whoever was to be tried again by now is being tried.
    void try_again(const Event& event, MailId id) {
        Mail* const mail = id == 0 ? nullptr : named(event.host, id);
        if (!mail) return;
        for (Recipient& recipient : mail->recipients) {
            if (recipient.changes.empty()) continue;
            const auto* deferred = std::get_if<Deferred>(&trace_[recipient.changes.back()].fact);
            if (deferred && deferred->next_try <= event.at) recipient.changes.push_back(event.number);
        }
    }
    void throw_away(const Event& event) {
        Side& side = sides_[event.connection];
        if (side.open) post_.transfers_[*side.open].ended = event.number;
        side.open.reset();
    }

    const Trace& trace_;
    const Traffic& traffic_;
    Post& post_;
    std::map<ConnectionId, Side> sides_;
};

void Post::Maker::on(const Event& event, const Accepted& fact) {
    Mail mail;
    mail.arrived_on = event.connection;
    mail.reverse_path = fact.reverse_path;
    Side& side = sides_[event.connection];
    mail.parent = side.sender;
    if (mail.parent != Mail::none) {
        const Mail& parent = post_.mails_[mail.parent];
        mail.root = parent.root;
        mail.kind = parent.kind;
        mail.depth = parent.depth + 1;
        mail.subject = parent.subject;
        mail.postmarks = parent.postmarks;
    } else {
        mail.kind = fact.reverse_path.empty() ? LetterKind::bounce : LetterKind::original;
        mail.subject = subject_of(trace_.text(fact.letter));
    }
    if (event.host < trace_.world.hosts.size())
        mail.postmarks.insert(mail.postmarks.begin(), trace_.world.hosts[event.host].domain);
    if (side.open) post_.transfers_[*side.open].ended = event.number;
    side.open.reset();
    add(event, fact.mail, std::move(mail));
}

void Post::Maker::on(const Event& event, const ReplySent& fact) {
    Side& side = sides_[event.connection];
    const bool positive = fact.code >= 200 && fact.code < 300;
    const bool about_command = side.command != no_event && side.command < event.number;
    const std::string_view line = about_command
                                      ? trace_.text(std::get<CommandReceived>(trace_[side.command].fact).line)
                                      : std::string_view();
    const Hop* const hop = traffic_.hop(event.connection);
    if (fact.code == 421) return throw_away(event);
    switch (fact.to) {
        case smtp::Verb::mail:
            if (!positive || !hop) break;
            throw_away(event);
            side.open = post_.transfers_.size();
            side.places.clear();
            post_.transfers_.emplace_back();
            post_.transfers_.back().hop = static_cast<std::size_t>(hop - traffic_.hops().data());
            post_.transfers_.back().begun = event.number;
            post_.transfers_.back().reverse_path = address_in(line);
            post_.transfers_.back().mail = post_.find(hop->client, hop->mail);
            break;
        case smtp::Verb::rcpt:
            if (positive && side.open)
                post_.transfers_[*side.open].recipients.emplace_back(event.number, address_in(line));
            break;
        case smtp::Verb::content:
            if (fact.code >= 400) throw_away(event);
            break;
        case smtp::Verb::helo:
        case smtp::Verb::ehlo:
            throw_away(event);
            break;  // RFC 5321 4.1.4: a new greeting is a RSET
        default:
            break;
    }
}

void Post::Maker::on(const Event& event, const ContentSent& fact) {
    Side& side = sides_[event.connection];
    side.sender = post_.find(event.host, fact.mail);
    side.places.clear();
    if (!side.open) return;
    Transfer& transfer = post_.transfers_[*side.open];
    transfer.content = event.number;
    transfer.whole = fact.octets.length;
    transfer.mail = side.sender;
}

// A segment that was sent again brings nothing new.
void Post::Maker::on(const Event& event, const SegmentArrived&) {
    const Flight* const flight = traffic_.flight(event.number);
    if (!flight || flight->kind != PacketKind::letter) return;
    Side& side = sides_[event.connection];
    if (!side.open) return;
    Transfer& transfer = post_.transfers_[*side.open];
    if (flight->about != transfer.content) return;
    const Range payload = std::get<SegmentSent>(trace_[flight->sent].fact).payload;
    if (!side.places.insert(payload.offset).second) return;
    const std::uint32_t before = transfer.octets.empty() ? 0 : transfer.octets.back().second;
    transfer.octets.emplace_back(event.number, std::min(transfer.whole, before + payload.length));
}

// ---- reading it off ----

Post::Post(const Trace& trace, const Traffic& traffic) {
    Maker(trace, traffic, *this).read();
}

std::size_t Post::find(HostId host, MailId mail) const {
    const auto found = by_number_.find({host, mail});
    return found == by_number_.end() ? Mail::none : found->second;
}

Standing Post::standing(const Trace& trace, const Mail& mail, const Recipient& recipient,
                        EventNumber through) {
    const auto later = std::upper_bound(recipient.changes.begin(), recipient.changes.end(), through);
    if (later == recipient.changes.begin()) return {Custody::owned, std::max(mail.created, recipient.named)};
    const EventNumber last = *(later - 1);
    Standing standing{Custody::owned, last};
    std::visit(base::overloaded{
                   [&](const Relayed&) { standing.custody = Custody::handed_over; },
                   [&](const Delivered&) { standing.custody = Custody::delivered; },
                   [&](const Deferred&) { standing.custody = Custody::waiting; },
                   [&](const Failed&) { standing.custody = Custody::failed; },
                   [](const auto&) {},
               },
               trace[last].fact);
    return standing;
}

}  // namespace view
