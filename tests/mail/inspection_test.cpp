#include "mail/inspection.h"

#include <catch2/catch.hpp>

#include "base/text.h"

using namespace mail;
using Kind = Finding::Kind;

namespace {

Findings inspected(const std::string& octets) {
    const Message message = Message::parse(octets);
    return inspect(message, MimeTree::parse(message));
}

std::vector<Kind> kinds(const std::string& octets) {
    const Findings findings = inspected(octets);
    std::vector<Kind> found;
    for (const Finding& finding : findings.all()) found.push_back(finding.kind);
    return found;
}

const std::string head =
    "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: Ann <ann@src.example>\r\nMessage-ID: <1@src.example>\r\n";
const std::string mime = head + "MIME-Version: 1.0\r\n";

}  // namespace

TEST_CASE("a letter as it should be has no finding", "[mail]") {
    const std::string letter = GENERATE(
        as<std::string>{}, head + "\r\nhi\r\n", head + "To: undisclosed-recipients:;\r\nBcc:\r\n\r\n",
        head + "Subject: \xC3\xBC\r\n\r\nhi\r\n",
        mime + "Content-Transfer-Encoding: 8bit\r\n\r\n\xC3\xBC\r\n",
        mime + "Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\nRA==\r\n",
        mime + "Content-Transfer-Encoding: quoted-printable\r\n\r\na=3D=\r\n b =  \r\n=fc\r\nend=\r\n",
        mime + "Content-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n" +
            std::string("\n\0\r\xFF", 4) + std::string(2000, 'x'),
        head + "Received: x\r\nReceived: y\r\nComments: a\r\nComments: b\r\n\r\n", head + "X: y\r\n\r\n");
    CAPTURE(letter);
    CHECK(kinds(letter).empty());
}

TEST_CASE("what is wrong in fields and bodies is found", "[mail]") {
    const auto [letter, expected] = GENERATE_COPY(table<std::string, std::vector<Kind>>({
        {"Date: x\r\nFrom: Ann <ann@src.example>\r\nMessage-ID: <1@src.example>\r\n\r\n", {Kind::bad_date}},
        {"Date: Tue, 31 Nov 2026 20:36:19 +0000\r\nFrom: a@b\r\nMessage-ID: <1@b>\r\n\r\n", {Kind::bad_date}},
        {head + "To: nobody at all\r\n\r\n", {Kind::bad_address}},
        {head + "Sender: a@b, c@d\r\n\r\n", {Kind::bad_address}},
        {head + "To:\r\n\r\n", {Kind::bad_address}},
        {head + "Subject: a\r\nSUBJECT: b\r\nsubject: c\r\n\r\n",
         {Kind::repeated_field, Kind::repeated_field}},
        {head + "From: b@c\r\n\r\n", {Kind::repeated_field}},
        {head + "Subject : a\r\n\r\n", {Kind::space_before_colon}},
        {head + "Subject: \xFC\xFC\r\n\r\n", {Kind::bad_utf8_in_header}},
        {"Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: a@b\r\n\r\n", {Kind::missing_message_id}},
        {"Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: a@b\r\nMessage-ID: 1\r\n\r\n",
         {Kind::bad_message_id}},
        {head + "Content-Type: text/plain\r\n\r\n", {Kind::missing_mime_version}},
        {head + "\r\n\xC3\xBC\xC3\xBC x \xC3\xBC\r\n", {Kind::eight_bit_in_seven_bit_part}},
        {mime + "Content-Transfer-Encoding: base64\r\n\r\nQUJ!\r\n", {Kind::bad_base64}},
        {mime + "Content-Transfer-Encoding: base64\r\n\r\nQUJ\r\n", {Kind::bad_base64}},
        {mime + "Content-Transfer-Encoding: base64\r\n\r\nQQ==QQ==\r\n", {Kind::bad_base64}},
        {mime + "Content-Transfer-Encoding: base64\r\n\r\nQ===\r\n", {Kind::bad_base64}},
        {mime + "Content-Transfer-Encoding: quoted-printable\r\n\r\na=b\r\n", {Kind::bad_quoted_printable}},
        {mime + "Content-Transfer-Encoding: quoted-printable\r\n\r\n\xC3\r\n", {Kind::bad_quoted_printable}},
        {mime + "Content-Transfer-Encoding: uuencode\r\n\r\n\xC3\r\n", {Kind::unknown_encoding}},
        {mime + "Content-Type: multipart/mixed\r\n\r\nx\r\n", {Kind::missing_boundary}},
        {head + "\r\na\nb\rc" + std::string(1, '\0') + "\r\n", {Kind::bare_lf, Kind::bare_cr, Kind::nul}},
        {head + "\r\n" + std::string(999, 'x') + "\r\n", {Kind::line_too_long}},
        {"no header\r\n", {Kind::no_header}},
    }));
    CAPTURE(letter);
    CHECK(kinds(letter) == expected);
}

TEST_CASE("a part's faults are found where they are", "[mail]") {
    const std::string letter =
        mime +
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n\xC3\xBC\r\n"
        "--b\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--b--\r\n";
    const Findings findings = inspected(letter);
    REQUIRE(findings.all().size() == 3);
    const auto text = [&](std::size_t i) {
        return letter.substr(findings.all()[i].range.offset, findings.all()[i].range.length);
    };
    CHECK(findings.all()[0].kind == Kind::repeated_field);
    CHECK(text(0) == "Content-Type: text/html\r\n");
    CHECK(findings.all()[1].kind == Kind::eight_bit_in_seven_bit_part);
    CHECK(text(1) == "\xC3");
    CHECK(findings.all()[2].kind == Kind::bad_base64);
    CHECK(text(2) == "*");
}

TEST_CASE("addresses are found wrong from where they cannot be read on", "[mail]") {
    const auto [field, wrong] = GENERATE(table<std::string, std::string>({
        {"To: a@b,\r\n c d@e\r\n", "@e"},
        {"To: Bob <bob>, a@b\r\n", ">, a@b"},
        {"To: nobody\r\n", "To: nobody\r\n"},
        {"To: a@b,\n c d@e\r\n", "\n c d@e"},
    }));
    const std::string letter = head + field + "\r\n";
    const Findings findings = inspected(letter);
    REQUIRE(findings.count(Kind::bad_address) == 1);
    for (const Finding& finding : findings.all())
        if (finding.kind == Kind::bad_address)
            CHECK(letter.substr(finding.range.offset, finding.range.length) == wrong);
}

TEST_CASE("findings without number are counted, and few are kept", "[mail]") {
    std::string letter = head + "\r\n";
    for (int i = 0; i < 100'000; ++i) letter += "x\n";
    const Findings findings = inspected(letter);
    CHECK(findings.count(Kind::bare_lf) == 100'000);
    CHECK(findings.all().size() == most_findings_of_a_kind);
    std::string fields = head;
    for (int i = 0; i < 100'000; ++i) fields += "Subject: x\r\n";
    CHECK(inspected(fields + "\r\n").count(Kind::repeated_field) == 99'999);
    CHECK(!kinds(mime + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + std::string(200'000, ' ') +
                 "=" + std::string(200'000, '='))
               .empty());
}

TEST_CASE("every kind of finding has a name, a sentence and, where an RFC says it, a citation", "[mail]") {
    for (std::size_t i = 0; i < Finding::kinds; ++i) {
        const auto kind = static_cast<Kind>(i);
        CHECK(!name(kind).empty());
        CHECK(!to_text(kind).empty());
        const bool our_own = kind == Kind::too_deep || kind == Kind::too_many_parts;
        CHECK((citation(kind).rfc > 0) == !our_own);
    }
}
