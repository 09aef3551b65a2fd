#include "dns/known.h"

#include <utility>

namespace dns {

const Answer* Known::find(const Question& question) const {
    const auto found = answers_.find(question);
    return found == answers_.end() ? nullptr : &found->second;
}

void Known::learn(Question question, Answer answer) {
    answers_.insert_or_assign(std::move(question), std::move(answer));
}

}  // namespace dns
