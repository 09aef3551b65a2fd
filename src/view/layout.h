// Where hosts stand on the stage: by role, never by name. Fractions of the stage; the same world gives the
// same places.
#pragma once
#include <vector>

#include "trace/world.h"

namespace view {

struct Place {
    float x = 0.5f, y = 0.5f;
};

/// Clients left, relays in the middle and a little higher, destinations right, name servers above, attackers
/// below.
std::vector<Place> places_of(const trace::World& world);

}  // namespace view
