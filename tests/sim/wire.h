// Two TCP endpoints joined by two links in virtual time, for tests: it plays, writes down what passes as a
// capture would show it, and keeps each end's diary. Checks on the way that no octet arrives twice, out of
// order or unwritten. Knows no sockets and no mail.
#pragma once
#include <catch2/catch.hpp>

#include "base/overloaded.h"
#include "base/pch.h"
#include "sim/link.h"
#include "sim/tcp.h"

namespace sim_test {

using sim::Arrived, sim::Closed, sim::Opened, sim::PeerClosed, sim::Reset, sim::Segment, sim::TcpAction,
    sim::TcpActions, sim::TcpEndpoint, sim::TimedOut, sim::Transmit;

enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) {
    return side == Side::client ? Side::server : Side::client;
}

struct Party {
    TcpEndpoint tcp;
    sim::Link link;
    std::uint32_t initial_sequence;
    std::uint64_t received = 0;
    std::string diary{};  // "opened closed", without arrivals
    std::uint64_t packets_sent = 0;
};

struct WireSettings {
    sim::LinkSettings link{base::milliseconds(20), 0, 0};
    std::uint64_t seed = 1;
    std::uint32_t client_sequence = 1'000;
    std::uint32_t server_sequence = 900'000;
};

class Wire {
public:
    using App = std::function<void(Wire&, Side, const TcpAction&)>;

    explicit Wire(const WireSettings& settings, App app)
        : parties_{Party{TcpEndpoint(settings.client_sequence),
                         sim::Link(settings.link, base::Random(settings.seed), 1), settings.client_sequence},
                   Party{TcpEndpoint(settings.server_sequence),
                         sim::Link(settings.link, base::Random(settings.seed), 2), settings.server_sequence}},
          app_(std::move(app)) {}

    Party& at(Side side) { return parties_[static_cast<std::size_t>(side)]; }
    base::Instant now() const { return now_; }
    const std::string& capture() const { return capture_; }
    std::uint64_t packets() const { return packets_; }
    /// Called with the number of each packet, from 0; true: it is lost.
    std::function<bool(std::uint64_t)> loses = [](std::uint64_t) { return false; };

    void open() {
        at(Side::server).tcp.listen();
        act(Side::client, at(Side::client).tcp.connect(now_));
    }
    void write(Side side, std::uint64_t octets) { act(side, at(side).tcp.write(octets, now_)); }
    void close(Side side) { act(side, at(side).tcp.close(now_)); }
    void abort(Side side) { act(side, at(side).tcp.abort(now_)); }

    void act(Side side, const TcpActions& actions) {
        for (const TcpAction& action : actions) {
            if (const auto* transmit = std::get_if<Transmit>(&action))
                put_on_the_line(side, transmit->segment);
            else
                note(side, action);
        }
    }

    /// One packet or one deadline. False: nothing will ever happen again.
    bool step() {
        const auto deadline = std::min(at(Side::client).tcp.deadline(), at(Side::server).tcp.deadline());
        if (in_flight_.empty() && deadline == base::never) return false;
        if (!in_flight_.empty() && in_flight_.begin()->first.first <= deadline) {
            const auto [to, segment] = in_flight_.begin()->second;
            now_ = in_flight_.begin()->first.first;
            in_flight_.erase(in_flight_.begin());
            act(to, at(to).tcp.receive(segment, now_));
            return true;
        }
        now_ = deadline;
        for (const Side side : {Side::client, Side::server})
            if (at(side).tcp.deadline() <= now_) act(side, at(side).tcp.on_deadline(now_));
        return true;
    }

