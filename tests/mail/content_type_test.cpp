#include "mail/content_type.h"

#include <catch2/catch.hpp>

using namespace mail;

TEST_CASE("a content type is read with its parameters, as far as it can be", "[mail]") {
    const auto [value, type, boundary] = GENERATE(table<std::string, std::string, std::string>({
        {"text/plain; charset=us-ascii", "text/plain", ""},
        {"Multipart/Mixed; Boundary=abc", "multipart/mixed", "abc"},
        {"multipart/mixed; boundary=\"a;b \\\"c\"", "multipart/mixed", "a;b \"c"},
        {"multipart/mixed ; x=y ; boundary = \"abc\" ; z", "multipart/mixed", "abc"},
        {"multipart/mixed; boundary=\"abc", "multipart/mixed", "abc"},
        {"multipart/mixed; boundary=", "multipart/mixed", ""},
        {"multipart/mixed;;;=;boundary=abc", "multipart/mixed", "abc"},
        {"", "text/plain", ""},
        {"nonsense", "text/plain", ""},
    }));
    CAPTURE(value);
    const ContentType content = parse_content_type(value);
    CHECK(content.type == type);
    CHECK(content.parameter("boundary") == boundary);
}

TEST_CASE("a multipart is cut at its delimiter lines", "[mail]") {
    const auto [body, expected] = GENERATE(table<std::string, std::vector<std::string>>({
        {"pre\r\n--b\r\none\r\n--b\r\ntwo\r\n\r\n--b--\r\npost\r\n--b\r\nno", {"one", "two\r\n"}},
        {"--b\r\none", {"one"}},
        {"--b \t\r\none\r\n--b-- \r\n", {"one"}},
        {"--bc\r\none\r\n--b--\r\n", {}},
        {"--b\r\n--b\r\n--b--", {"", ""}},
        {"--b\none\n--b--\n", {"one"}},
        {"no parts", {}},
        {"", {}},
    }));
    CAPTURE(body);
    std::vector<std::string> parts;
    for (const ByteRange& range : multipart_parts(body, "b"))
        parts.push_back(body.substr(range.offset, range.length));
    CHECK(parts == expected);
    CHECK(multipart_parts(body, "").empty());
}
