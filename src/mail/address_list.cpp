// The lists of From, To and their like (RFC 5322 3.4, 3.6.2, 4.4).
#include "mail/address_scanner.h"

namespace mail {
namespace {

AddressFault fault(std::size_t position, std::string what, std::string_view mend, std::string_view section) {
    return {position, std::move(what), std::string(mend), {5322, section}};
}

constexpr std::string_view list_mend = "write name <local-part@domain>, with commas between";

/// "<" [obs-route] addr-spec ">", behind its "<" (RFC 5322 3.4, 4.4).
bool take_angle_address(AddressScanner& scanner) {
    Address address;
    std::string domain;
    if (!scanner.take_space()) return false;
    while (scanner.next_is('@') || scanner.next_is(',')) {  // obs-route: ignored, as RFC 5322 4.4 asks
        if (scanner.skip(',')) {
            if (!scanner.take_space()) return false;
            continue;
        }
        scanner.skip('@');
        if (!scanner.take_domain(domain)) return false;
        if (scanner.skip(':')) break;
        if (!scanner.next_is(',')) return scanner.stop(scanner.stray("end the route with ':'"));
    }
    if (!scanner.take_address(address)) return false;
    return scanner.skip('>') || scanner.stop(scanner.stray("put '>' behind the address"));
}

enum class Entry : std::uint8_t { mailbox, group, none };

/// One mailbox or the name of a group up to its ':'; `none` before a comma or the end (RFC 5322 4.4).
/// False: a fault.
bool take_entry(AddressScanner& scanner, Entry& entry) {
    std::string word, domain;
    std::size_t words = 0;
    bool apart = false;  // two words with no dot between: a name, never a local part
    bool after_dot = true;
    entry = Entry::none;
    for (;;) {
        if (!scanner.take_space() || !scanner.take_word(word)) return false;
        if (!word.empty()) {
            apart = apart || !after_dot;
            after_dot = false;
            ++words;
        } else if (words > 0 && scanner.skip('.')) {
            apart = apart || after_dot;
            after_dot = true;
        } else {
            break;
        }
    }
    if (scanner.skip('<')) {
        entry = Entry::mailbox;
        return take_angle_address(scanner) && scanner.take_space();
    }
    if (words == 0) {
        if (scanner.at_end() || scanner.next_is(',') || scanner.next_is(';')) return true;
        return scanner.stop(scanner.stray(list_mend));
    }
    if (scanner.skip(':')) {
        entry = Entry::group;
        return true;
    }
    if (apart || after_dot || !scanner.skip('@')) return scanner.stop(scanner.stray(list_mend));
    entry = Entry::mailbox;
    return scanner.take_domain(domain);
}

std::optional<AddressFault> check_entries(AddressScanner& scanner, AddressListForm form) {
    bool in_group = false;
    std::size_t mailboxes = 0, groups = 0;
    for (;;) {
        const std::size_t begin = scanner.position();
        Entry entry = Entry::none;
        if (!take_entry(scanner, entry)) return scanner.stopped_by();
        if (entry == Entry::group) {
            if (in_group || form != AddressListForm::addresses)
                return fault(begin, "a group where only mailboxes may stand", list_mend, "3.6.2");
            in_group = true;
            ++groups;
            continue;
        }
        mailboxes += entry == Entry::mailbox ? 1 : 0;
        if (in_group && scanner.skip(';')) {
            in_group = false;
            if (!scanner.take_space()) return scanner.stopped_by();
        }
        if (scanner.at_end()) break;
        if (!scanner.skip(',')) return scanner.stray(list_mend);
    }
    if (in_group) return fault(scanner.position(), "the group does not end", "end it with ';'", "3.4");
    if (mailboxes + groups == 0) return fault(0, "there is no address", list_mend, "3.4");
    if (form == AddressListForm::one_mailbox && mailboxes > 1)
        return fault(0, "several mailboxes where one may stand", "name one", "3.6.2");
    return {};
}

}  // namespace

std::optional<AddressFault> check_address_list(std::string_view value, AddressListForm form) {
    AddressScanner scanner(value);
    return check_entries(scanner, form);
}

}  // namespace mail
