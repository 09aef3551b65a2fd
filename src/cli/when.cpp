#include "cli/when.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/overloaded.h"
#include "base/text.h"

namespace cli {
namespace {

constexpr std::int64_t largest_number = 1'000'000'000;  // of days, seconds or events; our own bound

base::Problem not_a_time(std::string_view text) {
    return {
        {}, fmt::format("'{}' is no moment of a run", text), "write 50%, #EVENT, MM:SS, HH:MM:SS.5 or 300ms"};
}

// "12.345" in units of 1/scale, further digits dropped; nothing when it is no number.
std::optional<std::int64_t> scaled(std::string_view text, std::int64_t scale) {
    const auto dot = text.find('.');
    const auto whole = base::parse_number(text.substr(0, dot));
    if (!whole || *whole > largest_number) return {};
    std::int64_t value = *whole * scale;
    if (dot == std::string_view::npos) return value;
    const std::string_view digits = text.substr(dot + 1);
    if (digits.empty()) return {};
    for (const char c : digits) {
        if (!base::is_digit(c)) return {};
        scale /= 10;
        value += scale * (c - '0');
    }
    return value;
}

std::optional<base::Instant> parse_unit(std::string_view text) {
    struct Unit {
        std::string_view name;
        base::Duration size;
    };
    static constexpr std::array units{Unit{"ms", base::milliseconds(1)}, Unit{"us", base::microseconds(1)},
                                      Unit{"min", base::minutes(1)},     Unit{"h", base::hours(1)},
                                      Unit{"d", base::days(1)},          Unit{"s", base::seconds(1)}};
    for (const Unit& unit : units) {
        if (!text.ends_with(unit.name)) continue;
        const auto thousandths = scaled(base::trim(text.substr(0, text.size() - unit.name.size())), 1000);
        if (!thousandths || *thousandths > largest_number * 1000 ||
            unit.size.nanoseconds / 1000 * *thousandths < 0)
            return {};
        constexpr std::int64_t longest = base::days(100'000).nanoseconds;
        if (*thousandths > longest / std::max<std::int64_t>(unit.size.nanoseconds / 1000, 1)) return {};
        return base::Instant{} + (unit.size / 1000) * *thousandths;
    }
    return {};
}

// [[D+]HH:]MM:SS[.f]
std::optional<base::Instant> parse_clock(std::string_view text) {
    std::int64_t days = 0;
    if (const auto plus = text.find('+'); plus != std::string_view::npos) {
        const auto number = base::parse_number(text.substr(0, plus));
        if (!number || *number > 100'000) return {};
        days = *number;
        text.remove_prefix(plus + 1);
    }
    const auto parts = base::split(text, ':');
    if (parts.size() < 2 || parts.size() > 3) return {};
    const auto hours = parts.size() == 3 ? base::parse_number(parts[0]) : std::optional<std::int64_t>(0);
    const auto minutes = base::parse_number(parts[parts.size() - 2]);
    const auto nanoseconds = scaled(parts.back(), 1'000'000'000);
    constexpr std::int64_t most_minutes = 100'000;
    if (!hours || !minutes || !nanoseconds || *hours > most_minutes || *minutes > most_minutes) return {};
    return base::Instant{} + base::days(days) + base::hours(*hours) + base::minutes(*minutes) +
           base::Duration{*nanoseconds};
}

}  // namespace

base::Result<When> parse_when(std::string_view text) {
    if (text.ends_with('%')) {
        const auto share = scaled(base::trim(text.substr(0, text.size() - 1)), 10'000);
        if (share && *share <= 1'000'000) return When{Share{static_cast<std::uint32_t>(*share)}};
    } else if (text.starts_with('#')) {
        const auto number = base::parse_number(text.substr(1));
        if (number && *number <= largest_number) return When{static_cast<trace::EventNumber>(*number)};
    } else if (const auto at =
                   text.find(':') != std::string_view::npos ? parse_clock(text) : parse_unit(text)) {
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
