#include <limits>
#include <map>
#include <optional>

#include "base/ip_address.h"
#include "trace/enum_names.h"
#include "trace/json_event_reader.h"
#include "trace/json_lines.h"
#include "trace/json_node.h"
#include "trace/json_words.h"

namespace trace {
namespace {

using std::string_view;

// What one line may hold, in members and elements: ours. The longest event needs 37.
constexpr std::size_t most_event_parts = 64, most_first_line_parts = 500'000;
constexpr std::size_t most_in_list = 0xFFFF;  // ours: an Intervened counts in 16 bits
constexpr std::int64_t year_0 = -62'167'219'200, year_9999_end = 253'402'300'799;  // RFC 3339 1: four digits
constexpr std::uint32_t million = 1'000'000;
constexpr string_view first_line_begin = "{\"mailstage\":";

using Keys = std::initializer_list<string_view>;

void allow_only(const Node& node, Keys keys) {
    node.allow_only({keys.begin(), keys.size()});
}

template <class Read>
void read_list(const Node& list, std::size_t most, Read read) {
    const std::size_t size = list.size(most);
    for (std::size_t index = 0; index < size; ++index) read(list.element(index));
}

std::vector<std::string> read_texts(const Node& list) {
    std::vector<std::string> texts;
    read_list(list, most_in_list, [&](const Node& text) { texts.push_back(text.octets()); });
    return texts;
}

base::IpAddress read_address(const Node& value) {
    if (const auto address = base::parse_ip_address(value.octets())) return *address;
    value.wrong("this is no IP address", "write one like 192.0.2.1 or 2001:db8::1");
    return {};
}

/// Reads the first line into a trace.
class FirstLineReader {
public:
    explicit FirstLineReader(Trace& trace) : world_(trace.world), interventions_(trace.interventions) {}

    void read(const Node& line) {
        if (const Node version = line.member("mailstage"); version.natural(1'000'000) != json_lines_version)
            version.wrong(fmt::format("this Mailstage reads version {} of the form", json_lines_version),
                          "read it with the Mailstage that wrote it");
        allow_only(line, {"mailstage", "scenario", "interventions", "openssl"});
        read_world(line.member("scenario"));
        read_list(line.member("interventions"), most_in_list,
                  [&](const Node& one) { read_intervention(one); });
        world_.openssl = line.member("openssl").octets();
    }

private:
    void read_world(const Node& scenario) {
        allow_only(scenario, {"name", "title", "start", "seed", "hosts", "links"});
        world_.scenario = scenario.member("name").octets();
        world_.title = scenario.member("title").octets();
        world_.start = scenario.member("start").number(year_0, year_9999_end);
        world_.seed = scenario.member("seed").natural(std::numeric_limits<std::uint64_t>::max());
        read_list(scenario.member("hosts"), max_world_hosts, [&](const Node& host) { read_host(host); });
        read_list(scenario.member("links"), max_world_links, [&](const Node& link) { read_link(link); });
    }

    void read_host(const Node& node) {
        allow_only(node, {"name", "label", "domain", "role", "addresses", "mailboxes"});
        WorldHost host{node.member("name").octets(),
                       node.member("label").octets(),
                       node.member("domain").octets(),
                       read_word<Role>(node.member("role")),
                       {},
                       {}};
        read_list(node.member("addresses"), most_in_list,
                  [&](const Node& one) { host.addresses.push_back(read_address(one)); });
        host.mailboxes = read_texts(node.member("mailboxes"));
        if (!numbers_.emplace(host.name, static_cast<HostId>(world_.hosts.size())).second)
            node.member("name").wrong("another host has this name", "give each host its own");
        world_.hosts.push_back(std::move(host));
    }

    HostId known_host(const Node& name) const {
        const auto found = numbers_.find(name.octets());
        if (found != numbers_.end()) return found->second;
        name.wrong("no host has this name", "write the name of one of \"hosts\"");
        return no_host;
    }

    void read_link(const Node& node) {
        allow_only(node, {"a", "b", "latency", "bits_per_second", "loss_per_million"});
        WorldLink link;
        link.a = known_host(node.member("a"));
        link.b = known_host(node.member("b"));
        link.latency = {node.member("latency").number(0, last_instant.nanoseconds)};
        link.bits_per_second =
            node.member("bits_per_second").natural(std::numeric_limits<std::uint64_t>::max());
        link.loss_per_million = static_cast<std::uint32_t>(node.member("loss_per_million").natural(million));
        world_.links.push_back(link);
    }

