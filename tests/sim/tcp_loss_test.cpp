// The same conversations with the line broken at every place in turn, and with heavy loss.
#include "tests/sim/wire.h"

using namespace sim_test;

namespace {

bool ended(const Party& party) {
    return party.diary.ends_with("closed") || party.diary.ends_with("timed-out") ||
           party.diary.ends_with("reset");
}

std::uint64_t said_by(Side side, const std::vector<Line>& lines) {
    std::uint64_t octets = 0;
    for (const Line& line : lines)
        if (line.speaker == side) octets += line.octets;
    return octets;
}

std::vector<Line> an_upload() {
    return {{Side::client, 0, 120'000}, {Side::server, 120'000, 50'000}};
}

}  // namespace

TEST_CASE("whichever single packet is lost, every octet arrives once and both ends close", "[tcp]") {
    const auto lines = GENERATE(a_mail(), an_upload());
    Wire whole({}, Turns(lines));
    whole.open();
    REQUIRE(whole.run());
    for (std::uint64_t lost = 0; lost < whole.packets(); ++lost) {
        Wire wire({}, Turns(lines));
        wire.loses = [lost = lost](std::uint64_t packet) { return packet == lost; };
        wire.open();
        REQUIRE(wire.run());
        INFO("packet " << lost << " is lost\n" << wire.capture());
        REQUIRE(wire.at(Side::server).received == said_by(Side::client, lines));
        REQUIRE(wire.at(Side::client).received == said_by(Side::server, lines));
        REQUIRE(wire.at(Side::client).diary == "opened peer-closed closed");
        REQUIRE(wire.at(Side::server).diary == "opened peer-closed closed");
        // One loss costs at most one time-out; without a SYN among it the least one.
        REQUIRE(wire.now() - whole.now() <= base::seconds(lost < 3 ? 4 : 2));
    }
}

TEST_CASE("whichever two packets in a row are lost, every octet arrives once and both ends close", "[tcp]") {
    for (std::uint64_t lost = 0; lost < 60; ++lost) {
        Wire wire({}, Turns(an_upload()));
        wire.loses = [&](std::uint64_t packet) { return packet == lost || packet == lost + 1; };
        wire.open();
        REQUIRE(wire.run());
        INFO("from packet " << lost << "\n" << wire.capture());
        REQUIRE(wire.at(Side::server).received == 120'000);
        REQUIRE(wire.at(Side::client).received == 50'000);
        REQUIRE(wire.at(Side::client).diary == "opened peer-closed closed");
        REQUIRE(wire.at(Side::server).diary == "opened peer-closed closed");
    }
}

TEST_CASE("heavy loss delivers or times out and never hangs", "[tcp]") {
    const auto [per_million, least_delivered] =
        GENERATE(table<std::uint32_t, int>({{20'000, 300}, {100'000, 295}, {300'000, 100}, {600'000, 0}}));
    int delivered = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        WireSettings settings;
        settings.link = {base::milliseconds(20), 10'000'000, per_million};
        settings.seed = seed;
        settings.client_sequence = static_cast<std::uint32_t>(seed * 14'316'557);
        Wire wire(settings, Turns(a_mail()));
        wire.open();
        REQUIRE(wire.run(20'000));
        INFO("seed " << seed << "\n" << wire.capture());
        const bool all = wire.at(Side::client).diary.ends_with("closed") &&
                         wire.at(Side::server).diary.ends_with("closed");
        if (all) {
            ++delivered;
            REQUIRE(wire.at(Side::server).received == said_by(Side::client, a_mail()));
            REQUIRE(wire.at(Side::client).received == said_by(Side::server, a_mail()));
        } else {
            REQUIRE((ended(wire.at(Side::client)) || ended(wire.at(Side::server))));
        }
        // No timer runs on for ever.
        REQUIRE(wire.at(Side::client).tcp.deadline() == base::never);
        REQUIRE(wire.at(Side::server).tcp.deadline() == base::never);
    }
    CHECK(delivered >= least_delivered);
}

TEST_CASE("a long transfer survives steady loss in good time", "[tcp]") {
    WireSettings settings;
    settings.link = {base::milliseconds(20), 10'000'000, 10'000};
    Wire wire(settings, Turns({{Side::client, 0, 1 << 20}}));
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).received == 1 << 20);
    // With a time-out for each of some seven losses it would be more.
    CHECK(wire.now() < base::Instant{} + base::seconds(8));
}
