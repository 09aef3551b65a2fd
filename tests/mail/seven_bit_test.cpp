#include "mail/seven_bit.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "base/text.h"

using namespace mail;
using Step = SevenBitStep::Kind;

namespace {

std::variant<SevenBitLetter, SevenBitRefusal> converted(const std::string& octets) {
    return to_seven_bit(Message::parse(octets));
}

std::string letter(const std::string& octets) {
    const auto result = converted(octets);
    REQUIRE(std::holds_alternative<SevenBitLetter>(result));
    return std::get<SevenBitLetter>(result).octets;
}

std::vector<Step> steps(const std::string& octets) {
    const auto result = converted(octets);
    REQUIRE(std::holds_alternative<SevenBitLetter>(result));
    std::vector<Step> kinds;
    for (const SevenBitStep& step : std::get<SevenBitLetter>(result).steps) kinds.push_back(step.kind);
    return kinds;
}

/// Type and decoded octets of every leaf; a message/global that is encoded as one is looked into.
std::vector<std::string> leaves(const std::string& octets) {
    const Message message = Message::parse(octets);
    const MimeTree tree = MimeTree::parse(message);
    std::vector<std::string> found;
    for (const MimePart& part : tree.parts()) {
        if (!part.children.empty()) continue;
        const bool encoded =
            part.encoding == TransferEncoding::base64 || part.encoding == TransferEncoding::quoted_printable;
        if (part.type.type == "message/global" && encoded) {
            for (std::string& leaf : leaves(decoded_body(message, part))) found.push_back(std::move(leaf));
            continue;
        }
        found.push_back(part.type.type + ": " + decoded_body(message, part));
    }
    return found;
}

const std::string mime = "From: a@b\r\nMIME-Version: 1.0\r\n";

}  // namespace

TEST_CASE("what is 7bit already is left octet for octet", "[mail]") {
    const std::string octets = GENERATE(as<std::string>{}, "", "From: a\r\n\r\nhi\r\n",
                                        mime + "Content-Transfer-Encoding: 8bit\r\n\r\nhi");
    CHECK(letter(octets) == octets);
    CHECK(steps(octets).empty());
}

TEST_CASE("8bit text becomes quoted-printable, all else base64", "[mail]") {
    CHECK(letter(mime + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                        "Subject: x\r\n\r\n\xC3\xBC = u\r\n") ==
          mime +
              "Content-Type: text/plain; charset=utf-8\r\nSubject: x\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC =3D u\r\n");
    CHECK(letter(mime + "Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\x89PNG\n") ==
          mime + "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORwo=\r\n");
    // a text with a bare LF would come back changed from quoted-printable
    CHECK(steps(mime + "Content-Transfer-Encoding: binary\r\n\r\na\nb\xC3\xBC\r\n") ==
          std::vector{Step::unknown_charset_said, Step::to_base64});
}

TEST_CASE("a letter without MIME gets the fields that RFC 1428 gives it", "[mail]") {
    CHECK(letter("From: a@b\r\n\r\n\xFC\r\n") ==
          "From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n=FC\r\n");
    CHECK(steps("From: a@b\r\n\r\n\xFC\r\n") ==
          std::vector{Step::mime_version_added, Step::unknown_charset_said, Step::to_quoted_printable});
    CHECK(steps("DKIM-Signature: x\r\n" + mime + "Content-Type: text/plain\r\n\r\n\xFC\r\n") ==
          std::vector{Step::to_quoted_printable, Step::signature_broken});
}

TEST_CASE("in a tree only the leaves that need it change, and labels above them follow", "[mail]") {
    const std::string octets =
        mime +
        "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "\xC3\xBC preamble\r\n--b\r\n\r\nplain\r\n"
        "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "Subject: inner\r\n\r\n\xC3\xBC\r\n"
        "--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\nno high octet\r\n--b--\r\n";
    const std::string after = letter(octets);
    CHECK(after ==
          mime +
              "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
              "\r\n--b\r\n\r\nplain\r\n"
              "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
              "Subject: inner\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC\r\n"
              "--b\r\nContent-Transfer-Encoding: 7bit\r\n\r\nno high octet\r\n--b--\r\n");
    CHECK(leaves(after) == leaves(octets));
}

TEST_CASE("a letter with a header in UTF-8 inside another is encoded as one", "[mail]") {
    const std::string octets =
        mime +
        "Content-Type: message/global\r\n\r\nSubject: \xC3\xBC\r\nContent-Type: multipart/mixed; "
        "boundary=b\r\n\r\n\xFF\r\n--b\r\n\r\n\xC3\r\n--b--\r\n";
    const std::string after = letter(octets);
    CHECK(is_seven_bit(after));
    CHECK(leaves(after) == leaves(octets));
    CHECK(steps(octets) == std::vector{Step::to_quoted_printable});
}

