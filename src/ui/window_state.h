// What the window remembers between frames and no run knows: what was typed, which doors are open, how wide
// the rooms are, and a mirror of what the session says of playing and looking. Panels may change the doors,
// the widths and the typed text; everything else they ask for by an intent.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "view/look.h"
#include "view/playhead.h"
#include "view/scene.h"

namespace ui {

/// A room that may be shut. By default it stands open where the window has the width for it.
enum class Door : std::uint8_t { by_width, open, shut };
enum class Playing : std::uint8_t { no, yes };
enum class MotionTaste : std::uint8_t { flights, steps };  // steps: 'reduce motion'
enum class Help : std::uint8_t { closed, open };

/// Why a field cannot be sent as it is; an empty `what`: nothing is wrong.
struct FieldFault {
    std::string what, mend;
    bool any() const { return !what.empty(); }
};

struct ComposerText {
    std::string from, to, subject, body;
    FieldFault from_fault, to_fault, fault;  // `fault`: of the whole letter
    std::string sent;                        // what became of the last press of Send; empty: nothing yet
    enum class Focus : std::uint8_t { none, wanted } focus = Focus::none;
};

struct WindowState {
    // Mirrored from the session before each frame.
    Playing playing = Playing::no;
    double speed = 1;
    view::Look look;
    std::string sender;   // the host that sends what the composer writes: "Ann's laptop"
    std::string example;  // an address that there is: "bob@dest.example"
    enum class Changes : std::uint8_t { none, some } changes = Changes::none;  // mails of the learner's own

    // The window's own.
    ComposerText composer;
    Door write_door = Door::by_width, inspector_door = Door::by_width, ladder_door = Door::by_width;
    float write_width = 360, inspector_width = 376;  // design px
    std::optional<float> stage_share;  // of the height that stage and ladder share, once it was dragged
    MotionTaste motion = MotionTaste::flights;
    Help help = Help::closed;

    // What the pointer rests on: said by the last frame, shown by this one.
    view::EventNumber hovered = trace::no_event, hovered_next = trace::no_event;
    double scrub_offset = 0;  // where the pointer took hold of the playhead
    float wheel_rest = 0;     // turns of the wheel that did not make a whole row yet
};

}  // namespace ui
