#include "mail/header_address.h"

#include <catch2/catch.hpp>

#include "base/random.h"
#include "base/text.h"
#include "mail/message_id.h"

using namespace mail;
using Oddity = AddressOddity;

namespace {

std::optional<HeaderAddress> parsed(std::string_view text) {
    const auto result = parse_header_address(text);
    if (const auto* address = std::get_if<HeaderAddress>(&result)) return *address;
    return {};
}

}  // namespace

TEST_CASE("an address of a header is read without its comments and folding", "[mail]") {
    const auto [text, address, oddities] = GENERATE(table<std::string, std::string, std::vector<Oddity>>({
        {"ann@src.example", "ann@src.example", {}},
        {"(Ann) ann@src.example", "ann@src.example", {Oddity::comment, Oddity::folding}},
        {"ann(a(b)c)@src.example", "ann@src.example", {Oddity::comment}},
        {" ann@src.example\r\n ", "ann@src.example", {Oddity::folding}},
        {"ann @ src.example", "ann@src.example", {Oddity::folding}},
        {"a . b@src . example", "a.b@src.example", {Oddity::folding, Oddity::obsolete_domain}},
        {"\"a\".b@src.example", "\"a\".b@src.example", {Oddity::obsolete_word}},
        {"\"a\r\n b\"@src.example", "\"a b\"@src.example", {Oddity::folding}},
        {"\"a b\"@src.example", "\"a b\"@src.example", {}},
        {"\"\x01\"@src.example", "\"\x01\"@src.example", {Oddity::obsolete_word}},
        {"\"\\\r\"@src.example", "\"\\\r\"@src.example", {Oddity::obsolete_word}},
        {"ann@[anything goes]", "ann@[anything goes]", {Oddity::free_literal}},
        {"ann@[192.0.2.1] (home)", "ann@[192.0.2.1]", {Oddity::folding, Oddity::comment}},
        {"ann@src_x.example", "ann@src_x.example", {Oddity::no_host_name}},
        {"\xC3\xBC@\xC3\xBC.example", "\xC3\xBC@\xC3\xBC.example", {}},
    }));
    CAPTURE(text);
    const auto result = parsed(text);
    REQUIRE(result);
    CHECK(to_text(result->address) == address);
    CHECK(result->oddities == oddities);
    for (const Oddity oddity : result->oddities)
        CHECK((!to_text(oddity).empty() && citation(oddity).rfc > 0));
}

TEST_CASE("what no header may say either is a fault with its place", "[mail]") {
    const auto [text, position] = GENERATE(table<std::string, std::size_t>({
        {"", 0},        {"ann", 3},
        {"ann@", 4},    {"@src.example", 0},
        {".a@b", 0},    {"a.@b", 2},
        {"a..b@c", 2},  {"a b@c", 2},
        {"a@b c", 4},   {"a@b.", 4},
        {"a@.b", 2},    {"a@-b", 2},
        {"a@b-", 3},    {"a@b.c-.d", 5},
        {"\"a@b", 0},   {"\"a\"b@c", 3},
        {"(a@b", 0},    {"a@b(c", 3},
        {"a@[b", 2},    {"a@[[b]", 3},
        {"a@b\r\n", 3}, {"a@b\r\n\r\n ", 3},
        {"\na@b", 0},   {"a\rb@c", 1},
        {"a@b\\", 3},   {"\"\\\xC3\xBC\"@b", 1},
        {"\xFF@b", 0},  {"a,b@c", 1},
    }));
    CAPTURE(text);
    const auto result = parse_header_address(text);
    REQUIRE(std::holds_alternative<AddressFault>(result));
    const AddressFault& fault = std::get<AddressFault>(result);
    CHECK(fault.position == position);
    CHECK(!fault.what.empty());
    CHECK(!fault.mend.empty());
}

