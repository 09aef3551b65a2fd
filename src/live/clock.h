// The only real clock: it tells the Instant since a run began. Never goes back.
#pragma once
#include <chrono>

#include "base/instant.h"

namespace live {

class Clock {
public:
    base::Instant now() const {
        const auto passed = std::chrono::steady_clock::now() - began_;
        return {std::chrono::duration_cast<std::chrono::nanoseconds>(passed).count()};
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// Seconds since 1970, from the machine's clock.
inline std::int64_t seconds_since_1970() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

}  // namespace live
