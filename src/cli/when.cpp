#include "cli/when.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "sim/moment.h"

namespace cli {
namespace {

constexpr std::int64_t largest_number = 1'000'000'000;  // of events or per cent; our own bound

base::Problem not_a_time(std::string_view text) {
    return {
        {}, fmt::format("'{}' is no moment of a run", text), "write 50%, #EVENT, MM:SS, HH:MM:SS.5 or 300ms"};
}

}  // namespace

base::Result<When> parse_when(std::string_view text) {
    if (text.ends_with('%')) {
        const auto share =
            base::parse_decimal(base::trim(text.substr(0, text.size() - 1)), 10'000, largest_number);
        if (share && *share <= 1'000'000) return When{Share{static_cast<std::uint32_t>(*share)}};
    } else if (text.starts_with('#')) {
        const auto number = base::parse_number(text.substr(1));
        if (number && *number <= largest_number) return When{static_cast<trace::EventNumber>(*number)};
    } else if (const auto at = sim::parse_moment(text)) {
        return When{*at};
    }
    return not_a_time(text);
}

base::Instant instant_of(const When& when, const trace::Trace& trace) {
    return std::visit(base::overloaded{
                          [&](Share share) {
                              return base::Instant{trace.end().nanoseconds / 1'000'000 * share.per_million};
                          },
                          [&](trace::EventNumber event) {
                              if (trace.empty()) return base::Instant{};
                              return trace[std::min<trace::EventNumber>(
                                               event, static_cast<trace::EventNumber>(trace.size()) - 1)]
                                  .at;
                          },
                          [](base::Instant at) { return at; },
                      },
                      when);
}

}  // namespace cli
