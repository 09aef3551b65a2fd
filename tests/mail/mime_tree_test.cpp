#include "mail/mime_tree.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "mail/charset.h"

using namespace mail;
using Kind = Finding::Kind;

namespace {

std::vector<Kind> kinds(const MimeTree& tree) {
    std::vector<Kind> found;
    for (const Finding& finding : tree.findings().all()) found.push_back(finding.kind);
    return found;
}

/// Every promise of the header file, for any octets.
void check_promises(const Message& message) {
    const MimeTree tree = MimeTree::parse(message);
    std::string joined;
    std::size_t at = 0;
    for (const MimePiece& piece : tree.pieces()) {
        if (piece.range.offset != at || piece.range.length == 0 || piece.part >= tree.parts().size())
            FAIL("the pieces leave a gap at " << at);
        at = piece.range.end();
        joined += message.text(piece.range);
    }
    CHECK(joined == message.octets());
    CHECK(tree.parts().size() <= most_parts);
    for (std::size_t i = 0; i < tree.parts().size(); ++i) {
        const MimePart& part = tree.parts()[i];
        if (part.depth > deepest_part || part.whole.end() > message.octets().size() ||
            part.header.offset != part.whole.offset || part.body.end() != part.whole.end() ||
            part.header.end() > part.body.offset)
            FAIL("part " << i << " is not in order");
        for (const std::size_t child : part.children)
            if (child <= i || tree.parts()[child].parent != i) FAIL("child " << child);
    }
}

/// "multipart/mixed(text/plain text/html)": the tree in one line.
std::string outline(const MimeTree& tree, std::size_t index = 0) {
    const MimePart& part = tree.parts()[index];
    std::string text = part.type.type;
    if (part.children.empty()) return text;
    text += "(";
    for (std::size_t i = 0; i < part.children.size(); ++i)
        text += (i > 0 ? " " : "") + outline(tree, part.children[i]);
    return text + ")";
}

std::string multipart(const std::string& boundary, const std::string& body) {
    return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("a tree of parts is read with all its ranges", "[mail]") {
    const std::string text = multipart("a",
                                       "preamble\r\n--a\r\n\r\nplain\r\n--a\r\n"
                                       "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
                                       "--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--\r\ninner end\r\n"
                                       "--a\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nhi\r\n"
                                       "--a--\r\nepilogue\r\n");
    const Message message = Message::parse(text);
    const MimeTree tree = MimeTree::parse(message);
    CHECK(outline(tree) ==
          "multipart/mixed(text/plain multipart/alternative(text/html) message/rfc822(text/plain))");
    CHECK(kinds(tree).empty());
    check_promises(message);
    CHECK(message.text(tree.parts()[1].whole) == "\r\nplain");
    CHECK(message.text(tree.parts()[1].body) == "plain");
    CHECK(message.text(tree.parts()[3].body) == "<p>");
    CHECK(message.text(tree.parts()[5].whole) == "Subject: x\r\n\r\nhi");
    CHECK(tree.parts()[5].depth == 2);
    CHECK(field_value(message, tree.parts()[5], "subject") == "x");
    std::vector<std::string> outside;
    for (const MimePiece& piece : tree.pieces())
        if (piece.kind == MimePiece::Kind::preamble || piece.kind == MimePiece::Kind::epilogue)
            outside.emplace_back(message.text(piece.range));
    CHECK(outside == std::vector<std::string>{"preamble", "inner end", "epilogue\r\n"});
}

TEST_CASE("boundaries are obeyed as RFC 2046 5.1.1 says", "[mail]") {
    const auto [text, expected, found] = GENERATE(table<std::string, std::string, std::vector<Kind>>({
        // white space may follow a delimiter, nothing else
        {multipart("b", "--b \t\r\n\r\nx\r\n--b-- \r\n"), "multipart/mixed(text/plain)", {}},
        {multipart("b", "--bc\r\n\r\nx\r\n--b--\r\n"), "multipart/mixed", {Kind::boundary_not_used}},
        // the closing boundary is missing
        {multipart("b", "--b\r\n\r\nx\r\n"), "multipart/mixed(text/plain)", {Kind::unclosed_multipart}},
        // an outer boundary ends an inner multipart that nobody closed
        {multipart("o", "--o\r\n" + multipart("i", "--i\r\n\r\nx\r\n--o\r\n\r\ny\r\n--o--\r\n")),
         "multipart/mixed(multipart/mixed(text/plain) text/plain)",
         {Kind::unclosed_multipart}},
        // inner and outer share a beginning
        {multipart("b", "--b\r\n" + multipart("bb", "--bb\r\n\r\nx\r\n--bb--\r\n--b--\r\n")),
         "multipart/mixed(multipart/mixed(text/plain))",
         {}},
        // LF only
        {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n", "multipart/mixed(text/plain)", {}},
        {"Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx\r\n----\r\n",
         "multipart/mixed",
         {Kind::missing_boundary}},
        // nothing within
        {multipart("b", "--b\r\n--b\r\n--b--"), "multipart/mixed(text/plain text/plain)", {}},
        {multipart("b", ""), "multipart/mixed", {Kind::boundary_not_used}},
        {multipart("b", "--b--\r\n"), "multipart/mixed", {Kind::boundary_not_used}},
        // a digest's parts are letters (RFC 2046 5.1.5)
        {"Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\n",
         "multipart/digest(message/rfc822(text/plain))",
         {}},
    }));
    CAPTURE(text);
    const Message message = Message::parse(text);
    const MimeTree tree = MimeTree::parse(message);
    CHECK(outline(tree) == expected);
    CHECK(kinds(tree) == found);
    check_promises(message);
}

TEST_CASE("types and encodings that cannot be are found", "[mail]") {
    const auto [text, expected, found] = GENERATE(table<std::string, std::string, std::vector<Kind>>({
        {"Content-Type: nonsense\r\n\r\n", "text/plain", {Kind::bad_content_type}},
        {"Content-Type: text/\r\n\r\n", "text/plain", {Kind::bad_content_type}},
        {"Content-Type: text/a b\r\n\r\n", "text/plain", {Kind::bad_content_type}},
        {"Content-Type: TEXT/Plain (a comment); charset=us-ascii (b)\r\n\r\n", "text/plain", {}},
        {"Content-Transfer-Encoding: uuencode\r\n\r\n", "text/plain", {Kind::unknown_encoding}},
        {"Content-Transfer-Encoding: BASE64 (yes)\r\n\r\n", "text/plain", {}},
        {"Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
         "--b\r\n\r\nx\r\n--b--\r\n",
         "multipart/mixed(text/plain)",
         {Kind::encoded_composite}},
        {"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nQQ==\r\n",
         "message/rfc822",
         {Kind::encoded_composite}},
        {"Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\nQQ==\r\n",
         "message/global",
         {}},
        {"Content-Type: message/global\r\n\r\nSubject: \xC3\xBC\r\n\r\nx", "message/global(text/plain)", {}},
    }));
    CAPTURE(text);
    const MimeTree tree = MimeTree::parse(Message::parse(text));
    CHECK(outline(tree) == expected);
    CHECK(kinds(tree) == found);
}

TEST_CASE("nesting and numbers have limits, and what lies beyond is kept", "[mail]") {
    std::string deep;
    for (std::size_t i = 0; i < 100; ++i) deep += "Content-Type: message/rfc822\r\n\r\n";
    const Message deep_message = Message::parse(deep);
    const MimeTree deep_tree = MimeTree::parse(deep_message);
    CHECK(deep_tree.parts().size() == deepest_part + 1);
    CHECK(kinds(deep_tree) == std::vector{Kind::too_deep});
    check_promises(deep_message);

    std::string wide;
    for (int i = 0; i < 100'000; ++i) wide += "--b\r\n";
    const Message wide_message = Message::parse(multipart("b", wide));
    const MimeTree wide_tree = MimeTree::parse(wide_message);
    CHECK(wide_tree.parts().size() == most_parts);
    CHECK(kinds(wide_tree) == std::vector{Kind::too_many_parts});
    check_promises(wide_message);
}

TEST_CASE("many boundaries in many multiparts, each in the other, take no long time", "[mail]") {
    std::string nested;
    for (int i = 0; i < 40; ++i)
        nested += "--b" + std::to_string(i) + "\r\n" + multipart("b" + std::to_string(i + 1), "");
    std::string lines;
    for (int i = 0; i < 100'000; ++i) lines += "--b" + std::to_string(i % 41) + "\r\n";
    check_promises(Message::parse(multipart("b0", nested + lines)));
    check_promises(Message::parse(multipart(std::string(100'000, 'b'), lines)));
}

TEST_CASE("any octets tile, whatever they are made of", "[mail]") {
    const std::vector<std::string> crumbs{"\r\n",
                                          "\n",
                                          "\r",
                                          "--a",
                                          "--a--",
                                          "--b\r\n",
                                          "Content-Type: multipart/mixed; boundary=a\r\n",
                                          "Content-Type: multipart/digest; boundary=\"b\"\r\n",
                                          "Content-Type: message/rfc822\r\n",
                                          "Content-Transfer-Encoding: 8bit\r\n",
                                          "Subject: x\r\n y\r\n",
                                          " ",
                                          "\t",
                                          "text",
                                          std::string(1, '\0'),
                                          "\xFF",
                                          "\r\n\r\n"};
    const base::Random random(7);
    for (std::uint64_t run = 0; run < 600; ++run) {
        std::string text = "Content-Type: multipart/mixed; boundary=a\r\n";
        const std::uint64_t length = random.below(60, 0, base::Purpose::jitter, run, 0);
        for (std::uint64_t i = 1; i <= length; ++i)
            text += crumbs[random.below(crumbs.size(), 0, base::Purpose::jitter, run, i)];
        check_promises(Message::parse(text));
    }
}

TEST_CASE("a file name is read in every spelling", "[mail]") {
    const auto [fields, name] = GENERATE(table<std::string, std::string>({
        {"Content-Disposition: attachment; filename=plain.txt", "plain.txt"},
        {"Content-Disposition: attachment; filename=\"two words.txt\"", "two words.txt"},
        {"Content-Disposition: attachment; filename*=utf-8'de'%C3%BC.txt", "\xC3\xBC.txt"},
        {"Content-Disposition: attachment; filename*=iso-8859-1''%FC.txt", "\xC3\xBC.txt"},
        {"Content-Disposition: attachment; filename*0=\"one \";\r\n filename*1=two", "one two"},
        {"Content-Disposition: attachment; filename*1*=%BC.txt; filename*0*=utf-8''%C3", "\xC3\xBC.txt"},
        {"Content-Disposition: attachment; filename*0*=utf-8''%C3%BC; filename*1=%41; filename*3=no",
         "\xC3\xBC%41"},
        {"Content-Disposition: attachment; filename=\"=?utf-8?Q?=C3=BC.txt?=\"", "\xC3\xBC.txt"},
        {"Content-Disposition: attachment; filename=old.txt; filename*=utf-8''new.txt", "new.txt"},
        {"Content-Disposition: inline\r\nContent-Type: text/plain; name=typed.txt", "typed.txt"},
        {"Content-Disposition: attachment; filename*=utf-8''%C3%", "\xEF\xBF\xBD%"},
        {"Content-Disposition: attachment", ""},
    }));
    CAPTURE(fields);
    const MimeTree tree = MimeTree::parse(Message::parse(fields + "\r\n\r\n"));
    CHECK(tree.parts()[0].file_name == name);
    CHECK(!tree.parts()[0].disposition.empty());
}

TEST_CASE("parameters of any number and nesting of comments are read at once", "[mail]") {
    std::string many = "text/plain";
    for (int i = 0; i < 50'000; ++i) many += "; a*" + std::to_string(i) + "=x";
    CHECK(parse_parameterized(many).parameter("a").size() == most_parameters);
    CHECK(parse_parameterized("a" + std::string(100'000, '(')).value == "a");
    CHECK(parse_parameterized(std::string(100'000, ';')).parameters.empty());
}

TEST_CASE("bodies are decoded and shown by their charset", "[mail]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"Content-Type: text/plain; charset=utf-8\r\n\r\n\xC3\xBC\xFF", "\xC3\xBC\xEF\xBF\xBD"},
        {"Content-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: "
         "quoted-printable\r\n\r\n=FC",
         "\xC3\xBC"},
        {"Content-Type: text/plain; charset=\"windows-1252\"\r\nContent-Transfer-Encoding: "
         "base64\r\n\r\ngA==",
         "\xE2\x82\xAC"},
        {"Content-Type: text/plain; charset=koi8-r\r\n\r\na\xC1", "a\\xc1"},
        {"\r\na\xC1", "a\xEF\xBF\xBD"},
        {"Content-Transfer-Encoding: uuencode\r\n\r\nM=20", "M=20"},
    }));
    CAPTURE(text);
    const Message message = Message::parse(text);
    CHECK(shown_text(message, MimeTree::parse(message).parts()[0]) == expected);
}

TEST_CASE("windows-1252 differs from iso-8859-1 between 80 and 9F only", "[mail]") {
    for (int octet = 0; octet < 256; ++octet) {
        const std::string one{static_cast<char>(octet)};
        CHECK((to_utf8(one, "windows-1252") == to_utf8(one, "iso-8859-1")) == (octet < 0x80 || octet > 0x9F));
    }
}
