#include "sim/fault_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/overloaded.h"
#include "base/text.h"
#include "sim/moment.h"
#include "sim/quantity.h"
#include "sim/spelling.h"
#include "smtp/verb.h"

namespace sim {
namespace {

using base::Problem;
using trace::Intervention;

constexpr std::uint32_t every_packet = 1'000'000;  // of a million lost: the line is cut
constexpr std::array<std::string_view, 3> hows{"times-out", "fails", "answers"};
constexpr std::string_view disk_full = "disk-full";

struct Word {
    std::string_view text;
    std::size_t at = 0;
};

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    for (const std::string_view one : base::words(text))
        words.push_back({one, static_cast<std::size_t>(one.data() - text.data())});
    return words;
}

// Reads words from left to right; after the first problem nothing more is read.
class FaultReader {
public:
    FaultReader(std::string_view text, const Intervention* previous)
        : text_(text), words_(words_of(text)), previous_(previous) {}

    base::Result<Intervention> read() {
        Intervention fault;
        read_what(fault);
        if (!problem_) read_when(fault);
        if (!problem_ && next_ < words_.size())
            complain(fmt::format("'{}' stands behind the fault", shown(words_[next_].text)),
                     "leave it out, or write 'at', 'when' or 'after' before it");
        if (problem_) return std::move(*problem_);
        return fault;
    }

private:
    static std::string shown(std::string_view text) { return base::visible(text.substr(0, 80)); }

    void complain_at(std::size_t at, std::string what, std::string mend) {
        if (!problem_)
            problem_ = Problem{{"", 1, static_cast<int>(at) + 1}, std::move(what), std::move(mend)};
    }
    /// About the next word, or the end of the text.
    void complain(std::string what, std::string mend) {
        complain_at(next_ < words_.size() ? words_[next_].at : text_.size(), std::move(what),
                    std::move(mend));
    }
    bool more() const { return !problem_ && next_ < words_.size(); }
    bool next_is(std::string_view word) const { return more() && words_[next_].text == word; }
    bool take(std::string_view word) {
        if (!next_is(word)) return false;
        ++next_;
        return true;
    }
    std::string word(std::string_view what) {
        if (!more()) {
            complain(fmt::format("{} is missing", what), "write it here");
            return {};
        }
        return std::string(words_[next_++].text);
    }
    /// All up to a word that begins the next part, as it was written.
    std::string_view value(std::string_view what, std::initializer_list<std::string_view> ends) {
        const std::size_t first = next_;
        while (more() && std::find(ends.begin(), ends.end(), words_[next_].text) == ends.end()) ++next_;
        if (first != next_) {
            const Word& last = words_[next_ - 1];
            value_at_ = words_[first].at;
            return text_.substr(value_at_, last.at + last.text.size() - value_at_);
        }
        complain(fmt::format("{} is missing", what), "write it here");
        return {};
    }
    template <class Parse>
    auto quantity(std::string_view what, std::string_view form, Parse parse,
                  std::initializer_list<std::string_view> ends = {"at", "when", "after"}) {
        const std::string_view text = value(what, ends);
        auto parsed = parse(text);
        if (!parsed && !problem_)
            complain_at(value_at_, fmt::format("'{}' is no {}", shown(text), what),
                        fmt::format("write {}", form));
        return parsed;
    }
    std::optional<base::Duration> duration(std::initializer_list<std::string_view> ends) {
        return quantity("span of time", duration_form, parse_duration, ends);
    }

    void read_what(Intervention& fault);
    void read_line(std::string_view verb, Intervention& fault);
    void read_settings_of_line(trace::ChangeLine& change);
    void read_names(Intervention& fault);
    void read_setting(Intervention& fault);
    void read_when(Intervention& fault);
    void read_trigger(Intervention& fault);

