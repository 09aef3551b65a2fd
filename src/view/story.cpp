// Which hop is current, what is said and what it means, and who is responsible: the words around the stage.
#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "trace/recorder.h"
#include "view/moment.h"
#include "view/narrate.h"

namespace view {

using namespace trace;

// ---- the mail and the hop ----

std::size_t mail_of_event(const Moment& moment, EventNumber number) {
    if (number == no_event) return Mail::none;
    const Event& event = moment.trace[number];
    const Post& post = moment.index.post();
    if (const MailId id = mail_of(event.fact); id != 0) return post.find(event.host, id);
    const Hop* const hop = moment.index.hop(event.connection);
    return hop ? post.find(hop->client, hop->mail) : Mail::none;
}

std::size_t mail_told(const Moment& moment) {
    if (const std::size_t selected = mail_of_event(moment, moment.look.selected); selected != Mail::none)
        return selected;
    if (moment.playhead.through == no_event) return Mail::none;
    if (const std::size_t told = mail_of_event(moment, moment.told); told != Mail::none) return told;
    for (EventNumber number = moment.playhead.through + 1; number-- > 0;)
        if (const std::size_t found = mail_of_event(moment, number); found != Mail::none) return found;
    return Mail::none;
}

const Hop* current_hop(const Moment& moment) {
    if (moment.look.selected != no_event)
        if (const Hop* const hop = moment.index.hop(moment.trace[moment.look.selected].connection))
            return hop;
    const std::vector<Hop>& hops = moment.index.hops();
    for (std::size_t number = hops.size(); number-- > 0;)
        if (moment.shows(hops[number].first) && !hops[number].is_over(moment.playhead.through))
            return &hops[number];
    return nullptr;
}

namespace {

// How many connections one after another the letter of a mail takes, from its writer to the last host.
std::string journey_text(const Moment& moment, const Hop& hop) {
    const std::string names = fmt::format("{} > {}", moment.label(hop.client), moment.label(hop.server));
    const Post& post = moment.index.post();
    const std::size_t number = post.find(hop.client, hop.mail);
    if (number == Mail::none) return names;
    const Mail& mail = post.mails()[number];
    std::uint32_t all = mail.depth;
    for (const Hop& other : moment.index.hops()) {
        const std::size_t another = post.find(other.client, other.mail);
        if (another != Mail::none && post.mails()[another].root == mail.root)
            all = std::max(all, post.mails()[another].depth);
    }
    std::string text = mail.kind == LetterKind::bounce ? "bounce, " : "";
    text += fmt::format("hop {} of {}", mail.depth, all);
    if (hop.attempt > 1) text += fmt::format(", try {}", hop.attempt);
    return text + ": " + names;
}

// The standing of a mail as a whole: the recipient who is worst off counts.
struct Whole {
    bool owned = false, waiting = false, failed = false;
    EventNumber event = no_event;  // the last change
    base::Instant next_try = base::never;
    std::string mailbox;  // of those that it is in, the names
    std::string lost;     // the recipients for whom it failed
};

Whole whole_of(const Moment& moment, const Mail& mail) {
    Whole whole;
    whole.event = mail.created;
    for (const Recipient& recipient : mail.recipients) {
        if (!moment.shows(recipient.named)) continue;
        const Standing standing = Post::standing(moment.trace, mail, recipient, moment.playhead.through);
        whole.event = std::max(whole.event, standing.event);
        whole.owned |= standing.custody == Custody::owned;
        whole.waiting |= standing.custody == Custody::waiting;
        whole.failed |= standing.custody == Custody::failed;
        if (standing.custody == Custody::failed)
            whole.lost += (whole.lost.empty() ? "" : " and ") + moment.text(recipient.address);
        const Fact& fact = moment.trace[standing.event].fact;
        if (const auto* deferred = std::get_if<Deferred>(&fact))
            whole.next_try = std::min(whole.next_try, deferred->next_try);
        if (const auto* delivered = std::get_if<Delivered>(&fact))
            whole.mailbox += (whole.mailbox.empty() ? "" : " and ") + moment.text(delivered->mailbox);
    }
    if (std::none_of(mail.recipients.begin(), mail.recipients.end(),
                     [&](const Recipient& one) { return moment.shows(one.named); }))
        whole.owned = true;
    return whole;
}

constexpr std::size_t rows_looked_back = 8;  // for a question that waits for its answer

std::string between_text(const Moment& moment, EventNumber& event) {
    event = moment.playhead.through;
    if (event == no_event) return "Nothing has happened yet";
    // A question without its answer is the last thing that was begun.
    const std::vector<Row>& rows = moment.index.rows(Detail::with_names);
    const std::size_t present = moment.index.present_row(Detail::with_names, event);
    for (std::size_t back = 0; back < rows_looked_back && present < rows.size() && back <= present; ++back) {
        const Row& row = rows[present - back];
        if (row.kind != RowKind::question && row.kind != RowKind::answer) continue;
        if (row.kind == RowKind::answer && moment.shows(row.told())) break;
        EventNumber asked = row.event;
        if (row.kind == RowKind::answer) asked = moment.trace.cause_of_kind<Asked>(row.told());
        if (asked == no_event) break;
        event = row.event;
        const auto& question = std::get<Asked>(moment.trace[asked].fact);
        return fmt::format("{} looks up {} ({})", moment.label(moment.trace[asked].host),
                           moment.text(question.name), dns::to_text(question.type));
    }
    const Mail* waiting = nullptr;
    Whole soonest;
    for (const Mail& mail : moment.index.post().mails()) {
        if (!moment.shows(mail.created)) break;
        const Whole whole = whole_of(moment, mail);
        if (!whole.waiting || whole.next_try >= soonest.next_try) continue;
        soonest = whole;
        waiting = &mail;
    }
    if (waiting) {
        event = soonest.event;
        return fmt::format("{} keeps the mail and tries again in {}", moment.label(waiting->host),
                           countdown(soonest.next_try - moment.playhead.at));
    }
    if (moment.playhead.through + std::size_t{1} == moment.trace.size()) return "Nothing more happens";
    return fmt::format("{} sees to its mail", moment.label(moment.trace[event].host));
}

// Between hops: the last connection that has begun, else the first of all; null when there is none.
const Hop* nearest_hop(const Moment& moment) {
    const std::vector<Hop>& hops = moment.index.hops();
    for (std::size_t number = hops.size(); number-- > 0;)
        if (moment.shows(hops[number].first)) return &hops[number];
    return hops.empty() ? nullptr : &hops.front();
}

}  // namespace

StageBar stages_of(const Moment& moment) {
    StageBar bar;
    const Hop* const hop = current_hop(moment);
    if (!hop) {
        bar.between = between_text(moment, bar.event);
        if (const Hop* const near = nearest_hop(moment)) bar.first = near->stages;
        return bar;
    }
    bar.event = hop->first;
    bar.hop = journey_text(moment, *hop);
    bar.first = hop->stages;
    EventNumber latest = no_event;
    for (std::size_t stage = 0; stage < hop->stages.size(); ++stage) {
        const EventNumber first = hop->stages[stage];
        bar.reached[stage] = moment.shows(first);
        if (!bar.reached[stage] || (latest != no_event && first < latest)) continue;
        latest = first;
        bar.current = static_cast<smtp::Stage>(stage);
        bar.event = first;
    }
    return bar;
}

Caption caption_of(const Moment& moment) {
    Caption caption;
    caption.event = moment.told;
    if (moment.told == no_event) {
        caption.meaning =
            moment.trace.empty() ? "Nothing happens in this world." : "Press play: nothing has happened yet.";
        return caption;
    }
    const Narration told = narrate(moment.trace, moment.told);
    caption.line = told.line;
    if (const auto* reply = std::get_if<ReplySent>(&moment.trace[moment.told].fact))
        caption.line = first_line(moment.trace.text(reply->text));
    caption.meaning = told.meaning;
    caption.code = told.code;
    if (told.line.empty()) return caption;
    caption.speaker = told.from;
    const Event& event = moment.trace[moment.told];
    if (const Hop* const hop = moment.index.hop(event.connection))
        caption.speaker += event.host == hop->client ? " (client)" : " (server)";
    return caption;
}

// ---- who is responsible ----

namespace {

// Someone who has a mail of the journey in custody.
struct Owner {
    const Mail* mail = nullptr;
    Whole whole;
};

// The sender has not heard yet that the next host took it: both hold the mail (RFC 5321 6.1 and 4.5.3.2.6).
std::string both_text(const Moment& moment, const Mail& taker, const Mail& giver, const Whole& whole) {
    const std::string by = moment.label(taker.host), from = moment.label(giver.host);
    if (whole_of(moment, giver).waiting)  // its try failed without the 250: RFC 1047
        return fmt::format("{} has the mail; {} never heard the 250 and will send it again: it arrives twice",
                           by, from);
    if (!whole.owned && !whole.waiting && !whole.mailbox.empty())
        return fmt::format("{} has put the mail into {}; {} does not know it yet and still keeps its copy",
                           by, whole.mailbox, from);
    return fmt::format("{} is responsible for this mail; {} does not know it yet and still keeps its copy",
                       by, from);
}

// Has the giver a recipient to serve whom the taker has taken already?
bool still_keeps(const Moment& moment, const Mail& giver, const Mail& taker) {
    return std::any_of(giver.recipients.begin(), giver.recipients.end(), [&](const Recipient& one) {
        if (!moment.shows(one.named)) return false;
        const Custody custody = Post::standing(moment.trace, giver, one, moment.playhead.through).custody;
        if (custody != Custody::owned && custody != Custody::waiting) return false;
        return std::any_of(taker.recipients.begin(), taker.recipients.end(), [&](const Recipient& other) {
            return moment.trace.text(other.address) == moment.trace.text(one.address);
        });
    });
}

// The failure of a mail, and whether its sender is told of it.
std::string failure_text(const Moment& moment, const Mail& mail, const std::string& lost) {
    const std::string host = moment.label(mail.host);
    if (mail.kind == LetterKind::bounce)
        return fmt::format("{} gives the bounce up: nobody can be told", host);
    const std::vector<Mail>& mails = moment.index.post().mails();
    for (const Mail& bounce : mails) {
        if (bounce.about == Mail::none || &mails[bounce.about] != &mail || !moment.shows(bounce.created))
            continue;
        for (const Mail& copy : mails)
            if (copy.root == bounce.root && moment.shows(copy.created))
                if (const Whole whole = whole_of(moment, copy); !whole.mailbox.empty())
                    return fmt::format("The mail for {} failed: {} wrote a bounce, and it is in {}", lost,
                                       host, whole.mailbox);
        return fmt::format("The mail for {} failed: {} has written a bounce", lost, host);
    }
    return moment.trace.world.hosts[mail.host].role == Role::client
               ? fmt::format("The mail for {} failed: {} shows it to its writer", lost, host)
               : fmt::format("The mail for {} failed at {}", lost, host);
}

}  // namespace

Ownership owner_of(const Moment& moment) {
    const std::vector<Mail>& mails = moment.index.post().mails();
    const std::size_t told = mail_told(moment);
    if (told == Mail::none || !moment.shows(mails[told].created))
        return {no_event, no_host, "Nobody has written a mail yet"};
    const std::size_t root = mails[told].root;
    std::vector<Owner> owners;
    const Mail* taker = nullptr;  // has what its giver, unknowing, has still
    Ownership done{mails[root].created, mails[root].host, {}};
    for (std::size_t number = root; number < mails.size(); ++number) {
        const Mail& mail = mails[number];
        if (mail.root != root || !moment.shows(mail.created)) continue;
        if (mail.parent != Mail::none && still_keeps(moment, mails[mail.parent], mail)) taker = &mail;
        Whole whole = whole_of(moment, mail);
        if (whole.owned || whole.waiting) owners.push_back({&mail, whole});
        if (whole.mailbox.empty() && !whole.failed) continue;
        if (whole.event >= done.event) done.host = mail.host;
        done.event = std::max(done.event, whole.event);
        if (!done.text.empty()) done.text += "; ";
        done.text += whole.failed ? failure_text(moment, mail, whole.lost)
                                  : fmt::format("Delivered: {} has put the mail into {}",
                                                moment.label(mail.host), whole.mailbox);
    }
    if (owners.empty()) return done;
    if (taker)
        return {taker->created, taker->host,
                both_text(moment, *taker, mails[taker->parent], whole_of(moment, *taker))};
    const Owner& last = owners.back();
    const std::string host = moment.label(last.mail->host);
    const std::string what = last.mail->kind == LetterKind::bounce ? "bounce" : "mail";
    std::string text = last.whole.owned
                           ? fmt::format("{} is responsible for this {}", host, what)
                           : fmt::format("{} keeps the {} and is responsible for it", host, what);
    if (owners.size() > 1) {
        text = "Each for some recipients, ";
        for (std::size_t number = 0; number < owners.size(); ++number)
            text += (number == 0                   ? ""
                     : number + 1 == owners.size() ? " and "
                                                   : ", ") +
                    moment.label(owners[number].mail->host);
        text += " are responsible";
    }
    return {last.whole.event, last.mail->host, text};
}

}  // namespace view
