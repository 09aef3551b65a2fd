#include <catch2/catch.hpp>

#include "cli/terminal.h"
#include "cli/when.h"

using namespace cli;

TEST_CASE("moments are read as people write them", "[cli]") {
    const auto [text, at] = GENERATE(table<std::string, base::Instant>({
        {"00:03.2", base::Instant{} + base::milliseconds(3200)},
        {"01:02:03", base::Instant{} + base::hours(1) + base::minutes(2) + base::seconds(3)},
        {"2+00:00:01", base::Instant{} + base::days(2) + base::seconds(1)},
        {"300ms", base::Instant{} + base::milliseconds(300)},
        {"1.5s", base::Instant{} + base::milliseconds(1500)},
        {"2h", base::Instant{} + base::hours(2)},
    }));
    const auto when = parse_when(text);
    REQUIRE(when);
    CHECK(std::get<base::Instant>(*when) == at);
}

TEST_CASE("a share or an event is a moment too", "[cli]") {
    CHECK(std::get<Share>(*parse_when("50%")).per_million == 500'000);
    CHECK(std::get<Share>(*parse_when("12.5%")).per_million == 125'000);
    CHECK(std::get<trace::EventNumber>(*parse_when("#42")) == 42);
}

TEST_CASE("what is no moment is a problem that shows how to write one", "[cli]") {
    for (const auto text : {"", "soon", "101%", "-1%", "%", "#", "#x", "1:2:3:4", "::", "1:", "ms", "9999999999999999s",
                            "99999999999999999999ms", "1.s", "1e3s"}) {
        const auto when = parse_when(text);
        INFO(text);
        REQUIRE_FALSE(when);
        CHECK(when.problem().mend.find("MM:SS") != std::string::npos);
    }
}

TEST_CASE("text is wrapped at spaces, with an indent, and long words stay whole", "[cli]") {
    CHECK(wrapped("one two three four five six", 2, 22) == "one two three four\n  five six");
    CHECK(wrapped("a " + std::string(50, 'x'), 0, 20) == "a\n" + std::string(50, 'x'));
    CHECK(wrapped("", 4, 40).empty());
}
