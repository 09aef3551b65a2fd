#include "mail/delivery_report.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "mail/content_type.h"
#include "mail/status_advice.h"
#include "tests/mail/report_letter.h"

using namespace mail;
using mail_test::body;
using mail_test::contains;
using mail_test::original;

namespace {

Report report() {
    Report r;
    r.reporting_mta = "relay.src.example";
    r.arrival_date = 1'795'466'179;
    r.to = {"ann", "src.example"};
    r.date = 1'795'466'200;
    r.message_id = "2.bounce@relay.src.example";
    r.boundary = "1A2B/relay.src.example";
    RecipientReport nobody;
    nobody.final_recipient = {"nobody", "dest.example"};
    nobody.status = "5.1.1";
    nobody.diagnostic_code = "smtp; 550 5.1.1 no such user here";
    nobody.remote_mta = "mx.dest.example";
    nobody.last_attempt = 1'795'466'199;
    r.recipients = {nobody};
    r.original = original;
    return r;
}

/// The report's parts: for people, for programs, and the original.
std::vector<Message> parts(const Message& message) {
    const ContentType content = parse_content_type(message.value_of("Content-Type"));
    CHECK(content.type == "multipart/report");
    CHECK(content.parameter("report-type") == "delivery-status");
    return mail_test::parts(message);
}

}  // namespace

TEST_CASE("a report names its host, answers no machine, and is free of findings", "[mail]") {
    const Message message = Message::parse(delivery_report(report()));
    CHECK(message.findings().empty());
    CHECK(message.value_of("From") == "Mail Delivery System <MAILER-DAEMON@relay.src.example>");
    CHECK(message.value_of("To") == "<ann@src.example>");
    CHECK(message.value_of("Date") == "Mon, 23 Nov 2026 20:36:40 +0000");
    CHECK(message.value_of("Message-ID") == "<2.bounce@relay.src.example>");
    CHECK(message.value_of("Auto-Submitted") == "auto-replied");
    CHECK(message.value_of("MIME-Version") == "1.0");
    CHECK(message.value_of("Subject") == "Undelivered Mail Returned to Sender");
}

TEST_CASE("people are told what happened, for whom, who said so and what to do", "[mail]") {
    const std::vector<Message> found = parts(Message::parse(delivery_report(report())));
    CHECK(body(found[0]) ==
          "This is the mail system at host relay.src.example.\r\n"
          "\r\n"
          "It reports about a letter of yours that it took in on Mon, 23 Nov 2026\r\n"
          "20:36:19 +0000.\r\n"
          "\r\n"
          "The letter for <nobody@dest.example> could not be delivered, and will\r\n"
          "not be tried again.\r\n"
          "  The host mx.dest.example said:\r\n"
          "      550 5.1.1 no such user here\r\n"
          "  The code 5.1.1 means that there is no such mailbox at that domain (RFC\r\n"
          "  3463 3.2).\r\n"
          "  What to do: Check the spelling of the part before the '@'.\r\n"
          "\r\n"
          "Below: the same for programs to read, then the header of your letter.\r\n");
}

TEST_CASE("programs are told the same in the fields of RFC 3464", "[mail]") {
    const std::vector<Message> found = parts(Message::parse(delivery_report(report())));
    CHECK(found[1].value_of("Content-Type") == "message/delivery-status");
    CHECK(body(found[1]) ==
          "Reporting-MTA: dns; relay.src.example\r\n"
          "Arrival-Date: Mon, 23 Nov 2026 20:36:19 +0000\r\n"
          "\r\n"
          "Final-Recipient: rfc822; nobody@dest.example\r\n"
          "Action: failed\r\n"
          "Status: 5.1.1\r\n"
          "Remote-MTA: dns; mx.dest.example\r\n"
          "Diagnostic-Code: smtp; 550 5.1.1 no such user here\r\n"
          "Last-Attempt-Date: Mon, 23 Nov 2026 20:36:39 +0000\r\n");
}

TEST_CASE("the original comes back whole or by its header", "[mail]") {
    Report r = report();
    const std::vector<Message> header = parts(Message::parse(delivery_report(r)));
    CHECK(header[2].value_of("Content-Type") == "text/rfc822-headers");
    CHECK(body(header[2]) == original.substr(0, original.find("\r\n\r\n") + 2));
    r.returned = Returned::full;
    const std::vector<Message> full = parts(Message::parse(delivery_report(r)));
    CHECK(full[2].value_of("Content-Type") == "message/rfc822");
    CHECK(body(full[2]) == original);
    CHECK(contains(body(full[0]), "then your letter."));
}

TEST_CASE("an original that cannot travel inside another comes back by a clean header", "[mail]") {
    const std::string odd =
        GENERATE(as<std::string>{}, "bare\nlf", "bare\rcr", std::string("n\0l", 3), std::string(2000, 'x'));
    Report r = report();
    r.returned = Returned::full;
    r.original = "From: a\r\nX: " + odd + "\r\n\r\n" + odd + "\r\n";
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.findings().empty());
    const std::vector<Message> found = parts(message);
    CHECK(found[2].value_of("Content-Type") == "text/rfc822-headers");
    CHECK(contains(body(found[0]), "then the header of your letter."));
    r.original = "no header at all";
    r.returned = Returned::header_only;
    CHECK(body(parts(Message::parse(delivery_report(r)))[2]).empty());
}

