#include "live/socket_transport.h"

#include <asio/buffer.hpp>
#include <asio/post.hpp>

namespace live {

SocketTransport::SocketTransport(asio::ip::tcp::socket socket, const Limits& limits, std::size_t& farewells)
    : socket_(std::move(socket)), limits_(limits), farewells_(farewells), farewell_(socket_.get_executor()) {
    asio::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

SocketTransport::~SocketTransport() {
    if (finishing_) --farewells_;
}

void SocketTransport::attach(EndId end, TransportEvents& events) {
    end_ = end;
    events_ = &events;
    wait_to_read();
}

// ---- reading ----

// Reading ahead of time spares the loop a system call for each turn of a conversation, which waiting for
// readiness would take: a quarter of all that a busy server needs.
void SocketTransport::wait_to_read() {
    if (waits_to_read_) return;
    waits_to_read_ = true;
    socket_.async_read_some(asio::buffer(incoming_),
                            [self = shared_from_this()](const asio::error_code& error, std::size_t count) {
                                self->waits_to_read_ = false;
                                self->read(error, count);
                            });
}

void SocketTransport::read(const asio::error_code& error, std::size_t count) {
    if (!socket_.is_open()) return;
    if (error) {
        heard_end_ = true;
        if (finishing_) return cut();
        return end(error == asio::error::eof ? trace::Ending::finished : trace::Ending::reset);
    }
    // After the last words, what still comes is thrown away: closing over unread octets would be a reset, and
    // the peer might lose those words (RFC 9293 3.6; RFC 1122 4.2.2.13).
    if (events_) events_->arrived(end_, {incoming_.data(), count});
    if (finishing_ && (unheard_ += count) > most_unheard) return cut();
    if (socket_.is_open()) wait_to_read();
}

void SocketTransport::end(trace::Ending ending) {
    TransportEvents* const events = events_;
    events_ = nullptr;
    if (events) events->ended(end_, ending);
}

void SocketTransport::end_later(trace::Ending ending) {
    asio::post(socket_.get_executor(), [self = shared_from_this(), ending] { self->end(ending); });
}

// ---- writing ----

void SocketTransport::write(std::string_view octets) {
    if (written_.size() - sent_ + octets.size() > limits_.unread) {
        written_.clear();
        sent_ = 0;
        if (!socket_.is_open()) return;
        asio::error_code ignored;
        socket_.close(ignored);
        return end_later(trace::Ending::reset);
    }
    written_ += octets;
}

void SocketTransport::flush() {
    if (written_.empty() || waits_to_write_ || !socket_.is_open()) return;
    while (sent_ < written_.size()) {
        asio::error_code error;
        sent_ += socket_.write_some(asio::buffer(written_.data() + sent_, written_.size() - sent_), error);
        if (error == asio::error::interrupted) continue;
        if (error == asio::error::would_block) return wait_to_write();
        if (error) break;  // the peer is gone: reading will say so
    }
    written_.clear();
    sent_ = 0;
}

void SocketTransport::wait_to_write() {
    written_.erase(0, sent_);
    sent_ = 0;
    waits_to_write_ = true;
    socket_.async_wait(asio::ip::tcp::socket::wait_write,
                       [self = shared_from_this()](const asio::error_code& error) {
                           self->waits_to_write_ = false;
                           if (error) return;
                           self->flush();
                           if (self->finishing_ && self->written_.empty()) self->part();
                       });
}

// ---- the end ----

void SocketTransport::finish() {
    if (finishing_ || !socket_.is_open()) return;
    events_ = nullptr;
    finishing_ = true;
    ++farewells_;
    flush();
    if (written_.empty()) part();
    if (!socket_.is_open()) return;
    wait_to_read();
    farewell_.expires_after(std::chrono::nanoseconds(limits_.farewell.nanoseconds));
    farewell_.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (!error) self->cut();
    });
}

// All is said. Who has heard the peer's end can go; else the peer is waited for.
void SocketTransport::part() {
    if (heard_end_ || farewells_ > limits_.farewells) return cut();
    if (parted_) return;
    parted_ = true;
    asio::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void SocketTransport::cut() {
    events_ = nullptr;
    asio::error_code ignored;
    farewell_.cancel();
    socket_.close(ignored);
}

}  // namespace live
