// What senders are told, and what they wish to be told: RFC 3461, RFC 3464, RFC 6533.
#include "mta/notices.h"

#include <catch2/catch.hpp>

#include <string>

#include "mail/message.h"
#include "tests/mta/usual_town.h"

using namespace mta_test;
using mail::DeliveryAction;

namespace {

smtp::Notify only(bool success, bool failure, bool delay) {
    return {true, success, failure, delay};
}

mta::Submitted letter_to(const std::vector<std::pair<std::string, smtp::Notify>>& recipients) {
    mta::Submitted mail;
    mail.reverse_path = mail::Address{"ann", "src.example"};
    for (const auto& [address, notify] : recipients)
        mail.recipients.push_back({std::get<mail::Address>(mail::parse_address(address)), {notify, {}}});
    mail.letter = letter;
    return mail;
}

mail::DeliveryStatus status_in(const std::string& report) {
    const auto status = mail::parse_delivery_status(mail::Message::parse(report));
    REQUIRE(status);
    return *status;
}

// "failed 5.1.1 nobody@dest.example; ..." of all reports in the mailbox.
std::string told(const Town& town, const std::string& mailbox = "ann@src.example") {
    std::string text;
    for (const std::string& one : town.mailbox(mailbox)) {
        const auto status = mail::parse_delivery_status(mail::Message::parse(one));
        if (!status) continue;
        text += text.empty() ? "" : " | ";
        for (const auto& about : status->recipients)
            text += std::string(mail::to_text(about.action)) + " " + about.status.substr(0, 1) + " " +
                    mail::to_text(about.final_recipient) + "; ";
    }
    return text;
}

}  // namespace

