// Virtual time in nanoseconds. An Instant counts from the scenario's start, a Duration is a difference.
// Nobody can ask for 'now': it is handed in (by the virtual clock of sim, or the real one of live).
#pragma once
#include <compare>
#include <cstdint>
#include <limits>
#include <string>

namespace base {

struct Duration {
    std::int64_t nanoseconds = 0;
    friend constexpr auto operator<=>(Duration, Duration) = default;
    constexpr Duration operator+(Duration other) const { return {nanoseconds + other.nanoseconds}; }
    constexpr Duration operator-(Duration other) const { return {nanoseconds - other.nanoseconds}; }
    constexpr Duration operator*(std::int64_t factor) const { return {nanoseconds * factor}; }
    constexpr Duration operator/(std::int64_t divisor) const { return {nanoseconds / divisor}; }
};

constexpr Duration nanoseconds(std::int64_t n) {
    return {n};
}
constexpr Duration microseconds(std::int64_t n) {
    return {n * 1'000};
}
constexpr Duration milliseconds(std::int64_t n) {
    return {n * 1'000'000};
}
constexpr Duration seconds(std::int64_t n) {
    return {n * 1'000'000'000};
}
constexpr Duration minutes(std::int64_t n) {
    return seconds(n * 60);
}
constexpr Duration hours(std::int64_t n) {
    return minutes(n * 60);
}
constexpr Duration days(std::int64_t n) {
    return hours(n * 24);
}

struct Instant {
    std::int64_t nanoseconds = 0;
    friend constexpr auto operator<=>(Instant, Instant) = default;
    constexpr Instant operator+(Duration later) const { return {nanoseconds + later.nanoseconds}; }
    constexpr Instant operator-(Duration earlier) const { return {nanoseconds - earlier.nanoseconds}; }
    constexpr Duration operator-(Instant other) const { return {nanoseconds - other.nanoseconds}; }
};

/// The instant that never comes: the deadline of those who wait for nothing.
constexpr Instant never{std::numeric_limits<std::int64_t>::max()};

/// "00:03.204" (MM:SS.mmm), "2:00:03.204" with hours, "1+02:00:03.204" with days. Rounded down.
std::string to_text(Instant instant);

/// "20 ms", "1.5 s", "30 min", "5 days": the largest unit that divides well; for people.
std::string to_text(Duration duration);

}  // namespace base
