#include "base/instant.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace base {

std::string to_text(Instant instant) {
    const std::int64_t all = instant.nanoseconds / 1'000'000;
    const std::int64_t millis = all % 1000, secs = all / 1000 % 60, mins = all / 60'000 % 60;
    const std::int64_t hrs = all / 3'600'000 % 24, dys = all / 86'400'000;
    if (dys > 0) return fmt::format("{}+{:02}:{:02}:{:02}.{:03}", dys, hrs, mins, secs, millis);
    if (hrs > 0) return fmt::format("{}:{:02}:{:02}.{:03}", hrs, mins, secs, millis);
    return fmt::format("{:02}:{:02}.{:03}", mins, secs, millis);
}

std::string to_text(Duration duration) {
    struct Unit {
        std::int64_t size;
        std::string_view one, many;
    };
    static constexpr std::array units{Unit{days(1).nanoseconds, "day", "days"},
                                      Unit{hours(1).nanoseconds, "hour", "hours"},
                                      Unit{minutes(1).nanoseconds, "min", "min"},
                                      Unit{seconds(1).nanoseconds, "s", "s"},
                                      Unit{1'000'000, "ms", "ms"},
                                      Unit{1'000, "us", "us"},
                                      Unit{1, "ns", "ns"}};
    const std::int64_t n = duration.nanoseconds;
    for (const Unit& unit : units) {
        if (n < unit.size) continue;
        const std::int64_t tenths = n / (unit.size / 10 > 0 ? unit.size / 10 : 1);
        if (unit.size == 1 || tenths % 10 == 0) {
            const std::int64_t whole = n / unit.size;
            return fmt::format("{} {}", whole, whole == 1 ? unit.one : unit.many);
        }
        if (unit.size >= hours(1).nanoseconds) {  // "3 hours 45 min" reads better than 3.7 hours
            const std::int64_t whole = n / unit.size;
            const Duration rest = unit.size == days(1).nanoseconds
                                      ? hours(n % unit.size / hours(1).nanoseconds)
                                      : minutes(n % unit.size / minutes(1).nanoseconds);
            const std::string more = rest.nanoseconds > 0 ? " " + to_text(rest) : "";
            return fmt::format("{} {}{}", whole, whole == 1 ? unit.one : unit.many, more);
        }
        return fmt::format("{}.{} {}", tenths / 10, tenths % 10, unit.many);
    }
    return n < 0 ? "-" + to_text(Duration{-n}) : "0 s";
}

}  // namespace base
