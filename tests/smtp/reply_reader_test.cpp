#include "smtp/reply_reader.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "smtp/limits.h"

using smtp::ReplyReader;

namespace {

// "250 2.1.0 [first][second] @0+20" a reply, "? line @.." rubbish, one after another.
std::string show(const std::variant<smtp::ReadReply, smtp::Unreadable>& one) {
    if (const auto* rubbish = std::get_if<smtp::Unreadable>(&one))
        return "? " + base::visible(rubbish->line) + " @" + std::to_string(rubbish->offset) + "+" +
               std::to_string(rubbish->length) + ";";
    const auto& read = std::get<smtp::ReadReply>(one);
    std::string text = std::to_string(read.reply.code);
    if (read.reply.enhanced) text += " " + to_text(read.reply.enhanced);
    text += " ";
    for (const std::string& line : read.reply.lines) text += "[" + base::visible(line) + "]";
    return text + " @" + std::to_string(read.offset) + "+" + std::to_string(read.length) + ";";
}

std::string read(const std::string& octets, std::size_t at_a_time) {
    ReplyReader reader;
    std::string text;
    for (std::size_t at = 0; at < octets.size(); at += at_a_time) {
        reader.feed(std::string_view(octets).substr(at, at_a_time));
        while (const auto one = reader.next()) text += show(*one);
    }
    return text;
}

}  // namespace

TEST_CASE("replies are read at any split, from strict servers and from sloppy ones", "[smtp]") {
    const auto [octets, expected] = GENERATE(table<std::string, std::string>({
        {"220 mx.dest.example ready\r\n", "220 [mx.dest.example ready] @0+27;"},
        {"250 2.1.0 ok\r\n354 go\r\n", "250 2.1.0 [ok] @0+14;354 [go] @14+8;"},
        {"250-mx greets you\r\n250-SIZE 1000\r\n250 HELP\r\n", "250 [mx greets you][SIZE 1000][HELP] @0+44;"},
        {"250-5.1.1 first\r\n250 5.1.1 last\r\n",
         "250 [5.1.1 first][5.1.1 last] @0+33;"},  // class 5 in a 250: text
        {"550-5.1.1 no\r\n550 5.1.1 such user\r\n", "550 5.1.1 [no][such user] @0+35;"},
        {"250\r\n", "250 [] @0+5;"},
        {"250 \r\n", "250 [] @0+6;"},
        {"250-\r\n250\r\n", "250 [][] @0+11;"},
        {"250 ok\n", "250 [ok] @0+7;"},
        {"250-a\r\n550 b\r\n", "550 [a][b] @0+14;"},
        {"550 5.1.1\r\n", "550 5.1.1 [] @0+11;"},
        {"550 5.1.1000 x\r\n", "550 [5.1.1000 x] @0+16;"},
        {"550 5.1 x\r\n", "550 [5.1 x] @0+11;"},
        {"550 5..1 x\r\n", "550 [5..1 x] @0+12;"},
        {"550 5.1.1.1 x\r\n", "550 [5.1.1.1 x] @0+15;"},
        {"220 5.6.7 is our version\r\n", "220 [5.6.7 is our version] @0+26;"},
        {"450 4.999.999 x\r\n", "450 4.999.999 [x] @0+17;"},
        {"354 3.0.0 x\r\n", "354 [3.0.0 x] @0+13;"},
        {"\r\n", "?  @0+2;"},
        {"hello\r\n", "? hello @0+7;"},
        {"25\r\n", "? 25 @0+4;"},
        {"2500 ok\r\n", "? 2500 ok @0+9;"},
        {"250+ok\r\n", "? 250+ok @0+8;"},
        {"150 ok\r\n", "? 150 ok @0+8;"},
        {"650 ok\r\n", "? 650 ok @0+8;"},
        {"2x0 ok\r\n", "? 2x0 ok @0+8;"},
        {std::string("250 a\0b\r\n", 9), "250 [a\\0b] @0+9;"},
        {"250-a\r\nrubbish\r\n250 b\r\n", "? rubbish @7+9;250 [b] @16+7;"},
        {"250-never ends\r\n", ""},
        {"250 no line end", ""},
    }));
    const auto at_a_time = GENERATE(1, 2, 7, 512);
    INFO(base::visible(octets));
    CHECK(read(octets, at_a_time) == expected);
}

TEST_CASE("a reply without end is given up at the named limit", "[smtp]") {
    ReplyReader reader;
    for (std::size_t line = 0; line < smtp::most_reply_lines; ++line) {
        reader.feed("250-more\r\n");
        REQUIRE_FALSE(reader.next());
    }
    reader.feed("250-more\r\n");
    const auto end = reader.next();
    REQUIRE(end);
    CHECK(std::holds_alternative<smtp::Unreadable>(*end));
}

TEST_CASE("a reply line of any length is cut, not kept", "[smtp]") {
    const std::string octets = "250 " + std::string(1 << 20, 'x') + "\r\n220 ok\r\n";
    ReplyReader reader;
    for (std::size_t at = 0; at < octets.size(); at += 4096) {
        reader.feed(std::string_view(octets).substr(at, 4096));
        if (at + 4096 < octets.size()) REQUIRE_FALSE(reader.next());
    }
    const auto cut = reader.next();
    REQUIRE(cut);
    const auto& read = std::get<smtp::ReadReply>(*cut);
    CHECK(read.reply.code == 250);
    CHECK(read.reply.lines.front().size() <= 4 * smtp::longest_reply_line);
    CHECK(read.length == (1 << 20) + 6);
    CHECK(show(*reader.next()) == "220 [ok] @1048582+8;");
}

TEST_CASE("what our server writes, our client reads", "[smtp]") {
    const smtp::Reply reply{550, {5, 1, 1}, {"No mailbox", "", "here"}, smtp::Reason::other_reply, {}, {}};
    ReplyReader reader;
    reader.feed(smtp::to_wire(reply));
    const auto read = reader.next();
    REQUIRE(read);
    CHECK(std::get<smtp::ReadReply>(*read).reply == reply);
}
