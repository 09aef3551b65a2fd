#include "mail/internationalized.h"

#include <idn2.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "mail/utf8.h"

namespace mail {
namespace {

struct FreeByIdn2 {
    void operator()(char* text) const { idn2_free(text); }
};

AddressFault no_domain(std::string what) {
    return {0, std::move(what), "use labels that IDNA 2008 allows", {5891, "5.4"}};
}

}  // namespace

bool needs_smtputf8(const Address& address) {
    return base::has_high(address.local_part) || base::has_high(address.domain);
}

bool needs_smtputf8(const Message& message, const MimeTree& tree) {
    return std::any_of(tree.parts().begin(), tree.parts().end(),
                       [&](const MimePart& part) { return base::has_high(message.text(part.header)); });
}

std::variant<std::string, AddressFault> to_a_labels(std::string_view domain) {
    if (!base::has_high(domain)) return std::string(domain);
    // libidn2 takes C strings, and asks for UTF-8 that is right.
    if (domain.find('\0') != std::string_view::npos || with_valid_utf8(domain) != domain)
        return no_domain("the domain is no UTF-8");
    // What people type is mapped first (lower case, composed: RFC 5895, UTS 46), then held to IDNA 2008.
    char* converted = nullptr;
    const int status = idn2_to_ascii_8z(std::string(domain).c_str(), &converted,
                                        IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL | IDN2_USE_STD3_ASCII_RULES);
    const std::unique_ptr<char, FreeByIdn2> owned(converted);
    if (status != IDN2_OK)
        return no_domain(std::string("the domain has no ASCII form: ") + idn2_strerror(status));
    std::string ascii(owned.get());
    AddressFault wrong = check_domain(ascii);
    if (!wrong.what.empty()) return wrong;
    return ascii;
}

std::optional<Address> downgraded(const Address& address) {
    if (base::has_high(address.local_part)) return {};
    auto domain = to_a_labels(address.domain);
    if (std::holds_alternative<AddressFault>(domain)) return {};
    return Address{address.local_part, std::move(std::get<std::string>(domain))};
}

}  // namespace mail
