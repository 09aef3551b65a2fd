// What RFC 3461 and RFC 6533 add to a delivery report: ENVID, ORCPT, RET, every action, and UTF-8.
#include <catch2/catch.hpp>

#include "base/text.h"
#include "mail/delivery_report.h"
#include "mail/encoding.h"
#include "tests/mail/report_letter.h"

using namespace mail;
using mail_test::body;
using mail_test::contains;
using mail_test::original;
using mail_test::parts;

namespace {

constexpr std::string_view utf8_original =
    "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: j\xC3\xB6rg@src.example\r\n\r\nHello Bob\r\n";

Report report(DeliveryAction action) {
    Report r;
    r.reporting_mta = "relay.src.example";
    r.arrival_date = 1'795'466'179;
    r.to = {"ann", "src.example"};
    r.date = 1'795'466'200;
    r.message_id = "2.report@relay.src.example";
    r.boundary = "1A2B";
    RecipientReport recipient;
    recipient.final_recipient = {"bob", "dest.example"};
    recipient.action = action;
    recipient.status = action == DeliveryAction::failed    ? "5.1.1"
                       : action == DeliveryAction::delayed ? "4.4.1"
                                                           : "2.1.5";
    r.recipients = {recipient};
    r.original = original;
    return r;
}

std::vector<Message> parts(const Report& r) {
    return mail_test::parts(Message::parse(delivery_report(r)));
}

/// Without line ends, so that wrapped prose can be searched.
std::string prose(const Message& part) {
    std::string text(body(part));
    for (char& c : text)
        if (c == '\r' || c == '\n') c = ' ';
    std::string joined;
    for (const std::string_view word : base::words(text)) joined.append(word).append(" ");
    return joined;
}

}  // namespace

TEST_CASE("the status part holds every field that RFC 3461 brings along, in order", "[mail]") {
    Report r = report(DeliveryAction::delayed);
    r.envelope_id = "QQ 314159";
    r.received_from_mta = "laptop.src.example";
    RecipientReport& bob = r.recipients[0];
    bob.original_recipient = OriginalRecipient{"rfc822", "Bob+x@list.example"};
    bob.remote_mta = "mx.dest.example";
    bob.diagnostic_code = "smtp; 451 4.4.1 later";
    bob.last_attempt = 1'795'466'199;
    bob.final_log_id = "A1B2C3";
    bob.will_retry_until = 1'795'898'179;
    CHECK(body(parts(r)[1]) ==
          "Original-Envelope-Id: QQ 314159\r\n"
          "Reporting-MTA: dns; relay.src.example\r\n"
          "Received-From-MTA: dns; laptop.src.example\r\n"
          "Arrival-Date: Mon, 23 Nov 2026 20:36:19 +0000\r\n"
          "\r\n"
          "Original-Recipient: rfc822; Bob+x@list.example\r\n"
          "Final-Recipient: rfc822; bob@dest.example\r\n"
          "Action: delayed\r\n"
          "Status: 4.4.1\r\n"
          "Remote-MTA: dns; mx.dest.example\r\n"
          "Diagnostic-Code: smtp; 451 4.4.1 later\r\n"
          "Last-Attempt-Date: Mon, 23 Nov 2026 20:36:39 +0000\r\n"
          "Final-Log-Id: A1B2C3\r\n"
          "Will-Retry-Until: Sat, 28 Nov 2026 20:36:19 +0000\r\n");
}

TEST_CASE("what is written can be read back, field for field", "[mail]") {
    const auto action = GENERATE(DeliveryAction::failed, DeliveryAction::delayed, DeliveryAction::delivered,
                                 DeliveryAction::relayed, DeliveryAction::expanded);
    const Utf8 utf8 = GENERATE(Utf8::refused, Utf8::allowed);
    Report r = report(action);
    r.utf8 = utf8;
    r.envelope_id = "id+1";
    r.received_from_mta = "laptop.src.example";
    r.recipients[0].final_recipient = {"jos\xC3\xA9", "d\xC3\xA9st.example"};
    r.recipients[0].original_recipient = OriginalRecipient{"utf-8", "b\xC3\xBC@list.example"};
    r.recipients[0].final_log_id = "77";
    r.recipients.push_back(r.recipients[0]);
    r.recipients[1].final_recipient = {"plain", "dest.example"};
    r.recipients[1].original_recipient = OriginalRecipient{"x400", "/C=GB"};
    const auto status = parse_delivery_status(Message::parse(delivery_report(r)));
    REQUIRE(status);
    CHECK(status->envelope_id == "id+1");
    CHECK(status->received_from_mta == "laptop.src.example");
    REQUIRE(status->recipients.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(status->recipients[i].final_recipient == r.recipients[i].final_recipient);
        CHECK(status->recipients[i].original_recipient == r.recipients[i].original_recipient);
        CHECK(status->recipients[i].action == action);
        CHECK(status->recipients[i].final_log_id == "77");
    }
}

