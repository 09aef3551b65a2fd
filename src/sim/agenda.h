// What will happen in a virtual world, by instant and then by the order in which it was put down. Knows not
// what it means.
#pragma once
#include <cstdint>
#include <queue>
#include <vector>

#include "base/instant.h"

namespace sim {

enum class Task : std::uint8_t {
    packet,
    tcp_deadline,
    host_deadline,
    lookup_deadline,
    intervention,  // its instant has come: it strikes, or waits for its trigger
    strike,        // its trigger has fired
    scenario_mail
};

struct Happening {
    base::Instant at;
    std::uint64_t sequence = 0;
    Task task = Task::packet;
    std::uint64_t subject = 0;  // a packet, connection, host, lookup or index
};

class Agenda {
public:
    void add(base::Instant at, Task task, std::uint64_t subject) {
        queue_.push({at, next_++, task, subject});
    }
    bool empty() const { return queue_.empty(); }
    const Happening& first() const { return queue_.top(); }
    Happening take() {
        Happening happening = queue_.top();
        queue_.pop();
        return happening;
    }

private:
    struct Later {
        bool operator()(const Happening& a, const Happening& b) const {
            return a.at != b.at ? a.at > b.at : a.sequence > b.sequence;
        }
    };
    std::priority_queue<Happening, std::vector<Happening>, Later> queue_;
    std::uint64_t next_ = 0;
};

}  // namespace sim
