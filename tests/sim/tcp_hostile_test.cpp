// One endpoint against a peer that lies: what it answers, and that its stream stays whole.
#include "tests/sim/wire.h"

using namespace sim_test;

namespace {

constexpr std::uint32_t theirs = 5'000;  // the peer's initial sequence number
constexpr std::uint32_t ours = 70'000;
constexpr std::uint8_t ack = Segment::ack;

/// Numbers relative to the initial ones, as in a capture.
Segment from_peer(std::uint8_t flags, std::uint32_t sequence, std::uint32_t acknowledgment,
                  std::uint32_t length = 0) {
    Segment segment;
    segment.flags = flags;
    segment.sequence = theirs + sequence;
    segment.acknowledgment = ours + acknowledgment;
    segment.length = length;
    segment.window = 65'535;
    return segment;
}

std::string in_words(const TcpActions& actions) {
    std::string text;
    for (const TcpAction& action : actions) {
        if (!text.empty()) text += "; ";
        std::visit(
            base::overloaded{
                [&](const Transmit& it) {
                    text += fmt::format("{} seq={}", sim::flags_to_text(it.segment.flags),
                                        it.segment.sequence - ours);
                    if (it.segment.has(ack))
                        text += fmt::format(" ack={}", it.segment.acknowledgment - theirs);
                    if (it.segment.length > 0) text += fmt::format(" len={}", it.segment.length);
                },
                [&](Opened) { text += "opened"; },
                [&](const Arrived& it) { text += fmt::format("arrived {}+{}", it.stream_offset, it.length); },
                [&](PeerClosed) { text += "peer closed"; },
                [&](Closed) { text += "closed"; },
                [&](Reset) { text += "reset"; },
                [&](TimedOut) { text += "timed out"; },
            },
            action);
    }
    return text;
}

constexpr base::Instant start{};

TcpEndpoint listening() {
    TcpEndpoint tcp(ours);
    tcp.listen();
    return tcp;
}

/// Open, with 10 octets received and acknowledged, 100 octets sent of which 50 are acknowledged.
TcpEndpoint talking() {
    TcpEndpoint tcp = listening();
    tcp.receive(from_peer(Segment::syn, 0, 0), start);
    tcp.receive(from_peer(ack, 1, 1), start);
    tcp.receive(from_peer(ack, 1, 1, 10), start);
    tcp.write(50, start);
    tcp.write(50, start);
    tcp.receive(from_peer(ack, 11, 51), start);
    return tcp;
}

}  // namespace

TEST_CASE("a listening endpoint takes a SYN and refuses what belongs to no connection", "[tcp]") {
    const auto [segment, answer] = GENERATE(table<Segment, std::string>({
        {from_peer(Segment::syn, 0, 0), "SYN, ACK seq=0 ack=1"},
        {from_peer(Segment::syn, 0, 0, 500), "SYN, ACK seq=0 ack=1"},  // its payload is not taken
        {from_peer(Segment::rst, 0, 0), ""},
        {from_peer(Segment::rst | Segment::syn, 0, 0), ""},
        {from_peer(ack, 1, 77), "RST seq=77"},
        {from_peer(Segment::syn | ack, 0, 77), "RST seq=77"},
        {from_peer(0, 0, 0, 20), ""},
        {from_peer(Segment::fin, 0, 0), ""},
    }));
    TcpEndpoint tcp = listening();
    CHECK(in_words(tcp.receive(segment, start)) == answer);
}