    /// Runs until all is quiet. False: it took more than `limit` steps.
    bool run(std::size_t limit = 100'000) {
        for (std::size_t i = 0; i < limit; ++i)
            if (!step()) return true;
        return false;
    }

private:
    void put_on_the_line(Side side, const Segment& segment) {
        Party& party = at(side);
        if (segment.length > 0) {
            REQUIRE(segment.sequence ==
                    party.initial_sequence + 1 + static_cast<std::uint32_t>(segment.stream_offset));
            REQUIRE(segment.stream_offset + segment.length <= party.tcp.written());
        }
        const auto passage = party.link.send(now_, sim::packet_octets(segment), 7, party.packets_sent++);
        const bool lost = loses(packets_) || passage.fate != sim::Passage::Fate::arrives;
        print(side, segment, lost);
        if (!lost) in_flight_.emplace(std::pair{passage.at, packets_}, std::pair{other(side), segment});
        ++packets_;
    }

    void print(Side side, const Segment& segment, bool lost) {
        if (packets_ >= 200) return;
        capture_ +=
            fmt::format("{} {} [{}] seq={}", base::to_text(now_),
                        side == Side::client ? "client > server" : "server > client",
                        sim::flags_to_text(segment.flags), segment.sequence - at(side).initial_sequence);
        if (segment.has(Segment::ack))
            capture_ += fmt::format(" ack={}", segment.acknowledgment - at(other(side)).initial_sequence);
        if (segment.length > 0) capture_ += fmt::format(" len={}", segment.length);
        if (segment.attempt > 0) capture_ += fmt::format(" again={}", segment.attempt);
        capture_ += lost ? " LOST\n" : "\n";
    }

    void note(Side side, const TcpAction& action) {
        Party& party = at(side);
        const auto add = [&](const char* word) {
            if (!party.diary.empty()) party.diary += ' ';
            party.diary += word;
        };
        std::visit(base::overloaded{
                       [](const Transmit&) {},
                       [&](Opened) { add("opened"); },
                       [&](const Arrived& arrived) {
                           REQUIRE(arrived.stream_offset == party.received);
                           REQUIRE(arrived.length > 0);
                           party.received += arrived.length;
                           REQUIRE(party.received <= at(other(side)).tcp.written());
                       },
                       [&](PeerClosed) { add("peer-closed"); },
                       [&](Closed) { add("closed"); },
                       [&](Reset) { add("reset"); },
                       [&](TimedOut) { add("timed-out"); },
                   },
                   action);
        app_(*this, side, action);
    }

    std::array<Party, 2> parties_;
    App app_;
    std::map<std::pair<base::Instant, std::uint64_t>, std::pair<Side, Segment>> in_flight_;
    base::Instant now_;
    std::string capture_;
    std::uint64_t packets_ = 0;
};

/// A conversation that takes turns, as SMTP does: octets that must have come in all, then what is said.
struct Line {
    Side speaker;
    std::uint64_t heard;  // octets that the speaker must have received in all before
    std::uint64_t octets;
};

/// Says each line when its time has come; the speaker of the last one closes, the other follows.
class Turns {
public:
    explicit Turns(std::vector<Line> lines) : lines_(std::move(lines)) {}

    void operator()(Wire& wire, Side side, const TcpAction& action) {
        if (std::holds_alternative<Opened>(action)) open_[static_cast<std::size_t>(side)] = true;
        if (std::holds_alternative<PeerClosed>(action)) wire.close(side);
        if (!open_[static_cast<std::size_t>(side)]) return;
        while (next_ < lines_.size() && lines_[next_].speaker == side &&
               wire.at(side).received >= lines_[next_].heard) {
            const bool last = ++next_ == lines_.size();
            wire.write(side, lines_[next_ - 1].octets);
            if (last) wire.close(side);
        }
    }

private:
    std::vector<Line> lines_;
    std::size_t next_ = 0;
    std::array<bool, 2> open_{};
};

/// A short mail: greeting, EHLO, MAIL, RCPT, DATA, 5,000 octets, QUIT.
inline std::vector<Line> a_mail() {
    using enum Side;
    return {{server, 0, 30},    {client, 30, 21}, {server, 21, 90},  {client, 120, 32}, {server, 53, 14},
            {client, 134, 30},  {server, 83, 14}, {client, 148, 6},  {server, 89, 37},  {client, 185, 5000},
            {server, 5089, 40}, {client, 225, 6}, {server, 5095, 24}};
}

}  // namespace sim_test
