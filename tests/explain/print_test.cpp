#include <algorithm>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "explain/print.h"

using namespace explain;

TEST_CASE("a line is printed with its parts marked, its card and its source", "[explain]") {
    const auto text = to_text(explain_line("MAIL FROM:<a@b.example> SIZE=10"), 80);
    CHECK(text.find("  MAIL FROM:<a@b.example> SIZE=10\n  ---- ====-=-=---------= ----=--\n") !=
          std::string::npos);
    CHECK(text.find("\nWhat can go wrong here\n  - ") != std::string::npos);
    CHECK(text.find("\nWritten in RFC 5321 4.1.1.2\n") != std::string::npos);
}

TEST_CASE("a wrong part is marked and said to be wrong", "[explain]") {
    const auto text = to_text(explain_line("MAIL FROM <a@b.example>"), 80);
    CHECK(text.find("  ---- !!!!") != std::string::npos);
    CHECK(text.find("WRONG: the colon is missing after FROM") != std::string::npos);
}

TEST_CASE("no line is wider than the terminal", "[explain]") {
    for (const auto columns : {-5, 0, 40, 72, 100})
        for (const auto line :
             {"450", "x", "MAIL FROM:<ann@src.example> SIZE=1200 BODY=8BITMIME RET=HDRS ENVID=QQ314159",
              "5.7.1", "greylisting"}) {
            const auto text = to_text(explain_line(line), columns);
            for (const auto part : base::split(text, '\n')) {
                INFO(part);
                CHECK(part.size() <= static_cast<std::size_t>(std::max(columns, 40)));
            }
        }
}

TEST_CASE("the JSON form has a fixed order and is ASCII", "[explain]") {
    CHECK(to_json(explain_line("\xe9\"")).starts_with(R"({"text":"\u00e9\"","kind":"unknown","title":)"));
    const auto json = to_json(explain_line("450"));
    CHECK(json.starts_with(
        R"({"text":"450","kind":"reply-code","title":"450: not now, come back later","plain":")"));
    CHECK(json.find(R"("tokens":[{"begin":0,"length":3,"role":"code","meaning":)") != std::string::npos);
    CHECK(json.find(R"("rfc":5321,"section":"4.2.3","see":[)") != std::string::npos);
    CHECK(json.ends_with("\"suggestions\":[]}\n"));
}

TEST_CASE("the words of the command line are one text, and what is unknown ends with 1", "[explain]") {
    const std::vector<std::string> known{"550", "5.1.1", "gone"}, unknown{"qqqqqqqqqq"};
    CHECK(explain_words(known, Form::text, 80).exit_status == 0);
    CHECK(explain_words(known, Form::json, 80)
              .out.starts_with(R"({"text":"550 5.1.1 gone","kind":"reply-line")"));
    CHECK(explain_words(unknown, Form::text, 80).exit_status == 1);
    CHECK(explain_words({}, Form::text, 80).exit_status == 1);
}
