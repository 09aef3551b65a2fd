#include "trace/json_words.h"

#include <limits>

#include "base/text.h"

namespace trace {
namespace {

template <class Number>
bool read_part(std::string_view digits, Number& part) {
    const auto number = base::parse_number(digits);
    if (!number || *number > std::numeric_limits<Number>::max()) return false;
    part = static_cast<Number>(*number);
    return true;
}

}  // namespace

dns::RecordType read_record_type(const Node& value) {
    if (const auto type = dns::parse_record_type(value.octets())) return *type;
    value.wrong("this is no type of record", "write one like MX, or TYPE and a number");
    return dns::RecordType::a;
}

smtp::EnhancedCode read_enhanced_code(const Node& value) {
    const std::string text = value.octets();
    if (text.empty()) return {};
    smtp::EnhancedCode code;
    const auto parts = base::split(text, '.');
    if (parts.size() == 3 && read_part(parts[0], code.level) && read_part(parts[1], code.subject) &&
        read_part(parts[2], code.detail) && code)
        return code;
    value.wrong("this is no enhanced status code", "write one like \"5.1.1\", or \"\" for none");
    return {};
}

}  // namespace trace
