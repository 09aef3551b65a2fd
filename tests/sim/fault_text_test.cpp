#include "sim/fault_text.h"

#include <catch2/catch.hpp>

#include "sim/moment.h"
#include "sim/quantity.h"

namespace {

std::string again(const std::string& text) {
    const auto fault = sim::parse_fault(text);
    return fault ? sim::fault_to_text(*fault) : "wrong: " + fault.problem().what;
}

}  // namespace

TEST_CASE("a fault is read and written in the same words", "[faults]") {
    const auto [text, written] = GENERATE(table<std::string, std::string>({
        {"cut relay destination", "cut relay destination"},
        {"cut relay destination at 00:00.120", "cut relay destination at 00:00.12"},
        {"  cut  a   b   at  300ms ", "cut a b at 00:00.3"},
        {"mend a b at 1+02:03:04.5", "mend a b at 1+02:03:04.5"},
        {"slow a b 9600 bit/s", "slow a b 9600 bit/s"},
        {"slow a b 64 kbit/s at 2 s", "slow a b 64 kbit/s at 00:02"},
        {"slow a b unlimited", "slow a b unlimited"},
        {"delay a b 2 s", "delay a b 2 s"},
        {"lose a b 30%", "lose a b 30 %"},
        {"lose a b 0.05 %", "lose a b 0.05 %"},
        {"lose a b 100 %", "cut a b"},
        {"line a b latency 2 s loss 1 %", "line a b latency 2 s loss 1 %"},
        {"line a b latency 250 ms bandwidth 1 Mbit/s loss 100 % at 1:00:00",
         "line a b latency 250 ms bandwidth 1 Mbit/s loss 100 % at 01:00:00"},
        {"line a b latency 2 s", "delay a b 2 s"},
        {"crash destination when destination accepted", "crash destination when destination accepted"},
        {"crash d when d command-received data 2", "crash d when d command-received DATA 2"},
        {"restart d when d crashed after 30 s", "restart d when d crashed after 30 s"},
        {"restart d when d accepted 3 after 1 min", "restart d when d accepted 3 after 1 min"},
        {"fill h", "fill h"},
        {"empty h at 10:00", "empty h at 10:00"},
        {"break-names ns dest.example times-out", "break-names ns dest.example times-out"},
        {"break-names ns . fails at 5 s", "break-names ns . fails at 00:05"},
        {"break-names ns dest.example answers", "break-names ns dest.example answers"},
        {"set d.relay-control=off at 3 s", "set d.relay-control=off at 00:03"},
        {"set d.disk-full=on", "fill d"},
        {"set d.at-terminal=ann@a bo@b", "set d.at-terminal=ann@a bo@b"},
        {"cut at when at 2 s", "cut at when at 00:02"},  // hosts may have any word
    }));
    CHECK(again(text) == written);
    CHECK(again(written) == written);
}

TEST_CASE("'after' counts from the fault before it, by its instant or by its trigger", "[faults]") {
    const auto first = sim::parse_fault("crash d at 2 s");
    REQUIRE(first);
    const auto second = sim::parse_fault("restart d after 30 s", &*first);
    REQUIRE(second);
    CHECK(second->at == base::Instant{} + base::seconds(32));
    const auto third = sim::parse_fault("crash d after 500 ms", &*second);
    REQUIRE(third);
    CHECK(sim::fault_to_text(*third) == "crash d at 00:32.5");
    const auto triggered = sim::parse_fault("crash d when d accepted 2");
    REQUIRE(triggered);
    const auto later = sim::parse_fault("restart d after 30 s", &*triggered);
    REQUIRE(later);
    CHECK(sim::fault_to_text(*later) == "restart d when d accepted 2 after 30 s");
    const auto last = sim::parse_fault("empty d after 1 min", &*later);
    REQUIRE(last);
    CHECK(sim::fault_to_text(*last) == "empty d when d accepted 2 after 90 s");
    CHECK(sim::parse_fault("restart d after 30 s").problem().what == "there is no fault before this one");
}

