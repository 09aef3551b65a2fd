// Which connection of a host wants to be woken first. Deadlines move with every line that comes, mostly
// later: an entry is put right only when it comes to the front, so that a line costs next to nothing and
// nothing walks all connections.
#pragma once
#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "base/instant.h"

namespace mta {

/// Ties break by who, then by number: receptions first, the oldest first.
class Timetable {
public:
    enum class Who : std::uint8_t { reception, delivery };
    struct Entry {
        base::Instant at;
        Who who = Who::reception;
        std::uint32_t number = 0;
        friend auto operator<=>(const Entry&, const Entry&) = default;
    };

    void put(const Entry& entry) {
        heap_.push_back(entry);
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
    }

    /// Puts the front right. `check` says of an entry when it really is due: never when it is void (its
    /// connection is gone, or another entry speaks for it).
    template <class Check>
    void correct(Check&& check) {
        while (!heap_.empty()) {
            Entry entry = heap_.front();
            const base::Instant due = check(entry);
            if (due == entry.at) return;
            std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
            heap_.pop_back();
            if (due == base::never) continue;
            entry.at = due;
            put(entry);
        }
    }

    /// Null: nobody waits. Right only after correct().
    const Entry* first() const { return heap_.empty() ? nullptr : &heap_.front(); }

private:
    std::vector<Entry> heap_;  // the earliest in front
};

}  // namespace mta
