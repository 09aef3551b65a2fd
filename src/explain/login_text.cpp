// What a line of a login says under its base64: the parts of PLAIN (RFC 4616), the attributes of SCRAM
// (RFC 5802 5.1), or plain text such as LOGIN's prompts. Shown because base64 hides nothing.
#include <fmt/format.h>

#include <array>
#include <vector>

#include "base/text.h"
#include "explain/parts.h"
#include "mail/encoding.h"

namespace explain {
namespace {

constexpr std::size_t login_shown = 200;  // octets of one part; our own bound

std::string legible(std::string_view octets) {
    std::string text = base::visible(octets.substr(0, login_shown));
    if (octets.size() > login_shown) text += "...";
    return text;
}

// authzid NUL authcid NUL password (RFC 4616 2).
std::string plain_parts(std::string_view octets) {
    const auto first = octets.find('\0'), second = octets.find('\0', first + 1);
    const auto on_behalf = octets.substr(0, first);
    std::string text =
        fmt::format("name '{}', password '{}'", legible(octets.substr(first + 1, second - first - 1)),
                    legible(octets.substr(second + 1)));
    if (!on_behalf.empty()) text = fmt::format("for '{}', ", legible(on_behalf)) + text;
    return text;
}

struct Attribute {
    char letter;
    std::string_view meaning;
};
constexpr std::array attributes{
    Attribute{'n', "the name"},
    Attribute{'a', "for whom"},
    Attribute{'r', "numbers used once"},
    Attribute{'s', "salt"},
    Attribute{'i', "rounds of hashing"},
    Attribute{'c', "what the channel is bound to"},
    Attribute{'p', "proof that the client knows the password"},
    Attribute{'v', "proof that the server knows it too"},
    Attribute{'e', "error"},
};

// "n,,n=ann,r=abc", "r=abc,s=c2FsdA==,i=4096"; "" when it is none of SCRAM's messages.
std::string scram_parts(std::string_view octets) {
    std::string text;
    for (const std::string_view part : base::split(octets, ',')) {
        if (part.empty() || part == "n" || part == "y") continue;  // the header: no channel binding
        if (part.size() < 2 || part[1] != '=') return {};
        const Attribute* known = nullptr;
        for (const Attribute& one : attributes)
            if (one.letter == part[0]) known = &one;
        if (!known) return {};
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", known->meaning, legible(part.substr(2)));
    }
    return text;
}

}  // namespace

std::string login_meaning(std::string_view base64) {
    constexpr std::string_view open = " Base64 only packs it: without TLS, anybody on the way reads it too.";
    if (base64 == "=") return "an empty answer (RFC 4954 4).";
    if (base64 == "*") return "the client breaks the login off (RFC 4954 4).";
    const auto octets = mail::from_base64(base64);
    if (!octets) return "no base64: the server cannot read it.";
    const auto first = octets->find('\0');
    if (first != std::string::npos && octets->find('\0', first + 1) != std::string::npos)
        return fmt::format("in base64: {}.{}", plain_parts(*octets), open);
    if (const std::string parts = scram_parts(*octets); !parts.empty())
        return fmt::format("in base64, of SCRAM: {}. The password itself is not sent.", parts);
    if (octets->empty()) return "nothing.";
    return fmt::format("in base64: {}.{}", legible(*octets), open);
}

}  // namespace explain
