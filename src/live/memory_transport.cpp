#include "live/memory_transport.h"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <string>

namespace live {
namespace {

class MemoryTransport final : public Transport, public std::enable_shared_from_this<MemoryTransport> {
public:
    explicit MemoryTransport(asio::io_context& loop) : loop_(loop) {}

    void join(const std::shared_ptr<MemoryTransport>& peer) { peer_ = peer; }

    void attach(EndId end, TransportEvents& events) override {
        end_ = end;
        events_ = &events;
    }
    void write(std::string_view octets) override { written_ += octets; }
    void flush() override {
        if (written_.empty()) return;
        to_peer([octets = std::move(written_)](MemoryTransport& peer) {
            if (peer.events_) peer.events_->arrived(peer.end_, octets);
        });
        written_.clear();
    }
    void finish() override {
        flush();
        close(trace::Ending::finished);
    }
    void cut() override { close(trace::Ending::reset); }

private:
    void close(trace::Ending ending) {
        if (!events_) return;
        events_ = nullptr;
        to_peer([ending](MemoryTransport& peer) {
            TransportEvents* const events = std::exchange(peer.events_, nullptr);
            if (events) events->ended(peer.end_, ending);
        });
    }
    template <class Action>
    void to_peer(Action action) {
        asio::post(loop_, [peer = peer_, action = std::move(action)] {
            if (const auto there = peer.lock()) action(*there);
        });
    }

    asio::io_context& loop_;
    std::weak_ptr<MemoryTransport> peer_;
    EndId end_ = 0;
    TransportEvents* events_ = nullptr;
    std::string written_;
};

}  // namespace

std::pair<TransportOwner, TransportOwner> memory_wire(asio::io_context& loop) {
    auto a = std::make_shared<MemoryTransport>(loop), b = std::make_shared<MemoryTransport>(loop);
    a->join(b);
    b->join(a);
    return {a, b};
}

}  // namespace live