TEST_CASE("an 8-bit original says so on its part and on the whole", "[mail]") {
    Report r = report();
    r.returned = Returned::full;
    r.original = "From: a\r\n\r\n\xC3\xBC\r\n";
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.value_of("Content-Transfer-Encoding") == "8bit");
    CHECK(parts(message)[2].value_of("Content-Transfer-Encoding") == "8bit");
    r.returned = Returned::header_only;
    CHECK(Message::parse(delivery_report(r)).value_of("Content-Transfer-Encoding").empty());
}

TEST_CASE("no content can contain the boundary, whatever its author guessed", "[mail]") {
    Report r = report();
    r.returned = Returned::full;
    const std::string stem = "--=_1A2B_relay.src.example_";
    for (const int number : {1, 2, 3, 12}) r.original += stem + std::to_string(number) + "=\r\n";
    const Message message = Message::parse(delivery_report(r));
    CHECK(parse_content_type(message.value_of("Content-Type")).parameter("boundary") ==
          stem.substr(2) + "4=");
    CHECK(body(parts(message)[2]) == r.original);
    r.boundary = std::string(500, 'x') + "\r\n\"";
    r.original.clear();
    const Message long_seed = Message::parse(delivery_report(r));
    CHECK(parse_content_type(long_seed.value_of("Content-Type")).parameter("boundary").size() <= 70);
    CHECK(parts(long_seed).size() == 3);
}

TEST_CASE("the worst that happened gives the subject, and each recipient an account of their own", "[mail]") {
    const auto [first, second, subject] = GENERATE(table<DeliveryAction, DeliveryAction, std::string>({
        {DeliveryAction::failed, DeliveryAction::delivered, "Undelivered Mail Returned to Sender"},
        {DeliveryAction::delivered, DeliveryAction::failed, "Undelivered Mail Returned to Sender"},
        {DeliveryAction::delayed, DeliveryAction::delivered, "Delayed Mail (it is still being tried)"},
        {DeliveryAction::relayed, DeliveryAction::expanded,
         "Mail Handed On (to a host that sends no reports)"},
        {DeliveryAction::expanded, DeliveryAction::delayed, "Delayed Mail (it is still being tried)"},
    }));
    Report r = report();
    r.recipients.push_back(r.recipients[0]);
    r.recipients[0].action = first;
    r.recipients[1].action = second;
    r.recipients[1].final_recipient = {"bob", "dest.example"};
    r.recipients[1].will_retry_until = 1'795'900'000;
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.value_of("Subject") == subject);
    const auto status = parse_delivery_status(message);
    REQUIRE(status);
    REQUIRE(status->recipients.size() == 2);
    CHECK(status->recipients[0].action == first);
    CHECK(status->recipients[1].action == second);
    CHECK(status->recipients[1].final_recipient == Address{"bob", "dest.example"});
    CHECK(status->recipients[1].will_retry_until.has_value() == (second == DeliveryAction::delayed));
    CHECK(status->recipients[1].will_retry_until.value_or(1'795'900'000) == 1'795'900'000);
    CHECK(contains(body(parts(message)[0]), "The letter for <bob@dest.example>"));
}

TEST_CASE("a report reads back as what it was made of", "[mail]") {
    const Report r = report();
    const auto status = parse_delivery_status(Message::parse(delivery_report(r)));
    REQUIRE(status);
    CHECK(status->reporting_mta == r.reporting_mta);
    CHECK(status->arrival_date == r.arrival_date);
    REQUIRE(status->recipients.size() == 1);
    const RecipientReport& back = status->recipients[0];
    CHECK(back.final_recipient == r.recipients[0].final_recipient);
    CHECK(back.action == DeliveryAction::failed);
    CHECK(back.status == "5.1.1");
    CHECK(back.diagnostic_code == r.recipients[0].diagnostic_code);
    CHECK(back.remote_mta == "mx.dest.example");
    CHECK(back.last_attempt == r.recipients[0].last_attempt);
    CHECK(!back.will_retry_until);
}

