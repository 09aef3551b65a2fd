#include "mail/path.h"

#include <catch2/catch.hpp>

using namespace mail;

namespace {

ParsedPath path(std::string_view at, PathUse use) {
    const auto parsed = parse_path(at, use);
    REQUIRE(std::holds_alternative<ParsedPath>(parsed));
    return std::get<ParsedPath>(parsed);
}

AddressFault fault_of(std::string_view at, PathUse use) {
    const auto parsed = parse_path(at, use);
    REQUIRE(std::holds_alternative<AddressFault>(parsed));
    return std::get<AddressFault>(parsed);
}

}  // namespace

TEST_CASE("a path ends with its '>' and leaves the rest to the command", "[mail]") {
    const auto [text, length, printed] = GENERATE(table<std::string, std::size_t, std::string>({
        {"<ann@src.example>", 17, "<ann@src.example>"},
        {"<ann@src.example> SIZE=10", 17, "<ann@src.example>"},
        {"<ann@src.example>>", 17, "<ann@src.example>"},
        {"<\"a>b\"@src.example>", 19, "<\"a>b\"@src.example>"},
        {"<\"a\\\">\"@src.example>", 20, "<\"a\\\">\"@src.example>"},
        {"<a@[192.0.2.1]>", 15, "<a@[192.0.2.1]>"},
    }));
    CAPTURE(text);
    for (const PathUse use : {PathUse::reverse, PathUse::forward}) {
        const ParsedPath parsed = path(text, use);
        CHECK(parsed.length == length);
        CHECK(parsed.path.kind == PathKind::mailbox);
        CHECK(to_text(parsed.path) == printed);
    }
}

TEST_CASE("only a sender may be nobody, and only a recipient a bare postmaster", "[mail]") {
    const ParsedPath null = path("<> BODY=7BIT", PathUse::reverse);
    CHECK(null.length == 2);
    CHECK(null.path.kind == PathKind::null);
    CHECK(!null.path.mailbox);
    CHECK(to_text(null.path) == "<>");
    CHECK(fault_of("<>", PathUse::forward).citation == base::Citation{5321, "4.1.1.3"});
    for (const auto* text : {"<Postmaster>", "<postmaster>", "<POSTMASTER>"}) {
        CHECK(path(text, PathUse::forward).path.kind == PathKind::bare_postmaster);
        CHECK(fault_of(text, PathUse::reverse).position == 11);  // where the '@' is missing
    }
    CHECK(path("<Postmaster@dest.example>", PathUse::forward).path.kind == PathKind::mailbox);
    CHECK(fault_of("<ann>", PathUse::forward).position == 4);
}

TEST_CASE("a source route is read and kept apart", "[mail]") {
    const ParsedPath parsed = path("<@one.example,@two.example:bo@dest.example> X", PathUse::forward);
    CHECK(parsed.path.source_route == std::vector<std::string>{"one.example", "two.example"});
    CHECK(to_text(parsed.path) == "<bo@dest.example>");
    CHECK(parsed.length == 43);
    const auto [text, position] = GENERATE(table<std::string, std::size_t>({
        {"<@one.example>", 1},
        {"<@one.example:>", 14},
        {"<@:bo@dest.example>", 2},
        {"<@one.example,two.example:bo@dest.example>", 14},
        {"<@one.example,@-two.example:bo@dest.example>", 15},
        {"<@one.example:Postmaster>", 24},
    }));
    CAPTURE(text);
    CHECK(fault_of(text, PathUse::forward).position == position);
}

TEST_CASE("a path that is not one says where", "[mail]") {
    const auto [text, position, what] = GENERATE(table<std::string, std::size_t, std::string>({
        {"", 0, "the '<' is missing"},
        {"ann@src.example", 0, "the '<' is missing"},
        {" <ann@src.example>", 0, "a space before '<'"},
        {"<", 1, "the '>' is missing"},
        {"<ann@src.example", 16, "the '>' is missing"},
        {"<ann@src.example SIZE=10", 16, "the '>' is missing"},
        {"< ann@src.example>", 1, "' ' may not stand here"},
        {"<ann@src.example >", 16, "' ' may not stand here"},
        {"<\"ann@src.example>", 17, "the quoted local part does not end"},
    }));
    CAPTURE(text);
    const AddressFault fault = fault_of(text, PathUse::reverse);
    CHECK(fault.position == position);
    CHECK(fault.what == what);
    CHECK(!fault.mend.empty());
}

TEST_CASE("a path holds 256 octets with its brackets and route, and hostile ones are refused at once",
          "[mail]") {
    const std::string label(63, 'd');
    const std::string domain = label + "." + label + "." + label + "." + std::string(60, 'd');
    CHECK(path("<a@" + domain + ">", PathUse::reverse).length == 256);
    CHECK(fault_of("<ab@" + domain + ">", PathUse::reverse).citation.section == "4.5.3.1.3");
    CHECK(fault_of("<@r.example:a@" + domain + ">", PathUse::reverse).citation.section == "4.5.3.1.3");
    const std::string part = GENERATE(as<std::string>{}, "<", "@a,", "\"", "\\", "a", "@a:");
    std::string many;
    for (int i = 0; i < 1 << 18; ++i) many += part;
    for (const auto& text : {"<" + many, "<" + many + ">", "<\"" + many + ">", "<@" + many + ":a@b.example>"})
        CHECK(std::holds_alternative<AddressFault>(parse_path(text, PathUse::forward)));
}
