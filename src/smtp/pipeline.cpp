#include "smtp/pipeline.h"

#include "smtp/limits.h"

namespace smtp {
namespace {

// RFC 2920 3.1: a group fits the window of TCP, or both sides could wait for ever. Our driver reads while it
// sends; this is our own bound, below every window that TCP uses in practice.
constexpr std::size_t group_window = 4096;
// RFC 5321 4.5.3.2.5 gives 3 minutes to each TCP SEND of the letter: this many octets, as our own bound.
constexpr std::size_t block_octets = 64 << 10;

}  // namespace

bool Pipeline::has_room(std::size_t octets, Grouping grouping) {
    if (idle())
        group_ = Group::open;
    else if (grouping == Grouping::one_by_one || octets_ + octets > group_window)
        group_ = Group::full;
    return group_ == Group::open;
}

void Pipeline::said(const Unanswered& command) {
    unanswered_.push_back(command);
    octets_ += command.octets;
}

Unanswered Pipeline::answered() {
    if (idle()) return {};
    const Unanswered oldest = unanswered_[answered_++];
    octets_ -= oldest.octets;
    if (answered_ == unanswered_.size()) {
        unanswered_.clear();
        answered_ = 0;
    }
    return oldest;
}

void Pipeline::restart(const Unanswered& command) {
    unanswered_.clear();
    answered_ = octets_ = 0;
    said(command);
}

base::Duration Pipeline::patience() const {
    if (idle()) return other_wait;
    const Unanswered& oldest = unanswered_[answered_];
    const auto blocks = static_cast<std::int64_t>(oldest.octets / block_octets);
    switch (oldest.verb) {
        case Verb::none:
            return greeting_wait;
        case Verb::auth:
            return block_wait;
        case Verb::mail:
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return mail_wait;
        case Verb::rcpt:
            return rcpt_wait;
        case Verb::data:
            return data_wait;
        case Verb::content:
            return termination_wait + block_wait * blocks;
        case Verb::bdat:
            return (oldest.chunk == Unanswered::Chunk::last ? termination_wait : block_wait) +
                   block_wait * blocks;
        default:
            return other_wait;
    }
}

}  // namespace smtp
