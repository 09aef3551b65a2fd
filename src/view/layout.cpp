#include "view/layout.h"

#include <array>

namespace view {
namespace {

using trace::Role;

// A role's strip: a column (clients, relays, destinations) or a row (name servers, attackers).
struct Strip {
    float x = 0.5f, y = 0.5f;  // its middle
    float dx = 0, dy = 0;      // half its length
};

constexpr std::array<Strip, 5> strips{{
    {0.13f, 0.58f, 0, 0.32f},  // client
    {0.48f, 0.50f, 0, 0.30f},  // relay
    {0.87f, 0.58f, 0, 0.32f},  // destination
    {0.66f, 0.14f, 0.20f, 0},  // dns
    {0.50f, 0.90f, 0.28f, 0},  // attacker
}};
constexpr std::size_t roomy = 4;   // this many hosts fit into a strip in one file
constexpr float stagger = 0.055f;  // more stand in two files

// The place of the `number`th of `count` along a strip: alone in its middle, two at a distance that suits the
// eye.
float along(std::size_t number, std::size_t count) {
    if (count == 1) return 0;
    const float reach = count == 2 ? 0.68f : 1.0f;
    return reach * (2.0f * static_cast<float>(number) / static_cast<float>(count - 1) - 1.0f);
}

}  // namespace

std::vector<Place> places_of(const trace::World& world) {
    std::array<std::size_t, strips.size()> count{}, placed{};
    for (const trace::WorldHost& host : world.hosts) ++count[static_cast<std::size_t>(host.role)];
    std::vector<Place> places;
    for (const trace::WorldHost& host : world.hosts) {
        const auto role = static_cast<std::size_t>(host.role);
        const Strip& strip = strips[role];
        const std::size_t number = placed[role]++;
        const float at = along(number, count[role]);
        const float aside = count[role] <= roomy ? 0 : number % 2 == 0 ? -stagger : stagger;
        Place place{strip.x + at * strip.dx, strip.y + at * strip.dy};
        (strip.dx == 0 ? place.x : place.y) += aside;
        places.push_back(place);
    }
    return places;
}

}  // namespace view
