#include "smtp/downgrade.h"

namespace smtp {

std::variant<SevenBitLetter, CannotDowngrade> in_seven_bit(const std::string&) {
    return CannotDowngrade{"its parts cannot be encoded again"};
}

std::optional<mail::Address> in_ascii(const mail::Address&) {
    return {};
}

}  // namespace smtp