TEST_CASE("a report of another's making is read: the example of RFC 3464, appendix E.1", "[mail]") {
    const auto status = parse_delivery_status(
        Message::parse("From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>\r\n"
                       "MIME-Version: 1.0\r\n"
                       "Content-Type: multipart/report; report-type=delivery-status;\r\n"
                       "      boundary=\"RAA14128.773615765/CS.UTK.EDU\"\r\n"
                       "\r\n"
                       "--RAA14128.773615765/CS.UTK.EDU\r\n"
                       "\r\n"
                       "The original message was received at Thu, 7 Jul 1994 17:15:49 -0400\r\n"
                       "\r\n"
                       "--RAA14128.773615765/CS.UTK.EDU\r\n"
                       "content-type: message/delivery-status\r\n"
                       "\r\n"
                       "Reporting-MTA: dns; cs.utk.edu\r\n"
                       "\r\n"
                       "Original-Recipient: rfc822;louisl@larry.slip.umd.edu\r\n"
                       "Final-Recipient: rfc822;louisl@larry.slip.umd.edu\r\n"
                       "Action: failed\r\n"
                       "Status: 4.0.0\r\n"
                       "Diagnostic-Code: smtp; 426 connection timed out\r\n"
                       "Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400\r\n"
                       "\r\n"
                       "--RAA14128.773615765/CS.UTK.EDU\r\n"
                       "content-type: message/rfc822\r\n"
                       "\r\n"
                       "[original message goes here]\r\n"
                       "--RAA14128.773615765/CS.UTK.EDU--\r\n"));
    REQUIRE(status);
    CHECK(status->reporting_mta == "cs.utk.edu");
    CHECK(!status->arrival_date);
    REQUIRE(status->recipients.size() == 1);
    CHECK(to_text(status->recipients[0].final_recipient) == "louisl@larry.slip.umd.edu");
    CHECK(status->recipients[0].diagnostic_code == "smtp; 426 connection timed out");
    CHECK(to_mail_date(status->recipients[0].last_attempt.value_or(0)) == "Thu, 7 Jul 1994 21:15:49 +0000");
}

TEST_CASE("what is no report is none, and recipients that cannot be read are left out", "[mail]") {
    const auto [text, recipients] = GENERATE(table<std::string, int>({
        {"", -1},
        {"Content-Type: text/plain\r\n\r\nReporting-MTA: dns; a\r\n", -1},
        {"Content-Type: multipart/report\r\n\r\n--\r\n", -1},
        {"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", -1},
        {"Content-Type: message/delivery-status\r\n\r\n", -1},
        {"Content-Type: message/delivery-status\r\n\r\nX: y\r\n", -1},
        {"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n", 0},
        {"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nAction: failed\r\n", 0},
        {"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\n"
         "Final-Recipient: rfc822; a@b\r\nAction: exploded\r\n\r\n\r\n"
         "Final-Recipient: rfc822; not an address\r\nAction: failed\r\n\r\n"
         "Final-Recipient: rfc822; a@b.example\r\nAction: FAILED\r\n",
         1},
        {"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n"
         "UmVwb3J0aW5nLU1UQTogZG5zOyBhDQo=\r\n",
         0},
    }));
    CAPTURE(text);
    const auto status = parse_delivery_status(Message::parse(text));
    CHECK((status ? static_cast<int>(status->recipients.size()) : -1) == recipients);
}

TEST_CASE("hostile words of the other side stay in their place", "[mail]") {
    const std::string evil = GENERATE(as<std::string>{}, "smtp; 550 x\r\nAction: delivered", "smtp; \xFF\xFE",
                                      std::string(100'000, 'x'), "\r\n\r\n", ";;;;", std::string(3, '\0'));
    Report r = report();
    r.recipients[0].diagnostic_code = evil;
    r.recipients[0].remote_mta = evil;
    r.recipients[0].status = evil;
    const Message message = Message::parse(delivery_report(r));
    CHECK(message.findings().empty());
    const auto status = parse_delivery_status(message);
    REQUIRE(status);
    REQUIRE(status->recipients.size() == 1);
    CHECK(status->recipients[0].action == DeliveryAction::failed);
}

TEST_CASE("hostile reports and boundaries of any size are handled at once", "[mail]") {
    const std::string part =
        GENERATE(as<std::string>{}, "\r\n", "a: b\r\n\r\n", "--=_b_1=\r\n", "=_b_", "--b\r\n");
    std::string many;
    while (many.size() < 300'000) many += part;
    CHECK(parse_delivery_status(
        Message::parse("Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n" + many)));
    CHECK(
        !parse_delivery_status(Message::parse("Content-Type: multipart/report; boundary=b\r\n\r\n" + many)));
    Report r = report();
    r.boundary = "b";
    r.returned = Returned::full;
    r.original = "From: a\r\n\r\n" + many;
    CHECK(parts(Message::parse(delivery_report(r))).size() == 3);
}

TEST_CASE("a status code is explained by itself, by its subject, or by its class", "[mail]") {
    const auto [status, meaning, section] = GENERATE(table<std::string, std::string, std::string>({
        {"5.1.1", "there is no such mailbox at that domain", "3.2"},
        {"5.1.10", "the domain says that it takes no mail at all", "3.2"},
        {"5.1.99", "something is wrong with an address", "3.2"},
        {"5.7.1", "the other side's rules do not let this letter in", "3.8"},
        {"5.7.26", "the other side refused for security's sake", "3.8"},
        {"4.2.2", "the recipient's mailbox is full", "3.3"},
        {"4.9.9", "it did not work this time, but may later", "3.1"},
        {"5.0.0", "trying the same again would not help", "3.1"},
        {"", "trying the same again would not help", "3.1"},
    }));
    CHECK(status_advice(status).meaning == meaning);
    CHECK(status_advice(status).citation == base::Citation{3463, section});
}