TEST_CASE("a half-open endpoint waits for the right acknowledgment", "[tcp]") {
    const auto [segment, answer] = GENERATE(table<Segment, std::string>({
        {from_peer(ack, 1, 1), "opened"},
        {from_peer(ack, 1, 1, 5), "opened; arrived 0+5"},
        {from_peer(ack, 1, 0), "RST seq=0"},
        {from_peer(ack, 1, 2), "RST seq=2"},
        {from_peer(Segment::syn, 0, 0), "SYN, ACK seq=0 ack=1"},
        {from_peer(Segment::rst, 1, 0), "reset"},
        {from_peer(Segment::rst, 2, 0), "ACK seq=1 ack=1"},
        {from_peer(Segment::fin | ack, 1, 1), "opened; peer closed"},
    }));
    TcpEndpoint tcp = listening();
    tcp.receive(from_peer(Segment::syn, 0, 0), start);
    CHECK(in_words(tcp.receive(segment, start)) == answer);
}

TEST_CASE("a connecting endpoint believes only what acknowledges its SYN", "[tcp]") {
    const auto [segment, answer] = GENERATE(table<Segment, std::string>({
        {from_peer(Segment::syn | ack, 0, 1), "ACK seq=1 ack=1; opened"},
        {from_peer(Segment::syn | ack, 0, 2), "RST seq=2"},
        {from_peer(Segment::syn | ack, 0, 0), "RST seq=0"},
        {from_peer(ack, 0, 1), ""},
        {from_peer(Segment::rst | ack, 0, 1), "reset"},
        {from_peer(Segment::rst | ack, 0, 9), ""},
        {from_peer(Segment::rst, 0, 0), ""},
        {from_peer(Segment::syn, 0, 0), "SYN, ACK seq=0 ack=1"},
    }));
    TcpEndpoint tcp(ours);
    tcp.connect(start);
    CHECK(in_words(tcp.receive(segment, start)) == answer);
}

