#include "sim/quantity.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "base/text.h"

namespace sim {
namespace {

struct Unit {
    std::string_view word;
    std::int64_t size;  // in the smallest unit
};

constexpr std::array duration_units{
    Unit{"ns", 1},
    Unit{"us", 1'000},
    Unit{"ms", 1'000'000},
    Unit{"s", base::seconds(1).nanoseconds},
    Unit{"min", base::minutes(1).nanoseconds},
    Unit{"h", base::hours(1).nanoseconds},
    Unit{"day", base::days(1).nanoseconds},
    Unit{"days", base::days(1).nanoseconds},
};
constexpr std::array bandwidth_units{
    Unit{"bit/s", 1},
    Unit{"kbit/s", 1'000},
    Unit{"Mbit/s", 1'000'000},
    Unit{"Gbit/s", 1'000'000'000},
};
constexpr std::array loss_units{Unit{"%", 10'000}};

/// Digits, at most one point with digits after it, blanks, a unit. Nothing when it is not that, is not a
/// whole number of the smallest unit, or is above `most`.
std::optional<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units,
                                           std::int64_t most) {
    text = base::trim(text);
    std::size_t end = 0;
    while (end < text.size() && (base::is_digit(text[end]) || text[end] == '.')) ++end;
    const std::string_view number = text.substr(0, end), word = base::trim(text.substr(end));
    const std::size_t point = number.find('.');
    const auto whole = base::parse_number(number.substr(0, point));
    if (!whole) return {};
    for (const Unit& unit : units) {
        if (!base::equal_ignoring_case(word, unit.word)) continue;
        if (*whole > most / unit.size) return {};
        std::int64_t value = *whole * unit.size, place = unit.size;
        if (point == std::string_view::npos) return value;
        if (point + 1 == number.size()) return {};
        for (const char digit : number.substr(point + 1)) {
            if (!base::is_digit(digit)) return {};
            const std::int64_t amount = (digit - '0') * place;
            if (amount % 10 != 0) return {};
            value += amount / 10;
            if (place % 10 != 0 && digit != '0') place = 0;
            place /= 10;
        }
        return value <= most ? std::optional(value) : std::nullopt;
    }
    return {};
}

/// A whole number of the largest unit that divides it; nothing at all is 0 of `usual`.
std::string in_largest_unit(std::int64_t value, std::span<const Unit> units, std::string_view usual) {
    const Unit* chosen = nullptr;
    for (const Unit& unit : units)
        if (value != 0 && value % unit.size == 0 && (!chosen || unit.size >= chosen->size)) chosen = &unit;
    if (!chosen) return fmt::format("{} {}", value, usual);
    return fmt::format("{} {}", value / chosen->size, chosen->word);
}

}  // namespace

std::optional<base::Duration> parse_duration(std::string_view text) {
    const auto value = parse_quantity(text, duration_units, longest_duration.nanoseconds);
    if (!value) return {};
    return base::Duration{*value};
}

std::optional<std::uint64_t> parse_bandwidth(std::string_view text) {
    if (base::equal_ignoring_case(base::trim(text), "unlimited")) return 0;
    const auto value = parse_quantity(text, bandwidth_units, static_cast<std::int64_t>(fastest_line));
    if (!value || *value == 0) return {};
    return static_cast<std::uint64_t>(*value);
}

std::optional<std::uint32_t> parse_loss(std::string_view text) {
    const auto value = parse_quantity(text, loss_units, 1'000'000);
    if (!value) return {};
    return static_cast<std::uint32_t>(*value);
}

std::string duration_to_text(base::Duration duration) {
    return in_largest_unit(duration.nanoseconds, duration_units, "s");
}

std::string bandwidth_to_text(std::uint64_t bits_per_second) {
    if (bits_per_second == 0) return "unlimited";
    return in_largest_unit(static_cast<std::int64_t>(bits_per_second), bandwidth_units, "bit/s");
}

std::string loss_to_text(std::uint32_t per_million) {
    constexpr std::uint32_t one_percent = 10'000;
    std::string text = fmt::format("{}", per_million / one_percent);
    if (const std::uint32_t rest = per_million % one_percent; rest > 0) {
        text += fmt::format(".{:04}", rest);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + " %";
}

}  // namespace sim
