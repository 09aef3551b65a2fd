#include "dns/name.h"

#include <catch2/catch.hpp>

#include "dns/reverse_name.h"

using namespace dns;

namespace {

Name name(std::string_view text) {
    const auto parsed = parse_name(text);
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("a name is labels; the last dot and the case of letters do not count", "[dns]") {
    CHECK(name("mx.dest.example") == name("MX.Dest.example."));
    CHECK(to_text(name("MX.Dest.example.")) == "MX.Dest.example");
    CHECK(to_absolute_text(name("mx.dest.example")) == "mx.dest.example.");
    CHECK(name("_dmarc.dest.example").labels() == std::vector<std::string_view>{"_dmarc", "dest", "example"});
    CHECK(name(".").is_root());
    CHECK(to_text(Name{}) == ".");
    CHECK(to_absolute_text(Name{}) == ".");
    CHECK(name("a.b").label_count() == 2);
}

TEST_CASE("escapes stand for octets and are shown again", "[dns]") {
    CHECK(name("a\\.b.example").labels() == std::vector<std::string_view>{"a.b", "example"});
    CHECK(to_text(name("a\\.b.example")) == "a\\.b.example");
    CHECK(to_text(name("space\\032here\\000.example")) == "space\\032here\\000.example");
    CHECK(name("\\065.example") == name("a.example"));
    CHECK(to_text(name("back\\\\slash")) == "back\\\\slash");
    CHECK(to_text(name("foo:bar/baz.example")) == "foo:bar/baz.example");
}

TEST_CASE("what is no name is refused", "[dns]") {
    const auto text = GENERATE(as<std::string>(), "", "..", ".a", "a..b", "a.b..", "a\\", "a\\2", "a\\25",
                               "a\\256", "a\\2x6", std::string(64, 'x'), "a." + std::string(64, 'x') + ".b");
    CAPTURE(text);
    CHECK_FALSE(parse_name(text));
}

TEST_CASE("limits are exact: 63 octets a label, 255 a name", "[dns]") {
    const std::string label(63, 'x');
    CHECK(parse_name(label));
    const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'y');
    CHECK(parse_name(longest));
    CHECK(parse_name(longest + "."));
    CHECK_FALSE(parse_name(longest + "y"));
    CHECK_FALSE(name(longest).child("z"));
    CHECK_FALSE(name("z").before(name(longest)));
    CHECK_FALSE(parse_name(std::string(1'000'000, 'a')));
    CHECK_FALSE(parse_name(std::string(1'000'000, '.')));
    std::string many;
    for (int i = 0; i < 127; ++i) many += "a.";
    CHECK(name(many).label_count() == 127);
    CHECK(name(many) <= name(many));
    CHECK_FALSE(parse_name(many + "a."));
}

TEST_CASE("a name is within itself and what it ends in, label by label", "[dns]") {
    const auto [inner, outer, within] = GENERATE(table<std::string, std::string, bool>({
        {"mx.dest.example", "Dest.Example", true},
        {"dest.example", "dest.example", true},
        {"example", "dest.example", false},
        {"other-dest.example", "dest.example", false},
        {"a\\.dest.example", "dest.example", false},
        {"anything", ".", true},
        {".", ".", true},
        {".", "example", false},
    }));
    CAPTURE(inner, outer);
    CHECK(name(inner).is_within(name(outer)) == within);
}

TEST_CASE("names sort as RFC 4034 6.1 lists them", "[dns]") {
    const std::vector<std::string> sorted{"example",         "a.example",      "yljkjljk.a.example",
                                          "Z.a.example",     "zABC.a.EXAMPLE", "z.example",
                                          "\\001.z.example", "*.z.example",    "\\200.z.example"};
    for (std::size_t i = 0; i < sorted.size(); ++i)
        for (std::size_t j = 0; j < sorted.size(); ++j) {
            CAPTURE(sorted[i], sorted[j]);
            CHECK((name(sorted[i]) <=> name(sorted[j])) == (i <=> j));
        }
}

TEST_CASE("parents lead to the root and stay there", "[dns]") {
    CHECK(name("mx.dest.example").parent() == name("dest.example"));
    CHECK(name("example").parent() == Name{});
    CHECK(Name{}.parent() == Name{});
    CHECK(name("dest.example").child("*") == name("*.dest.example"));
    CHECK_FALSE(Name{}.child(""));
}

TEST_CASE("an address has a name of its own, backwards", "[dns]") {
    CHECK(to_text(reverse_name(*base::parse_ip_address("192.0.2.1"))) == "1.2.0.192.in-addr.arpa");
    // RFC 3596 2.5
    CHECK(to_text(reverse_name(*base::parse_ip_address("4321:0:1:2:3:4:567:89ab"))) ==
          "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa");
}
