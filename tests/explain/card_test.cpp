#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "base/text.h"
#include "explain/card.h"
#include "smtp/verb.h"

using namespace explain;

namespace {

const std::string good = R"(
[[card]]
id = "noop"
kind = "command"
title = "NOOP"
names = ["NOOP"]
plain = "Nothing."
rfc = 5321
section = "4.1.1.9"
)";

std::string complaint(std::string_view text) {
    const CardFile file{"a.toml", text};
    const auto cards = Cards::parse({&file, 1});
    return cards ? "" : base::to_text(cards.problem());
}

std::string changed(std::string_view from, std::string_view to) {
    std::string text(good);
    text.replace(text.find(from), from.size(), to);
    return text;
}

bool is_section(std::string_view section) {
    if (section.empty()) return true;
    if (section.starts_with("appendix ")) {
        section.remove_prefix(9);
        if (section.empty() || !base::is_upper(section[0])) return false;
        section.remove_prefix(1);
        if (section.empty()) return true;
        if (section[0] != '.') return false;
        section.remove_prefix(1);
    }
    const auto parts = base::split(section, '.');
    return std::all_of(parts.begin(), parts.end(),
                       [](auto part) { return base::parse_number(part).has_value(); });
}

}  // namespace

TEST_CASE("a card file that is right is read", "[explain]") {
    const CardFile file{"a.toml", good};
    const auto cards = Cards::parse({&file, 1});
    REQUIRE(cards);
    REQUIRE(cards->find("noop"));
    CHECK(source_of(*cards->find("noop")) == "RFC 5321 4.1.1.9");
}

TEST_CASE("a wrong card file is reported with its line, its column and how to mend it", "[explain]") {
    CHECK(complaint(changed("id = \"noop\"\n", "")).starts_with("a.toml:2:1: the card has no id; add id = "));
    CHECK(complaint(changed("rfc = 5321", "rfc = -1")).starts_with("a.toml:8:7: rfc is not the number"));
    CHECK(
        complaint(changed("rfc = 5321", "rfc = \"5321\"")).starts_with("a.toml:8:7: rfc is not the number"));
    CHECK(complaint(changed("\"command\"", "\"comand\""))
              .starts_with("a.toml:4:8: 'comand' is no kind of card"));
    CHECK(complaint(changed("[\"NOOP\"]", "\"NOOP\"")).starts_with("a.toml:6:9: names is not a list"));
    CHECK(complaint(changed("[\"NOOP\"]", "[]")).starts_with("a.toml:6:9: names is an empty list"));
    CHECK(complaint(changed("[\"NOOP\"]", "[1]")).starts_with("a.toml:6:10: names holds something"));
    CHECK(complaint(changed("section", "secton")).find("a card has no key 'secton'") != std::string::npos);
    CHECK(complaint(changed("\"Nothing.\"", "\"Nothing.")).starts_with("a.toml:7:"));
    CHECK(complaint(good + "see = [\"nop\"]").starts_with("a.toml:3:6: see names no card: 'nop'"));
    CHECK(complaint("").starts_with("a.toml: no card in it"));
    CHECK(complaint("card = 1").starts_with("a.toml: no card in it"));
}

TEST_CASE("two cards share neither id nor name", "[explain]") {
    const std::string twice = good + good;
    CHECK(complaint(twice).starts_with("a.toml:12:6: a second card has the id 'noop'"));
    const std::string renamed = good + changed("id = \"noop\"", "id = \"nop\"");
    CHECK(complaint(renamed).find("two cards have the name 'NOOP'") != std::string::npos);
}

TEST_CASE("every card of the program is written as students can read it", "[explain]") {
    REQUIRE(reference().all().size() > 150);
    for (const Card& card : reference().all()) {
        INFO(card.id);
        CHECK(is_section(card.section));
        CHECK_FALSE(card.names.empty());
        CHECK(card.plain.ends_with('.'));
        CHECK(card.plain.size() >= 20);
        CHECK(card.plain.size() <= 600);
        CHECK((card.rfc != 0 || card.section.empty()));
        for (const auto* text : {&card.title, &card.plain, &card.grammar})
            CHECK(std::none_of(text->begin(), text->end(),
                               [](char c) { return !base::is_printable(c) && c != '\n'; }));
        for (const auto& name : card.names) CHECK(reference().find(name) == &card);
    }
}

TEST_CASE("every command, reply code and DNS record has its card", "[explain]") {
    for (const auto name : smtp::verb_names)
        if (!name.empty()) CHECK(reference().find(name));
    for (const auto code :
         {"211", "214", "220", "221", "235", "250", "251", "252", "334", "354", "421", "432",
          "450", "451", "452", "454", "455", "500", "501", "502", "503", "504", "521", "530",
          "534", "535", "538", "550", "551", "552", "553", "554", "555", "556"}) {
        INFO(code);
        REQUIRE(reference().find(code));
        CHECK(reference().find(code)->kind == CardKind::reply);
    }
    for (const auto name : {"A", "AAAA", "MX", "NS", "CNAME", "PTR", "TXT", "SOA", "TLSA", "SPF", "DMARC"}) {
        INFO(name);
        REQUIRE(reference().find(name));
        CHECK(reference().find(name)->kind == CardKind::record);
    }
}

TEST_CASE("an enhanced code is found in each of its classes", "[explain]") {
    const Card* card = reference().find("x.1.1");
    REQUIRE(card);
    CHECK(reference().find("5.1.1") == card);
    CHECK(reference().find("4.1.1") == card);
    CHECK(reference().find("X.1.1") == card);
    CHECK(reference().find("3.1.1") == nullptr);
    CHECK(reference().find("5.1.1.1") == nullptr);
}

TEST_CASE("a misspelt word finds its neighbours, the nearest first", "[explain]") {
    const auto near = reference().nearest("grelisting", 3);
    REQUIRE_FALSE(near.empty());
    CHECK(near.front() == "greylisting");
    CHECK(reference().nearest("", 3).empty());
    CHECK(reference().nearest(std::string(1 << 20, 'z'), 3).empty());
}