TEST_CASE("who is told what: NOTIFY decides", "[mta]") {
    struct Case {
        std::string recipient;
        std::optional<smtp::Notify> notify;
        std::string told;
    };
    const Case one = GENERATE(values<Case>({
        {"bob@dest.example", {}, ""},
        {"nobody@dest.example", {}, "failed 5 nobody@dest.example; "},
        {"nobody@dest.example", only(false, false, false), ""},  // NEVER
        {"nobody@dest.example", only(true, false, false), ""},
        {"nobody@dest.example", only(false, true, false), "failed 5 nobody@dest.example; "},
        {"bob@dest.example", only(true, false, false), "delivered 2 bob@dest.example; "},
        {"bob@dest.example", only(false, true, true), ""},
        {"carol@third.example", only(true, false, false), "relayed 2 carol@third.example; "},  // no DSN there
        {"carol@third.example", only(false, true, false), ""},
        {"team@dest.example", only(true, false, false), "expanded 2 team@dest.example; "},
        {"robert@dest.example", only(true, false, false), "delivered 2 bob@dest.example; "},
    }));
    mta::HostSettings last = destination_settings();
    last.aliases = {{{"team", "dest.example"}, {{"bob", "dest.example"}, {"alice", "dest.example"}}},
                    {{"robert", "dest.example"}, {{"bob", "dest.example"}}}};
    UsualTown town(last);
    town.add_canned("203.0.113.99", answering_rcpt("250 ok"));
    town.submit(relay, letter_to({{one.recipient, one.notify.value_or(smtp::Notify{})}}));
    town.run();
    INFO(one.recipient << "\n" << town.log());
    CHECK(told(town) == one.told);
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("one report tells of all recipients of a mail", "[mta]") {
    UsualTown town;
    town.add_canned("203.0.113.99", answering_rcpt("550 5.1.1 no"));
    town.submit(relay, letter_to({{"x@dest.example", {}}, {"y@third.example", {}}, {"z@null.example", {}}}));
    town.run();
    CHECK(told(town) == "failed 5 x@dest.example; failed 5 y@third.example; failed 5 z@null.example; ");
}

TEST_CASE("ENVID, ORCPT and RET come back in the report", "[mta]") {
    const auto [returned, body] = GENERATE(table<smtp::Return, bool>({
        {smtp::Return::full, true},
        {smtp::Return::header, false},
        {smtp::Return::unspecified, true},
    }));
    UsualTown town;
    auto mail = letter_to({{"nobody@dest.example", {}}});
    mail.options.envelope_id = "QQ314159";
    mail.options.returned = returned;
    mail.recipients[0].options.original_recipient = "rfc822;no.body@other.example";
    town.submit(relay, mail);
    town.run();
    const std::string report = town.mailbox("ann@src.example").at(0);
    const auto status = status_in(report);
    CHECK(status.envelope_id == "QQ314159");
    REQUIRE(status.recipients.at(0).original_recipient);
    CHECK(status.recipients[0].original_recipient->address == "no.body@other.example");
    CHECK(holds(report, ".a dot") == body);
    CHECK(holds(report, "Subject: hello"));
}

TEST_CASE("a mail that waits long is told of once, and then its end", "[mta]") {
    const auto [minutes, reports] = GENERATE(table<std::string, std::string>({
        {"240", "delayed 4 carol@third.example;  | failed 5 carol@third.example; "},
        {"1", "delayed 4 carol@third.example;  | failed 5 carol@third.example; "},
        {"0", "failed 5 carol@third.example; "},
    }));
    mta::HostSettings middle = *mta::with_setting(relay_settings(), "delay-warning", minutes);
    UsualTown town(destination_settings(), middle);
    town.take_down("203.0.113.99");
    town.submit(relay, letter_to({{"carol@third.example", {}}}));
    town.run();
    CHECK(told(town) == reports);
}

TEST_CASE("the warning comes at its time, and names only those who wait and wish it", "[mta]") {
    UsualTown town;
    town.take_down("203.0.113.99");
    town.submit(relay, letter_to({{"bob@dest.example", {}},
                                  {"carol@third.example", {}},
                                  {"eve@third.example", only(false, true, false)}}));
    town.wait(base::hours(4) - base::seconds(1));
    CHECK(told(town).empty());
    town.wait(base::seconds(3));
    CHECK(told(town) == "delayed 4 carol@third.example; ");
    const auto status = status_in(town.mailbox("ann@src.example").at(0));
    CHECK(status.recipients.at(0).will_retry_until);
    town.bring_up("203.0.113.99");
    town.add_canned("203.0.113.99", answering_rcpt("250 ok"));
    town.run();
    CHECK(told(town) == "delayed 4 carol@third.example; ");
}

TEST_CASE("a bounce that fails goes to our postmaster, and no further", "[mta]") {
    mta::HostSettings middle = relay_settings();
    middle.mailboxes.push_back({"postmaster", "src.example"});
    UsualTown town(destination_settings(), middle);
    town.submit(laptop, "ghost@src.example", {"nobody@dest.example"}, letter);
    town.run();
    CHECK(town.log("1 written") == "1 written 2/1 \n1 written 3/1 \n");
    CHECK(town.log("discarded").empty());
    CHECK(told(town, "postmaster@src.example") == "failed 5 ghost@src.example; ");

    // One for the postmaster that cannot be delivered either is dropped.
    middle.aliases = {{{"postmaster", "src.example"}, {{"nobody", "dest.example"}}}};
    UsualTown other(destination_settings(), middle);
    other.submit(laptop, "ghost@src.example", {"nobody@dest.example"}, letter);
    other.run();
    CHECK(other.log("discarded") == "1 discarded 3/0 \n");
    CHECK(other.host(relay).queued() == 0);
}

TEST_CASE("reports go from <> and ask for none themselves", "[mta]") {
    UsualTown town;
    std::string said;
    town.add_canned("203.0.113.99", [&](std::string_view line) {
        said += line;
        if (line.substr(0, 4) == "EHLO") return std::string("250-there\r\n250 DSN\r\n");
        return answering_rcpt("250 ok")(line);
    });
    auto mail = letter_to({{"nobody@dest.example", {}}});
    mail.reverse_path = mail::Address{"carol", "third.example"};
    town.submit(relay, mail);
    town.run();
    CHECK(holds(said, "MAIL FROM:<>"));
    CHECK(holds(said, "RCPT TO:<carol@third.example> NOTIFY=NEVER"));
}

TEST_CASE("a status fits the outcome, whatever the other side said", "[mta]") {
    using smtp::Outcome;
    using smtp::Reason;
    mta::Settlement one;
    const auto [outcome, reason, said, status] =
        GENERATE(table<Outcome, Reason, smtp::EnhancedCode, std::string>({
            {Outcome::failed, Reason::other_reply, {5, 1, 1}, "5.1.1"},
            {Outcome::failed, Reason::other_reply, {}, "5.0.0"},
            {Outcome::failed, Reason::other_reply, {4, 1, 1}, "5.0.0"},  // it contradicts the reply's 5yz
            {Outcome::deferred, Reason::connection_refused, {}, "4.4.1"},
            {Outcome::deferred, Reason::mailbox_full, {}, "4.2.2"},
            {Outcome::failed, Reason::utf8_not_possible, {}, "5.6.7"},
            {Outcome::failed, Reason::host_not_in_table, {}, "5.1.2"},
            {Outcome::relayed, Reason::other_reply, {2, 6, 0}, "2.6.0"},
            {Outcome::relayed, Reason::other_reply, {}, "2.0.0"},
        }));
    one.outcome = outcome;
    one.reason = reason;
    one.enhanced = said;
    CHECK(smtp::to_text(mta::status_of(one)) == status);
}

TEST_CASE("a mail in UTF-8 is reported in UTF-8", "[mta]") {
    UsualTown town;
    auto mail = letter_to({{"nobody@dest.example", {}}});
    mail.options.utf8 = true;
    mail.recipients[0].address = {"j\xC3\xB6rg", "dest.example"};
    mail.letter =
        "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: ann@src.example\r\nSubject: "
        "gr\xC3\xBC\xC3\x9F\r\n\r\nhi\r\n";
    town.submit(relay, mail);
    town.run();
    const std::string report = town.mailbox("ann@src.example").at(0);
    CHECK(holds(report, "message/global-delivery-status"));
    CHECK(holds(report, "j\xC3\xB6rg@dest.example"));
}
