// What an enhanced status code means to the person who wrote the letter, and what they can do (RFC 3463).
// For the part of a delivery report that people read; knows no host and no reply text.
#pragma once
#include <string_view>

#include "base/citation.h"

namespace mail {

struct StatusAdvice {
    std::string_view meaning;  // ends a sentence that begins with "5.1.1 means that"
    std::string_view advice;   // one sentence
    base::Citation citation;
};

/// The advice for "5.1.1", or for what its class and subject say when the code is unknown.
StatusAdvice status_advice(std::string_view status);

}  // namespace mail
