#include "mail/compose.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "mail/encoding.h"
#include "mail/fold.h"
#include "mail/message.h"

using namespace mail;

namespace {

Letter letter() {
    Letter typed;
    typed.from = {"Ann Example", {"ann", "src.example"}};
    typed.to = {{"", {"bob", "dest.example"}}};
    typed.subject = "Hello";
    typed.body = "Hi Bob,\nsee you.\n";
    typed.date = 1'795'466'179;
    typed.message_id = "1.src@laptop.src.example";
    return typed;
}

std::size_t longest_line(std::string_view octets) {
    std::size_t longest = 0;
    for (const std::string_view line : base::split(octets, '\n')) longest = std::max(longest, line.size());
    return longest - 1;  // without its CR
}

}  // namespace

TEST_CASE("a plain letter is written as RFC 5322 has it", "[mail]") {
    CHECK(compose(letter()) ==
          "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\n"
          "From: Ann Example <ann@src.example>\r\n"
          "To: bob@dest.example\r\n"
          "Message-ID: <1.src@laptop.src.example>\r\n"
          "Subject: Hello\r\n"
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=us-ascii\r\n"
          "Content-Transfer-Encoding: 7bit\r\n"
          "\r\n"
          "Hi Bob,\r\nsee you.\r\n");
}

TEST_CASE("the body travels as it is or quoted-printable, and reads back as it was typed", "[mail]") {
    const auto [body, encoding, charset] = GENERATE(table<std::string, std::string, std::string>({
        {"", "7bit", "us-ascii"},
        {"a\r\n.\r\nFrom b\r\n", "7bit", "us-ascii"},
        {"tab\there\r\n", "7bit", "us-ascii"},
        {std::string(998, 'x') + "\r\n", "7bit", "us-ascii"},
        {std::string(999, 'x') + "\r\n", "quoted-printable", "utf-8"},
        {"Gr\xC3\xBC\xC3\x9F"
         "e\r\n",
         "quoted-printable", "utf-8"},
        {std::string("a\0b\r\n", 5), "quoted-printable", "utf-8"},
    }));
    CAPTURE(body);
    Letter typed = letter();
    typed.body = body;
    const Message message = Message::parse(compose(typed));
    CHECK(message.findings().empty());
    CHECK(message.value_of("Content-Transfer-Encoding") == encoding);
    CHECK(message.value_of("Content-Type") == "text/plain; charset=" + charset);
    const std::string_view written = message.text(message.body());
    CHECK((encoding == "7bit" ? std::string(written) : from_quoted_printable(written)) == body);
}

TEST_CASE("any line ends of the body become CRLF, and the last one is added", "[mail]") {
    const std::string body = GENERATE(as<std::string>{}, "a\nb", "a\r\nb\r\n", "a\rb\r", "a\r\nb");
    Letter typed = letter();
    typed.body = body;
    const Message message = Message::parse(compose(typed));
    CHECK(message.text(message.body()) == "a\r\nb\r\n");
}

TEST_CASE("subjects of any length and script are folded and read back", "[mail]") {
    const std::string subject = GENERATE_COPY(
        std::string("Hello"),
        std::string("Gr\xC3\xBC\xC3\x9F"
                    "e"),
        std::string("=?utf-8?Q?x?="), std::string(3000, 'x'),
        std::string("a fairly long subject of plain words that has to be folded once or even twice before it "
                    "is said"),
        std::string(
            "eine l\xC3\xA4ngere Betreffzeile, die in mehrere kodierte W\xC3\xB6rter zerlegt werden muss"));
    CAPTURE(subject);
    Letter typed = letter();
    typed.subject = subject;
    const std::string octets = compose(typed);
    const Message message = Message::parse(octets);
    CHECK(message.findings().empty());
    CHECK(from_encoded_words(message.value_of("Subject")) == subject);
    CHECK(longest_line(octets) <= 78);
}

TEST_CASE("nothing that was typed ends a field or begins another", "[mail]") {
    const std::string evil = GENERATE(as<std::string>{}, "x\r\nBcc: eve@evil.example",
                                      "x\nBcc: eve@evil.example", "x\rBcc: e", "x\r\n\r\nbody", "\r\n\r\n");
    Letter typed = letter();
    typed.subject = evil;
    typed.from.name = evil;
    typed.to[0].name = evil;
    typed.to[0].address.local_part = evil;
    typed.message_id = evil;
    const Message message = Message::parse(compose(typed));
    CHECK(message.fields().size() == 8);
    CHECK(message.find("Bcc") == nullptr);
    CHECK(message.findings().empty());
    CHECK(message.text(message.body()) == "Hi Bob,\r\nsee you.\r\n");
}

TEST_CASE("a name stands bare, quoted or encoded, as it needs", "[mail]") {
    const auto [name, text] = GENERATE(table<std::string, std::string>({
        {"", "ann@src.example"},
        {"Ann Example", "Ann Example <ann@src.example>"},
        {"Ann B. Example", "\"Ann B. Example\" <ann@src.example>"},
        {"Ann \"A\" \\ Example", "\"Ann \\\"A\\\" \\\\ Example\" <ann@src.example>"},
        {"Ann  Example", "\"Ann  Example\" <ann@src.example>"},
        {"ann@evil.example", "\"ann@evil.example\" <ann@src.example>"},
        {"J\xC3\xBCrgen", "=?utf-8?Q?J=C3=BCrgen?= <ann@src.example>"},
    }));
    CHECK(to_header_text({name, {"ann", "src.example"}}) == text);
}

TEST_CASE("many recipients are folded between them; none at all are said to be undisclosed", "[mail]") {
    Letter typed = letter();
    for (int i = 0; i < 30; ++i) typed.to.push_back({"Bob", {"bob", "dest.example"}});
    CHECK(longest_line(compose(typed)) <= 78);
    typed.to.clear();
    CHECK(Message::parse(compose(typed)).value_of("To") == "undisclosed-recipients:;");
}

TEST_CASE("folding breaks before words, never leaves a blank line, and holds 998 always", "[mail]") {
    CHECK(folded_field("X", "") == "X:\r\n");
    CHECK(folded_field("X", "a b") == "X: a b\r\n");
    CHECK(folded_field("X", "a\r\nY: b") == "X: a  Y: b\r\n");
    const std::string word(75, 'w');
    CHECK(folded_field("X", word + " b") == "X: " + word + "\r\n b\r\n");
    CHECK(folded_field("X", word + std::string(50, ' ') + "b") ==
          "X: " + word + std::string(49, ' ') + "\r\n b\r\n");
    const std::string field = folded_field("X", std::string(5000, 'w') + " " + std::string(5000, 'v'));
    CHECK(longest_line(field) <= 998);
    CHECK(Message::parse(field + "\r\n").fields().size() == 1);
    CHECK(longest_line(wrapped(std::string(5000, 'w') + " a b c", "  ")) <= 998);
    CHECK(wrapped("one  two", "> ") == "> one two\r\n");
}
