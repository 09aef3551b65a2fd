#include "tests/live/house.h"

#include <array>
#include <asio/buffer.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <stdexcept>

#include "dns/master_file.h"
#include "live/clock.h"

namespace live_test {
namespace {

using asio::ip::tcp;

constexpr auto patience = std::chrono::seconds(30);  // a busy machine is slow; nothing here needs as long

const base::IpAddress loopback = *base::parse_ip_address("127.0.0.1");

mail::Address address_of(const std::string& text) {
    return std::get<mail::Address>(mail::parse_address(text));
}

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::logic_error(base::to_text(result.problem()));
    return std::move(*result);
}

}  // namespace

live::Premises premises() {
    live::Premises all;
    mta::HostSettings destination;
    destination.name = "mx.dest.example";
    destination.addresses = {*base::parse_ip_address("203.0.113.25")};
    destination.ports = {25, 587, 465};
    destination.local_domains = {"dest.example"};
    for (const char* name : {"alice@dest.example", "bob@dest.example", "postmaster@dest.example"})
        destination.mailboxes.push_back(address_of(name));
    destination.certificate = mta::Certificate::valid;
    destination.accounts = {{"alice", "secret"}};
    mta::HostSettings relay;
    relay.name = "relay.src.example";
    relay.addresses = {*base::parse_ip_address("198.51.100.25")};
    relay.ports = {25};
    all.hosts = {destination, relay};
    all.world.hosts = {
        {"destination", "Destination", destination.name, trace::Role::destination, destination.addresses, {}},
        {"relay", "Relay", relay.name, trace::Role::relay, relay.addresses, {}}};
    all.zones.add(
        must(dns::parse_master_file("$ORIGIN dest.example.\n$TTL 3600\n"
                                    "@ SOA ns.example. h.example. 1 2 3 4 5\n"
                                    "@ MX 10 mx\nmx A 203.0.113.25\n",
                                    "test.zone")));
    return all;
}

// ---- the house ----

House::House(live::Limits limits, live::Bounds bounds, live::Premises all)
    : driver_(must(live::Driver::make(std::move(all), limits, bounds))) {
    relay_ = must(driver_->listen({0, 25, loopback, 0}));
    submission_ = must(driver_->listen({0, 587, loopback, 0}));
    submissions_ = must(driver_->listen({0, 465, loopback, 0}));
    thread_ = std::thread([this] { driver_->run(); });
}

House::~House() {
    close();
}

std::uint16_t House::port(std::uint16_t behind) const {
    return behind == 25 ? relay_ : behind == 587 ? submission_ : submissions_;
}

const live::Chronicle& House::close() {
    if (thread_.joinable()) {
        driver_->stop();
        thread_.join();
    }
    return driver_->chronicle();
}

// ---- guests ----

Guest::Guest(std::uint16_t port) {
    socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
}

void Guest::send(const std::string& octets) {
    asio::error_code ignored;  // who reads will see it
    asio::write(socket_, asio::buffer(octets), ignored);
}

void Guest::say(const std::string& octets) {
    send(tls_ ? tls_->send(octets).sealed : octets);
}

Guest::Came Guest::read() {
    std::array<char, 65'536> buffer;
    Came came = Came::nothing;
    socket_.async_read_some(asio::buffer(buffer), [&](const asio::error_code& error, std::size_t count) {
        if (error == asio::error::operation_aborted) return;
        came = !error ? Came::more : error == asio::error::eof ? Came::end : Came::reset;
        const std::string_view octets(buffer.data(), count);
        if (!tls_) {
            heard_ += octets;
            return;
        }
        const crypto::TlsStep step = tls_->receive(octets);
        heard_ += step.opened;
        if (!step.sealed.empty()) send(step.sealed);
        if (step.state == crypto::TlsState::closed_by_peer) came = Came::end;
        if (step.state == crypto::TlsState::failed) came = Came::reset;
    });
    loop_.restart();
    loop_.run_for(patience);
    if (came == Came::nothing) {
        socket_.cancel();
        loop_.restart();
        loop_.run();
    }
    return came;
}

std::string Guest::hear() {
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = heard_.find("\r\n", begin);
        if (end == std::string::npos) {
            const Came came = read();
            if (came == Came::more || heard_.find("\r\n", begin) != std::string::npos) continue;
            return came == Came::end ? "end" : came == Came::reset ? "reset" : "silence";
        }
        const std::string line = heard_.substr(begin, end - begin);
        begin = end + 2;
        if (line.size() > 3 && line[3] == '-') continue;
        heard_.erase(0, begin);
        return line;
    }
}

std::string Guest::ask(const std::string& line) {
    say(line + "\r\n");
    return hear();
}

std::string Guest::hear_all() {
    while (read() == Came::more) continue;
    return std::exchange(heard_, {});
}

void Guest::shut_down_writing() {
    socket_.shutdown(tcp::socket::shutdown_send);
}

bool Guest::secure(const std::string& authority) {
    crypto::TlsSettings settings;
    settings.source = crypto::Chance::Source::system;
    settings.authorities = must(crypto::certificates_from_pem(authority, "authority"));
    context_ = must(crypto::TlsContext::make(settings));
    crypto::TlsPeer peer{"mx.dest.example", crypto::Verify::required, live::seconds_since_1970()};
    tls_.emplace(*context_, crypto::TlsSide::client, crypto::Chance::system(), peer);
    send(tls_->start().sealed);
    while (tls_->state() == crypto::TlsState::handshaking)
        if (read() != Came::more) return false;
    return tls_->state() == crypto::TlsState::open;
}

std::size_t Guest::say_without_listening(const std::string& octets, std::size_t times) {
    asio::error_code error;
    constexpr int little = 8192;  // the system keeps little for it, so that the server's side fills soon
    socket_.set_option(tcp::socket::receive_buffer_size(little), error);
    for (std::size_t said = 0; said < times; ++said) {
        asio::write(socket_, asio::buffer(octets), error);
        if (error) return said;
    }
    return times;
}

}  // namespace live_test
