#include "mail/message.h"

#include <catch2/catch.hpp>

using namespace mail;
using Kind = Finding::Kind;

namespace {

std::vector<Kind> kinds(const Message& message) {
    std::vector<Kind> found;
    for (const Finding& finding : message.findings()) found.push_back(finding.kind);
    return found;
}

constexpr std::string_view clean =
    "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\n"
    "From: ann@src.example\r\n"
    "Subject: a\r\n"
    " folded\r\n"
    "\tvalue \r\n"
    "\r\n"
    "body\r\n";

}  // namespace

TEST_CASE("a message knows where each of its parts is", "[mail]") {
    const Message message = Message::parse(std::string(clean));
    CHECK(message.octets() == clean);
    CHECK(kinds(message).empty());
    REQUIRE(message.fields().size() == 3);
    const Message::Field& subject = message.fields()[2];
    CHECK(message.name(subject) == "Subject");
    CHECK(message.text(subject.whole) == "Subject: a\r\n folded\r\n\tvalue \r\n");
    CHECK(message.text(subject.value) == " a\r\n folded\r\n\tvalue ");
    CHECK(message.value(subject) == "a folded\tvalue");
    CHECK(message.text(message.body()) == "body\r\n");
    CHECK(message.text(message.header()).size() + 2 + message.body().length == clean.size());
    CHECK(message.find("SUBJECT") == &subject);
    CHECK(message.find("Subjec") == nullptr);
    CHECK(message.value_of("from") == "ann@src.example");
    CHECK(message.value_of("To").empty());
}

TEST_CASE("what is odd about a message is found, where it is", "[mail]") {
    const std::string head = "From: a@b.example\r\nDate: x\r\n";  // 28 octets
    const auto [text, expected] = GENERATE_COPY(table<std::string, std::vector<Finding>>({
        {head + "\r\n", {}},
        {head, {{Kind::no_blank_line, {28, 0}}}},
        {"", {{Kind::no_header, {0, 0}}}},
        {"just text\r\n", {{Kind::no_header, {0, 0}}}},
        {"\r\ntext\r\n", {{Kind::no_header, {0, 0}}}},
        {" From: a\r\n\r\n", {{Kind::no_header, {0, 0}}}},
        {"Subject: x\r\n\r\n", {{Kind::missing_from, {12, 0}}, {Kind::missing_date, {12, 0}}}},
        {head + "no field\r\nX: y\r\n\r\n",
         {{Kind::field_without_colon, {28, 8}}, {Kind::no_blank_line, {28, 0}}}},
        {head + "\r\na\nb\r\n", {{Kind::bare_lf, {31, 1}}}},
        {head + "\r\na\rb\r\n", {{Kind::bare_cr, {31, 1}}}},
        {head + "\r\na\r", {{Kind::bare_cr, {31, 1}}}},
        {head + "\r\na\r\r\n", {{Kind::bare_cr, {31, 1}}}},
        {head + "\r\n" + std::string("a\0", 2) + "\r\n", {{Kind::nul, {31, 1}}}},
        {head + "X: \xC3\xBC\r\n\r\n\xFC\r\n",
         {{Kind::eight_bit_in_header, {31, 2}}, {Kind::eight_bit_in_body, {37, 1}}}},
        {head + "\r\n" + std::string(998, 'x') + "\r\n", {}},
        {head + "\r\n" + std::string(999, 'x') + "\r\n", {{Kind::line_too_long, {30, 999}}}},
        {head + "\r\n" + std::string(999, 'x'), {{Kind::line_too_long, {30, 999}}}},
    }));
    CAPTURE(text);
    const Message message = Message::parse(text);
    CHECK(message.octets() == text);
    CHECK(message.findings() == expected);
}

TEST_CASE("a message without a header is all body, and what cannot be a field begins the body", "[mail]") {
    const auto [text, fields, body] = GENERATE(table<std::string, std::size_t, std::string>({
        {"Hello\r\nX: y\r\n", 0, "Hello\r\nX: y\r\n"},
        {"From ann Mon Nov 23\r\nX: y\r\n", 0, "From ann Mon Nov 23\r\nX: y\r\n"},
        {": y\r\n", 0, ": y\r\n"},
        {"a b: y\r\n", 0, "a b: y\r\n"},
        {"\xC3\xBC: y\r\n", 0, "\xC3\xBC: y\r\n"},
        {"\r\nbody", 0, "body"},
        {"X: y\r\nbody\r\n", 1, "body\r\n"},
        {"X : y\r\n\r\nbody", 1, "body"},
        {"X:\r\n\r\n", 1, ""},
        {"X: y\n\nbody", 1, "body"},
        {"X: y", 1, ""},
        {"X: y\r\n \r\n\r\nbody", 1, "body"},
    }));
    CAPTURE(text);
    const Message message = Message::parse(text);
    CHECK(message.fields().size() == fields);
    CHECK(message.text(message.body()) == body);
    CHECK(message.body().end() == text.size());
    if (fields > 0) CHECK(message.text(message.fields()[0].name) == "X");
}

TEST_CASE("findings are counted beyond those that are kept", "[mail]") {
    const Message message = Message::parse("\r\n" + std::string(100'000, '\n'));
    CHECK(message.count(Kind::bare_lf) == 100'000);
    CHECK(message.findings().size() == 1 + most_findings_of_a_kind);
    CHECK(message.count(Kind::nul) == 0);
}

TEST_CASE("every finding has a sentence and a citation", "[mail]") {
    for (int kind = 0; kind <= static_cast<int>(Kind::eight_bit_in_body); ++kind) {
        CHECK(!to_text(static_cast<Kind>(kind)).empty());
        CHECK(citation(static_cast<Kind>(kind)).rfc != 0);
    }
}

TEST_CASE("any octets whatsoever are kept, and every range lies within them", "[mail]") {
    const std::string_view alphabet = std::string_view("\r\n\r\n: aX\t\0\xC3\xBC", 13);
    std::uint64_t state = 1;
    for (int round = 0; round < 5000; ++round) {
        std::string octets;
        for (int i = 0; i < round % 60; ++i) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            octets += alphabet[(state >> 33) % alphabet.size()];
        }
        const Message message = Message::parse(octets);
        REQUIRE(message.octets() == octets);
        std::size_t at = 0;
        for (const Message::Field& field : message.fields()) {
            REQUIRE(field.whole.offset == at);
            REQUIRE(field.name.offset == at);
            REQUIRE(field.name.end() < field.value.offset);
            REQUIRE(field.value.end() <= field.whole.end());
            at = field.whole.end();
            (void)message.value(field);
        }
        REQUIRE(message.header() == ByteRange{0, at});
        REQUIRE(message.body().offset >= at);
        REQUIRE(message.body().end() == octets.size());
        for (const Finding& finding : message.findings()) REQUIRE(finding.range.end() <= octets.size());
    }
}

TEST_CASE("hostile messages of any size are read at once", "[mail]") {
    const std::string part = GENERATE(as<std::string>{}, "a:\n", "a:\r\n", " \r\n", "\r", "\n", "a", ":",
                                      std::string(1, '\0'), "\xFF a");
    std::string octets = "X: y\r\n";
    while (octets.size() < 500'000) octets += part;
    const Message message = Message::parse(octets);
    CHECK(message.octets() == octets);
    std::size_t length = 0;
    for (const Message::Field& field : message.fields()) length += message.value(field).size();
    CHECK(length <= octets.size());
}