TEST_CASE("an open endpoint answers wrong segments and delivers nothing of them", "[tcp]") {
    const auto [segment, answer] = GENERATE(table<Segment, std::string>({
        {from_peer(ack, 11, 101), ""},                                  // honest: all is acknowledged
        {from_peer(ack, 11, 102), "ACK seq=101 ack=11"},                // acknowledges what was never sent
        {from_peer(ack, 11, 102, 7), "ACK seq=101 ack=11"},             // and its octets do not count
        {from_peer(ack, 11, 20), ""},                                   // an old acknowledgment
        {from_peer(ack, 11, 20, 7), "arrived 10+7"},                    // its octets are new all the same
        {from_peer(ack, 11, 101U - 70'000, 7), "ACK seq=101 ack=11"},   // far too old: RFC 5961 5.2
        {from_peer(0, 11, 0, 7), ""},                                   // no ACK flag
        {from_peer(ack, 1, 51, 10), "ACK seq=101 ack=11"},              // octets that are here already
        {from_peer(ack, 5, 51, 10), "arrived 10+4"},                    // half old, half new
        {from_peer(ack, 20, 51, 10), "ACK seq=101 ack=11"},             // behind a gap
        {from_peer(ack, 11 + 65'535, 51, 10), "ACK seq=101 ack=11"},    // beyond the window
        {from_peer(ack, 11U - 100'000, 51, 10), "ACK seq=101 ack=11"},  // long before it
        {from_peer(Segment::syn, 0, 0), "ACK seq=101 ack=11"},          // RFC 5961 4.2
        {from_peer(Segment::syn, 500, 0), "ACK seq=101 ack=11"},
        {from_peer(Segment::syn | ack, 11, 51), "ACK seq=101 ack=11"},
        {from_peer(Segment::rst, 11, 0), "reset"},
        {from_peer(Segment::rst, 12, 0), "ACK seq=101 ack=11"},  // RFC 5961 3.2
        {from_peer(Segment::rst, 10, 0), ""},
        {from_peer(Segment::rst, 11 + 65'535, 0), ""},
        {from_peer(Segment::fin | ack, 11, 101), "peer closed"},
        {from_peer(Segment::fin | ack, 12, 51), "ACK seq=101 ack=11"},  // before its time
    }));
    TcpEndpoint tcp = talking();
    tcp.receive(from_peer(0, 0, 0), start);  // no flags at all
    CHECK(in_words(tcp.receive(segment, start + base::milliseconds(1))) == answer);
}

TEST_CASE("a length that no packet has is cut to the window", "[tcp]") {
    TcpEndpoint tcp = talking();
    CHECK(in_words(tcp.receive(from_peer(ack, 11, 101, 0xFFFFFFFF), start)) == "arrived 10+65535");
}

TEST_CASE("what comes after the FIN is no part of the stream", "[tcp]") {
    TcpEndpoint tcp = talking();
    CHECK(in_words(tcp.receive(from_peer(ack, 20, 101, 10), start)) == "ACK seq=101 ack=11");
    // A FIN in the middle of what came already contradicts it: ignored.
    CHECK(in_words(tcp.receive(from_peer(Segment::fin | ack, 25, 101), start)) == "ACK seq=101 ack=11");
    CHECK(in_words(tcp.receive(from_peer(Segment::fin | ack, 30, 101, 5), start)) == "ACK seq=101 ack=11");
    CHECK(in_words(tcp.receive(from_peer(ack, 36, 101, 5), start)) == "ACK seq=101 ack=11");
    CHECK(in_words(tcp.receive(from_peer(Segment::fin | ack, 50, 101), start)) == "ACK seq=101 ack=11");
    CHECK(in_words(tcp.receive(from_peer(ack, 11, 101, 9), start)) ==
          "ACK seq=101 ack=36; arrived 10+24; peer closed");
    CHECK(tcp.state() == sim::TcpState::close_wait);
    CHECK(in_words(tcp.receive(from_peer(ack, 36, 101, 5), start)) == "ACK seq=101 ack=36");
    CHECK(in_words(tcp.receive(from_peer(Segment::fin | ack, 35, 101), start)) == "ACK seq=101 ack=36");
    CHECK(tcp.delivered() == 34);
}

TEST_CASE("a closed window stops new octets, is probed, and opens again", "[tcp]") {
    TcpEndpoint tcp = talking();
    Segment shut = from_peer(ack, 11, 101);
    shut.window = 0;
    CHECK(in_words(tcp.receive(shut, start)) == "");
    CHECK(in_words(tcp.write(3'000, start)) == "");
    // It is asked as long as it answers, ever more rarely.
    base::Instant now = start;
    for (int i = 0; i < 50; ++i) {
        REQUIRE(tcp.deadline() > now);
        REQUIRE(tcp.deadline() - now <= base::seconds(60));
        now = tcp.deadline();
        REQUIRE(in_words(tcp.on_deadline(now)) == "ACK seq=101 ack=11 len=1");
        REQUIRE(in_words(tcp.receive(shut, now)) == "");
    }
    CHECK(in_words(tcp.receive(from_peer(ack, 11, 101), now)) ==
          "ACK seq=101 ack=11 len=1; ACK seq=102 ack=11 len=1460; ACK seq=1562 ack=11 len=1460; "
          "PSH, ACK seq=3022 ack=11 len=79");
}

TEST_CASE("after the end a FIN that comes again is acknowledged and a RST does no harm", "[tcp]") {
    TcpEndpoint tcp = talking();
    tcp.receive(from_peer(ack, 11, 101), start);
    CHECK(in_words(tcp.close(start)) == "FIN, ACK seq=101 ack=11");
    CHECK(in_words(tcp.receive(from_peer(ack, 11, 102), start)) == "");
    CHECK(tcp.state() == sim::TcpState::fin_wait_2);
    const auto last = from_peer(Segment::fin | ack, 11, 102);
    CHECK(in_words(tcp.receive(last, start)) == "ACK seq=102 ack=12; peer closed; closed");
    CHECK(in_words(tcp.receive(last, start)) == "ACK seq=102 ack=12");
    CHECK(in_words(tcp.receive(from_peer(Segment::rst, 12, 0), start)) == "");
    CHECK(in_words(tcp.receive(from_peer(ack, 12, 102), start)) == "");
    CHECK(tcp.deadline() == base::never);
}

TEST_CASE("a RST in answer to the last FIN is an end in order if all octets were acknowledged", "[tcp]") {
    const auto [acknowledged, expected] =
        GENERATE(table<std::uint32_t, std::string>({{101, "closed"}, {60, "reset"}}));
    TcpEndpoint tcp = talking();
    tcp.receive(from_peer(Segment::fin | ack, 11, acknowledged), start);
    tcp.close(start);
    CHECK(tcp.state() == sim::TcpState::last_ack);
    CHECK(in_words(tcp.receive(from_peer(Segment::rst, 12, 0), start)) == expected);
}

TEST_CASE("a RST is never answered, and any other stray segment is refused", "[tcp]") {
    CHECK_FALSE(sim::refuse(from_peer(Segment::rst | ack, 1, 1)));
    const auto syn = sim::refuse(from_peer(Segment::syn, 10, 0, 5));
    REQUIRE(syn);
    CHECK(syn->flags == (Segment::rst | ack));
    CHECK(syn->sequence == 0);
    CHECK(syn->acknowledgment == theirs + 16);
    const auto stray = sim::refuse(from_peer(Segment::fin | ack, 10, 33));
    REQUIRE(stray);
    CHECK(stray->flags == Segment::rst);
    CHECK(stray->sequence == ours + 33);
}

TEST_CASE("segments of noise never corrupt a stream, never run on and are answered by little", "[tcp]") {
    const base::Random random(20'240'601);
    for (std::uint64_t round = 0; round < 300; ++round) {
        TcpEndpoint tcp = round % 3 == 0 ? listening() : talking();
        std::uint64_t delivered = tcp.delivered();
        std::size_t answers = 0;
        base::Instant now = start;
        for (std::uint64_t n = 0; n < 400; ++n) {
            const auto draw = [&](std::uint64_t limit, std::uint64_t what) {
                return static_cast<std::uint32_t>(random.below(limit, round, base::Purpose::jitter, n, what));
            };
            Segment noise;
            noise.flags = static_cast<std::uint8_t>(draw(32, 1));
            if (draw(50, 2) != 0) noise.flags &= static_cast<std::uint8_t>(~(Segment::rst | Segment::fin));
            noise.sequence = theirs + (draw(4, 3) == 0 ? draw(1ULL << 32, 4) : draw(70'000, 5));
            noise.acknowledgment = ours + (draw(4, 6) == 0 ? draw(1ULL << 32, 7) : draw(3'000, 8));
            noise.length = draw(3, 9) == 0 ? draw(1ULL << 32, 10) : draw(3'000, 11);
            noise.window = static_cast<std::uint16_t>(draw(3, 12) == 0 ? 0 : draw(65'536, 13));
            now = now + base::milliseconds(draw(30, 14));
            TcpActions actions = tcp.receive(noise, now);
            for (const auto& action : tcp.write(draw(100, 15), now)) actions.push_back(action);
            if (tcp.deadline() <= now)
                for (const auto& action : tcp.on_deadline(now)) actions.push_back(action);
            answers += actions.size();
            for (const TcpAction& action : actions) {
                if (const auto* arrived = std::get_if<Arrived>(&action)) {
                    REQUIRE(arrived->stream_offset == delivered);
                    delivered += arrived->length;
                }
                if (const auto* sent = std::get_if<Transmit>(&action); sent && sent->segment.length > 0)
                    REQUIRE(sent->segment.stream_offset + sent->segment.length <= tcp.written());
            }
            REQUIRE(tcp.delivered() == delivered);
            REQUIRE(tcp.acknowledged() <= tcp.written());
        }
        // Each step brings one segment and one write: an answer, a write and a share of what is sent again.
        REQUIRE(answers < 3 * 400);
    }
}
