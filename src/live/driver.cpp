#include "live/driver.h"

#include <fmt/format.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <csignal>
#include <cstring>
#include <deque>

#include "live/listener.h"
#include "live/memory_transport.h"
#include "live/socket_transport.h"

namespace live {
namespace {

using asio::ip::tcp;

asio::ip::address to_asio(const base::IpAddress& address) {
    if (address.family == base::IpAddress::Family::v6) return asio::ip::address_v6(address.octets);
    asio::ip::address_v4::bytes_type octets;
    std::copy_n(address.octets.begin(), octets.size(), octets.begin());
    return asio::ip::address_v4(octets);
}

Visitor visitor_on(const tcp::socket& socket) {
    asio::error_code error;
    const tcp::endpoint endpoint = socket.remote_endpoint(error);
    if (error) return {};  // gone already
    Visitor visitor;
    visitor.port = endpoint.port();
    asio::ip::address address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    if (address.is_v4()) {
        const auto octets = address.to_v4().to_bytes();
        std::copy(octets.begin(), octets.end(), visitor.address.octets.begin());
    } else {
        visitor.address = {base::IpAddress::Family::v6, address.to_v6().to_bytes()};
    }
    return visitor;
}

std::uint64_t secret_seed() {
    std::uint64_t seed = 0;
    const std::string octets = crypto::nonce_octets(crypto::Chance::system(), sizeof seed);
    std::memcpy(&seed, octets.data(), sizeof seed);
    return seed;
}

}  // namespace

// The loop is the last to come and the first to go: its waiting handlers hold transports, which know the
// rest.
struct Driver::Parts {
    Parts(Premises given, Credentials made, Limits limits_given, Bounds bounds)
        : premises(std::move(given)),
          credentials(std::move(made)),
          limits(limits_given),
          chronicle(premises.world, bounds),
          switchboard(premises, credentials, chronicle, clock, loop_calls()) {}

    Loop loop_calls() {
        return {[this](base::Instant at) { wake_at(at); },
                [this](base::Duration wait, std::function<void()> call) { later(wait, std::move(call)); },
                [this] { return memory_wire(loop); }};
    }

    void wake_at(base::Instant at) {
        alarm.expires_after(std::chrono::nanoseconds((at - clock.now()).nanoseconds));
        alarm.async_wait([this](const asio::error_code& error) {
            if (!error) switchboard.on_deadline();
        });
    }

    void later(base::Duration wait, std::function<void()> call) {
        if (wait.nanoseconds == 0) return asio::post(loop, std::move(call));
        auto timer = std::make_shared<asio::steady_timer>(loop, std::chrono::nanoseconds(wait.nanoseconds));
        timer->async_wait([timer, call = std::move(call)](const asio::error_code& error) {
            if (!error) call();
        });
    }

    void admit(trace::HostId host, std::uint16_t port, tcp::socket socket) {
        const Visitor visitor = visitor_on(socket);
        auto transport = std::make_shared<SocketTransport>(std::move(socket), limits, farewells);
        if (switchboard.visitors() < limits.connections)
            return switchboard.admit(host, port, visitor, std::move(transport));
        // Under TLS from the first octet nothing can be said before a handshake.
        if (port != mta::submissions_port)
            transport->write(
                closing_words(premises.hosts[host].name, "too many connections, try again later"));
        transport->finish();
    }

    void stop() {
        for (Listener& listener : listeners) listener.stop();
        switchboard.hang_up();
        loop.stop();
    }

    Premises premises;
    Credentials credentials;
    Limits limits;
    Clock clock;
    Chronicle chronicle;
    std::size_t farewells = 0;
    asio::io_context loop{1};
    asio::steady_timer alarm{loop};
    asio::signal_set signals{loop};
    Switchboard switchboard;
    std::deque<Listener> listeners;
};

Driver::Driver(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Driver::~Driver() = default;

base::Result<std::unique_ptr<Driver>> Driver::make(Premises premises, Limits limits, Bounds bounds) {
    premises.world.start = seconds_since_1970();
    premises.world.seed = secret_seed();
    premises.world.hosts.push_back({"visitor", "Visitor", {}, trace::Role::client, {}, {}});
    auto credentials = Credentials::make(premises.hosts, premises.world.start);
    if (!credentials) return credentials.problem();
    return std::unique_ptr<Driver>(
        new Driver(std::make_unique<Parts>(std::move(premises), std::move(*credentials), limits, bounds)));
}

base::Result<std::uint16_t> Driver::listen(const Door& door) {
    const tcp::endpoint endpoint(to_asio(door.bind), door.real_port);
    const auto trouble = [&](const asio::error_code& error) {
        return base::Problem{{},
                             fmt::format("cannot listen on {} port {}: {}", endpoint.address().to_string(),
                                         door.real_port, error.message()),
                             "choose another port, or 0 for any that is free"};
    };
    asio::error_code error;
    tcp::acceptor acceptor(parts_->loop);
    acceptor.open(endpoint.protocol(), error);
    if (error) return trouble(error);
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    acceptor.bind(endpoint, error);
    if (error) return trouble(error);
    acceptor.listen(most_waiting_to_be_accepted, error);
    if (error) return trouble(error);
    const std::uint16_t port = acceptor.local_endpoint(error).port();
    if (error) return trouble(error);
    parts_->listeners.emplace_back(
        std::move(acceptor), [parts = parts_.get(), host = door.host, at = door.port](tcp::socket socket) {
            parts->admit(host, at, std::move(socket));
        });
    parts_->listeners.back().start();
    return port;
}

void Driver::stop_on_signals() {
    parts_->signals.add(SIGTERM);
    parts_->signals.add(SIGINT);
    parts_->signals.async_wait([parts = parts_.get()](const asio::error_code& error, int) {
        if (!error) parts->stop();
    });
}

void Driver::run() {
    const auto work = asio::make_work_guard(parts_->loop);
    parts_->loop.run();
}

void Driver::stop() {
    asio::post(parts_->loop, [parts = parts_.get()] { parts->stop(); });
}

void Driver::submit(trace::HostId host, mta::Submitted mail) {
    asio::post(parts_->loop, [parts = parts_.get(), host, mail = std::move(mail)] {
        parts->switchboard.submit(host, mail);
    });
}

const std::string& Driver::authority_pem() const {
    return parts_->credentials.authority_pem();
}
const Chronicle& Driver::chronicle() const {
    return parts_->chronicle;
}

}  // namespace live
