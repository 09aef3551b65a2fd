#include "trace/outcome.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

#include "base/overloaded.h"

namespace trace {
namespace {

using MailKey = std::pair<HostId, MailId>;
using RecipientKey = std::tuple<HostId, MailId, std::uint16_t>;

// More steps than any recipient's way has (RFC 5321 6.3 bounds the hops); traces that were read from a file
// may say anything.
constexpr int most_steps = 10'000;

struct Members {  // recipients of the same mail, counted from 0
    std::size_t first = 0, count = 0;
};

// One pass over the trace: who was addressed, what was the last word on each recipient, what came over which
// connection.
struct Gathered {
    std::vector<EventNumber> written;
    std::map<MailKey, std::vector<EventNumber>> addressed;                 // Addressed events in order
    std::map<std::pair<MailKey, std::string_view>, std::uint16_t> places;  // of an address in a mail
    std::map<RecipientKey, EventNumber> decided;  // the last of Delivered, Displayed, Failed, Deferred...
    std::map<RecipientKey, std::vector<EventNumber>> delivered;
    std::map<RecipientKey, Members> expanded;
    std::map<ConnectionId, std::vector<EventNumber>> accepted;  // Accepted events in order
    std::map<ConnectionId, MailKey> said;                       // the mail whose letter was said last
    std::map<MailKey, std::vector<EventNumber>> taken;          // Accepted events, by the client's mail
    std::map<MailKey, EventNumber> bounce_of;                   // the bounce written about a mail
};

class Gatherer {
public:
    explicit Gatherer(const Trace& trace) : trace_(trace) {
        for (const Event& event : trace.events())
            std::visit([&](const auto& fact) { on(event, fact); }, event.fact);
    }
    Gathered take() { return std::move(all_); }

private:
    void decide(const Event& event, MailId mail, std::uint16_t recipient) {
        all_.decided[{event.host, mail, recipient}] = event.number;
    }
    void on(const Event& event, const Written& fact) {
        all_.written.push_back(event.number);
        if (fact.kind == LetterKind::bounce) all_.bounce_of[{event.host, fact.about}] = event.number;
    }
    void on(const Event& event, const Addressed& fact) {
        const MailKey mail{event.host, fact.mail};
        auto& addressed = all_.addressed[mail];
        all_.places.try_emplace({mail, trace_.text(fact.address)},
                                static_cast<std::uint16_t>(addressed.size()));
        addressed.push_back(event.number);
    }
    void on(const Event& event, const ContentSent& fact) {
        all_.said[event.connection] = {event.host, fact.mail};
    }
    void on(const Event& event, const Accepted&) {
        all_.accepted[event.connection].push_back(event.number);
        const auto client = all_.said.find(event.connection);
        if (event.connection != 0 && client != all_.said.end() && client->second.first != event.host)
            all_.taken[client->second].push_back(event.number);
    }
    void on(const Event& event, const Delivered& fact) {
        decide(event, fact.mail, fact.recipient);
        all_.delivered[{event.host, fact.mail, fact.recipient}].push_back(event.number);
    }
    void on(const Event& event, const Expanded& fact) {
        decide(event, fact.mail, fact.recipient);
        all_.expanded[{event.host, fact.mail, fact.recipient}] = {
            all_.addressed[{event.host, fact.mail}].size(), fact.members};
    }
    void on(const Event& event, const Displayed& fact) { decide(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Failed& fact) { decide(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Deferred& fact) { decide(event, fact.mail, fact.recipient); }
    void on(const Event& event, const Relayed& fact) { decide(event, fact.mail, fact.recipient); }
    template <class Other>
    void on(const Event&, const Other&) {}

    const Trace& trace_;
    Gathered all_;
};

// Follows recipients from host to host.
class Follower {
public:
    explicit Follower(const Trace& trace) : trace_(trace), all_(Gatherer(trace).take()) {}

    std::vector<RecipientFate> everybody();

private:
    void follow(std::uint16_t recipient, RecipientFate& fate);
    void follow_members(const Members& members, RecipientFate& fate);
    void decide(EventNumber event, RecipientFate& fate) const;
    EventNumber acceptance_of(EventNumber relayed) const;
    std::optional<std::uint16_t> place_of(const MailKey& mail, const RecipientKey& recipient) const;
    std::uint32_t copies_of(const RecipientKey& recipient);
    std::string_view address_of(const RecipientKey& recipient) const;

    const Trace& trace_;
    const Gathered all_;
    int steps_left_ = 0;  // for the present recipient
};

std::vector<RecipientFate> Follower::everybody() {
    std::vector<RecipientFate> result;
    for (const EventNumber number : all_.written) {
        const auto& written = std::get<Written>(trace_[number].fact);
        const HostId host = trace_[number].host;
        const auto named = all_.addressed.find({host, written.mail});
        if (named == all_.addressed.end()) continue;
        std::size_t written_to = named->second.size();  // members of aliases are not the writer's
        if (written.recipients > 0) written_to = std::min<std::size_t>(written_to, written.recipients);
        for (std::size_t index = 0; index < written_to; ++index) {
            const auto recipient = static_cast<std::uint16_t>(index);
            RecipientFate fate;
            fate.origin = fate.where = host;
            fate.written = fate.mail = written.mail;
            fate.kind = written.kind;
            fate.address = address_of({host, written.mail, recipient});
            fate.event = number;
            steps_left_ = most_steps;
            follow(recipient, fate);
            steps_left_ = most_steps;
            fate.copies = copies_of({host, written.mail, recipient});
            result.push_back(std::move(fate));
        }
    }
    return result;
}

std::string_view Follower::address_of(const RecipientKey& recipient) const {
    const auto& [host, mail, index] = recipient;
    const auto named = all_.addressed.find({host, mail});
    if (named == all_.addressed.end() || index >= named->second.size()) return {};
    return trace_.text(std::get<Addressed>(trace_[named->second[index]].fact).address);
}

// Where a mail that came of the recipient's mail names the recipient. One for somebody alone may name them
// otherwise (an address in ASCII, a bare <Postmaster>), as long as it is nobody else's name.
std::optional<std::uint16_t> Follower::place_of(const MailKey& mail, const RecipientKey& recipient) const {
    const auto& [host, before, index] = recipient;
    if (const auto place = all_.places.find({mail, address_of(recipient)}); place != all_.places.end())
        return place->second;
    const auto named = all_.addressed.find(mail);
    if (named == all_.addressed.end() || named->second.size() != 1) return {};
    const std::string_view alone = address_of({mail.first, mail.second, 0});
    if (all_.places.count({MailKey{host, before}, alone}) != 0) return {};
    return std::uint16_t{0};
}

// The acceptance that a Relayed speaks of: the last one before it on the same connection.
EventNumber Follower::acceptance_of(EventNumber relayed) const {
    const auto found = all_.accepted.find(trace_[relayed].connection);
    if (found == all_.accepted.end()) return no_event;
    const auto next = std::lower_bound(found->second.begin(), found->second.end(), relayed);
    return next == found->second.begin() ? no_event : *(next - 1);
}

void Follower::decide(EventNumber event, RecipientFate& fate) const {
    fate.event = event;
    std::visit(base::overloaded{
                   [&](const Delivered&) { fate.fate = Fate::delivered; },
                   [&](const Displayed&) { fate.fate = Fate::delivered; },
                   [&](const Expanded&) { fate.fate = Fate::delivered; },
                   [&](const Deferred&) { fate.fate = Fate::waiting; },
                   [&](const Failed& failed) {
                       fate.fate = Fate::failed;
                       const auto bounce = all_.bounce_of.find({fate.where, failed.mail});
                       if (bounce != all_.bounce_of.end())
                           fate.bounce = std::get<Written>(trace_[bounce->second].fact).mail;
                   },
                   [](const auto&) {},
               },
               trace_[event].fact);
}

void Follower::follow(std::uint16_t recipient, RecipientFate& fate) {
    while (steps_left_-- > 0) {
        const RecipientKey key{fate.where, fate.mail, recipient};
        const auto decided = all_.decided.find(key);
        if (decided == all_.decided.end()) return;
        decide(decided->second, fate);
        const Fact& fact = trace_[decided->second].fact;
        if (std::holds_alternative<Expanded>(fact)) return follow_members(all_.expanded.at(key), fate);
        if (!std::holds_alternative<Relayed>(fact)) return;
        const EventNumber accepted = acceptance_of(decided->second);
        if (accepted == no_event) return;
        fate.event = accepted;
        fate.where = trace_[accepted].host;
        fate.mail = std::get<Accepted>(trace_[accepted].fact).mail;
        const auto place = place_of({fate.where, fate.mail}, key);
        if (!place) return;
        recipient = *place;
    }
}

// An alias fares as the worst off of those whom it stands for.
void Follower::follow_members(const Members& members, RecipientFate& fate) {
    static constexpr auto rank = [](const RecipientFate& one) {
        static constexpr std::array ranks{3, 0, 1, 2};  // delivered last, failed first
        return ranks[static_cast<std::size_t>(one.fate)];
    };
    RecipientFate worst = fate;
    for (std::size_t member = 0; member < members.count && steps_left_ > 0; ++member) {
        RecipientFate one = fate;
        one.fate = Fate::on_its_way;
        follow(static_cast<std::uint16_t>(members.first + member), one);
        if (member == 0 || rank(one) < rank(worst)) worst = std::move(one);
    }
    fate = std::move(worst);
}

// Every custody of the mail that came of this one, whether its client heard of it or not.
std::uint32_t Follower::copies_of(const RecipientKey& recipient) {
    std::map<std::string_view, std::uint32_t> in_mailbox;
    std::vector<RecipientKey> open{recipient};
    while (!open.empty()) {
        const RecipientKey key = open.back();
        const auto& [host, mail, index] = key;
        open.pop_back();
        if (const auto here = all_.delivered.find(key); here != all_.delivered.end())
            for (const EventNumber event : here->second)
                ++in_mailbox[trace_.text(std::get<Delivered>(trace_[event].fact).mailbox)];
        if (const auto list = all_.expanded.find(key); list != all_.expanded.end())
            for (std::size_t member = 0; member < list->second.count && steps_left_-- > 0; ++member)
                open.push_back({host, mail, static_cast<std::uint16_t>(list->second.first + member)});
        const auto taken = all_.taken.find({host, mail});
        if (taken == all_.taken.end()) continue;
        for (const EventNumber event : taken->second) {
            if (steps_left_-- <= 0) break;
            const MailKey there{trace_[event].host, std::get<Accepted>(trace_[event].fact).mail};
            if (const auto place = place_of(there, key)) open.push_back({there.first, there.second, *place});
        }
    }
    std::uint32_t most = 0;
    for (const auto& [mailbox, copies] : in_mailbox) most = std::max(most, copies);
    return most;
}

}  // namespace

std::vector<RecipientFate> fates(const Trace& trace) {
    return Follower(trace).everybody();
}

}  // namespace trace