TEST_CASE("whatever an envelope may hold a header may hold too, and means the same", "[mail]") {
    const std::vector<std::string> crumbs{"a", "@",           "b.example",  ".",        "\"", "\\",
                                          " ", "[192.0.2.1]", "[IPv6:::1]", "\xC3\xBC", "-",  "(",
                                          ")", "+",           "c",          "[",        "]",  "\r\n "};
    const base::Random random(3);
    std::size_t envelopes = 0;
    for (std::uint64_t run = 0; run < 40'000; ++run) {
        std::string text;
        const std::uint64_t length = 1 + random.below(7, 0, base::Purpose::jitter, run, 0);
        for (std::uint64_t i = 1; i <= length; ++i)
            text += crumbs[random.below(crumbs.size(), 0, base::Purpose::jitter, run, i)];
        if (run % 2 == 0) text += "@b.example";  // else hardly any is an address
        const auto envelope = parse_address(text, Utf8::allowed);
        const auto header = parsed(text);
        if (!std::holds_alternative<Address>(envelope)) continue;
        ++envelopes;
        if (!header || header->address != std::get<Address>(envelope)) FAIL(base::visible(text));
        if (!header->oddities.empty()) FAIL(base::visible(text) << " is odd");
    }
    CHECK(envelopes > 100);
}

TEST_CASE("addresses of any size and nesting are read or refused at once", "[mail]") {
    CHECK(!parsed(std::string(200'000, '(')));
    CHECK(!parsed(std::string(200'000, '(') + std::string(200'000, ')') + "a@b"));
    CHECK(parsed(std::string(200'000, ' ') + "a@b"));
    CHECK(parsed(std::string(200'000, 'a') + "@b"));
    std::string comments, groups;
    for (int i = 0; i < 100'000; ++i) {
        comments += "(c) ";
        groups += "a:b@c;,";
    }
    CHECK(parsed(comments + "a@b"));
    CHECK(!check_address_list(groups, AddressListForm::addresses));
}

TEST_CASE("lists of mailboxes and groups are read as each field allows them", "[mail]") {
    const auto [text, mailboxes, addresses, one] = GENERATE(table<std::string, bool, bool, bool>({
        {"ann@src.example", true, true, true},
        {"Ann Example <ann@src.example>", true, true, true},
        {"\"Ann, E.\" <ann@src.example>", true, true, true},
        {"Ann E. Example <ann@src.example>", true, true, true},  // obs-phrase: a dot
        {"=?utf-8?Q?J=C3=B6rg?= <j@src.example>", true, true, true},
        {"<ann@src.example> (Ann)", true, true, true},
        {"<@a.example,@b.example:ann@src.example>", true, true, true},
        {"a@b, c@d", true, true, false},
        {"a@b,, c@d,", true, true, false},  // obs-mbox-list
        {"Friends: a@b, C <c@d>;", false, true, false},
        {"undisclosed-recipients:;", false, true, false},
        {"a@b, Friends: c@d; , e@f", false, true, false},
        {"Friends: a@b", false, false, false},
        {"Friends: More: a@b;;", false, false, false},
        {"", false, false, false},
        {",", false, false, false},
        {"Ann", false, false, false},
        {"Ann Example ann@src.example", false, false, false},
        {"<ann@src.example", false, false, false},
        {"Ann <ann>", false, false, false},
        {"a@b c@d", false, false, false},
        {"a@b; c@d", false, false, false},
        {"<>", false, false, false},
        {"a@b>", false, false, false},
        {"\"Ann <ann@src.example>", false, false, false},
    }));
    CAPTURE(text);
    CHECK(!check_address_list(text, AddressListForm::mailboxes) == mailboxes);
    CHECK(!check_address_list(text, AddressListForm::addresses) == addresses);
    CHECK(!check_address_list(text, AddressListForm::one_mailbox) == one);
}

TEST_CASE("a message identifier stands in angle brackets", "[mail]") {
    for (const char* right : {"<1@src.example>", " (c) <a.b@[x]> ", "<\"a b\"@c>", "<a$b@c_d>"})
        CHECK(is_message_id(right));
    for (const char* wrong :
         {"", "1@src.example", "<1@src.example", "<1>", "<a@b> <c@d>", "<a b@c>", "<@c>", "<a@>"})
        CHECK(!is_message_id(wrong));
}