    std::string_view text_;
    std::vector<Word> words_;
    const Intervention* previous_;
    std::size_t next_ = 0, value_at_ = 0;
    std::optional<Problem> problem_;
};

void FaultReader::read_what(Intervention& fault) {
    static const std::vector<std::string> lines{"cut", "mend", "slow", "delay", "lose", "line"};
    static const std::vector<std::string> all{"cut",   "mend",    "slow", "delay", "lose",        "line",
                                              "crash", "restart", "fill", "empty", "break-names", "set"};
    if (text_.size() > longest_fault)
        return complain(fmt::format("the fault is longer than {} octets", longest_fault), "make it shorter");
    if (words_.empty()) return complain("there is no fault", "write one such as 'crash destination'");
    const std::string verb = word("the fault");
    if (std::find(lines.begin(), lines.end(), verb) != lines.end()) return read_line(verb, fault);
    if (verb == "crash") {
        fault.what = trace::Crash{word("the host")};
    } else if (verb == "restart") {
        fault.what = trace::Restart{word("the host")};
    } else if (verb == "fill" || verb == "empty") {
        fault.what =
            trace::ChangeSetting{word("the host"), std::string(disk_full), verb == "fill" ? "on" : "off"};
    } else if (verb == "break-names") {
        read_names(fault);
    } else if (verb == "set") {
        read_setting(fault);
    } else {
        complain_at(words_.front().at, fmt::format("there is no fault '{}'", shown(verb)),
                    spelling_advice(verb, all));
    }
}

void FaultReader::read_line(std::string_view verb, Intervention& fault) {
    const std::string a = word("the host at one end"), b = word("the host at the other end");
    if (verb == "mend") {
        fault.what = trace::MendLine{a, b};
        return;
    }
    trace::ChangeLine change{a, b, {}, {}, {}};
    if (verb == "cut") change.loss_per_million = every_packet;
    if (verb == "slow") change.bits_per_second = quantity("bandwidth", bandwidth_form, parse_bandwidth);
    if (verb == "delay") change.latency = duration({"at", "when", "after"});
    if (verb == "lose") change.loss_per_million = quantity("loss", loss_form, parse_loss);
    if (verb == "line") read_settings_of_line(change);
    fault.what = std::move(change);
}

void FaultReader::read_settings_of_line(trace::ChangeLine& change) {
    const auto ends = {std::string_view("latency"), std::string_view("bandwidth"), std::string_view("loss"),
                       std::string_view("at"),      std::string_view("when"),      std::string_view("after")};
    for (;;) {
        if (take("latency"))
            change.latency = duration(ends);
        else if (take("bandwidth"))
            change.bits_per_second = quantity("bandwidth", bandwidth_form, parse_bandwidth, ends);
        else if (take("loss"))
            change.loss_per_million = quantity("loss", loss_form, parse_loss, ends);
        else
            break;
    }
    if (!change.latency && !change.bits_per_second && !change.loss_per_million)
        complain("nothing of the line is changed", "write 'latency', 'bandwidth' or 'loss' and its value");
}

void FaultReader::read_names(Intervention& fault) {
    trace::BreakName names{word("the name server"), word("the name"), trace::BreakName::How::times_out};
    const std::string how = word("how it is broken");
    const auto found = std::find(hows.begin(), hows.end(), how);
    if (found != hows.end()) {
        names.how = static_cast<trace::BreakName::How>(found - hows.begin());
    } else if (!problem_) {
        --next_;
        complain(fmt::format("a name cannot be broken by '{}'", shown(how)),
                 spelling_advice(how, {hows.begin(), hows.end()}));
    }
    fault.what = std::move(names);
}

void FaultReader::read_setting(Intervention& fault) {
    const std::string_view text = value("the setting", {"at", "when", "after"});
    const std::size_t equals = text.find('='), dot = text.substr(0, equals).find('.');
    if (equals == std::string_view::npos || dot == std::string_view::npos || dot == 0)
        return complain_at(value_at_, fmt::format("'{}' is no setting of a host", shown(text)),
                           "write HOST.NAME=VALUE, such as destination.relay-control=off");
    fault.what = trace::ChangeSetting{std::string(text.substr(0, dot)),
                                      std::string(text.substr(dot + 1, equals - dot - 1)),
                                      std::string(base::trim(text.substr(equals + 1)))};
}

void FaultReader::read_when(Intervention& fault) {
    if (take("at")) {
        if (const auto at = quantity("moment of a run", moment_form, parse_moment)) fault.at = *at;
    } else if (take("when")) {
        read_trigger(fault);
    } else if (next_is("after")) {
        const std::size_t at = words_[next_++].at;
        const auto wait = duration({"at", "when", "after"});
        if (!wait) return;
        if (!previous_)
            return complain_at(at, "there is no fault before this one",
                               "write 'at' and a moment, or 'when' and what must have happened");
        fault.at = previous_->at;
        fault.when = previous_->when;
        if (fault.when)
            fault.when->delay = fault.when->delay + *wait;
        else
            fault.at = fault.at + *wait;
    }
}

void FaultReader::read_trigger(Intervention& fault) {
    trace::Trigger trigger{word("the host"), word("what happens there"), "", 1, {}};
    if (more() && smtp::verb_named(words_[next_].text) != smtp::Verb::unknown)
        trigger.verb = base::upper(words_[next_++].text);
    if (more() && base::is_digit(words_[next_].text.front())) {
        const auto nth = base::parse_number(words_[next_].text);
        constexpr std::int64_t most = 1'000'000'000;  // our own bound
        if (nth && *nth >= 1 && *nth <= most) {
            trigger.nth = static_cast<std::uint32_t>(*nth);
            ++next_;
        } else {
            complain(fmt::format("'{}' does not say the how-manieth", shown(words_[next_].text)),
                     "write 1 for the first one, 2 for the second, and so on");
        }
    }
    if (take("after")) trigger.delay = duration({}).value_or(base::Duration{});
    fault.when = std::move(trigger);
}

// ---- back to text ----

std::string line_to_text(const trace::ChangeLine& change) {
    const int parts =
        (change.latency ? 1 : 0) + (change.bits_per_second ? 1 : 0) + (change.loss_per_million ? 1 : 0);
    const std::string ends = change.a + " " + change.b;
    if (parts == 1 && change.loss_per_million == every_packet) return "cut " + ends;
    std::string text;
    const auto say = [&](std::string_view alone, std::string_view among, const std::string& value) {
        text +=
            parts == 1 ? fmt::format("{} {} {}", alone, ends, value) : fmt::format(" {} {}", among, value);
    };
    if (change.latency) say("delay", "latency", duration_to_text(*change.latency));
    if (change.bits_per_second) say("slow", "bandwidth", bandwidth_to_text(*change.bits_per_second));
    if (change.loss_per_million) say("lose", "loss", loss_to_text(*change.loss_per_million));
    return parts == 1 ? text : "line " + ends + text;
}

std::string what_to_text(const trace::Change& change) {
    return std::visit(
        base::overloaded{
            [](const trace::SendMail& mail) {
                std::string text = mail.host + " sends a mail to";
                for (const std::string& recipient : mail.recipients) text += " " + recipient;
                return text;
            },
            [](const trace::ChangeSetting& set) {
                if (set.name == disk_full && set.value == "on") return "fill " + set.host;
                if (set.name == disk_full && set.value == "off") return "empty " + set.host;
                return fmt::format("set {}.{}={}", set.host, set.name, set.value);
            },
            [](const trace::ChangeLine& line) { return line_to_text(line); },
            [](const trace::MendLine& line) { return fmt::format("mend {} {}", line.a, line.b); },
            [](const trace::Crash& crash) { return "crash " + crash.host; },
            [](const trace::Restart& restart) { return "restart " + restart.host; },
            [](const trace::BreakName& names) {
                return fmt::format("break-names {} {} {}", names.host, names.name,
                                   hows[static_cast<std::size_t>(names.how)]);
            },
        },
        change);
}

}  // namespace

base::Result<Intervention> parse_fault(std::string_view text, const Intervention* previous) {
    return FaultReader(text, previous).read();
}

std::string fault_to_text(const Intervention& fault) {
    std::string text = what_to_text(fault.what);
    if (!fault.when) {
        if (fault.at > base::Instant{}) text += " at " + moment_to_text(fault.at);
        return text;
    }
    const trace::Trigger& when = *fault.when;
    text += fmt::format(" when {} {}", when.host, when.fact);
    if (!when.verb.empty()) text += " " + when.verb;
    if (when.nth != 1) text += fmt::format(" {}", when.nth);
    if (when.delay.nanoseconds > 0) text += " after " + duration_to_text(when.delay);
    return text;
}

}  // namespace sim
