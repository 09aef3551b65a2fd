#include "live/listener.h"

namespace live {
namespace {

constexpr int accepted_at_once = 32;  // then others have their turn; our own bound

}  // namespace

Listener::Listener(asio::ip::tcp::acceptor acceptor, Admit admit)
    : acceptor_(std::move(acceptor)), rest_(acceptor_.get_executor()), admit_(std::move(admit)) {
    asio::error_code ignored;
    acceptor_.non_blocking(true, ignored);
}

void Listener::start() {
    wait();
}

void Listener::stop() {
    asio::error_code ignored;
    rest_.cancel();
    acceptor_.close(ignored);
}

void Listener::wait() {
    acceptor_.async_wait(asio::ip::tcp::acceptor::wait_read, [this](const asio::error_code& error) {
        if (!error) accept();
    });
}

void Listener::accept() {
    for (int count = 0; count < accepted_at_once; ++count) {
        asio::error_code error;
        asio::ip::tcp::socket socket(acceptor_.get_executor());
        acceptor_.accept(socket, error);
        if (error == asio::error::would_block || error == asio::error::try_again) break;
        // A connection that went away while it waited is its own loss; all else is want of descriptors or
        // memory.
        if (error == asio::error::connection_aborted || error == asio::error::interrupted) continue;
        if (error) return rest();
        admit_(std::move(socket));
        if (!acceptor_.is_open()) return;
    }
    wait();
}

void Listener::rest() {
    rest_.expires_after(std::chrono::nanoseconds(accept_backoff.nanoseconds));
    rest_.async_wait([this](const asio::error_code& error) {
        if (!error) wait();
    });
}

}  // namespace live
