#include "smtp/server_offer.h"

#include <algorithm>

#include "base/text.h"

namespace smtp {
namespace {

void read_limit(std::string_view word, ServerOffer& offer) {
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) return;
    const auto value = base::parse_number(word.substr(equals + 1));
    if (!value || *value < 1) return;  // RFC 9422 3: a limit is a number from 1
    const std::string_view name = word.substr(0, equals);
    const auto limit = static_cast<std::uint64_t>(*value);
    if (base::equal_ignoring_case(name, "MAILMAX")) offer.mail_max = limit;
    if (base::equal_ignoring_case(name, "RCPTMAX")) offer.recipient_max = limit;
    if (base::equal_ignoring_case(name, "RCPTDOMAINMAX")) offer.domain_max = limit;
}

void read_values(Extension extension, std::string_view text, ServerOffer& offer) {
    switch (extension) {
        case Extension::size:
            if (const auto limit = base::parse_number(base::trim(text)); limit && *limit > 0)
                offer.size_limit = static_cast<std::uint64_t>(*limit);
            break;
        case Extension::auth:
            for (const std::string_view word : base::words(text)) {
                std::string name = base::upper(word);
                if (std::find(offer.mechanisms.begin(), offer.mechanisms.end(), name) ==
                        offer.mechanisms.end() &&
                    offer.mechanisms.size() < 32)  // our own bound: SASL knows about 20 in all
                    offer.mechanisms.push_back(std::move(name));
            }
            break;
        case Extension::limits:
            for (const std::string_view word : base::words(text)) read_limit(word, offer);
            break;
        default:
            break;
    }
}

}  // namespace

ServerOffer server_offer(const Reply& ehlo, ExtensionSet uses) {
    ServerOffer offer;
    for (std::size_t line = 1; line < ehlo.lines.size(); ++line) {
        const std::string_view text = base::trim(ehlo.lines[line]);
        // "AUTH=LOGIN" was said before RFC 2554, and some servers still say it beside the right line.
        const auto end = text.find_first_of(" \t=");
        const auto extension = extension_named(text.substr(0, end));
        if (!extension || !uses.has(*extension)) continue;
        offer.extensions.add(*extension);
        if (end != std::string_view::npos) read_values(*extension, text.substr(end + 1), offer);
    }
    if (!offer.has(Extension::eight_bit_mime)) {
        offer.extensions.remove(Extension::smtputf8);
        offer.extensions.remove(Extension::binarymime);
    }
    if (!offer.has(Extension::chunking)) offer.extensions.remove(Extension::binarymime);
    return offer;
}

}  // namespace smtp
