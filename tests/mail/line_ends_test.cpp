#include "mail/line_ends.h"

#include <catch2/catch.hpp>

using namespace mail;

TEST_CASE("a message file becomes SMTP's octets, and what was done is said", "[mail]") {
    const auto [file, octets, notes] = GENERATE(table<std::string, std::string, std::vector<std::string>>({
        {"", "", {}},
        {"a\r\nb\r\n", "a\r\nb\r\n", {}},
        {"a\nb\n", "a\r\nb\r\n", {"line ends: each of the 2 LF became CRLF, for the file has no CRLF"}},
        {"a\nb",
         "a\r\nb\r\n",
         {"line ends: each of the 1 LF became CRLF, for the file has no CRLF",
          "line ends: CRLF added after the last line"}},
        {"a\r\nb\nc\r\n",
         "a\r\nb\nc\r\n",
         {"line ends: 1 bare LF kept, for the file has CRLF too"}},
        {"a\r\nb", "a\r\nb\r\n", {"line ends: CRLF added after the last line"}},
        {"a\r\nb\n",
         "a\r\nb\n\r\n",
         {"line ends: 1 bare LF kept, for the file has CRLF too",
          "line ends: CRLF added after the last line"}},
        {"a", "a\r\n", {"line ends: CRLF added after the last line"}},
        {"a\rb\r\n", "a\rb\r\n", {"line ends: 1 bare CR kept"}},
        {"\n.\n", "\r\n.\r\n", {"line ends: each of the 2 LF became CRLF, for the file has no CRLF"}},
    }));
    CAPTURE(file);
    const Imported imported = import_line_ends(file);
    CHECK(imported.octets == octets);
    CHECK(imported.notes == notes);
}

TEST_CASE("what was imported once is taken as it is the second time", "[mail]") {
    const std::string file = GENERATE(as<std::string>{}, "a\nb", "a\r\nb", "\n\n", "a\r");
    const Imported once = import_line_ends(file);
    CHECK(import_line_ends(once.octets).octets == once.octets);
}
