// The end of a visit: the last words are heard, and nobody is waited for without end.
#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <thread>

#include "tests/live/house.h"

using namespace live_test;

TEST_CASE("who talks on and on after our last words is cut off at a bound", "[live]") {
    House house;
    Guest guest(house.port());
    guest.hear();
    CHECK(guest.ask("QUIT").substr(0, 3) == "221");
    const std::string piece(64u << 10, 'x');
    const std::size_t pieces =
        64 * live::most_unheard / piece.size();  // far more than all buffers on the way hold
    CHECK(guest.say_without_listening(piece, pieces) < pieces);
}

TEST_CASE("what is sent along behind QUIT does not cost the client its 221", "[live]") {
    House house;
    for (int visits = 0; visits < 20; ++visits) {
        Guest guest(house.port());
        guest.say("EHLO guest.example\r\nQUIT\r\n" + std::string(200'000, 'x'));
        guest.shut_down_writing();
        const std::string heard = guest.hear_all();
        CHECK(heard.find("\r\n221 ") != std::string::npos);
    }
}

TEST_CASE("a peer that neither reads nor closes is waited for only so long", "[live]") {
    live::Limits limits;
    limits.farewell = base::milliseconds(50);
    House house(limits);
    Guest guest(house.port());
    guest.hear();
    CHECK(guest.ask("QUIT").substr(0, 3) == "221");
    // The server's half is closed at once, and a moment later its socket is gone: what comes then is refused.
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    CHECK(guest.say_without_listening("NOOP\r\n", 100) < 100);
}