TEST_CASE("the subject and the prose say what happened", "[mail]") {
    const auto [action, subject, sentence] = GENERATE(table<DeliveryAction, std::string, std::string>({
        {DeliveryAction::failed, "Undelivered Mail Returned to Sender", "will not be tried again"},
        {DeliveryAction::delayed, "Delayed Mail (it is still being tried)",
         "You do not need to send your letter again."},
        {DeliveryAction::relayed, "Mail Handed On (to a host that sends no reports)",
         "handed on to the host mx.dest.example, which sends no such reports."},
        {DeliveryAction::expanded, "Mail Delivered to a Mailing List", "sends it on to its members."},
        {DeliveryAction::delivered, "Successful Mail Delivery Report", "was delivered to the mailbox."},
    }));
    Report r = report(action);
    r.recipients[0].remote_mta = "mx.dest.example";
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.value_of("Subject") == subject);
    CHECK(contains(prose(parts(message)[0]), sentence));
    CHECK(message.findings().empty());
}

TEST_CASE("when several things happened, the subject says the worst", "[mail]") {
    Report r = report(DeliveryAction::delivered);
    for (const auto& [action, subject] : std::vector<std::pair<DeliveryAction, std::string>>{
             {DeliveryAction::expanded, "Mail Delivered to a Mailing List"},
             {DeliveryAction::relayed, "Mail Handed On (to a host that sends no reports)"},
             {DeliveryAction::delayed, "Delayed Mail (it is still being tried)"},
             {DeliveryAction::failed, "Undelivered Mail Returned to Sender"}}) {
        r.recipients.push_back(report(action).recipients[0]);
        CHECK(Message::parse(delivery_report(r)).value_of("Subject") == subject);
    }
}

TEST_CASE("people read whom they wrote to, and how they marked it", "[mail]") {
    Report r = report(DeliveryAction::failed);
    r.envelope_id = "QQ314159";
    r.recipients[0].original_recipient = OriginalRecipient{"rfc822", "office@list.example"};
    CHECK(contains(prose(parts(r)[0]), "You wrote to <office@list.example>;"));
    CHECK(contains(prose(parts(r)[0]), "You marked its envelope: QQ314159"));
    r.recipients[0].original_recipient = OriginalRecipient{"rfc822", "bob@dest.example"};
    CHECK(!contains(prose(parts(r)[0]), "You wrote to"));
}

TEST_CASE("RET=FULL is for failures: all other reports return the header", "[mail]") {
    const auto action = GENERATE(DeliveryAction::delayed, DeliveryAction::delivered, DeliveryAction::relayed,
                                 DeliveryAction::expanded, DeliveryAction::failed);
    Report r = report(action);
    r.returned = Returned::full;
    CHECK(parts(r)[2].value_of("Content-Type") ==
          (action == DeliveryAction::failed ? "message/rfc822" : "text/rfc822-headers"));
}

TEST_CASE("Will-Retry-Until is only for what is still being tried", "[mail]") {
    Report r = report(DeliveryAction::failed);
    r.recipients[0].will_retry_until = 1'795'898'179;
    const std::string text = delivery_report(r);
    CHECK(!contains(text, "Will-Retry-Until"));
    CHECK(!contains(text, "It will be tried until"));
}

TEST_CASE("an address in UTF-8 makes the report one of RFC 6533", "[mail]") {
    Report r = report(DeliveryAction::failed);
    r.recipients[0].final_recipient = {"jos\xC3\xA9", "dest.example"};
    r.recipients[0].diagnostic_code = "smtp; 550 5.1.1 \xC3\xA9 unknown";
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.value_of("Content-Transfer-Encoding") == "8bit");
    CHECK(message.count(Finding::Kind::eight_bit_in_header) == 0);
    const std::vector<Message> found = parts(message);
    CHECK(found[0].value_of("Content-Type") == "text/plain; charset=utf-8");
    CHECK(contains(body(found[0]), "<jos\xC3\xA9@dest.example>"));
    CHECK(found[1].value_of("Content-Type") == "message/global-delivery-status");
    CHECK(found[1].value_of("Content-Transfer-Encoding") == "8bit");
    CHECK(contains(body(found[1]), "Final-Recipient: utf-8; jos\xC3\xA9@dest.example\r\n"));
    CHECK(contains(body(found[1]), "550 5.1.1 \xC3\xA9 unknown"));
}