TEST_CASE("what may not or cannot be converted is refused with its reason", "[mail]") {
    const auto [octets, refusal] = GENERATE(table<std::string, SevenBitRefusal>({
        {"Subject: \xC3\xBC\r\n\r\nhi\r\n", SevenBitRefusal::header_not_seven_bit},
        {"Subject: x\n\n\xC3\xBC\n", SevenBitRefusal::header_not_seven_bit},
        {"Subject: " + std::string(2000, 'x') + "\r\n\r\n\xC3\xBC", SevenBitRefusal::header_not_seven_bit},
        {"Content-Type: message/rfc822\r\n\r\nSubject: \xC3\xBC\r\n\r\nhi",
         SevenBitRefusal::header_not_seven_bit},
        {"Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n\xC3\xBC\r\n--b--\r\n",
         SevenBitRefusal::signed_part},
        {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
         "Content-Type: multipart/signed; boundary=c\r\n\r\n--c\r\nContent-Type: "
         "image/png\r\n\r\n\xC3\xBC\r\n--c--\r\n--b--",
         SevenBitRefusal::signed_part},
        {"Content-Type: message/partial\r\n\r\n\xC3\xBC", SevenBitRefusal::must_be_seven_bit},
        {"Content-Type: message/delivery-status\r\n\r\n\xC3\xBC", SevenBitRefusal::must_be_seven_bit},
        {"Content-Transfer-Encoding: uuencode\r\n\r\n\xC3\xBC", SevenBitRefusal::unknown_encoding},
        {"Content-Transfer-Encoding: base64\r\n\r\nQQ==\xC3\xBC", SevenBitRefusal::false_encoding},
        {"Content-Type: multipart/mixed\r\n\r\n\xC3\xBC", SevenBitRefusal::malformed_mime},
        {"Content-Type: multipart/mixed; boundary=b\r\n\r\n\xC3\xBC", SevenBitRefusal::malformed_mime},
    }));
    CAPTURE(octets);
    const auto result = converted(octets);
    REQUIRE(std::holds_alternative<SevenBitRefusal>(result));
    CHECK(std::get<SevenBitRefusal>(result) == refusal);
    CHECK(!to_text(refusal).empty());
    CHECK(citation(refusal).rfc > 0);
}

TEST_CASE("a signed part that is 7bit does not keep its siblings from being converted", "[mail]") {
    const std::string octets =
        mime +
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: multipart/signed; boundary=c\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "--c\r\nContent-Transfer-Encoding: 8bit\r\n\r\nsigned\r\n--c--\r\n--b\r\n\r\n\xC3\xBC\r\n--b--";
    const std::string after = letter(octets);
    const std::string signed_part =
        octets.substr(octets.find("--c"), octets.find("--c--") - octets.find("--c"));
    CHECK(after.find(signed_part) != std::string::npos);
    CHECK(is_seven_bit(after));
}

TEST_CASE("no line of an encoded body is taken for a boundary", "[mail]") {
    // A soft line break would stand right before "--b".
    for (std::size_t width = 60; width < 90; ++width) {
        const std::string octets = mime + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" +
                                   std::string(width, 'x') + "--b\xC3\xBC\r\n--b--\r\n";
        CHECK(leaves(letter(octets)) == leaves(octets));
    }
}

TEST_CASE("every letter that is converted is 7bit and decodes to the same parts", "[mail]") {
    const std::vector<std::string> crumbs{"\r\n",
                                          "--a\r\n",
                                          "--a--\r\n",
                                          "--c\r\n",
                                          "--c--\r\n",
                                          "\r\n\r\n",
                                          "\r\n--a\r\n\r\n",
                                          "Content-Type: multipart/mixed; boundary=c\r\n",
                                          "Content-Type: multipart/digest; boundary=c\r\n\r\n",
                                          "Content-Type: message/rfc822\r\n\r\n",
                                          "Content-Type: message/global\r\n\r\n",
                                          "Content-Type: image/png\r\n",
                                          "Content-Transfer-Encoding: 8bit\r\n",
                                          "Content-Transfer-Encoding: binary\r\n\r\n",
                                          "Content-Transfer-Encoding: base64\r\n",
                                          "Subject: x\r\n",
                                          "\xC3\xBC text \r\n",
                                          "\xFF",
                                          "plain\r\n",
                                          "bare\n",
                                          std::string(1, '\0'),
                                          std::string(1200, 'y')};
    const base::Random random(11);
    std::size_t converted_ones = 0;
    for (std::uint64_t run = 0; run < 3000; ++run) {
        std::string octets = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n";
        const std::uint64_t length = random.below(24, 0, base::Purpose::jitter, run, 0);
        for (std::uint64_t i = 1; i <= length; ++i)
            octets += crumbs[random.below(crumbs.size(), 0, base::Purpose::jitter, run, i)];
        const auto result = converted(octets);
        const auto* after = std::get_if<SevenBitLetter>(&result);
        if (after == nullptr) continue;
        converted_ones += after->steps.empty() ? 0 : 1;
        if (!is_seven_bit(after->octets) || leaves(after->octets) != leaves(octets))
            FAIL(base::visible(octets) << "\n  became\n" << base::visible(after->octets));
    }
    CHECK(converted_ones > 300);
}

TEST_CASE("a letter of many boundaries and parts is converted at once", "[mail]") {
    std::string octets = mime + "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int i = 0; i < 900; ++i) octets += "--b\r\n\r\n" + std::string(500, '-') + "\xC3\xBC\r\n";
    CHECK(leaves(letter(octets + "--b--\r\n")).size() == 900);
    for (int i = 0; i < 100'000; ++i) octets += "--b\r\n";
    CHECK(is_seven_bit(letter(octets)));
}

TEST_CASE("7bit data is ASCII in lines of 998 with CRLF and without NUL", "[mail]") {
    CHECK(is_seven_bit(""));
    CHECK(is_seven_bit(std::string(998, 'x') + "\r\n" + std::string(998, 'x')));
    CHECK(!is_seven_bit(std::string(999, 'x')));
    for (const char* wrong : {"a\n", "a\r", "\r\r\n", "\xC3\xBC", "\n"}) CHECK(!is_seven_bit(wrong));
    CHECK(!is_seven_bit(std::string(1, '\0')));
}
