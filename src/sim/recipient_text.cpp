#include "sim/recipient_text.h"

#include <string>

namespace sim {

std::variant<smtp::HandoverRecipient, mail::AddressFault> parse_recipient(std::string_view text) {
    if (!text.starts_with('@')) {
        auto parsed = mail::parse_address(text, mail::Utf8::allowed);
        if (auto* fault = std::get_if<mail::AddressFault>(&parsed)) return std::move(*fault);
        return smtp::HandoverRecipient{std::get<mail::Address>(std::move(parsed)), {}, {}};
    }
    const std::string path = "<" + std::string(text) + ">";
    auto parsed = mail::parse_path(path, mail::PathUse::forward, mail::Utf8::allowed);
    if (auto* fault = std::get_if<mail::AddressFault>(&parsed)) {
        fault->position -= fault->position > 0 ? 1 : 0;  // the '<' is ours
        return std::move(*fault);
    }
    auto& [read, length] = std::get<mail::ParsedPath>(parsed);
    if (length != path.size() || !read.mailbox)
        return mail::AddressFault{
            length > 0 ? length - 1 : 0, "more stands behind the address", "leave it out", {5321, "4.1.2"}};
    return smtp::HandoverRecipient{std::move(*read.mailbox), {}, std::move(read.source_route)};
}

}  // namespace sim
