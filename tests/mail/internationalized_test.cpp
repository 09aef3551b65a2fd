#include "mail/internationalized.h"

#include <catch2/catch.hpp>

using namespace mail;

namespace {

std::string a_labels(std::string_view domain) {
    const auto converted = to_a_labels(domain);
    return std::holds_alternative<std::string>(converted) ? std::get<std::string>(converted) : "";
}

bool letter_needs_smtputf8(const std::string& octets) {
    const Message message = Message::parse(octets);
    return needs_smtputf8(message, MimeTree::parse(message));
}

}  // namespace

TEST_CASE("a domain of U-labels becomes one of A-labels", "[mail]") {
    const auto [domain, ascii] = GENERATE(table<std::string, std::string>({
        {"b\xC3\xBC"
         "cher.example",
         "xn--bcher-kva.example"},
        {"B\xC3\x9C"
         "CHER.example",
         "xn--bcher-kva.example"},  // lower case first (UTS 46)
        {"bu\xCC\x88"
         "cher.example",
         "xn--bcher-kva.example"},  // composed first (NFC)
        {"stra\xC3\x9F"
         "e.example",
         "xn--strae-oqa.example"},  // IDNA 2008: not 'ss'
        {"\xE4\xBE\x8B.example", "xn--fsq.example"},
        {"plain.example", "plain.example"},
        {"MiXed.Example", "MiXed.Example"},
        {"\xFF.example", ""},
        {"-\xC3\xBC.example", ""},
        {"\xE2\x98\x83.example", ""},  // a snowman is no letter
        {std::string("a\0\xC3\xBC", 4), ""},
    }));
    CAPTURE(domain);
    CHECK(a_labels(domain) == ascii);
}

TEST_CASE("a domain of any size is converted or refused at once", "[mail]") {
    std::string labels;
    for (int i = 0; i < 5000; ++i) labels += "\xC3\xBC.";
    CHECK(a_labels(labels + "example").empty());
    std::string label;
    for (int i = 0; i < 5000; ++i) label += "\xC3\xBC";
    CHECK(a_labels(label).empty());
}

TEST_CASE("only an address with an ASCII local part has another spelling", "[mail]") {
    const Address domain_only{"bob",
                              "b\xC3\xBC"
                              "cher.example"},
        both{
            "b\xC3\xB6"
            "b",
            "b\xC3\xBC"
            "cher.example"};
    CHECK(needs_smtputf8(domain_only));
    CHECK(downgraded(domain_only) == Address{"bob", "xn--bcher-kva.example"});
    CHECK(needs_smtputf8(both));
    CHECK(!downgraded(both));
    CHECK(!needs_smtputf8(Address{"bob", "dest.example"}));
    CHECK(downgraded(Address{"bob", "dest.example"}) == Address{"bob", "dest.example"});
    CHECK(!downgraded(Address{"bob", "\xE2\x98\x83.example"}));
}

TEST_CASE("a letter needs SMTPUTF8 for its header fields, never for its body", "[mail]") {
    const auto [octets, needs] = GENERATE(table<std::string, bool>({
        {"Subject: x\r\n\r\n\xC3\xBC", false},
        {"Subject: \xC3\xBC\r\n\r\n", true},
        {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Description: \xC3\xBC\r\n\r\n--b--",
         true},
        {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\xC3\xBC\r\n--b--", false},
        {"Content-Type: message/global\r\n\r\nSubject: \xC3\xBC\r\n\r\n", true},
        {"", false},
    }));
    CHECK(letter_needs_smtputf8(octets) == needs);
}
