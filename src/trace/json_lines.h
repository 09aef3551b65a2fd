// A trace as JSON Lines, out and in: a first line with the world and the interventions, then a line for each
// event.
//   {"mailstage":1,"scenario":{..},"interventions":[..],"openssl":""}
//   {"n":0,"at":0,"host":"client","connection":1,"cause":null,"origin":"simulated","fact":"command-sent",..}
// Keys stand in a fixed order, numbers are integers, octets outside 20-7E are \u00XX (one code point an
// octet: the text is not Unicode). A Range is [offset,length,"octets"] where any of its octets is new, else
// [offset,length]. What is read gives an equal trace, and the same bytes again. RFC 8259; knows no file:
// bytes in, bytes out.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "trace/range_set.h"
#include "trace/trace.h"

namespace trace {

inline constexpr int json_lines_version = 1;

// Limits of what is read; all of them ours, so that a hostile file costs no more than its own size would
// suggest.
inline constexpr std::uint32_t max_trace_octets = 64u << 20;  // where the last Range may end
inline constexpr std::size_t max_world_hosts = 10'000;
inline constexpr std::size_t max_world_links = 20'000;
inline constexpr base::Instant last_instant{base::days(36'525).nanoseconds};  // a century

/// Writes a trace piece by piece, which may grow in between (its world and interventions may not).
class JsonLinesWriter {
public:
    /// `trace` must outlive the writer.
    explicit JsonLinesWriter(const Trace& trace) : trace_(trace) {}

    /// Appends to `out` what was not written before, at most `events` events of it: at the first call the
    /// first line, then a line for each event. Requires: every host that an event names is in the world.
    void write_new(std::string& out, std::size_t events = static_cast<std::size_t>(-1));

    /// The number of events written so far.
    std::size_t written() const { return written_; }

private:
    const Trace& trace_;
    std::size_t written_ = 0;
    std::vector<std::string>
        host_words_;  // as they are written, quotes included; empty before the first line
    bool begun_ = false;
    RangeSet known_;  // octets that stand on a line already

    void begin(std::string& out);
    void write_event(std::string& out, const Event& event);
};

/// The whole trace, each line with its line end. Requires: as above.
std::string to_json_lines(const Trace& trace);

/// Reads what to_json_lines writes. `file_name` is for the Problem, which names the first mistake. In what is
/// read, every host is known or no_host, causes are earlier, instants are between zero and last_instant and
/// do not decrease, Ranges lie within the octets, and an Intervened names an intervention.
base::Result<Trace> parse_json_lines(std::string_view text, std::string_view file_name);

}  // namespace trace
