// Cuts a line into tokens from left to right. Keeps the promise that tokens are in order, do not overlap and
// leave out nothing but spaces and tabs, whatever the callers do. Knows no grammar: the callers do.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "explain/line.h"

namespace explain {

class Marker {
public:
    explicit Marker(std::string_view text) : text_(text) {}

    std::string_view rest() const { return text_.substr(at_); }
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::size_t at() const { return at_; }

    /// Steps over spaces and tabs; true when there were any.
    bool skip_white();
    /// The next `length` octets are one token; fewer at the end, none for 0. White space at its ends is not
    /// in it.
    void take(std::size_t length, TokenRole role, std::string meaning);
    /// Up to the first octet of `stops`, or the end. Returns what it took.
    std::string_view take_until(std::string_view stops, TokenRole role, std::string meaning);
    /// The rest of the line, but not its line end.
    void take_rest(TokenRole role, std::string meaning);
    /// The last token is marked wrong, with this meaning. Nothing when there is none.
    void blame_last(std::string meaning);
    /// The tokens; what nobody took is text, and the line end has a token of its own.
    std::vector<Token> finish();

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace explain
