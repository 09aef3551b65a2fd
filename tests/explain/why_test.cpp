#include <catch2/catch.hpp>
#include <set>

#include "explain/why.h"

using namespace explain;

TEST_CASE("every reason has words of its own, which name the deciding fact", "[explain]") {
    std::set<std::string> texts;
    for (std::size_t i = 0; i < smtp::reason_names.size(); ++i) {
        Occasion occasion;
        occasion.reason = static_cast<smtp::Reason>(i);
        occasion.code = 550;
        occasion.enhanced = {5, 1, 1};
        occasion.about = "the-fact";
        occasion.actor = "The destination";
        occasion.peer = "the relay";
        const auto text = why_text(occasion);
        INFO(smtp::reason_names[i] << ": " << text);
        CHECK(text.find("the-fact") != std::string::npos);
        CHECK(text.find("(550 5.1.1)") != std::string::npos);
        CHECK(text.find_first_of("{}") == std::string::npos);
        CHECK(text.ends_with('.'));
        CHECK(texts.insert(text).second);
        occasion.code = 0;
        CHECK(why_text(occasion).find("550") == std::string::npos);
    }
}

TEST_CASE("an unknown user and relaying denied are both 550 and read differently", "[explain]") {
    const Occasion unknown{smtp::Reason::user_unknown, 550,         {5, 1, 1}, "nobody@dest.example",
                           "The destination",          "the relay", ""};
    CHECK(why_text(unknown) ==
          "The destination has no mailbox nobody@dest.example (550 5.1.1). Trying again does not help: the "
          "address is misspelt or "
          "gone, and the sending side must tell the sender.");
    const Occasion denied{
        smtp::Reason::relaying_denied, 550, {5, 7, 1}, "x@other.example", "The relay", "a stranger", ""};
    CHECK(why_text(denied).find("x@other.example") != std::string::npos);
    CHECK(why_text(denied).find("a stranger is none of them") != std::string::npos);
}

TEST_CASE("a relay that takes mail for its client says so, and claims no users of its own", "[explain]") {
    const Occasion relayed{smtp::Reason::recipient_is_relayed,
                           250,
                           {2, 1, 5},
                           "bob@dest.example (192.0.2.10 is in its own network 192.0.2.0/24)",
                           "The relay",
                           "",
                           ""};
    CHECK(why_text(relayed) ==
          "The relay keeps no mailbox for it, but sends the mail on for this client: bob@dest.example "
          "(192.0.2.10 is in its own network 192.0.2.0/24) (250 2.1.5). It cannot know yet whether the "
          "mailbox exists.");
}

TEST_CASE("a mail that waited too long is given up; whether anybody is told is not said", "[explain]") {
    const auto text = why_text({smtp::Reason::expired, 0, {}, "5 days", "The relay", "", ""});
    CHECK(text == "The mail waited 5 days in the queue, as long as the relay tries. It is given up.");
}

TEST_CASE("a later try is named when one is planned", "[explain]") {
    Occasion occasion{smtp::Reason::dns_no_answer, 0, {}, "dest.example", "The relay", "", "30 min"};
    CHECK(why_text(occasion).ends_with(" The next try is in 30 min."));
    CHECK(why_text(occasion).find("The relay cannot know") != std::string::npos);
    occasion.next_try = {};
    CHECK(why_text(occasion).find("next try") == std::string::npos);
}

TEST_CASE("a name within a sentence has a small article, at its start a capital", "[explain]") {
    const Occasion occasion{smtp::Reason::mailbox_full, 452, {4, 2, 2}, "bob@dest.example",
                            "The destination",          "",  ""};
    CHECK(why_text(occasion).find("(452 4.2.2). The destination may") != std::string::npos);
    const Occasion local{
        smtp::Reason::recipient_is_local, 250, {2, 1, 5}, "bob@dest.example", "The destination", "", ""};
    CHECK(why_text(local).find("so the destination takes") != std::string::npos);
}

TEST_CASE("a hostile fact cannot steer the terminal nor flood it", "[explain]") {
    const std::string about = "\x1b[2J{code}" + std::string(100'000, 'x');
    const auto text = why_text({smtp::Reason::user_unknown, 550, {}, about, "", "", ""});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("{code}") != std::string::npos);
    CHECK(text.size() < 1000);
}

TEST_CASE("a command is told in a sentence that names what it names", "[explain]") {
    using Row = std::tuple<smtp::Verb, std::string, std::string>;
    const auto [verb, line, expected] = GENERATE(table<smtp::Verb, std::string, std::string>({
        Row{smtp::Verb::ehlo, "EHLO laptop.src.example\r\n",
            "The client says that its name is laptop.src.example and asks which extensions the server has."},
        Row{smtp::Verb::mail, "MAIL FROM:<ann@src.example> SIZE=1200\r\n",
            "The client begins a mail and gives ann@src.example as the return address for problems. It says "
            "that the letter has "
            "1200 octets."},
        Row{smtp::Verb::mail, "MAIL FROM:<>\r\n",
            "The client begins a mail without a return address: nobody is to be told if it fails."},
        Row{smtp::Verb::rcpt, "RCPT TO:<bob@dest.example>\r\n",
            "The client asks whether the mail may go to bob@dest.example."},
        Row{smtp::Verb::mail, "MAIL FROM:<ann@src.example> SIZE=abc\r\n",
            "The client begins a mail and gives ann@src.example as the return address for problems."},
        Row{smtp::Verb::rcpt, "RCPT TO:<b@d.example> NOTIFY=NEVER",
            "The client asks whether the mail may go to b@d.example. Its sender wants no reports, not even "
            "of "
            "a failure."},
        Row{smtp::Verb::rcpt, "RCPT TO:<b@d.example> NOTIFY=SUCCESS,FAILURE,DELAY",
            "The client asks whether the mail may go to b@d.example. Its sender wants a report when the mail "
            "is delivered or fails or is delayed."},
        Row{smtp::Verb::rcpt, "RCPT TO:<b@d.example> notify=failure",
            "The client asks whether the mail may go to b@d.example. Its sender wants a report when the mail "
            "fails."},
        Row{smtp::Verb::rcpt, "RCPT TO:<b@d.example> NOTIFY=NEVER,DELAY",
            "The client asks whether the mail may go to b@d.example."},
        Row{smtp::Verb::content, "a\r\nb\r\n.\r\n",
            "The client sends the letter: 9 octets in 3 lines. A line with a single dot ends it."},
        Row{smtp::Verb::unknown, "XYZ\x01", "The client says 'XYZ\\x01', which is no command of SMTP."},
        Row{smtp::Verb::rcpt, "RCPT",
            "The client names a recipient, but the address cannot be read in this line."},
    }));
    CHECK(command_meaning(verb, line) == expected);
}

TEST_CASE("every verb has a sentence for any line", "[explain]") {
    for (int i = 0; i <= static_cast<int>(smtp::Verb::unknown); ++i)
        for (const std::string line : {"", "X", "X Y", "X <", "X >", "X <>", "X \xff\r\n"}) {
            const auto text = command_meaning(static_cast<smtp::Verb>(i), line);
            CHECK(text.starts_with("The client "));
            CHECK(text.ends_with('.'));
        }
}
