// The Content-Type of a message or part, and where the lines of a multipart cut it (RFC 2045 5.1, RFC 2046
// 5.1.1). One level deep: the tree of parts is mime_tree.h's. Reads what anybody may have written.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mail/header.h"
#include "mail/parameters.h"

namespace mail {

struct ContentType {
    std::string type = "text/plain";  // lower case
    std::vector<Parameter> parameters;
    bool readable = true;  // false: what stood there is no type, and counts as text/plain (RFC 2045 5.2)

    /// The parameter's value, or "".
    std::string_view parameter(std::string_view name) const;
    /// "multipart", "text"...
    std::string_view family() const;
};

/// What the value says, as far as it can be read; without a type it is text/plain (RFC 2045 5.2).
ContentType parse_content_type(std::string_view value);

/// A multipart's body: preamble, then each delimiter with the part behind it, then, when it is closed, the
/// closing delimiter and the epilogue. Together they tile the body. A delimiter holds the line end before it.
struct MultipartCut {
    ByteRange preamble;
    std::vector<ByteRange> delimiters;  // one more than parts when `closed`
    std::vector<ByteRange> parts;
    bool closed = false;
    ByteRange epilogue;  // empty unless closed
    ByteRange unread;    // what lies behind the last part that the limit let in
};

/// Cuts `body` at lines of "--boundary" and white space, as RFC 2046 5.1.1 says; in linear time. Without any
/// such line all is preamble. A missing closing delimiter ends the last part with `body`. Ranges count from
/// the start of `octets`. Requires: `body` lies within them.
MultipartCut cut_multipart(std::string_view octets, ByteRange body, std::string_view boundary,
                           std::size_t most_parts);

/// Only the parts of it, and as many as there are; ranges count from the start of `body`.
std::vector<ByteRange> multipart_parts(std::string_view body, std::string_view boundary);

}  // namespace mail
