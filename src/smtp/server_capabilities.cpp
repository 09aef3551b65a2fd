// What a server session offers at this moment, and to this client: which commands it knows, which extensions
// may be used, and how EHLO is answered. RFC 5321 4.1.1.1, RFC 3207 4.2, RFC 4954 3, RFC 8689 2, RFC 9422 3.
#include <fmt/format.h>

#include "smtp/server_session.h"

namespace smtp {

bool ServerSession::is_offered(Verb verb) const {
    const bool in_1982 = settings_.era == Era::y1982;
    switch (verb) {
        case Verb::ehlo:
            return !in_1982;
        case Verb::vrfy:
            return in_1982 || conduct_->vrfy != Conduct::Inquiry::not_offered;
        case Verb::expn:
            return conduct_->expn != Conduct::Expansion::not_offered;
        case Verb::help:
            return conduct_->help != Conduct::Help::not_offered;
        case Verb::bdat:
            return !in_1982 && settings_.offers.has(Extension::chunking) &&
                   conduct_->extensions.has(Extension::chunking);
        case Verb::starttls:
            return !in_1982 && settings_.offers.has(Extension::starttls) &&
                   (tls_ || settings_.tls == ServerSettings::Tls::available);
        case Verb::auth:
            return !in_1982 && settings_.offers.has(Extension::auth) && !settings_.accounts.empty();
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
        case Verb::turn:
            return in_1982;
        case Verb::etrn:
        case Verb::unknown:
            return false;
        default:
            return true;
    }
}

// Of what the host offers, what can be used now; after HELO nothing can.
ExtensionSet ServerSession::usable() const {
    if (settings_.era == Era::y1982 || !knows_parameters()) return {};
    ExtensionSet now;
    for (std::size_t index = 0; index < extension_count; ++index) {
        const auto one = static_cast<Extension>(index);
        if (settings_.offers.has(one) && conduct_->extensions.has(one)) now.add(one);
    }
    if (tls_ || settings_.tls == ServerSettings::Tls::none) now.remove(Extension::starttls);
    if (settings_.accounts.empty()) now.remove(Extension::auth);
    if (!tls_) now.remove(Extension::require_tls);
    if (!now.has(Extension::chunking)) now.remove(Extension::binarymime);
    return now;
}

std::vector<std::string> ServerSession::keywords() const {
    const ExtensionSet now = usable();
    std::vector<std::string> lines;
    for (std::size_t index = 0; index < extension_count; ++index) {
        const auto extension = static_cast<Extension>(index);
        if (!now.has(extension)) continue;
        std::string line(to_text(extension));
        switch (extension) {
            case Extension::size:
                line += fmt::format(" {}", settings_.letter_limit);
                break;
            case Extension::auth: {
                const auto offered = mechanisms_offered();
                if (offered.empty()) continue;
                for (const Mechanism mechanism : offered) line += fmt::format(" {}", to_text(mechanism));
                break;
            }
            case Extension::limits:
                line += fmt::format(" MAILMAX={} RCPTMAX={}", most_transactions, settings_.recipient_limit);
                break;
            default:
                break;
        }
        lines.push_back(std::move(line));
    }
    // What RFC 5321 has of itself may be listed as well (4.1.1.1).
    if (conduct_->vrfy == Conduct::Inquiry::answered) lines.emplace_back("VRFY");
    if (conduct_->expn == Conduct::Expansion::answered) lines.emplace_back("EXPN");
    if (conduct_->help != Conduct::Help::not_offered) lines.emplace_back("HELP");
    return lines;
}

}  // namespace smtp
