// A letter as a mail client writes it: RFC 5322 octets from what a person typed (UTF-8). ASCII stays as it
// is; else the subject and names become encoded-words (RFC 2047) and the body quoted-printable (RFC 2045).
// Knows no clock and no chance: date and Message-ID are handed in. Knows no envelope.
#pragma once
#include <string>
#include <vector>

#include "mail/address.h"
#include "mail/date.h"

namespace mail {

struct Correspondent {
    std::string name;  // UTF-8; empty: none
    Address address;
};

struct Letter {
    Correspondent from;
    std::vector<Correspondent> to;
    std::string subject;  // UTF-8; line ends become spaces
    std::string body;     // UTF-8; any line ends
    UnixSeconds date = 0;
    std::string message_id;  // without angle brackets: "1.src@laptop.src.example"
};

/// The letter with CRLF: Date, From, To, Message-ID, Subject, MIME-Version, Content-Type,
/// Content-Transfer-Encoding, blank line, body. Header lines stay under 78 columns where words allow it;
/// nothing that was typed can end a field or begin another.
std::string compose(const Letter& letter);

/// "Ann Example <ann@src.example>": name bare, quoted or as encoded-words, as it needs (RFC 5322 3.4).
std::string to_header_text(const Correspondent& correspondent);

}  // namespace mail
