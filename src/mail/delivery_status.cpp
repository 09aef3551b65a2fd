// The reading of a delivery-status part (RFC 3464 2): fields of the message, then, each behind a blank line,
// the fields of a recipient.
#include "base/text.h"
#include "mail/content_type.h"
#include "mail/delivery_report.h"
#include "mail/encoding.h"

namespace mail {
namespace {

std::string decoded_body(const Message& part) {
    const std::string encoding = base::lower(part.value_of("Content-Transfer-Encoding"));
    const std::string_view body = part.text(part.body());
    if (encoding == "quoted-printable") return from_quoted_printable(body);
    if (encoding == "base64") return from_base64_lenient(body);
    return std::string(body);
}

bool is_status(const ContentType& content) {
    return content.type == "message/delivery-status" || content.type == "message/global-delivery-status";
}

/// The text of the status part, wherever it is: the whole message, or one of its parts.
std::optional<std::string> status_text(const Message& message) {
    const ContentType content = parse_content_type(message.value_of("Content-Type"));
    if (is_status(content)) return decoded_body(message);
    if (content.type != "multipart/report") return {};
    const std::string_view body = message.text(message.body());
    for (const ByteRange& range : multipart_parts(body, content.parameter("boundary"))) {
        const Message part = Message::parse(std::string(body.substr(range.offset, range.length)));
        if (is_status(parse_content_type(part.value_of("Content-Type")))) return decoded_body(part);
    }
    return {};
}

/// The blocks between blank lines; none of them is empty.
std::vector<Message> field_groups(std::string_view text) {
    std::vector<Message> groups;
    std::size_t begin = 0;
    const auto end_group = [&](std::size_t end) {
        if (end > begin) groups.push_back(Message::parse(std::string(text.substr(begin, end - begin))));
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto lf = text.find('\n', at);
        const std::size_t next = lf == std::string_view::npos ? text.size() : lf + 1;
        const std::string_view line = text.substr(at, next - at);
        if (line == "\r\n" || line == "\n") {
            end_group(at);
            begin = next;
        }
        at = next;
    }
    end_group(text.size());
    return groups;
}

/// "rfc822; bo@dest.example" without its type.
std::string untyped(const std::string& value) {
    const auto semicolon = value.find(';');
    return semicolon == std::string::npos
               ? value
               : std::string(base::trim(std::string_view(value).substr(semicolon + 1)));
}

/// "rfc822; bo@dest.example": the type and the address, decoded from what RFC 6533 3 wraps type utf-8 in.
std::optional<OriginalRecipient> typed_address(const std::string& value) {
    const auto semicolon = value.find(';');
    if (semicolon == std::string::npos) return {};
    OriginalRecipient typed{std::string(base::trim(std::string_view(value).substr(0, semicolon))),
                            untyped(value)};
    if (base::equal_ignoring_case(typed.type, "utf-8"))
        if (auto decoded = from_utf8_addr(typed.address, Utf8::allowed)) typed.address = std::move(*decoded);
    return typed;
}

std::optional<RecipientReport> recipient_report(const Message& group) {
    const std::string recipient = group.value_of("Final-Recipient");
    const auto typed = typed_address(recipient);
    const auto parsed = parse_address(typed ? typed->address : recipient, Utf8::allowed);
    const auto action = parse_delivery_action(group.value_of("Action"));
    if (!std::holds_alternative<Address>(parsed) || !action) return {};
    RecipientReport report;
    report.final_recipient = std::get<Address>(parsed);
    report.action = *action;
    report.status = group.value_of("Status");
    report.diagnostic_code = group.value_of("Diagnostic-Code");
    if (group.find("Remote-MTA") != nullptr) report.remote_mta = untyped(group.value_of("Remote-MTA"));
    report.original_recipient = typed_address(group.value_of("Original-Recipient"));
    report.final_log_id = group.value_of("Final-Log-Id");
    report.last_attempt = parse_mail_date(group.value_of("Last-Attempt-Date"));
    report.will_retry_until = parse_mail_date(group.value_of("Will-Retry-Until"));
    return report;
}

}  // namespace

std::optional<DeliveryStatus> parse_delivery_status(const Message& message) {
    const auto text = status_text(message);
    if (!text) return {};
    const std::vector<Message> groups = field_groups(*text);
    if (groups.empty() || groups.front().find("Reporting-MTA") == nullptr) return {};
    DeliveryStatus status;
    status.reporting_mta = untyped(groups.front().value_of("Reporting-MTA"));
    status.envelope_id = groups.front().value_of("Original-Envelope-Id");
    status.received_from_mta = untyped(groups.front().value_of("Received-From-MTA"));
    status.arrival_date = parse_mail_date(groups.front().value_of("Arrival-Date"));
    for (std::size_t i = 1; i < groups.size(); ++i)
        if (auto report = recipient_report(groups[i])) status.recipients.push_back(std::move(*report));
    return status;
}

}  // namespace mail
