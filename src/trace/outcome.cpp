#include "trace/outcome.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/overloaded.h"

namespace trace {
namespace {

using MailKey = std::pair<HostId, MailId>;
using RecipientKey = std::tuple<HostId, MailId, std::uint16_t>;

// Steps that one recipient is followed: more than RFC 5321 6.3 lets a mail make, and more than a list has
// members. Our own bound.
constexpr int most_steps = 10'000;

// One pass over the trace: who was addressed, what was the last word on each recipient, what came over which
// connection.
struct Gathered {
    std::vector<EventNumber> written;
    std::map<MailKey, std::vector<EventNumber>> addressed;       // Addressed events in order
    std::map<RecipientKey, EventNumber> decided;                 // the last of what decides (see gather)
    std::map<ConnectionId, std::vector<EventNumber>> accepted;   // Accepted events in order
    std::map<MailKey, EventNumber> bounce_of;                    // the bounce written about a mail
    std::map<RecipientKey, std::vector<std::uint16_t>> members;  // whom an alias stood for
    std::map<RecipientKey, std::uint16_t> alias_of;              // and back
    std::map<MailKey, std::pair<std::uint16_t, std::uint16_t>> still;  // alias, members not yet Addressed
    std::map<ConnectionId, MailKey> last_sent;                         // whose letter went over it
    std::map<MailKey, MailKey> came_from;                              // where an accepted mail was before
    std::set<RecipientKey> delivered;
};

void gather_addressed(Gathered& all, const Event& event, const Addressed& fact) {
    const MailKey mail{event.host, fact.mail};
    all.addressed[mail].push_back(event.number);
    const auto still = all.still.find(mail);
    if (still == all.still.end() || still->second.second == 0) return;
    --still->second.second;
    all.members[{event.host, fact.mail, still->second.first}].push_back(fact.recipient);
    all.alias_of[{event.host, fact.mail, fact.recipient}] = still->second.first;
}

void gather_accepted(Gathered& all, const Event& event, const Accepted& fact) {
    all.accepted[event.connection].push_back(event.number);
    const auto sent = all.last_sent.find(event.connection);
    if (sent != all.last_sent.end() && sent->second.first != event.host)
        all.came_from[{event.host, fact.mail}] = sent->second;
}

Gathered gather(const Trace& trace) {
    Gathered all;
    for (const Event& event : trace.events()) {
        const auto decide = [&](MailId mail, std::uint16_t recipient) {
            all.decided[{event.host, mail, recipient}] = event.number;
        };
        const auto deliver = [&](MailId mail, std::uint16_t recipient) {
            decide(mail, recipient);
            all.delivered.insert({event.host, mail, recipient});
        };
        std::visit(base::overloaded{
                       [&](const Written& fact) {
                           all.written.push_back(event.number);
                           if (fact.kind == LetterKind::bounce)
                               all.bounce_of[{event.host, fact.about}] = event.number;
                       },
                       [&](const Addressed& fact) { gather_addressed(all, event, fact); },
                       [&](const Accepted& fact) { gather_accepted(all, event, fact); },
                       [&](const ContentSent& fact) {
                           if (fact.mail != 0) all.last_sent[event.connection] = {event.host, fact.mail};
                       },
                       [&](const Expanded& fact) {
                           decide(fact.mail, fact.recipient);
                           all.still[{event.host, fact.mail}] = {fact.recipient, fact.members};
                       },
                       [&](const Delivered& fact) { deliver(fact.mail, fact.recipient); },
                       [&](const Displayed& fact) { deliver(fact.mail, fact.recipient); },
                       [&](const Failed& fact) { decide(fact.mail, fact.recipient); },
                       [&](const Deferred& fact) { decide(fact.mail, fact.recipient); },
                       [&](const Relayed& fact) { decide(fact.mail, fact.recipient); },
                       [](const auto&) {},
                   },
                   event.fact);
    }
    return all;
}

std::string_view address_of(const Trace& trace, EventNumber addressed) {
    return trace.text(std::get<Addressed>(trace[addressed].fact).address);
}

// The recipient of a mail by its address; the last one when it was named twice.
std::optional<std::uint16_t> recipient_named(const Trace& trace, const Gathered& all, const MailKey& mail,
                                             std::string_view address) {
    const auto named = all.addressed.find(mail);
    if (named == all.addressed.end()) return {};
    for (auto one = named->second.rbegin(); one != named->second.rend(); ++one)
        if (address_of(trace, *one) == address) return std::get<Addressed>(trace[*one].fact).recipient;
    return {};
}

// ---- where a recipient's mail is now ----

// The acceptance that a Relayed speaks of: the last one before it on the same connection.
EventNumber acceptance_of(const Trace& trace, const Gathered& all, EventNumber relayed) {
    const auto found = all.accepted.find(trace[relayed].connection);
    if (found == all.accepted.end()) return no_event;
    const auto after = std::lower_bound(found->second.begin(), found->second.end(), relayed);
    return after == found->second.begin() ? no_event : *std::prev(after);
}

void decide(const Trace& trace, const Gathered& all, EventNumber event, RecipientFate& fate) {
    fate.event = event;
    std::visit(base::overloaded{
                   [&](const Delivered&) { fate.fate = Fate::delivered; },
                   [&](const Displayed&) { fate.fate = Fate::delivered; },
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

void follow(const Trace& trace, const Gathered& all, std::string_view address, std::uint16_t recipient,
            RecipientFate& fate, int& steps);

// Delivered, failed, waiting, on its way: a list is as far as its last member.
void follow_members(const Trace& trace, const Gathered& all, const std::vector<std::uint16_t>& members,
                    RecipientFate& fate, int& steps) {
    const RecipientFate before = fate;
    for (std::size_t index = 0; index < members.size() && steps > 0; ++index) {
        RecipientFate one = before;
        const auto named = all.addressed.find({before.where, before.mail});
        for (const EventNumber number : named->second)
            if (std::get<Addressed>(trace[number].fact).recipient == members[index])
                follow(trace, all, address_of(trace, number), members[index], one, steps);
        if (index == 0 || one.fate > fate.fate) fate = one;
    }
}

void follow(const Trace& trace, const Gathered& all, std::string_view address, std::uint16_t recipient,
            RecipientFate& fate, int& steps) {
    while (--steps > 0) {
        const RecipientKey key{fate.where, fate.mail, recipient};
        const auto decided = all.decided.find(key);
        if (decided == all.decided.end()) return;
        decide(trace, all, decided->second, fate);
        if (std::holds_alternative<Expanded>(trace[decided->second].fact)) {
            const auto members = all.members.find(key);
            const auto& list = std::get<Expanded>(trace[decided->second].fact);
            if (members != all.members.end()) follow_members(trace, all, members->second, fate, steps);
            if (list.members == 0) fate.fate = Fate::delivered;  // everybody it stands for was named anyway
            return;
        }
        if (!std::holds_alternative<Relayed>(trace[decided->second].fact)) return;
        const EventNumber accepted = acceptance_of(trace, all, decided->second);
        if (accepted == no_event) return;
        fate.event = accepted;
        fate.where = trace[accepted].host;
        fate.mail = std::get<Accepted>(trace[accepted].fact).mail;
        recipient = recipient_named(trace, all, {fate.where, fate.mail}, address).value_or(recipient);
    }
}

// ---- how often it was delivered ----

// From every delivery back along custody to who was addressed first: whoever took the letter had it from the
// host whose letter went over that connection, whether or not the 250 was heard.
std::map<RecipientKey, std::uint32_t> count_copies(const Trace& trace, const Gathered& all) {
    std::map<RecipientKey, std::map<std::string_view, std::uint32_t>> by_member;
    for (const RecipientKey& delivered : all.delivered) {
        auto [host, mail, recipient] = delivered;
        std::string_view first;  // as whom it was delivered
        for (int steps = 0; steps < most_steps; ++steps) {
            if (const auto alias = all.alias_of.find({host, mail, recipient}); alias != all.alias_of.end()) {
                recipient = alias->second;
                continue;
            }
            const auto before = all.came_from.find({host, mail});
            const auto named = all.addressed.find({host, mail});
            if (before == all.came_from.end() || named == all.addressed.end()) break;
            if (recipient >= named->second.size()) break;
            const std::string_view address = address_of(trace, named->second[recipient]);
            const auto earlier = recipient_named(trace, all, before->second, address);
            if (!earlier) break;
            std::tie(host, mail) = before->second;
            recipient = *earlier;
        }
        const auto named = all.addressed.find({std::get<0>(delivered), std::get<1>(delivered)});
        if (named != all.addressed.end() && std::get<2>(delivered) < named->second.size())
            first = address_of(trace, named->second[std::get<2>(delivered)]);
        ++by_member[{host, mail, recipient}][first];
    }
    std::map<RecipientKey, std::uint32_t> copies;
    for (const auto& [root, members] : by_member)
        for (const auto& [address, count] : members) copies[root] = std::max(copies[root], count);
    return copies;
}

}  // namespace

std::vector<RecipientFate> fates(const Trace& trace) {
    const Gathered all = gather(trace);
    const auto copies = count_copies(trace, all);
    std::vector<RecipientFate> result;
    for (const EventNumber number : all.written) {
        const auto& written = std::get<Written>(trace[number].fact);
        const HostId host = trace[number].host;
        const auto named = all.addressed.find({host, written.mail});
        if (named == all.addressed.end()) continue;
        // Whom an alias of this very host stood for are not the writer's own recipients.
        const std::size_t count = std::min<std::size_t>(named->second.size(), written.recipients);
        for (std::size_t index = 0; index < count; ++index) {
            const std::string_view address = address_of(trace, named->second[index]);
            const auto recipient = static_cast<std::uint16_t>(index);
            RecipientFate fate{host,
                               written.mail,
                               written.kind,
                               std::string(address),
                               Fate::on_its_way,
                               host,
                               written.mail,
                               number,
                               0};
            int steps = most_steps;
            follow(trace, all, address, recipient, fate, steps);
            if (const auto many = copies.find({host, written.mail, recipient}); many != copies.end())
                fate.copies = many->second;
            result.push_back(std::move(fate));
        }
    }
    return result;
}

}  // namespace trace
