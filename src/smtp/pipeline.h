// The commands of a client that have no reply yet, in order: which of them a reply answers, whether one more
// may join the group (RFC 2920 3.1), and how long the oldest is waited for (RFC 5321 4.5.3.2). Knows no reply
// codes.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/instant.h"
#include "smtp/verb.h"

namespace smtp {

struct Unanswered {
    Verb verb = Verb::none;                                              // none: the greeting
    std::size_t octets = 0;                                              // on the wire
    std::size_t recipient = 0;                                           // rcpt: whom it is about
    enum class Chunk : std::uint8_t { more, last } chunk = Chunk::last;  // bdat
};

class Pipeline {
public:
    enum class Grouping : std::uint8_t { one_by_one, in_groups };

    bool idle() const { return unanswered_.empty(); }
    /// Whether a command of so many octets may be said now. A group ends when the window is full; the next
    /// one begins when everything is answered.
    bool has_room(std::size_t octets, Grouping grouping);
    void said(const Unanswered& command);
    /// Takes the oldest one, since its reply came; one without verb when nothing was asked.
    Unanswered answered();
    /// Forgets all but this one.
    void restart(const Unanswered& command);
    /// The oldest one's verb; none when there is none.
    Verb awaited() const { return idle() ? Verb::none : unanswered_[answered_].verb; }
    /// How long its reply may take.
    base::Duration patience() const;

private:
    std::vector<Unanswered> unanswered_;  // from answered_ on; empty as soon as all are answered
    std::size_t answered_ = 0;
    std::size_t octets_ = 0;
    enum class Group : std::uint8_t { open, full } group_ = Group::open;
};

}  // namespace smtp
