#include "view/change_words.h"

#include <fmt/format.h>

#include <array>

#include "base/overloaded.h"
#include "base/text.h"
#include "view/narrate.h"

namespace view {
namespace {

using namespace trace;

constexpr std::uint32_t all_lost = 1'000'000, a_percent = 10'000;  // of loss_per_million
constexpr std::int64_t nanoseconds_a_millisecond = 1'000'000;

std::string named(const Trace& trace, const std::string& host) {
    const HostId found = trace.world.find(host);
    return found == no_host ? base::visible(host) : label_of(trace, found);
}

bool is_cut(const ChangeLine& change) {
    return change.loss_per_million && *change.loss_per_million >= all_lost;
}

// "at 64000 bits a second, with 200 ms one way and 5 of 100 packets lost"
std::string new_values(const ChangeLine& change) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (change.latency)
        add(fmt::format("{} ms one way", change.latency->nanoseconds / nanoseconds_a_millisecond));
    if (change.bits_per_second)
        add(*change.bits_per_second == 0 ? std::string("no limit to its speed")
                                         : fmt::format("{} bits a second", *change.bits_per_second));
    if (change.loss_per_million)
        add(fmt::format("{} of 100 packets lost", *change.loss_per_million / a_percent));
    return text.empty() ? "as before" : text;
}

std::string what_was_done(const Trace& trace, const Change& what) {
    const auto line = [&](const std::string& a, const std::string& b) {
        return fmt::format("the line between {} and {}", named(trace, a), named(trace, b));
    };
    return std::visit(
        base::overloaded{
            [&](const SendMail& sent) {
                return fmt::format("send a letter from {}", named(trace, sent.host));
            },
            [&](const ChangeSetting& change) {
                if (change.name == "disk-full")
                    return fmt::format("{} the disk of {}", change.value == "on" ? "fill" : "empty",
                                       named(trace, change.host));
                return fmt::format("set {} of {} to {}", base::visible(change.name),
                                   named(trace, change.host), base::visible(change.value));
            },
            [&](const ChangeLine& change) {
                if (is_cut(change)) return "cut " + line(change.a, change.b);
                return fmt::format("change {}: {}", line(change.a, change.b), new_values(change));
            },
            [&](const MendLine& mend) { return "mend " + line(mend.a, mend.b); },
            [&](const Crash& crash) { return fmt::format("crash {}", named(trace, crash.host)); },
            [&](const Restart& restart) { return fmt::format("start {} again", named(trace, restart.host)); },
            [&](const BreakName& names) {
                static constexpr std::array hows{"stop answering questions", "answer SERVFAIL to questions",
                                                 "answer questions again"};
                const std::string about =
                    names.name == "." ? std::string() : fmt::format(" about {}", base::visible(names.name));
                return fmt::format("make {} {}{}", named(trace, names.host),
                                   hows[static_cast<std::size_t>(names.how)], about);
            },
        },
        what);
}

// The facts that faults are usually bound to, as clauses; the others by their own names.
std::string trigger_clause(const Trace& trace, const Trigger& trigger) {
    struct Known {
        std::string_view fact, clause;
    };
    static constexpr std::array known{
        Known{"content-sent", "had sent the letter"},
        Known{"content-received", "had the whole letter"},
        Known{"accepted", "had taken responsibility for the mail"},
        Known{"delivered", "had put the mail into the mailbox"},
        Known{"deferred", "had put the mail back into its queue"},
        Known{"attempted", "had begun a try"},
        Known{"connection-opened", "had its connection open"},
        Known{"connection-opening", "began to connect"},
        Known{"written", "had written the letter"},
        Known{"secured", "had its keys for TLS"},
        Known{"crashed", "had crashed"},
        Known{"restarted", "was up again"},
    };
    const std::string host = named(trace, trigger.host);
    std::string clause;
    for (const Known& one : known)
        if (one.fact == trigger.fact) clause = fmt::format("{} {}", host, one.clause);
    if (clause.empty() && trigger.fact.starts_with("command-"))
        clause = fmt::format("{} had {} {}", host, trigger.fact == "command-sent" ? "said" : "heard",
                             trigger.verb.empty() ? std::string("a command") : base::visible(trigger.verb));
    if (clause.empty() && trigger.fact.starts_with("reply-"))
        clause = fmt::format("{} had {} {}", host,
                             trigger.fact == "reply-sent" ? "answered" : "heard the answer to",
                             trigger.verb.empty() ? std::string("a command") : base::visible(trigger.verb));
    if (clause.empty()) clause = fmt::format("'{}' happened at {}", base::visible(trigger.fact), host);
    if (trigger.nth > 1) clause += fmt::format(" (time {})", trigger.nth);
    return trigger.delay.nanoseconds > 0 ? fmt::format("{} after {}", base::to_text(trigger.delay), clause)
                                         : fmt::format("as soon as {}", clause);
}

}  // namespace

std::string change_text(const Trace& trace, const Intervention& intervention) {
    std::string text = "You " + what_was_done(trace, intervention.what);
    if (intervention.when) text += ", " + trigger_clause(trace, *intervention.when);
    return text + ".";
}

std::string short_change_text(const Trace& trace, const Intervention& intervention) {
    return "you " + what_was_done(trace, intervention.what);
}

}  // namespace view
