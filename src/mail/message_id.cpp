#include "mail/message_id.h"

#include "mail/address_scanner.h"

namespace mail {

bool is_message_id(std::string_view value) {
    // Its two halves are a local part and a domain in all but meaning; a domain literal needs no known form.
    AddressScanner scanner(value);
    Address halves;
    return scanner.take_space() && scanner.skip('<') && scanner.take_address(halves) && scanner.skip('>') &&
           scanner.take_space() && scanner.at_end();
}

}  // namespace mail
