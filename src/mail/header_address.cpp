#include "mail/header_address.h"

#include "mail/address_scanner.h"

namespace mail {

std::string_view to_text(AddressOddity oddity) {
    switch (oddity) {
        case AddressOddity::comment:
            return "a comment in parentheses";
        case AddressOddity::folding:
            return "white space around its parts";
        case AddressOddity::obsolete_word:
            return "words as only old mail writes them";
        case AddressOddity::obsolete_domain:
            return "white space or comments around the dots of its domain";
        case AddressOddity::free_literal:
            return "brackets that hold no address of a host";
        case AddressOddity::no_host_name:
            return "a domain that is no host name";
    }
    return {};
}

base::Citation citation(AddressOddity oddity) {
    switch (oddity) {
        case AddressOddity::comment:
        case AddressOddity::folding:
            return {5322, "3.2.2"};
        case AddressOddity::obsolete_word:
            return {5322, "4.1"};
        case AddressOddity::obsolete_domain:
            return {5322, "4.4"};
        case AddressOddity::free_literal:
            return {5321, "4.1.3"};
        case AddressOddity::no_host_name:
            return {5321, "4.1.2"};
    }
    return {};
}

std::variant<HeaderAddress, AddressFault> parse_header_address(std::string_view text) {
    AddressScanner scanner(text);
    HeaderAddress parsed;
    if (!scanner.take_address(parsed.address)) return *scanner.stopped_by();
    if (!scanner.at_end()) return scanner.stray("write one address only");
    parsed.oddities = scanner.oddities();
    return parsed;
}

}  // namespace mail
