#include "trace/json_event_reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "trace/enum_names.h"
#include "trace/json_lines.h"
#include "trace/json_words.h"

namespace trace {
namespace {

using std::string_view;

constexpr std::array<string_view, 7> event_keys{"n", "at", "host", "connection", "cause", "origin", "fact"};

/// The keys of an event with this fact.
template <class F>
constexpr auto keys_of() {
    std::array<string_view, event_keys.size() + field_count<F>> keys{};
    std::size_t at = 0;
    for (const string_view key : event_keys) keys[at++] = key;
    for_each_field<F>([&](const auto& field) { keys[at++] = field.name; });
    return keys;
}

// ---- a value, by the type of its field; a Range and a host need the reader ----

template <class T>
T read_as(const Node& value, std::type_identity<T>) {
    if constexpr (std::is_enum_v<T>)
        return read_word<T>(value);
    else
        return static_cast<T>(value.natural(std::numeric_limits<T>::max()));
}
dns::RecordType read_as(const Node& value, std::type_identity<dns::RecordType>) {
    return read_record_type(value);
}
smtp::EnhancedCode read_as(const Node& value, std::type_identity<smtp::EnhancedCode>) {
    return read_enhanced_code(value);
}
base::Duration read_as(const Node& value, std::type_identity<base::Duration>) {
    return {value.number(0, base::never.nanoseconds)};
}
base::Instant read_as(const Node& value, std::type_identity<base::Instant>) {
    return {value.number(0, base::never.nanoseconds)};
}

}  // namespace

EventReader::EventReader(Trace& trace) : trace_(trace) {
    for (std::size_t index = 0; index < trace.world.hosts.size(); ++index)
        hosts_.emplace(trace.world.hosts[index].name, static_cast<HostId>(index));
}

HostId EventReader::host(const Node& value) const {
    if (value.is_null()) return no_host;
    const auto found = hosts_.find(value.octets());
    if (found != hosts_.end()) return found->second;
    value.wrong("no host of the first line has this name", "write the name of one, or null");
    return no_host;
}

Range EventReader::range(const Node& value) {
    const std::size_t parts = value.size(3);
    if (parts < 2) value.wrong("a range is [offset,length,\"octets\"]", "write all of it");
    if (parts < 2) return {};
    const Range range{static_cast<std::uint32_t>(value.element(0).natural(max_trace_octets)),
                      static_cast<std::uint32_t>(value.element(1).natural(max_trace_octets))};
    if (range.offset + range.length > max_trace_octets) {  // fits 32 bits: both are at most 64 Mi
        value.wrong(fmt::format("this range ends behind octet {}", max_trace_octets),
                    "play less of the scenario");
    } else if (parts == 3) {
        const Node octets = value.element(2);
        place(octets, range, octets.octets());
    } else if (!known_.covers(range)) {
        value.wrong("these octets were on no line so far", "write them behind the length");
    }
    return range;
}

void EventReader::place(const Node& value, Range range, string_view octets) {
    if (octets.size() != range.length) {
        value.wrong(
            fmt::format("there are {} octets here, and the length says {}", octets.size(), range.length),
            "make the two agree");
        return;
    }
    if (flat_.size() < range.end()) flat_.resize(range.end());
    const string_view there = string_view{flat_}.substr(range.offset, range.length);
    for (Range rest = range; !rest.empty();) {
        const Range common = known_.first_common(rest);
        if (common.empty()) break;
        const std::uint32_t from = common.offset - range.offset;
        if (there.substr(from, common.length) != octets.substr(from, common.length)) {
            value.wrong("an earlier line has other octets at these offsets", "let the two lines agree");
            return;
        }
        rest = {common.end(), range.end() - common.end()};
    }
    std::copy(octets.begin(), octets.end(), flat_.begin() + range.offset);
    known_.add(range);
}

template <class F>
void EventReader::read_value(const Node& value, F& fact, const HostField<F>& field) {
    fact.*field.member = host(value);
}

template <class F, class T>
void EventReader::read_value(const Node& value, F& fact, const Field<F, T>& field) {
    if constexpr (std::is_same_v<T, Range>)
        fact.*field.member = range(value);
    else
        fact.*field.member = read_as(value, std::type_identity<T>{});
}

template <class F>
Fact EventReader::read_fact(const Node& event) {
    static constexpr auto keys = keys_of<F>();
    event.allow_only(keys);
    F fact;
    for_each_field<F>([&](const auto& field) { read_value(event.member(field.name), fact, field); });
    if constexpr (std::is_same_v<F, Intervened>)
        if (fact.index >= trace_.interventions.size())
            event.member("index").wrong("the first line has no such intervention", "count them from 0");
    return fact;
}

template <std::size_t... kinds>
Fact EventReader::read_kind(std::size_t kind, const Node& event, std::index_sequence<kinds...>) {
    using Read = Fact (EventReader::*)(const Node&);
    static constexpr std::array<Read, sizeof...(kinds)> readers{
        &EventReader::read_fact<std::variant_alternative_t<kinds, Fact>>...};
    return (this->*readers[kind])(event);
}

void EventReader::read(JsonLine& line) {
    const Node event = line.root();
    const auto number = static_cast<EventNumber>(trace_.size());
    if (const Node n = event.member("n"); n.natural(no_event - 1) != number)
        n.wrong(fmt::format("this line has event {}", number), "keep every event, in order");
    const base::Instant at{event.member("at").number(trace_.end().nanoseconds, last_instant.nanoseconds)};
    const HostId where = host(event.member("host"));
    const auto connection = read_as(event.member("connection"), std::type_identity<ConnectionId>{});
    EventNumber cause = no_event;
    if (const Node given = event.member("cause"); !given.is_null()) {
        cause = read_as(given, std::type_identity<EventNumber>{});
        if (cause >= number) given.wrong("a cause must be an earlier event", "write its number, or null");
    }
    const auto origin = read_word<Origin>(event.member("origin"));
    const Node word = event.member("fact");
    const auto kind = std::find(fact_names.begin(), fact_names.end(), word.octets());
    if (kind == fact_names.end()) word.wrong("there is no such fact", "write one like \"command-sent\"");
    if (line.problem()) return;
    const auto index = static_cast<std::size_t>(kind - fact_names.begin());
    Fact fact = read_kind(index, event, std::make_index_sequence<std::variant_size_v<Fact>>{});
    if (!line.problem()) trace_.append(at, where, connection, cause, origin, std::move(fact));
}

}  // namespace trace
