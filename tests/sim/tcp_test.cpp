// Whole conversations of two endpoints over two links, compared with what a capture would show.
#include "tests/sim/wire.h"

using namespace sim_test;

namespace {

const Wire::App nobody = [](Wire&, Side, const TcpAction&) {};

std::string after_line_end(std::string_view text) {
    return std::string(text.substr(text.find('\n') + 1));
}

}  // namespace

TEST_CASE("a conversation that takes turns looks like one in a capture", "[tcp]") {
    Wire wire({}, Turns({{Side::server, 0, 30},
                         {Side::client, 30, 3'000},
                         {Side::server, 3'000, 90},
                         {Side::client, 120, 6},
                         {Side::server, 3'006, 20}}));
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.capture() == after_line_end(R"(
00:00.000 client > server [SYN] seq=0
00:00.020 server > client [SYN, ACK] seq=0 ack=1
00:00.040 client > server [ACK] seq=1 ack=1
00:00.060 server > client [PSH, ACK] seq=1 ack=1 len=30
00:00.080 client > server [ACK] seq=1 ack=31 len=1460
00:00.080 client > server [ACK] seq=1461 ack=31 len=1460
00:00.080 client > server [PSH, ACK] seq=2921 ack=31 len=80
00:00.100 server > client [ACK] seq=31 ack=2921
00:00.100 server > client [PSH, ACK] seq=31 ack=3001 len=90
00:00.120 client > server [PSH, ACK] seq=3001 ack=121 len=6
00:00.140 server > client [PSH, ACK] seq=121 ack=3007 len=20
00:00.140 server > client [FIN, ACK] seq=141 ack=3007
00:00.160 client > server [FIN, ACK] seq=3007 ack=142
00:00.180 server > client [ACK] seq=142 ack=3008
)"));
    CHECK(wire.at(Side::client).diary == "opened peer-closed closed");
    CHECK(wire.at(Side::server).diary == "opened peer-closed closed");
    CHECK(wire.at(Side::client).tcp.state() == sim::TcpState::closed);
    CHECK(wire.at(Side::server).tcp.state() == sim::TcpState::time_wait);
}

TEST_CASE("a lone segment is acknowledged after 40 ms when no reply carries the acknowledgment", "[tcp]") {
    Wire wire({}, [](Wire& it, Side side, const TcpAction& action) {
        if (std::holds_alternative<Opened>(action) && side == Side::client) it.write(side, 10);
    });
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.capture() == after_line_end(R"(
00:00.000 client > server [SYN] seq=0
00:00.020 server > client [SYN, ACK] seq=0 ack=1
00:00.040 client > server [ACK] seq=1 ack=1
00:00.040 client > server [PSH, ACK] seq=1 ack=1 len=10
00:00.100 server > client [ACK] seq=1 ack=11
)"));
}

TEST_CASE("a segment lost in the middle comes again after three duplicate acknowledgments", "[tcp]") {
    Wire wire({}, [](Wire& it, Side side, const TcpAction& action) {
        if (std::holds_alternative<Opened>(action) && side == Side::client) it.write(side, 8'760);
    });
    wire.loses = [](std::uint64_t packet) { return packet == 4; };
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.capture() == after_line_end(R"(
00:00.000 client > server [SYN] seq=0
00:00.020 server > client [SYN, ACK] seq=0 ack=1
00:00.040 client > server [ACK] seq=1 ack=1
00:00.040 client > server [ACK] seq=1 ack=1 len=1460
00:00.040 client > server [ACK] seq=1461 ack=1 len=1460 LOST
00:00.040 client > server [ACK] seq=2921 ack=1 len=1460
00:00.040 client > server [ACK] seq=4381 ack=1 len=1460
00:00.040 client > server [ACK] seq=5841 ack=1 len=1460
00:00.040 client > server [PSH, ACK] seq=7301 ack=1 len=1460
00:00.060 server > client [ACK] seq=1 ack=1461
00:00.060 server > client [ACK] seq=1 ack=1461
00:00.060 server > client [ACK] seq=1 ack=1461
00:00.060 server > client [ACK] seq=1 ack=1461
00:00.080 client > server [ACK] seq=1461 ack=1 len=1460 again=1
00:00.100 server > client [ACK] seq=1 ack=8761
)"));
    CHECK(wire.at(Side::server).received == 8'760);
}

TEST_CASE("a lost SYN, SYN-ACK and FIN come again after the time-out", "[tcp]") {
    Wire wire({}, Turns({{Side::server, 0, 30}, {Side::client, 30, 6}}));
    wire.loses = [](std::uint64_t packet) { return packet == 0 || packet == 2 || packet == 7; };
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.capture() == after_line_end(R"(
00:00.000 client > server [SYN] seq=0 LOST
00:01.000 client > server [SYN] seq=0 again=1
00:01.020 server > client [SYN, ACK] seq=0 ack=1 LOST
00:02.020 server > client [SYN, ACK] seq=0 ack=1 again=1
00:02.040 client > server [ACK] seq=1 ack=1
00:02.060 server > client [PSH, ACK] seq=1 ack=1 len=30
00:02.080 client > server [PSH, ACK] seq=1 ack=31 len=6
00:02.080 client > server [FIN, ACK] seq=7 ack=31 LOST
00:02.140 server > client [ACK] seq=31 ack=7
00:03.160 client > server [FIN, ACK] seq=7 ack=31 again=1
00:03.180 server > client [FIN, ACK] seq=31 ack=8
00:03.200 client > server [ACK] seq=8 ack=32
)"));
    CHECK(wire.at(Side::client).diary == "opened peer-closed closed");
    CHECK(wire.at(Side::server).diary == "opened peer-closed closed");
}

TEST_CASE("a window lost as a whole comes again after one time-out, in slow start", "[tcp]") {
    Wire wire({}, [](Wire& it, Side side, const TcpAction& action) {
        if (std::holds_alternative<Opened>(action) && side == Side::client) it.write(side, 5'840);
    });
    wire.loses = [](std::uint64_t packet) { return packet >= 3 && packet <= 6; };
    wire.open();
    REQUIRE(wire.run());
    const auto again = wire.capture().find("00:01");
    REQUIRE(again != std::string::npos);
    CHECK(wire.capture().substr(again) == after_line_end(R"(
00:01.040 client > server [ACK] seq=1 ack=1 len=1460 again=1
00:01.100 server > client [ACK] seq=1 ack=1461
00:01.120 client > server [ACK] seq=1461 ack=1 len=1460 again=1
00:01.120 client > server [ACK] seq=2921 ack=1 len=1460 again=1
00:01.140 server > client [ACK] seq=1 ack=4381
00:01.160 client > server [PSH, ACK] seq=4381 ack=1 len=1460 again=1
00:01.220 server > client [ACK] seq=1 ack=5841
)"));
}

TEST_CASE("the first flight is ten segments, or one after a lost SYN", "[tcp]") {
    const auto [lost, segments] = GENERATE(table<std::uint64_t, std::uint64_t>({{99, 10}, {0, 1}}));
    Wire wire({}, nobody);
    wire.loses = [lost = lost](std::uint64_t packet) { return packet == lost; };
    wire.open();
    REQUIRE(wire.run());
    const auto before = wire.packets();
    wire.write(Side::client, 1 << 20);
    CHECK(wire.packets() - before == segments);
}

TEST_CASE("after a long pause a wide window starts again with ten segments", "[tcp]") {
    Wire wire({}, nobody);
    wire.open();
    wire.write(Side::client, 1 << 20);
    REQUIRE(wire.run());
    const auto after = [&](base::Duration pause) {
        const auto actions = wire.at(Side::client).tcp.write(200'000, wire.now() + pause);
        return actions.size();
    };
    SECTION("a short pause leaves it wide: the peer's window is the limit") {
        CHECK(after(base::milliseconds(500)) == 65'535 / sim::maximum_segment_size);
    }
    SECTION("a long one does not") {
        CHECK(after(base::seconds(10)) == sim::initial_window_segments);
    }
}

TEST_CASE("a closed half still hears the other", "[tcp]") {
    Wire wire({}, [](Wire& it, Side side, const TcpAction& action) {
        if (std::holds_alternative<Opened>(action) && side == Side::client) it.close(side);
        if (std::holds_alternative<PeerClosed>(action) && side == Side::server) {
            it.write(side, 100'000);
            it.close(side);
        }
    });
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.at(Side::client).received == 100'000);
    CHECK(wire.at(Side::client).diary == "opened peer-closed closed");
    CHECK(wire.at(Side::server).diary == "opened peer-closed closed");
}

TEST_CASE("what waits for a window when close() comes goes first, and the FIN rides on the last segment",
          "[tcp]") {
    Wire wire({}, [](Wire& it, Side side, const TcpAction& action) {
        if (!std::holds_alternative<Opened>(action) || side == Side::server) return;
        it.write(side, 20'000);
        it.close(side);
    });
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).received == 20'000);
    CHECK(wire.capture().find("[FIN, PSH, ACK] seq=18981 ack=1 len=1020\n") != std::string::npos);
    CHECK(wire.at(Side::client).tcp.state() == sim::TcpState::fin_wait_2);
    CHECK(wire.at(Side::server).tcp.state() == sim::TcpState::close_wait);
}

TEST_CASE("both may close at once", "[tcp]") {
    Wire wire({}, nobody);
    wire.open();
    REQUIRE(wire.run());
    wire.close(Side::client);
    wire.close(Side::server);
    CHECK(wire.at(Side::client).tcp.state() == sim::TcpState::fin_wait_1);
    CHECK(wire.step());
    CHECK(wire.at(Side::server).tcp.state() == sim::TcpState::closing);
    REQUIRE(wire.run());
    for (const Side side : {Side::client, Side::server}) {
        CHECK(wire.at(side).diary == "opened peer-closed closed");
        CHECK(wire.at(side).tcp.state() == sim::TcpState::time_wait);
    }
}

TEST_CASE("both may connect at once", "[tcp]") {
    Wire wire({}, nobody);
    wire.act(Side::server, wire.at(Side::server).tcp.connect(wire.now()));
    wire.act(Side::client, wire.at(Side::client).tcp.connect(wire.now()));
    REQUIRE(wire.run(100));
    wire.write(Side::client, 10);
    wire.write(Side::server, 20);
    REQUIRE(wire.run(100));
    CHECK(wire.at(Side::client).diary == "opened");
    CHECK(wire.at(Side::server).diary == "opened");
    CHECK(wire.at(Side::server).received == 10);
    CHECK(wire.at(Side::client).received == 20);
}

TEST_CASE("a closed port refuses with a RST", "[tcp]") {
    Wire wire({}, nobody);
    wire.act(Side::client, wire.at(Side::client).tcp.connect(wire.now()));
    REQUIRE(wire.run());
    CHECK(wire.at(Side::client).diary == "reset");
    CHECK(wire.packets() == 2);
    CHECK(wire.at(Side::client).tcp.state() == sim::TcpState::closed);
}

TEST_CASE("an abort resets the other end, even when octets before the RST were lost", "[tcp]") {
    const auto lost = GENERATE(std::uint64_t{99}, std::uint64_t{3});  // nothing, or the ten octets
    Wire wire({}, nobody);
    wire.loses = [lost = lost](std::uint64_t packet) { return packet == lost; };
    wire.open();
    REQUIRE(wire.run());
    wire.write(Side::client, 10);
    wire.abort(Side::client);
    CHECK(wire.at(Side::client).tcp.deadline() == base::never);
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).diary == "opened reset");
    CHECK(wire.at(Side::client).diary == "opened");
    wire.write(Side::client, 10);
    wire.close(Side::client);
    CHECK_FALSE(wire.step());
}

TEST_CASE("on a cut line the retries are used up in the time that RFC 9293 allows", "[tcp]") {
    SECTION("a SYN: at least three minutes") {
        Wire wire({}, nobody);
        wire.loses = [](std::uint64_t) { return true; };
        wire.open();
        REQUIRE(wire.run(100));
        CHECK(wire.at(Side::client).diary == "timed-out");
        CHECK(wire.packets() == 1 + sim::syn_retry_limit);
        CHECK(wire.now() == base::Instant{} + base::seconds(183));
    }
    SECTION("octets: at least 100 seconds") {
        Wire wire({}, nobody);
        wire.open();
        REQUIRE(wire.run(100));
        const auto before = wire.packets();
        const auto cut_at = wire.now();
        wire.loses = [](std::uint64_t) { return true; };
        wire.write(Side::client, 10);
        REQUIRE(wire.run(100));
        CHECK(wire.at(Side::client).diary == "opened timed-out");
        CHECK(wire.packets() - before == 1 + sim::data_retry_limit);
        CHECK(wire.now() - cut_at == base::seconds(243));
    }
}

TEST_CASE("sequence numbers wrap around without notice", "[tcp]") {
    const auto sequence = GENERATE(std::uint32_t{0xFFFFFFFF}, std::uint32_t{0xFFFFFFFE},
                                   std::uint32_t{0xFFFFF000}, std::uint32_t{0x7FFFFFF0});
    WireSettings settings;
    settings.client_sequence = sequence;
    settings.server_sequence = sequence - 20;
    settings.link.loss_per_million = 20'000;
    Wire wire(settings, Turns({{Side::client, 0, 200'000}, {Side::server, 200'000, 100'000}}));
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).received == 200'000);
    CHECK(wire.at(Side::client).received == 100'000);
    CHECK(wire.at(Side::client).diary == "opened peer-closed closed");
}

TEST_CASE("what is written before the connection opens goes out with it", "[tcp]") {
    Wire wire({}, nobody);
    wire.open();
    wire.write(Side::client, 10);
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).received == 10);
    CHECK(wire.at(Side::client).tcp.acknowledged() == 10);
}

TEST_CASE("close() before anything is open ends it in silence", "[tcp]") {
    Wire wire({}, nobody);
    wire.close(Side::client);
    CHECK(wire.at(Side::client).diary == "closed");
    wire.at(Side::server).tcp.listen();
    wire.close(Side::server);
    CHECK(wire.at(Side::server).diary == "closed");
    CHECK_FALSE(wire.step());
}

TEST_CASE("a mebibyte over 10 Mbit/s and 20 ms takes about a second", "[tcp]") {
    WireSettings settings;
    settings.link = {base::milliseconds(20), 10'000'000, 0};
    Wire wire(settings, Turns({{Side::client, 0, 1 << 20}}));
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).received == 1 << 20);
    // 719 packets of 1,500 octets are 0.862 s of line; the handshake and slow start are the rest.
    CHECK(wire.now() > base::Instant{} + base::milliseconds(900));
    CHECK(wire.now() < base::Instant{} + base::milliseconds(1'200));
}

TEST_CASE("a full queue slows a transfer down and does not break it", "[tcp]") {
    WireSettings settings;
    settings.link = {base::milliseconds(5), 64'000, 0};
    Wire wire(settings, Turns({{Side::client, 0, 300'000}}));
    wire.open();
    REQUIRE(wire.run());
    CHECK(wire.at(Side::server).received == 300'000);
    CHECK(wire.at(Side::server).diary == "opened peer-closed closed");
}

TEST_CASE("the same conversation twice is the same to the last packet", "[tcp]") {
    WireSettings settings;
    settings.link.loss_per_million = 100'000;
    Wire one(settings, Turns(a_mail()));
    Wire two(settings, Turns(a_mail()));
    one.open();
    two.open();
    REQUIRE(one.run());
    REQUIRE(two.run());
    CHECK(one.capture() == two.capture());
}
