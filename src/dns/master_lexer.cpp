#include "dns/master_lexer.h"

#include <algorithm>

#include "base/text.h"

namespace dns {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view ends_bare = " \t\r\n;()\"";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Is this comment `$TIMEOUT ...` or `$SERVFAIL ...`? Anything else is prose.
bool is_directive(std::string_view comment) {
    const auto parts = base::words(comment);
    return !parts.empty() && (base::equal_ignoring_case(parts[0], "$TIMEOUT") ||
                              base::equal_ignoring_case(parts[0], "$SERVFAIL"));
}

}  // namespace

MasterLexer::MasterLexer(std::string_view text, std::string_view file_name) : text_(text), file_(file_name) {
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
}

base::Problem MasterLexer::problem(Spot spot, std::string what, std::string mend) const {
    return {{file_, spot.line, spot.column}, std::move(what), std::move(mend)};
}

void MasterLexer::step_line() {
    ++at_;
    ++line_;
    line_start_ = at_;
}

/// One octet, or a '\' and what it escapes; a line's end cannot be escaped.
std::size_t MasterLexer::step() const {
    return text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
}

base::Result<Entry> MasterLexer::next() {
    Entry entry;
    while (!at_end()) {
        const char c = text_[at_];
        if (at_ == line_start_ && entry.tokens.empty() && open_.empty())
            entry.owner = is_blank(c) ? Entry::Owner::blank : Entry::Owner::written;
        if (c == '\n') {
            entry.end = spot();
            step_line();
            if (open_.empty() && !entry.tokens.empty()) return entry;
        } else if (is_blank(c)) {
            ++at_;
        } else if (c == ';') {
            comment(entry);
            if (entry.kind == Entry::Kind::failing) return entry;
        } else if (auto wrong = token(entry)) {
            return *std::move(wrong);
        }
    }
    if (!open_.empty())
        return problem(open_.back(), "this parenthesis is never closed",
                       "write ')' after the record's last field");
    entry.end = spot();
    if (entry.tokens.empty()) entry.kind = Entry::Kind::end;
    return entry;
}

void MasterLexer::comment(Entry& entry) {
    const auto after = at_ + 1;
    const auto line_end = std::min(text_.find('\n', at_), text_.size());
    auto body = text_.substr(after, line_end - after);
    if (body.ends_with('\r')) body.remove_suffix(1);
    if (entry.tokens.empty() && open_.empty() && is_directive(body)) {
        entry.kind = Entry::Kind::failing;
        for (const auto word : base::words(body)) {
            const auto column = static_cast<std::size_t>(word.data() - text_.data()) - line_start_ + 1;
            entry.tokens.push_back({Token::Kind::bare, word, {line_, static_cast<int>(column)}});
        }
    }
    at_ = line_end;
    entry.end = spot();
}

std::optional<base::Problem> MasterLexer::token(Entry& entry) {
    switch (text_[at_]) {
        case '(':
            open_.push_back(spot());
            ++at_;
            return {};
        case ')':
            if (open_.empty())
                return problem(spot(), "this parenthesis closes nothing",
                               "remove it, or write '(' before it");
            open_.pop_back();
            ++at_;
            return {};
        case '"':
            return quoted(entry);
        default:
            bare(entry);
            return {};
    }
}

std::optional<base::Problem> MasterLexer::quoted(Entry& entry) {
    const Spot start = spot();
    const auto first = ++at_;
    while (!at_end() && text_[at_] != '"' && text_[at_] != '\n') at_ += step();
    if (at_end() || text_[at_] == '\n')
        return problem(start, "this quoted string is not closed on its line", "write '\"' where it ends");
    entry.tokens.push_back({Token::Kind::quoted, text_.substr(first, at_ - first), start});
    ++at_;
    return {};
}

void MasterLexer::bare(Entry& entry) {
    const Spot start = spot();
    const auto first = at_;
    while (!at_end() && ends_bare.find(text_[at_]) == std::string_view::npos) at_ += step();
    entry.tokens.push_back({Token::Kind::bare, text_.substr(first, at_ - first), start});
}

}  // namespace dns
