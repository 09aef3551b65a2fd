#include "smtp/downgrade.h"

#include "mail/internationalized.h"
#include "mail/message.h"
#include "mail/seven_bit.h"

namespace smtp {

std::variant<SevenBitLetter, CannotDowngrade> in_seven_bit(const std::string& letter) {
    auto converted = mail::to_seven_bit(mail::Message::parse(letter));
    if (const auto* refusal = std::get_if<mail::SevenBitRefusal>(&converted))
        return CannotDowngrade{std::string(mail::to_text(*refusal))};
    auto& encoded = std::get<mail::SevenBitLetter>(converted);
    // Each kind of step once: a letter may have thousands of parts.
    std::string what;
    std::uint32_t told = 0;
    for (const mail::SevenBitStep& step : encoded.steps) {
        const auto bit = 1u << static_cast<unsigned>(step.kind);
        if ((told & bit) != 0) continue;
        told |= bit;
        what += what.empty() ? "" : "; ";
        what += mail::to_text(step.kind);
    }
    return SevenBitLetter{std::move(encoded.octets), std::move(what)};
}

bool has_utf8_header(const std::string& letter) {
    const auto message = mail::Message::parse(letter);
    return mail::needs_smtputf8(message, mail::MimeTree::parse(message));
}

std::optional<mail::Address> in_ascii(const mail::Address& address) {
    return mail::downgraded(address);
}

}  // namespace smtp
