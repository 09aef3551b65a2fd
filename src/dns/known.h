// What has been answered so far. A pure function that needs DNS (MX, SPF, DKIM keys) is handed this, returns
// the questions that it still misses, and is called again once they are learnt. Asks nobody, and forgets
// nothing.
#pragma once
#include <cstddef>
#include <map>

#include "dns/answer.h"
#include "dns/question.h"

namespace dns {

class Known {
public:
    /// Null as long as it was not learnt. Valid until the same question is learnt again.
    const Answer* find(const Question& question) const;

    /// A later answer to the same question replaces the earlier one.
    void learn(Question question, Answer answer);

    std::size_t size() const { return answers_.size(); }
    /// In the order of the questions.
    const std::map<Question, Answer>& all() const { return answers_; }

private:
    std::map<Question, Answer> answers_;
};

}  // namespace dns
