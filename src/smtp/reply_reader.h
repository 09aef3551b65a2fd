// Replies as a client reads them, at any split, from any server. RFC 5321 4.2; lenient where servers differ:
// the last line's code counts, text may be missing, a bare LF ends a line too. What cannot be read is said,
// not guessed.
#pragma once
#include <optional>
#include <string_view>
#include <variant>

#include "smtp/line_reader.h"
#include "smtp/reply.h"

namespace smtp {

struct ReadReply {
    Reply reply;                           // reason other_reply, no citation: the wire carries neither
    std::uint64_t offset = 0, length = 0;  // of all its lines in the stream
};
struct Unreadable {  // not a reply at all; the conversation cannot go on
    std::string line;
    std::uint64_t offset = 0, length = 0;
};

class ReplyReader {
public:
    ReplyReader();
    void feed(std::string_view octets) {
        fed_ += octets.size();
        lines_.feed(octets);
    }
    /// Throws away what was fed and not read: plaintext that came before TLS is not the server's word (RFC
    /// 3207 6). Offsets go on counting.
    void forget();
    /// The next whole reply; nothing when none has arrived yet.
    std::optional<std::variant<ReadReply, Unreadable>> next();

private:
    LineReader lines_;
    std::uint64_t fed_ = 0, forgotten_ = 0;  // octets; of them, those before the present reader's first
    std::optional<ReadReply> growing_;
};

/// "5.1.1" at the front of a reply's text, with its space; nothing when there is none.
std::optional<std::pair<EnhancedCode, std::size_t>> parse_enhanced(std::string_view text);

}  // namespace smtp
