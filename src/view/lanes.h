// The timeline of a whole run: a lane a connection with its stages, a lane for names and waiting, and
// markers. Made once, as part of the index.
#pragma once
#include "view/pace.h"
#include "view/post.h"
#include "view/scene.h"
#include "view/traffic.h"

namespace view {

Timeline lanes_of(const trace::Trace& trace, const Traffic& traffic, const Post& post, const Pace& pace);

}  // namespace view
