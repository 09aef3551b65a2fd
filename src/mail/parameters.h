// A field value with parameters: "text/plain; charset=utf-8", "attachment; filename*=utf-8''%C3%BC.txt"
// (RFC 2045 5.1, RFC 2183), with the continuations, charsets and languages of RFC 2231. Reads what anybody
// may have written, comments included; knows no field by name.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mail {

inline constexpr std::size_t most_parameters = 256;  // sections counted too; our own bound

struct Parameter {
    std::string name;     // lower case, without RFC 2231's '*' and section
    std::string value;    // octets: unquoted, percent-decoded, sections joined
    std::string charset;  // lower case; empty: none was said
    std::string language;
};

struct ParameterizedValue {
    std::string value;  // what stands before the first ';', without comments, trimmed
    std::vector<Parameter> parameters;

    /// The value of the first parameter of this name (in lower case), or "".
    std::string_view parameter(std::string_view name) const;
    /// Null when there is none.
    const Parameter* find(std::string_view name) const;
};

/// Of an unfolded value. Where a parameter stands twice, the extended form counts, else the first (RFC 2231
/// says nothing of it). Sections behind a missing one are left out.
ParameterizedValue parse_parameterized(std::string_view value);

/// For people, in UTF-8: by its charset; without one, encoded-words are read too, as many clients write them
/// against RFC 2047 5.
std::string shown(const Parameter& parameter);

}  // namespace mail
