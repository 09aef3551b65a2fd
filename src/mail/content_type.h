// The Content-Type of a message or part, and the parts of a multipart (RFC 2045 5.1, RFC 2046 5.1.1).
// One level deep: who wants a tree asks again for each part. Reads what anybody may have written.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mail/message.h"

namespace mail {

struct ContentType {
    std::string type;                                             // lower case: "text/plain"
    std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case, values unquoted

    /// The parameter's value, or "".
    std::string_view parameter(std::string_view name) const;
};

/// What the value says, as far as it can be read; without a type it is text/plain (RFC 2045 5.2).
ContentType parse_content_type(std::string_view value);

/// The ranges of the parts between delimiter lines, without the line end before each delimiter. A missing
/// closing delimiter ends the last part with `body`. Ranges count from the start of `body`.
std::vector<ByteRange> multipart_parts(std::string_view body, std::string_view boundary);

}  // namespace mail
