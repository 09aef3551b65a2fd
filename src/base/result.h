// A value, or what is wrong with what an author wrote (a scenario, a message file, a flag): where it stands,
// what is wrong and how to mend it. A peer's mistakes never travel this way; they are replies and findings.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/expects.h"

namespace base {

struct Place {
    std::string file;  // empty: the command line
    int line = 0;      // from 1; 0: the whole file
    int column = 0;    // from 1, in octets
};

struct Problem {
    Place place;
    std::string what;
    std::string mend;
};

/// "file:line:column: what; how to mend it". Parts that are not known are left out.
std::string to_text(const Problem& problem);

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}

    explicit operator bool() const { return state_.index() == 0; }
    /// Requires: it holds a value.
    T& operator*() { return value(); }
    const T& operator*() const { return const_cast<Result*>(this)->value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &const_cast<Result*>(this)->value(); }
    /// Requires: it holds a problem.
    const Problem& problem() const {
        expects(state_.index() == 1);
        return std::get<1>(state_);
    }

private:
    T& value() {
        expects(state_.index() == 0);
        return std::get<0>(state_);
    }
    std::variant<T, Problem> state_;
};

}  // namespace base
