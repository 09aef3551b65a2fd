// A connected TCP socket as a Transport. What a peer leaves unread is bounded, and so is how long it is
// waited for at the end; a peer that closes its writing half still gets its replies (RFC 9293 3.6). Knows no
// SMTP.
#pragma once
#include <array>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <string>

#include "live/limits.h"
#include "live/transport.h"

namespace live {

class SocketTransport final : public Transport, public std::enable_shared_from_this<SocketTransport> {
public:
    /// `farewells`: how many transports of this loop are finished and still waited for; it outlives them.
    SocketTransport(asio::ip::tcp::socket socket, const Limits& limits, std::size_t& farewells);

    void attach(EndId end, TransportEvents& events) override;
    void write(std::string_view octets) override;
    void flush() override;
    void finish() override;
    void cut() override;

    ~SocketTransport() override;

private:
    void wait_to_read();
    void read(const asio::error_code& error, std::size_t count);
    void wait_to_write();
    void part();
    void end(trace::Ending ending);
    void end_later(trace::Ending ending);

    asio::ip::tcp::socket socket_;
    Limits limits_;
    std::size_t& farewells_;
    asio::steady_timer farewell_;
    EndId end_ = 0;
    TransportEvents* events_ = nullptr;
    std::array<char, octets_a_read> incoming_;
    std::string written_;
    std::size_t sent_ = 0;     // of written_
    std::size_t unheard_ = 0;  // came after our last words
    bool waits_to_read_ = false, waits_to_write_ = false, heard_end_ = false, finishing_ = false,
         parted_ = false;
};

}  // namespace live
