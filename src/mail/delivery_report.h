// What a host writes about a letter's fate: multipart/report (RFC 6522) of a part for people, a
// message/delivery-status (RFC 3464; in UTF-8: RFC 6533) and the original. And the reading of such a status
// part. Knows no queue: whom it failed for, and when, is handed in. It is sent with a null reverse-path (RFC
// 5321 4.5.5).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/address.h"
#include "mail/date.h"
#include "mail/message.h"
#include "mail/xtext.h"

namespace mail {

enum class DeliveryAction : std::uint8_t { failed, delayed, delivered, relayed, expanded };  // RFC 3464 2.3.3
enum class Returned : std::uint8_t { header_only, full };                                    // RFC 3461 4.3

std::string_view to_text(DeliveryAction action);
std::optional<DeliveryAction> parse_delivery_action(std::string_view text);

struct RecipientReport {
    Address final_recipient;
    DeliveryAction action = DeliveryAction::failed;
    std::string status;           // RFC 3463: "5.1.1"
    std::string diagnostic_code;  // "smtp; 550 5.1.1 no such user"; empty: nobody said anything
    std::optional<std::string> remote_mta;
    std::optional<UnixSeconds> last_attempt;
    std::optional<UnixSeconds> will_retry_until;          // only for delayed
    std::optional<OriginalRecipient> original_recipient;  // what ORCPT said, decoded (RFC 3461 5.2.1)
    std::string final_log_id;                             // what the host that took it calls it
};

struct Report {
    std::string reporting_mta;  // a host name: From becomes "Mail Delivery System <MAILER-DAEMON@host>"
    UnixSeconds arrival_date = 0;
    Address to;
    UnixSeconds date = 0;
    std::string message_id;  // without angle brackets
    std::string boundary;    // a seed text: the boundary is made of it, and occurs in no part
    std::vector<RecipientReport> recipients;
    std::string original;                       // octets
    Returned returned = Returned::header_only;  // what RET asks for
    std::string envelope_id;                    // what ENVID said, decoded; empty: none
    std::string received_from_mta;              // the host that handed the letter in; empty: unknown
    Utf8 utf8 = Utf8::allowed;                  // refused: the way back offers no SMTPUTF8
};

/// The whole report, with CRLF. The original comes back in full only when RET says so, something failed
/// (RFC 3461 4.3) and it can stand inside another letter. In UTF-8 by RFC 6533 when an address or the
/// original's header needs it and the way back carries it; else in ASCII by that RFC's encodings.
/// Requires: at least one recipient.
std::string delivery_report(const Report& report);

struct DeliveryStatus {
    std::string reporting_mta;  // without its "dns;"
    std::optional<UnixSeconds> arrival_date;
    std::vector<RecipientReport> recipients;
    std::string envelope_id, received_from_mta;  // as in Report
};

/// The status part of a report, ASCII or UTF-8, as anybody may have written it; nothing when there is none or
/// it is not one. Recipients whose address cannot be read are left out.
std::optional<DeliveryStatus> parse_delivery_status(const Message& message);

}  // namespace mail
