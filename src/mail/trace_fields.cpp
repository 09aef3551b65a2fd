#include "mail/trace_fields.h"

#include <fmt/format.h>

#include "base/text.h"
#include "mail/fold.h"

namespace mail {
namespace {

/// A word that others chose, unable to close a comment, end the field or begin its date.
std::string harmless(std::string_view word) {
    std::string text(word);
    for (char& c : text)
        if (!base::is_printable(c) || std::string_view(" ()\\;").find(c) != std::string_view::npos) c = '?';
    return text;
}

std::string address_literal(const base::IpAddress& address) {  // RFC 5321 4.1.3
    return (address.family == base::IpAddress::Family::v6 ? "[IPv6:" : "[") + base::to_text(address) + "]";
}

/// Inside quotes the white space of an address has to stay, and it may not end a line either.
std::string path_text(const Address& address) {
    std::string text = to_text(address);
    for (char& c : text)
        if ((c >= 0 && c < ' ') || c == 0x7F) c = '?';
    return "<" + text + ">";
}

}  // namespace

std::string received_field(const Received& received) {
    std::string from = "from " + harmless(received.from);
    if (received.peer) {
        const std::string name = received.peer_name ? harmless(*received.peer_name) + " " : "";
        from += " (" + name + address_literal(*received.peer) + ")";
    }
    std::string by = fmt::format("by {} with {}", harmless(received.by), harmless(received.with));
    if (!received.tls.empty()) {
        by += " (";
        for (const std::string_view word : base::words(received.tls))
            by += (by.back() == '(' ? "" : " ") + harmless(word);
        by += ")";
    }
    if (!received.id.empty()) by += " id " + harmless(received.id);
    // Each clause on a line of its own, and folded within when it is long.
    std::string field = folded_field("Received", from);
    const auto add_line = [&](std::string_view clause) {
        const std::string folded =
            folded_field("", clause);  // ": clause\r\n": the tab takes the colon's place
        field += "\t" + folded.substr(2);
    };
    if (received.recipient) {
        add_line(by);
        add_line("for " + path_text(*received.recipient) + "; " + to_mail_date(received.when));
    } else {
        add_line(by + "; " + to_mail_date(received.when));
    }
    return field;
}

std::string return_path_field(const std::optional<Address>& reverse_path) {
    return "Return-Path: " + (reverse_path ? path_text(*reverse_path) : std::string("<>")) + "\r\n";
}

int count_received(const Message& message) {
    int count = 0;
    for (const Message::Field& field : message.fields())
        if (base::equal_ignoring_case(message.name(field), "Received")) ++count;
    return count;
}

}  // namespace mail
