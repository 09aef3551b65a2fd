#include "mail/submission_fixes.h"

#include <catch2/catch.hpp>

#include "mail/message.h"

using namespace mail;

namespace {

constexpr UnixSeconds now = 1'795'466'179;
const std::string date = "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\n",
                  id = "Message-ID: <1@relay.example>\r\n";

}  // namespace

TEST_CASE("what a letter lacks is added on top, and nothing else is touched", "[mail]") {
    const auto [letter, expected, added] =
        GENERATE(table<std::string, std::string, std::vector<std::string>>({
            {"From: a\r\n\r\nhi\r\n", date + id + "From: a\r\n\r\nhi\r\n", {"Date", "Message-ID"}},
            {"date: x\r\nFrom: a\r\n\r\nhi\r\n", id + "date: x\r\nFrom: a\r\n\r\nhi\r\n", {"Message-ID"}},
            {"Message-Id: <2@x>\r\n\r\n", date + "Message-Id: <2@x>\r\n\r\n", {"Date"}},
            {"Date: x\r\nMessage-ID: y\r\n\r\nhi", "Date: x\r\nMessage-ID: y\r\n\r\nhi", {}},
            {"just text\r\n", date + id + "\r\njust text\r\n", {"Date", "Message-ID"}},
            {"\r\nDate: in the body\r\n", date + id + "\r\nDate: in the body\r\n", {"Date", "Message-ID"}},
            {"", date + id + "\r\n", {"Date", "Message-ID"}},
            {"From: a", date + id + "From: a", {"Date", "Message-ID"}},
        }));
    CAPTURE(letter);
    const SubmissionFixes fixes = submission_fixes(letter, now, "1@relay.example");
    CHECK(fixes.octets == expected);
    CHECK(fixes.added == added);
    CHECK(submission_fixes(fixes.octets, now + 5, "9@x").added.empty());
}

TEST_CASE("the letter still has its body behind what was added", "[mail]") {
    const std::string letter =
        GENERATE(as<std::string>{}, "just text\r\n", "From: a\r\n\r\nhi\r\n", "\r\nhi\r\n");
    const Message before = Message::parse(letter);
    const Message after = Message::parse(submission_fixes(letter, now, "1@x").octets);
    CHECK(after.text(after.body()) == before.text(before.body()));
}
