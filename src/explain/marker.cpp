#include "explain/marker.h"

#include <algorithm>

namespace explain {

bool Marker::skip_white() {
    const auto before = at_;
    at_ = std::min(text_.find_first_not_of(" \t", at_), text_.size());
    return at_ != before;
}

void Marker::take(std::size_t length, TokenRole role, std::string meaning) {
    const auto end = at_ + std::min(length, text_.size() - at_);
    skip_white();
    if (at_ >= end) return;
    const bool full = tokens_.size() + 2 >= token_limit;
    const auto stop = full ? text_.size() : end;
    const auto last = text_.find_last_not_of(" \t", stop - 1);
    Token token;
    token.begin = static_cast<std::uint32_t>(at_);
    token.length = static_cast<std::uint32_t>(last + 1 - at_);
    token.role = full ? TokenRole::text : role;
    token.meaning =
        full ? "the line goes on; it is too long to be explained word by word" : std::move(meaning);
    tokens_.push_back(std::move(token));
    at_ = stop;
}

std::string_view Marker::take_until(std::string_view stops, TokenRole role, std::string meaning) {
    const auto length = std::min(rest().find_first_of(stops), rest().size());
    const auto taken = rest().substr(0, length);
    take(length, role, std::move(meaning));
    return taken;
}

void Marker::take_rest(TokenRole role, std::string meaning) {
    auto length = rest().size();
    if (rest().ends_with("\r\n")) length -= 2;
    take(length, role, std::move(meaning));
}

void Marker::blame_last(std::string meaning) {
    if (tokens_.empty()) return;
    tokens_.back().role = TokenRole::fault;
    tokens_.back().meaning = std::move(meaning);
}

std::vector<Token> Marker::finish() {
    skip_white();
    take_rest(TokenRole::text, "more text");
    skip_white();
    if (rest() == "\r\n")
        take(2, TokenRole::punctuation, "the end of the line: CR LF");
    else
        take(rest().size(), TokenRole::text, "more text");
    return std::move(tokens_);
}

}  // namespace explain
