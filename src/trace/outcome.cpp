#include "trace/outcome.h"

#include <map>
#include <tuple>

#include "base/overloaded.h"

namespace trace {
namespace {

using MailKey = std::pair<HostId, MailId>;
using RecipientKey = std::tuple<HostId, MailId, std::uint16_t>;

// One pass over the trace: who was addressed, what was the last word on each recipient, what came over which
// connection.
struct Gathered {
    std::vector<EventNumber> written;
    std::map<MailKey, std::vector<EventNumber>> addressed;  // Addressed events in order
    std::map<RecipientKey, EventNumber> decided;  // the last of Delivered, Failed, Deferred, Relayed
    std::map<ConnectionId, std::vector<EventNumber>> accepted;  // Accepted events in order
    std::map<MailKey, EventNumber> bounce_of;                   // the bounce written about a mail
    std::map<MailKey, EventNumber> root_of;                     // of a mail: the Written that it comes from
    std::map<ConnectionId, MailKey> carried;  // the mail whose MAIL was said last on a connection
    std::map<std::pair<EventNumber, std::string>, std::uint32_t> copies;  // delivered: by root and address
};

std::string address_of(const Trace& trace, EventNumber addressed) {
    return std::string(trace.text(std::get<Addressed>(trace[addressed].fact).address));
}

// A number that is given again, after a crash, names a new mail.
void begin(Gathered& all, MailKey mail, EventNumber root) {
    const auto old = all.addressed.find(mail);
    if (old != all.addressed.end())
        for (std::size_t recipient = 0; recipient < old->second.size(); ++recipient)
            all.decided.erase({mail.first, mail.second, static_cast<std::uint16_t>(recipient)});
    all.addressed.erase(mail);
    all.root_of[mail] = root;
}

void count_copy(const Trace& trace, Gathered& all, MailKey mail, std::uint16_t recipient) {
    const auto root = all.root_of.find(mail);
    const auto named = all.addressed.find(mail);
    if (root == all.root_of.end() || named == all.addressed.end() || recipient >= named->second.size())
        return;
    ++all.copies[{root->second, address_of(trace, named->second[recipient])}];
}

Gathered gather(const Trace& trace) {
    Gathered all;
    for (const Event& event : trace.events()) {
        const auto decide = [&](MailId mail, std::uint16_t recipient) {
            all.decided[{event.host, mail, recipient}] = event.number;
        };
        std::visit(base::overloaded{
                       [&](const Written& fact) {
                           begin(all, {event.host, fact.mail}, event.number);
                           all.written.push_back(event.number);
                           if (fact.kind == LetterKind::bounce)
                               all.bounce_of[{event.host, fact.about}] = event.number;
                       },
                       [&](const Addressed& fact) {
                           all.addressed[{event.host, fact.mail}].push_back(event.number);
                       },
                       [&](const CommandSent& fact) {
                           if (fact.verb == smtp::Verb::mail && fact.mail != 0)
                               all.carried[event.connection] = {event.host, fact.mail};
                       },
                       [&](const Accepted& fact) {
                           all.accepted[event.connection].push_back(event.number);
                           const auto from = all.carried.find(event.connection);
                           const auto root =
                               from == all.carried.end() ? all.root_of.end() : all.root_of.find(from->second);
                           begin(all, {event.host, fact.mail},
                                 root == all.root_of.end() ? event.number : root->second);
                       },
                       [&](const Delivered& fact) {
                           decide(fact.mail, fact.recipient);
                           count_copy(trace, all, {event.host, fact.mail}, fact.recipient);
                       },
                       [&](const Failed& fact) { decide(fact.mail, fact.recipient); },
                       [&](const Deferred& fact) { decide(fact.mail, fact.recipient); },
                       [&](const Relayed& fact) { decide(fact.mail, fact.recipient); },
                       [](const auto&) {},
                   },
                   event.fact);
    }
    return all;
}

// The acceptance that a Relayed speaks of: the last one before it on the same connection.
EventNumber acceptance_of(const Trace& trace, const Gathered& all, EventNumber relayed) {
    const auto found = all.accepted.find(trace[relayed].connection);
    EventNumber last = no_event;
    if (found != all.accepted.end())
        for (const EventNumber accepted : found->second)
            if (accepted < relayed) last = accepted;
    return last;
}

void decide(const Trace& trace, const Gathered& all, EventNumber event, RecipientFate& fate) {
    fate.event = event;
    std::visit(base::overloaded{
                   [&](const Delivered&) { fate.fate = Fate::delivered; },
                   [&](const Deferred&) { fate.fate = Fate::waiting; },
                   [&](const Failed& failed) {
                       fate.fate = Fate::failed;
                       const auto bounce = all.bounce_of.find({fate.where, failed.mail});
                       if (bounce != all.bounce_of.end())
                           fate.bounce = std::get<Written>(trace[bounce->second].fact).mail;
                   },
                   [](const auto&) {},
               },
               trace[event].fact);
}

void follow(const Trace& trace, const Gathered& all, std::uint16_t recipient, RecipientFate& fate) {
    constexpr int most_hops = 1000;  // more than RFC 5321 6.3 lets a mail make
    for (int hop = 0; hop < most_hops; ++hop) {
        const auto decided = all.decided.find({fate.where, fate.mail, recipient});
        if (decided == all.decided.end()) return;
        decide(trace, all, decided->second, fate);
        if (!std::holds_alternative<Relayed>(trace[decided->second].fact)) return;
        const EventNumber accepted = acceptance_of(trace, all, decided->second);
        if (accepted == no_event) return;
        fate.event = accepted;
        fate.where = trace[accepted].host;
        fate.mail = std::get<Accepted>(trace[accepted].fact).mail;
        const auto named = all.addressed.find({fate.where, fate.mail});
        if (named == all.addressed.end()) return;
        for (std::size_t index = 0; index < named->second.size(); ++index)
            if (address_of(trace, named->second[index]) == fate.address)
                recipient = static_cast<std::uint16_t>(index);
    }
}

}  // namespace

std::vector<RecipientFate> fates(const Trace& trace) {
    const Gathered all = gather(trace);
    std::vector<RecipientFate> result;
    for (const EventNumber number : all.written) {
        const auto& written = std::get<Written>(trace[number].fact);
        const HostId host = trace[number].host;
        const auto named = all.addressed.find({host, written.mail});
        if (named == all.addressed.end()) continue;
        for (std::size_t index = 0; index < named->second.size(); ++index) {
            RecipientFate fate{host,
                               written.mail,
                               written.kind,
                               address_of(trace, named->second[index]),
                               Fate::on_its_way,
                               host,
                               written.mail,
                               number,
                               0,
                               0};
            const auto copies = all.copies.find({number, fate.address});
            if (copies != all.copies.end()) fate.copies = copies->second;
            follow(trace, all, static_cast<std::uint16_t>(index), fate);
            result.push_back(std::move(fate));
        }
    }
    return result;
}

}  // namespace trace
