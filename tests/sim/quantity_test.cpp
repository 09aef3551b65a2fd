#include "sim/quantity.h"

#include <catch2/catch.hpp>

#include "sim/spelling.h"

TEST_CASE("spans of time are read to the nanosecond, or not at all", "[quantity]") {
    const auto [text, nanoseconds] = GENERATE(table<std::string, std::int64_t>({
        {"0 s", 0},
        {"1 ns", 1},
        {"20 ms", 20'000'000},
        {"20ms", 20'000'000},
        {" 1.5 s ", 1'500'000'000},
        {"0.000000001 s", 1},
        {"1.50 ns", -1},
        {"1.0 ns", 1},
        {"1.000 us", 1'000},
        {"0.0000000001 s", -1},
        {"0.1 min", 6'000'000'000},
        {"0.3 h", 1'080'000'000'000},
        {"1 day", 86'400'000'000'000},
        {"365 days", 31'536'000'000'000'000},
        {"365.1 days", -1},
        {"366 days", -1},
        {"9223372036854775807 days", -1},
        {"99999999999999999999 ns", -1},
        {"-1 s", -1},
        {"1", -1},
        {"s", -1},
        {"", -1},
        {"1. s", -1},
        {".5 s", -1},
        {"1.2.3 s", -1},
        {"1 s s", -1},
        {"1e3 s", -1},
        {"1 m", -1},
    }));
    INFO(text);
    const auto duration = sim::parse_duration(text);
    CHECK((duration ? duration->nanoseconds : -1) == nanoseconds);
}

TEST_CASE("bandwidths are bits a second, and 0 only for unlimited", "[quantity]") {
    const auto [text, bits] = GENERATE(table<std::string, std::int64_t>({
        {"100 Mbit/s", 100'000'000},
        {"56 kbit/s", 56'000},
        {"1.5 kbit/s", 1'500},
        {"300 bit/s", 300},
        {"1000 Gbit/s", 1'000'000'000'000},
        {"1001 Gbit/s", -1},
        {"unlimited", 0},
        {"0 bit/s", -1},
        {"0.5 bit/s", -1},
        {"100 MB/s", -1},
        {"100", -1},
    }));
    INFO(text);
    const auto bandwidth = sim::parse_bandwidth(text);
    CHECK((bandwidth ? static_cast<std::int64_t>(*bandwidth) : -1) == bits);
}

TEST_CASE("loss is read to one in a million", "[quantity]") {
    const auto [text, per_million] = GENERATE(table<std::string, std::int64_t>({
        {"0 %", 0},
        {"20 %", 200'000},
        {"20%", 200'000},
        {"0.0001 %", 1},
        {"0.00010 %", 1},
        {"0.00001 %", -1},
        {"100 %", 1'000'000},
        {"100.0001 %", -1},
        {"20", -1},
        {"-1 %", -1},
    }));
    INFO(text);
    const auto loss = sim::parse_loss(text);
    CHECK((loss ? static_cast<std::int64_t>(*loss) : -1) == per_million);
}

TEST_CASE("the word that was meant is the one that takes the fewest changes", "[quantity]") {
    CHECK(sim::spelling_distance("latency", "latency") == 0);
    CHECK(sim::spelling_distance("Latency", "latncy") == 1);
    CHECK(sim::spelling_distance("", "abc") == 3);
    CHECK(sim::spelling_distance("abc", "") == 3);
    CHECK(sim::spelling_distance("kitten", "sitting") == 3);
    CHECK(sim::spelling_distance(std::string(1'000'000, 'a'), "b") == sim::compared_letters);
    CHECK(sim::nearest_first("los", {"latency", "loss", "host"}).front() == "loss");
    CHECK(sim::spelling_advice("los", {"latency", "loss"}) == "use 'loss'");
    CHECK(sim::spelling_advice("xyzzy", {"latency", "loss"}) == "use one of loss, latency");
    CHECK(sim::spelling_advice("x", {}) == "leave it out");
}
