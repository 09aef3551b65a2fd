#include "sim/moment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/expects.h"
#include "base/text.h"

namespace sim {
namespace {

constexpr std::int64_t largest_number = 1'000'000'000;  // of days or seconds; our own bound
constexpr std::int64_t most_minutes = 100'000, most_days = 100'000;
constexpr std::int64_t second = base::seconds(1).nanoseconds;

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
    static constexpr std::array units{Unit{"ns", base::nanoseconds(1)},  Unit{"ms", base::milliseconds(1)},
                                      Unit{"us", base::microseconds(1)}, Unit{"min", base::minutes(1)},
                                      Unit{"h", base::hours(1)},         Unit{"days", base::days(1)},
                                      Unit{"d", base::days(1)},          Unit{"s", base::seconds(1)}};
    for (const Unit& unit : units) {
        if (!text.ends_with(unit.name)) continue;
        text = base::trim(text.substr(0, text.size() - unit.name.size()));
        const std::int64_t size = unit.size.nanoseconds;
        if (size < 1000) {
            const auto whole = base::parse_number(text);
            if (!whole) return {};
            return base::Instant{*whole};
        }
        constexpr std::int64_t longest = base::days(most_days).nanoseconds;
        const auto thousandths = scaled(text, 1000);
        if (!thousandths || *thousandths > longest / (size / 1000)) return {};
        return base::Instant{size / 1000 * *thousandths};
    }
    return {};
}

// [[D+]HH:]MM:SS[.f]
std::optional<base::Instant> parse_clock(std::string_view text) {
    std::int64_t days = 0;
    if (const auto plus = text.find('+'); plus != std::string_view::npos) {
        const auto number = base::parse_number(text.substr(0, plus));
        if (!number || *number > most_days) return {};
        days = *number;
        text.remove_prefix(plus + 1);
    }
    const auto parts = base::split(text, ':');
    if (parts.size() < 2 || parts.size() > 3) return {};
    const auto hours = parts.size() == 3 ? base::parse_number(parts[0]) : std::optional<std::int64_t>(0);
    const auto minutes = base::parse_number(parts[parts.size() - 2]);
    const auto nanoseconds = scaled(parts.back(), second);
    if (!hours || !minutes || !nanoseconds || *hours > most_minutes || *minutes > most_minutes) return {};
    return base::Instant{} + base::days(days) + base::hours(*hours) + base::minutes(*minutes) +
           base::Duration{*nanoseconds};
}

}  // namespace

std::optional<base::Instant> parse_moment(std::string_view text) {
    text = base::trim(text);
    return text.find(':') != std::string_view::npos ? parse_clock(text) : parse_unit(text);
}

std::string moment_to_text(base::Instant moment) {
    base::expects(moment.nanoseconds >= 0);
    const std::int64_t seconds = moment.nanoseconds / second;
    const std::int64_t days = seconds / 86'400, hours = seconds / 3'600 % 24;
    std::string text;
    if (days > 0) text = fmt::format("{}+{:02}:", days, hours);
    if (days == 0 && hours > 0) text = fmt::format("{:02}:", hours);
    text += fmt::format("{:02}:{:02}", seconds / 60 % 60, seconds % 60);
    if (const std::int64_t rest = moment.nanoseconds % second; rest > 0) {
        text += fmt::format(".{:09}", rest);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

}  // namespace sim
