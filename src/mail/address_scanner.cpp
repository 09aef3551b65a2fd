#include "mail/address_scanner.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/utf8.h"

namespace mail {
namespace {

using base::Citation;

AddressFault fault(std::size_t position, std::string what, std::string_view mend, std::string_view section) {
    return {position, std::move(what), std::string(mend), {5322, section}};
}

bool is_special_atext(char c) {
    return c != '\0' && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// obs-NO-WS-CTL of RFC 5322 4.1: controls that are neither NUL, white space nor line ends.
bool is_obsolete_control(char c) {
    return (c >= 0x01 && c <= 0x1F && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
}

}  // namespace

AddressFault AddressScanner::stray(std::string_view mend) const {
    if (at_end()) return fault(at_, "the text ends too early", mend, "3.4.1");
    const char c = text_[at_];
    if (c == '\r' || c == '\n')
        return fault(at_, "a line end that folds nothing",
                     "put a space or tab behind each CRLF, or leave it out", "2.2.3");
    return fault(at_, fmt::format("'{}' may not stand here", base::visible({&c, 1})), mend, "3.4.1");
}

bool AddressScanner::take_white_space(bool& found) {
    // Erratum 1908 to RFC 5322 4.2: obs-FWS is 1*([CRLF] WSP).
    for (;;) {
        std::size_t next = at_;
        if (text_.substr(next, 2) == "\r\n") next += 2;
        if (next == text_.size() || (text_[next] != ' ' && text_[next] != '\t')) break;
        if (next > at_) note(AddressOddity::folding);
        at_ = next + 1;
        found = true;
    }
    if (next_is('\r') || next_is('\n')) return stop(stray(""));
    return true;
}

bool AddressScanner::take_space(bool* found) {
    bool any = false;
    for (;;) {
        bool blank = false;
        if (!take_white_space(blank)) return false;
        if (blank) note(AddressOddity::folding);
        any = any || blank;
        if (!next_is('(')) break;
        any = true;
        note(AddressOddity::comment);
        if (!take_comment()) return false;
    }
    if (found != nullptr) *found = any;
    return true;
}

bool AddressScanner::take_quoted_pair(std::string& taken) {
    const std::size_t begin = at_++;
    if (at_end() || base::is_high(text_[at_]))
        return stop(fault(begin, "a backslash that quotes nothing in ASCII",
                          "let an ASCII character follow it, or write it twice", "3.2.1"));
    const char c = text_[at_];
    // obs-qp of RFC 5322 4.1 quotes any control, NUL and line ends too.
    if (!base::is_printable(c) && c != '\t') note(AddressOddity::obsolete_word);
    taken.append(text_.substr(begin, 2));
    ++at_;
    return true;
}

/// One octet or character of what stands within quotes, parentheses or brackets.
bool AddressScanner::take_enclosed(Quoting quoting, std::string& taken) {
    const char c = text_[at_];
    if (c == '\\') {
        if (quoting == Quoting::literal) note(AddressOddity::obsolete_word);
        return take_quoted_pair(taken);
    }
    std::size_t length = base::is_printable(c) ? 1 : 0;
    if (is_obsolete_control(c)) {
        note(AddressOddity::obsolete_word);
        length = 1;
    }
    if (base::is_high(c)) length = utf8_character(text_, at_);
    if (quoting == Quoting::literal && c == '[') length = 0;
    if (length == 0) return stop(stray("leave it out"));
    taken.append(text_.substr(at_, length));
    at_ += length;
    return true;
}

bool AddressScanner::take_comment() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    std::string said;
    do {
        bool blank = false;
        if (at_end())
            return stop(
                fault(begin, "the comment does not end", "close it with ')', or quote its '('", "3.2.2"));
        if (skip('(')) {
            if (++depth > deepest_comment)
                return stop(fault(at_ - 1, "comments nested too deep", "leave the comment out", "3.2.2"));
        } else if (skip(')')) {
            --depth;
        } else if (!take_white_space(blank) || (!blank && !take_enclosed(Quoting::comment, said))) {
            return false;
        }
    } while (depth > 0);
    return true;
}

std::size_t AddressScanner::atom_length() const {
    std::size_t i = at_;
    while (i < text_.size()) {
        const char c = text_[i];
        const std::size_t length = base::is_alnum(c) || is_special_atext(c) ? 1
                                   : base::is_high(c)                       ? utf8_character(text_, i)
                                                                            : 0;
        if (length == 0) break;
        i += length;
    }
    return i - at_;
}

bool AddressScanner::take_word(std::string& word) {
    word.clear();
    if (!next_is('"')) {
        const std::size_t length = atom_length();
        word = text_.substr(at_, length);
        at_ += length;
        return true;
    }
    const std::size_t begin = at_++;
    word = "\"";
    while (!next_is('"')) {
        const std::size_t blanks = at_;
        bool blank = false;
        if (!take_white_space(blank)) return false;
        for (const char c : text_.substr(blanks, at_ - blanks))
            if (c == ' ' || c == '\t') word += c;  // folding is no part of the word (RFC 5322 3.2.4)
        if (blank) continue;
        if (at_end()) return stop(fault(begin, "the quotes do not end", "put '\"' before the '@'", "3.2.4"));
        if (!take_enclosed(Quoting::string, word)) return false;
    }
    ++at_;
    word += '"';
    return true;
}

bool AddressScanner::take_local_part(std::string& local_part) {
    local_part.clear();
    std::string word;
    bool quoted = false;
    for (std::size_t words = 0;; ++words) {
        bool spaced = false;
        if (!take_space(&spaced) || !take_word(word)) return false;
        if (word.empty()) {
            if (words == 0 && (next_is('@') || at_end()))
                return stop(fault(at_, "the local part is missing", "write the mailbox's name before the '@'",
                                  "3.4.1"));
            if (next_is('.') || next_is('@'))
                return stop(fault(at_, "a dot that stands between no two words",
                                  "write single dots between words", "3.2.3"));
            return stop(stray("write words of letters, digits and !#$%&'*+-/=?^_`{|}~, or use quotes"));
        }
        quoted = quoted || word.front() == '"';
        if (words > 0 && quoted) note(AddressOddity::obsolete_word);  // obs-local-part: "a"."b", "a".b
        local_part += word;
        if (!take_space()) return false;
        if (!skip('.')) return true;
        local_part += '.';
    }
}

bool AddressScanner::take_literal(std::string& domain) {
    const std::size_t begin = at_++;
    domain = "[";
    while (!next_is(']')) {
        const std::size_t blanks = at_;
        bool blank = false;
        if (!take_white_space(blank)) return false;
        for (const char c : text_.substr(blanks, at_ - blanks))
            if (c == ' ' || c == '\t') domain += c;
        if (blank) continue;
        if (at_end())
            return stop(fault(begin, "the domain literal does not end", "close it with ']'", "3.4.1"));
        if (!take_enclosed(Quoting::literal, domain)) return false;
    }
    ++at_;
    domain += ']';
    if (!check_address_literal(domain).what.empty()) note(AddressOddity::free_literal);
    return true;
}

bool AddressScanner::take_labels(std::string& domain) {
    domain.clear();
    for (std::size_t labels = 0;; ++labels) {
        bool before = false, after = false;
        if (labels > 0 && !take_space(&before)) return false;
        const std::size_t begin = at_;
        const std::size_t length = atom_length();
        if (length == 0) {
            if (labels > 0 || next_is('.'))
                return stop(fault(at_, "a dot that stands between no two labels",
                                  "write single dots between labels", "3.2.3"));
            if (at_end())
                return stop(
                    fault(at_, "the domain is missing", "write a domain such as dest.example", "3.4.1"));
            return stop(stray("write labels of letters, digits and inner hyphens"));
        }
        const std::string_view label = text_.substr(begin, length);
        domain += label;
        at_ += length;
        // What RFC 5322 calls atoms, the domain name system calls labels (RFC 5322 3.4.1): a host's never
        // begins or ends with a hyphen.
        if (label.front() == '-' || label.back() == '-')
            return stop({label.front() == '-' ? begin : begin + length - 1,
                         "a label with a hyphen at its edge", "put hyphens only inside labels",
                         Citation{1034, "3.5"}});
        if (std::any_of(label.begin(), label.end(), [](char c) { return is_special_atext(c) && c != '-'; }))
            note(AddressOddity::no_host_name);
        if (!take_space(&after)) return false;
        if (!next_is('.')) {
            if (before) note(AddressOddity::obsolete_domain);
            return true;
        }
        if (before || after) note(AddressOddity::obsolete_domain);
        ++at_;
        domain += '.';
    }
}

bool AddressScanner::take_domain(std::string& domain) {
    if (!take_space()) return false;
    if (!next_is('[')) return take_labels(domain);
    return take_literal(domain) && take_space();
}

bool AddressScanner::take_address(Address& address) {
    if (!take_local_part(address.local_part)) return false;
    if (at_end()) return stop(fault(at_, "the '@' is missing", "write local-part@domain", "3.4.1"));
    if (!skip('@')) return stop(stray("write one word, or words with dots between, before the '@'"));
    return take_domain(address.domain);
}

}  // namespace mail
