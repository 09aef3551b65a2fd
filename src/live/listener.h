// A real port where visitors are let in. Too many of them are answered 421 (RFC 5321 4.2.1) and let go; when
// the system has no more descriptors, accepting rests for a moment. Knows nothing of what is said on a
// connection.
#pragma once
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <functional>
#include <string>

#include "live/limits.h"

namespace live {

class Listener {
public:
    using Admit = std::function<void(asio::ip::tcp::socket)>;

    /// `admit` is called for each connection. Requires: stop() before the loop or what admit knows goes.
    Listener(asio::ip::tcp::acceptor acceptor, Admit admit);

    void start();
    void stop();

private:
    void wait();
    void accept();
    void rest();

    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer rest_;
    Admit admit_;
};

}  // namespace live