TEST_CASE("without SMTPUTF8 on the way back such an address is escaped in ASCII", "[mail]") {
    Report r = report(DeliveryAction::failed);
    r.utf8 = Utf8::refused;
    r.recipients[0].final_recipient = {"jos\xC3\xA9", "dest.example"};
    r.recipients[0].original_recipient = OriginalRecipient{"utf-8", "a+\xC3\xA9@dest.example"};
    const std::string octets = delivery_report(r);
    CHECK(std::none_of(octets.begin(), octets.end(), [](char c) { return base::is_high(c); }));
    const std::vector<Message> found = parts(Message::parse(octets));
    CHECK(found[1].value_of("Content-Type") == "message/delivery-status");
    CHECK(contains(body(found[1]), "Original-Recipient: utf-8; a\\x{2B}\\x{E9}@dest.example\r\n"));
    CHECK(contains(body(found[1]), "Final-Recipient: utf-8; jos\\x{E9}@dest.example\r\n"));
    CHECK(contains(body(found[0]), "<jos\\x{E9}@dest.example>"));
}

TEST_CASE("an original with a header in UTF-8 comes back as message/global", "[mail]") {
    Report r = report(DeliveryAction::failed);
    r.original = utf8_original;
    r.returned = Returned::full;
    std::vector<Message> found = parts(r);
    CHECK(found[1].value_of("Content-Type") == "message/global-delivery-status");
    CHECK(found[2].value_of("Content-Type") == "message/global");
    CHECK(found[2].value_of("Content-Transfer-Encoding") == "8bit");
    CHECK(body(found[2]) == utf8_original);
    r.returned = Returned::header_only;
    found = parts(r);
    CHECK(found[2].value_of("Content-Type") == "message/global-headers");
    CHECK(contains(body(found[2]), "j\xC3\xB6rg@src.example"));
    r.utf8 = Utf8::refused;
    r.returned = Returned::full;
    const std::string octets = delivery_report(r);
    CHECK(std::none_of(octets.begin(), octets.end(), [](char c) { return base::is_high(c); }));
    found = parts(Message::parse(octets));
    CHECK(found[2].value_of("Content-Transfer-Encoding") == "quoted-printable");
    CHECK(from_quoted_printable(body(found[2])) == utf8_original);
}

TEST_CASE("a header with octets that are no UTF-8 makes no report of UTF-8", "[mail]") {
    Report r = report(DeliveryAction::failed);
    r.original = "From: j\xF6rg@src.example\r\n\r\nHello\r\n";
    const std::vector<Message> found = parts(r);
    CHECK(found[1].value_of("Content-Type") == "message/delivery-status");
    CHECK(found[2].value_of("Content-Type") == "text/rfc822-headers");
    CHECK(contains(body(found[2]), "j?rg@src.example"));
}

TEST_CASE("hostile envelopes end no field, and long words in UTF-8 are never cut within a character",
          "[mail]") {
    const std::string evil =
        GENERATE(as<std::string>{}, "a\r\nAction: delivered", std::string(3, '\0'), "\xFF\xC3");
    Report r = report(DeliveryAction::failed);
    r.envelope_id = evil;
    r.received_from_mta = evil;
    r.recipients[0].final_log_id = evil;
    r.recipients[0].original_recipient = OriginalRecipient{evil, evil};
    r.recipients[0].final_recipient = {"\xC3\xA9", "dest.example"};
    for (int i = 0; i < 3000; ++i) r.recipients[0].diagnostic_code += "\xE2\x82\xAC";
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.count(Finding::Kind::line_too_long) == 0);
    CHECK(message.count(Finding::Kind::nul) == 0);
    CHECK(!contains(body(parts(message)[1]), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    const auto status = parse_delivery_status(message);
    REQUIRE(status);
    REQUIRE(status->recipients.size() == 1);
    CHECK(status->recipients[0].action == DeliveryAction::failed);
    CHECK(status->recipients[0].final_recipient == r.recipients[0].final_recipient);
}
