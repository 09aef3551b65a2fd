// Reads the words, comments, white space and domains that addresses in header fields are made of (RFC
// 5322 3.2, 3.4, 4.4), from left to right. Only for header_address.cpp and address_list.cpp; knows no list
// and no field.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/header_address.h"

namespace mail {

/// Reads from left to right; the first fault stops it. Each take_* returns whether it could.
class AddressScanner {
public:
    explicit AddressScanner(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ == text_.size(); }
    bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool skip(char c) { return next_is(c) && (++at_, true); }
    std::size_t position() const { return at_; }
    const std::vector<AddressOddity>& oddities() const { return oddities_; }
    const std::optional<AddressFault>& stopped_by() const { return fault_; }
    bool stop(AddressFault reason) {
        if (!fault_) fault_ = std::move(reason);
        return false;
    }
    void note(AddressOddity oddity) {
        if (std::find(oddities_.begin(), oddities_.end(), oddity) == oddities_.end())
            oddities_.push_back(oddity);
    }

    /// [CFWS]; `found` tells whether there was any. False: a fault.
    bool take_space(bool* found = nullptr);
    /// atom or quoted-string without CFWS; empty: none stands here. False: a fault.
    bool take_word(std::string& word);
    bool take_domain(std::string& domain);
    /// local-part "@" domain with all that RFC 5322 4.4 lets stand around. False: a fault.
    bool take_address(Address& address);
    bool take_local_part(std::string& local_part);
    AddressFault stray(std::string_view mend) const;

private:
    enum class Quoting : std::uint8_t { string, comment, literal };

    bool take_white_space(bool& found);
    bool take_comment();
    bool take_enclosed(Quoting quoting, std::string& taken);
    bool take_quoted_pair(std::string& taken);
    bool take_literal(std::string& domain);
    bool take_labels(std::string& domain);
    std::size_t atom_length() const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::optional<AddressFault> fault_;
    std::vector<AddressOddity> oddities_;
};

}  // namespace mail
