// `mailstage check address` and `check message`, as a user runs them.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "cli/session.h"

using cli_test::Folder;
using cli_test::Ran;
using cli_test::run;

namespace {

const std::string good =
    "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: Ann <ann@src.example>\r\nMessage-ID: <1@src.example>\r\n";

std::string first_word(const std::string& text) {
    return text.substr(0, text.find_first_of(" \n"));
}

}  // namespace

TEST_CASE("an address is judged in one word, and told why with place and citation", "[cli]") {
    const auto [address, word, status, why] = GENERATE(table<std::string, std::string, int, std::string>({
        {"ann@src.example", "envelope", 0, "RFC 5321 4.1.2"},
        {"\xC3\xBC@src.example", "envelope", 0, "SMTPUTF8"},
        {"ann@b\xC3\xBC"
         "cher.example",
         "envelope", 0, "ann@xn--bcher-kva.example"},
        {"ann(home)@src.example", "header", 0, "a comment in parentheses"},
        {"\"a\".b@src.example", "header", 0, "RFC 5322 4.1"},
        {"a..b@src.example", "invalid", 1, "at octet 3"},
        {"", "invalid", 1, "at octet 1"},
        {"-x", "invalid", 1, "the '@' is missing"},
        {"--json", "invalid", 1, "the '@' is missing"},
        {"-ann@src.example", "envelope", 0, "MAIL and RCPT"},
    }));
    CAPTURE(address);
    const Ran ran = run({"check", "address", address});
    CHECK(first_word(ran.out) == word);
    CHECK(ran.status == status);
    std::string joined = ran.out;
    for (char& c : joined)
        if (c == '\n') c = ' ';
    CHECK(joined.find(why) != std::string::npos);
    CHECK(ran.err.empty());
}

TEST_CASE("an address is judged in JSON too, before or behind its flag", "[cli]") {
    const auto arguments = GENERATE(std::vector<std::string>{"check", "address", "--json", "a..b@x"},
                                    std::vector<std::string>{"check", "address", "a..b@x", "--json"});
    const Ran ran = run(arguments);
    const auto json = nlohmann::json::parse(ran.out);
    CHECK(json["result"] == "invalid");
    CHECK(json["fault"]["octet"] == 3);
    CHECK(json["fault"]["citation"] == "RFC 5322 3.2.3");
    CHECK(ran.status == 1);
    const auto envelope = nlohmann::json::parse(run({"check", "address", "ann@src.example", "--json"}).out);
    CHECK(envelope["local_part"] == "ann");
    CHECK(envelope["domain"] == "src.example");
    CHECK(nlohmann::json::parse(run({"check", "address", "\xFF", "--json"}).out)["address"] == "\xC3\xBF");
}

TEST_CASE("check without its words is a usage mistake, and has help", "[cli]") {
    for (const std::vector<std::string>& wrong :
         std::vector<std::vector<std::string>>{{"check"},
                                               {"check", "address"},
                                               {"check", "address", "a@b", "c@d"},
                                               {"check", "message"},
                                               {"check", "nothing"}}) {
        const Ran ran = run(wrong);
        CHECK(ran.status == 2);
        CHECK(ran.out.empty());
        CHECK(!ran.err.empty());
    }
    const Ran help = run({"check", "address", "--help"});
    CHECK(help.status == 0);
    CHECK(help.out.find("ADDRESS") != std::string::npos);
}

TEST_CASE("a message without a finding ends with 0, and says where all is", "[cli]") {
    const Folder folder;
    const std::string file = folder.write(
        "good.eml", good +
                        "Subject: =?utf-8?Q?J=C3=B6rg?=\r\nMIME-Version: 1.0\r\n"
                        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Disposition: attachment; filename=a.txt\r\n\r\nhi\r\n--b--\r\n");
    const Ran ran = run({"check", "message", file});
    CHECK(ran.status == 0);
    CHECK(ran.err.empty());
    for (const char* wanted :
         {"2 parts", "       0        39  Date: Mon, 23 Nov 2026 20:36:19 +0000", "Subject: J\xC3\xB6rg",
          "multipart/mixed, 7bit", "  text/plain, utf-8, 7bit, attachment, \"a.txt\"", "No findings."}) {
        CAPTURE(wanted, ran.out);
        CHECK(ran.out.find(wanted) != std::string::npos);
    }
}

TEST_CASE("a message with findings ends with 1, and names place and section", "[cli]") {
    const Folder folder;
    const std::string file = folder.write("odd.eml", "Date: x\r\n" + good + "\r\nhi\xFF\r\n");
    const Ran ran = run({"check", "message", file});
    CHECK(ran.status == 1);
    CHECK(ran.out.find("this is no date, or not that day of the week (RFC 5322 3.3)") != std::string::npos);
    CHECK(ran.out.find("a field that may stand once stands here again (RFC 5322 3.6)") != std::string::npos);
    CHECK(ran.out.find("\\xff") != std::string::npos);
    const auto json = nlohmann::json::parse(run({"check", "message", "--json", file}).out);
    REQUIRE(json["findings"].size() == 3);
    CHECK(json["findings"][0]["kind"] == "bad_date");
    CHECK(json["findings"][0]["offset"] == 0);
    CHECK(json["findings"][0]["length"] == 9);
    CHECK(json["fields"][1]["name"] == "Date");
    CHECK(json["parts"][0]["type"] == "text/plain");
    CHECK(json["parts"][0]["parent"].is_null());
}

TEST_CASE("no message of any octets writes to the terminal what it may obey", "[cli]") {
    const Folder folder;
    const std::string file = folder.write(
        "evil.eml", "Subject: \x1B[2J\xC2\x9B x\r\nContent-Type: a/b; name=\"\x1B]0;x\x07\"\r\n\r\n\x1B\r\n");
    const Ran ran = run({"check", "message", file});
    CHECK(ran.out.find('\x1B') == std::string::npos);
    CHECK(ran.out.find("\xC2\x9B") == std::string::npos);
    CHECK(ran.out.find('\x07') == std::string::npos);
    CHECK(nlohmann::json::accept(run({"check", "message", "--json", file}).out));
}

TEST_CASE("a message file that cannot be read is said with how to mend it", "[cli]") {
    const Folder folder;
    const Ran ran = run({"check", "message", folder.path("none.eml")});
    CHECK(ran.status == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("cannot be read") != std::string::npos);
    CHECK(run({"check", "message", folder.write("empty.eml", "")}).status == 1);
}
