// A mail server on real ports of this machine's loopback, run by live::Driver in a thread of its own for as
// long as it lives; and guests, who talk to it over sockets and wait for nothing longer than a bound.
#pragma once
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "crypto/tls_endpoint.h"
#include "live/driver.h"

namespace live_test {

/// mx.dest.example with alice, bob and postmaster, a certificate, and the account alice; and, as host 1, a
/// relay that sends mail on by MX.
live::Premises premises();

class House {
public:
    explicit House(live::Limits limits = {}, live::Bounds bounds = {}, live::Premises all = premises());
    ~House();
    House(const House&) = delete;

    /// The real port behind a port of mx.dest.example's.
    std::uint16_t port(std::uint16_t behind = 25) const;
    live::Driver& driver() { return *driver_; }
    /// Ends the run; what happened can be read then.
    const live::Chronicle& close();
    /// PEM of the authority that signed the house's certificates.
    const std::string& authority() const { return driver_->authority_pem(); }

private:
    std::unique_ptr<live::Driver> driver_;
    std::uint16_t relay_ = 0, submission_ = 0, submissions_ = 0;
    std::thread thread_;
};

/// Someone from outside, with a socket.
class Guest {
public:
    explicit Guest(std::uint16_t port);

    void say(const std::string& octets);
    /// One whole reply, its last line's code first: "250 2.1.0 Sender ok"; "end" when the server closed,
    /// "reset" when it cut, "silence" when a bound passed.
    std::string hear();
    /// Says it and hears the reply.
    std::string ask(const std::string& line);
    /// All that comes until the server closes.
    std::string hear_all();
    void shut_down_writing();
    /// TLS from here on, as a client that trusts `authority`; false: the handshake failed.
    bool secure(const std::string& authority);
    /// Says it so often, or until the server cuts the connection; how often it could be said.
    std::size_t say_without_listening(const std::string& octets, std::size_t times);

private:
    enum class Came { more, end, reset, nothing };
    Came read();
    void send(const std::string& octets);

    asio::io_context loop_;
    asio::ip::tcp::socket socket_{loop_};
    std::string heard_;
    std::optional<crypto::TlsContext> context_;
    std::optional<crypto::TlsEndpoint> tls_;
};

}  // namespace live_test
