#include "sim/reassembly.h"

#include <algorithm>

namespace sim {

void Reassembly::finish() {
    if (fin_at_ == 0 || next_ != fin_at_) return;
    ++next_;  // the FIN itself
    complete_ = true;
    islands_.clear();
}

void Reassembly::ends_at(std::uint64_t position) {
    const std::uint64_t reached = islands_.empty() ? next_ : islands_.back().end;
    if (fin_at_ != 0 || position < reached || position > next_ + receive_window) return;
    fin_at_ = position;
    finish();
}

Reassembly::Outcome Reassembly::take(std::uint64_t begin, std::uint64_t end) {
    if (complete_) return Outcome::nothing_new;
    end = std::min(end, next_ + receive_window);
    if (fin_at_ != 0) end = std::min(end, fin_at_);
    begin = std::max(begin, next_);
    if (begin >= end) return Outcome::nothing_new;
    if (begin > next_) return insert({begin, end});
    next_ = end;
    const bool gap_was_open = !islands_.empty();
    auto island = islands_.begin();
    for (; island != islands_.end() && island->begin <= next_; ++island) next_ = std::max(next_, island->end);
    islands_.erase(islands_.begin(), island);
    finish();
    return gap_was_open ? Outcome::filled_gap : Outcome::in_order;
}

Reassembly::Outcome Reassembly::insert(Island island) {
    // Those that touch it are one run [first, last): they become one island with it.
    const auto first = std::find_if(islands_.begin(), islands_.end(),
                                    [&](const Island& other) { return other.end >= island.begin; });
    auto last = first;
    for (; last != islands_.end() && last->begin <= island.end; ++last) {
        if (last->begin <= island.begin && last->end >= island.end) return Outcome::nothing_new;
        island.begin = std::min(island.begin, last->begin);
        island.end = std::max(island.end, last->end);
    }
    if (first == last) {
        if (islands_.size() >= island_limit) return Outcome::nothing_new;
        islands_.insert(first, island);
    } else {
        *first = island;
        islands_.erase(first + 1, last);
    }
    return Outcome::out_of_order;
}

}  // namespace sim
