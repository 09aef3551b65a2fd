// The fields that hosts put on top of a message on its way: Received and Return-Path (RFC 5321 4.4).
// Knows how they are written and counted, not when: that is the mail host's business.
#pragma once
#include <optional>
#include <string>

#include "base/ip_address.h"
#include "mail/address.h"
#include "mail/date.h"
#include "mail/message.h"

namespace mail {

struct Received {
    std::string from;                      // what the peer said in HELO or EHLO
    std::optional<std::string> peer_name;  // what the reverse DNS calls it
    std::optional<base::IpAddress> peer;   // none: handed in on this very host
    std::string by;                        // this host
    std::string with = "SMTP";             // RFC 3848: SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA
    std::string tls = {};                  // "TLSv1.3 TLS_AES_256_GCM_SHA384": a comment; empty: none
    std::string id;                        // empty: none
    std::optional<Address>
        recipient;  // only when there is exactly one (RFC 5321 7.2: else it would leak Bcc)
    UnixSeconds when = 0;
};

/// "Received: from HELO (NAME [IP])\r\n\tby HOST with ESMTP id ID\r\n\tfor <RCPT>; DATE\r\n", folded under 78
/// columns where words allow it. What a peer said is made harmless: outside 21-7E, parentheses,
/// backslash and semicolon become '?'.
std::string received_field(const Received& received);

/// "Return-Path: <ann@src.example>\r\n"; none: the null path "<>".
std::string return_path_field(const std::optional<Address>& reverse_path);

/// The number of Received fields: past most_received_fields a mail is going in circles (RFC 5321 6.3).
int count_received(const Message& message);

}  // namespace mail
