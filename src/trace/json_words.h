// What a Node's string can mean: a word of an enumeration, an enhanced code, a type of record. Knows no fact.
#pragma once
#include <algorithm>
#include <string>

#include "dns/record.h"
#include "smtp/reply.h"
#include "trace/enum_names.h"
#include "trace/json_node.h"

namespace trace {

/// The enumerator with this word; what is none of them is a Problem of the line.
template <class E>
E read_word(const Node& value) {
    if (const auto known = value_of<E>(value.octets())) return *known;
    std::string words;
    for (const std::string_view word : all_words<E>) words.append(words.empty() ? "" : ", ").append(word);
    value.wrong("this word is not known here", "write one of: " + words);
    return E{};
}

/// "MX", "TYPE65280".
dns::RecordType read_record_type(const Node& value);

/// "5.1.1", or "" for none (RFC 3463 2).
smtp::EnhancedCode read_enhanced_code(const Node& value);

}  // namespace trace
