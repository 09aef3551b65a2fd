// Reads the event lines of a trace's JSON Lines form, and puts the octets that they bring where they belong.
// The first line, and so the world, was read before. Knows no file.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "trace/fact_fields.h"
#include "trace/json_node.h"
#include "trace/range_set.h"
#include "trace/trace.h"

namespace trace {

class EventReader {
public:
    /// `trace` has its world and its interventions, and no event. It must outlive the reader.
    explicit EventReader(Trace& trace);

    /// Appends the event of this line, unless it has a Problem: the line notes it.
    void read(JsonLine& line);

    /// Gives the trace its octets: to be called behind the last line.
    void finish() { trace_.octets = Octets(std::move(flat_)); }

private:
    Trace& trace_;
    std::map<std::string_view, HostId> hosts_;
    std::string flat_;  // the octets from offset 0; what no line brought is NUL
    RangeSet known_;    // what a line brought

    template <class F>
    Fact read_fact(const Node& event);
    template <std::size_t... kinds>
    Fact read_kind(std::size_t kind, const Node& event, std::index_sequence<kinds...>);

    template <class F>
    void read_value(const Node& value, F& fact, const HostField<F>& field);
    template <class F, class T>
    void read_value(const Node& value, F& fact, const Field<F, T>& field);

    HostId host(const Node& value) const;
    Range range(const Node& value);
    void place(const Node& value, Range range, std::string_view octets);
};

}  // namespace trace