    void read_intervention(const Node& node) {
        Intervention one;
        one.at = {node.member("at").number(0, last_instant.nanoseconds)};
        const Node what = node.member("what");
        const std::string word = what.octets();
        if (word == "send-mail") {
            allow_only(node, {"at", "what", "host", "reverse_path", "recipients", "letter", "when"});
            one.what = SendMail{node.member("host").octets(), node.member("reverse_path").octets(),
                                read_texts(node.member("recipients")), node.member("letter").octets()};
        } else if (word == "change-setting") {
            allow_only(node, {"at", "what", "host", "name", "value", "when"});
            one.what = ChangeSetting{node.member("host").octets(), node.member("name").octets(),
                                     node.member("value").octets()};
        } else if (!read_fault(node, word, one.what)) {
            what.wrong("there is no such intervention",
                       "write \"send-mail\", \"change-setting\", \"change-line\", \"mend-line\", \"crash\", "
                       "\"restart\" or \"break-name\"");
        }
        if (node.has("when")) one.when = read_trigger(node.member("when"));
        interventions_.push_back(std::move(one));
    }

    static bool read_fault(const Node& node, string_view word, Change& what) {
        if (word == "change-line") {
            allow_only(node,
                       {"at", "what", "a", "b", "latency", "bits_per_second", "loss_per_million", "when"});
            what = read_change_line(node);
        } else if (word == "mend-line") {
            allow_only(node, {"at", "what", "a", "b", "when"});
            what = MendLine{node.member("a").octets(), node.member("b").octets()};
        } else if (word == "crash" || word == "restart") {
            allow_only(node, {"at", "what", "host", "when"});
            const std::string host = node.member("host").octets();
            what = word == "crash" ? Change(Crash{host}) : Change(Restart{host});
        } else if (word == "break-name") {
            allow_only(node, {"at", "what", "host", "name", "how", "when"});
            what = BreakName{node.member("host").octets(), node.member("name").octets(),
                             read_word<BreakName::How>(node.member("how"))};
        } else {
            return false;
        }
        return true;
    }

    static ChangeLine read_change_line(const Node& node) {
        ChangeLine change{node.member("a").octets(), node.member("b").octets(), {}, {}, {}};
        if (node.has("latency"))
            change.latency = base::Duration{node.member("latency").number(0, last_instant.nanoseconds)};
        if (node.has("bits_per_second"))
            change.bits_per_second =
                node.member("bits_per_second").natural(std::numeric_limits<std::uint64_t>::max());
        if (node.has("loss_per_million"))
            change.loss_per_million =
                static_cast<std::uint32_t>(node.member("loss_per_million").natural(million));
        return change;
    }

    static Trigger read_trigger(const Node& node) {
        allow_only(node, {"host", "fact", "verb", "nth", "delay"});
        return {node.member("host").octets(),
                node.member("fact").octets(),
                node.member("verb").octets(),
                static_cast<std::uint32_t>(node.member("nth").natural(0xFFFF'FFFF)),
                {node.member("delay").number(0, last_instant.nanoseconds)}};
    }

    World& world_;
    std::vector<Intervention>& interventions_;
    std::map<std::string, HostId> numbers_;
};

/// Takes the next line off `text`, without its line end.
string_view take_line(string_view& text) {
    const std::size_t end = text.find('\n');
    const string_view line = text.substr(0, end);
    text.remove_prefix(end == string_view::npos ? text.size() : end + 1);
    return line;
}

}  // namespace

base::Result<Trace> parse_json_lines(string_view text, string_view file_name) {
    if (text.substr(0, first_line_begin.size()) != first_line_begin)
        return base::Problem{
            {std::string(file_name), 1, 1},
            "this is no trace: its first line does not begin with " + std::string(first_line_begin),
            "give a file that `mailstage play --format jsonl` wrote"};
    Trace trace;
    JsonLine first{take_line(text), file_name, 1, most_first_line_parts};
    if (!first.problem()) FirstLineReader{trace}.read(first.root());
    if (first.problem()) return *first.problem();
    EventReader events{trace};
    for (int number = 2; !text.empty(); ++number) {
        JsonLine line{take_line(text), file_name, number, most_event_parts};
        if (!line.problem()) events.read(line);
        if (line.problem()) return *line.problem();
    }
    events.finish();
    return trace;
}

}  // namespace trace
