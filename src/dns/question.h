// What is asked: a name and a type; the class is IN. Ordered, so that it can key a map of what is known.
// RFC 1035 4.1.2. Knows neither who asks nor who answers.
#pragma once
#include <compare>
#include <string>

#include "dns/name.h"
#include "dns/record.h"

namespace dns {

struct Question {
    Name name;
    RecordType type = RecordType::a;
    friend auto operator<=>(const Question&, const Question&) = default;
};

/// "dest.example MX"
std::string to_text(const Question& question);

}  // namespace dns