TEST_CASE("what is wrong with a fault is said with its column and how to mend it", "[faults]") {
    const auto [text, column, what, mend] = GENERATE(table<std::string, int, std::string, std::string>({
        {"", 1, "there is no fault", "write one such as 'crash destination'"},
        {"crush d", 1, "there is no fault 'crush'", "use 'crash'"},
        {"cut relay", 10, "the host at the other end is missing", "write it here"},
        {"slow a b 9600 baud", 10, "'9600 baud' is no bandwidth", "bit/s"},
        {"slow a b", 9, "bandwidth is missing", "write it here"},
        {"delay a b soon at 2 s", 11, "'soon' is no span of time", "20 ms"},
        {"lose a b 130 %", 10, "'130 %' is no loss", "0 to 100"},
        {"line a b", 9, "nothing of the line is changed", "'latency', 'bandwidth' or 'loss'"},
        {"line a b fast", 10, "nothing of the line is changed", "'latency', 'bandwidth' or 'loss'"},
        {"crash d at noon", 12, "'noon' is no moment of a run", "MM:SS"},
        {"crash d at", 11, "moment of a run is missing", "write it here"},
        {"crash d when", 13, "the host is missing", "write it here"},
        {"crash d when d", 15, "what happens there is missing", "write it here"},
        {"crash d when d accepted 0", 25, "'0' does not say the how-manieth", "1 for the first one"},
        {"crash d when d accepted 99999999999", 25, "'99999999999' does not say the how-manieth",
         "1 for the first one"},
        {"crash d now", 9, "'now' stands behind the fault", "leave it out"},
        {"crash d at 2 s when d accepted", 16, "'when' stands behind the fault", "leave it out"},
        {"break-names ns a.example sleeps", 26, "a name cannot be broken by 'sleeps'", "times-out"},
        {"set relay-control=off", 5, "'relay-control=off' is no setting of a host", "HOST.NAME=VALUE"},
        {"set d.relay-control", 5, "'d.relay-control' is no setting of a host", "HOST.NAME=VALUE"},
    }));
    INFO(text);
    const auto fault = sim::parse_fault(text);
    REQUIRE(!fault);
    CHECK(fault.problem().what == what);
    CHECK(fault.problem().place.column == column);
    CHECK(fault.problem().mend.find(mend) != std::string::npos);
}

TEST_CASE("a fault of any octets and any length is read or refused", "[faults]") {
    CHECK(!sim::parse_fault(std::string(1'000'000, 'x')));
    CHECK(!sim::parse_fault(std::string(1'000'000, ' ')));
    CHECK(!sim::parse_fault(std::string("crash \0\xff", 8) + " at 1 s \x80"));
    std::string text = "line a b latency 2 s loss 1 % when d reply-sent DATA 3 after 2 s";
    for (std::size_t cut = 0; cut < text.size(); ++cut) (void)sim::parse_fault(text.substr(0, cut));
    for (std::size_t at = 0; at < text.size(); ++at)
        for (const char octet : {'\0', '=', '9', ' ', '\xff'}) {
            std::string changed = text;
            changed[at] = octet;
            const auto fault = sim::parse_fault(changed);
            if (fault) CHECK(again(sim::fault_to_text(*fault)) == sim::fault_to_text(*fault));
        }
}

TEST_CASE("moments are read as people write them and written as short as they are exact", "[faults]") {
    const auto [text, nanoseconds, written] = GENERATE(table<std::string, std::int64_t, std::string>({
        {"00:00.120", 120'000'000, "00:00.12"},
        {"1:30", 90'000'000'000, "01:30"},
        {"1:30:00", 5'400'000'000'000, "01:30:00"},
        {"2+06:00:00.5", 194'400'500'000'000, "2+06:00:00.5"},
        {"300ms", 300'000'000, "00:00.3"},
        {"7 ns", 7, "00:00.000000007"},
        {"1.5 h", 5'400'000'000'000, "01:30:00"},
        {"3 days", 259'200'000'000'000, "3+00:00:00"},
        {" 2 s ", 2'000'000'000, "00:02"},
    }));
    REQUIRE(sim::parse_moment(text));
    CHECK(sim::parse_moment(text)->nanoseconds == nanoseconds);
    CHECK(sim::moment_to_text({nanoseconds}) == written);
    for (const char* wrong :
         {"", "soon", "1", ":", "1:", "1:2:3:4", "-1 s", "1e3 s", "99999999999:00", "5 kg"})
        CHECK(!sim::parse_moment(wrong));
}

TEST_CASE("quantities go back to the text that says them exactly", "[faults]") {
    for (const std::int64_t one : {0L, 1L, 1'500L, 20'000'000L, 90'000'000'000L, 86'400'000'000'000L})
        CHECK(sim::parse_duration(sim::duration_to_text({one})) == base::Duration{one});
    for (const std::uint64_t one : {0UL, 1UL, 9'600UL, 1'500'000UL, 100'000'000UL, 1'000'000'000'000UL})
        CHECK(sim::parse_bandwidth(sim::bandwidth_to_text(one)) == one);
    for (const std::uint32_t one : {0U, 1U, 5'000U, 10'000U, 123'456U, 1'000'000U})
        CHECK(sim::parse_loss(sim::loss_to_text(one)) == one);
}
