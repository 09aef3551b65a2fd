// What every panel of the window is handed, and the few strokes that all of them share: areas that can be
// touched, rooms, wrapped text. A panel draws from the scene and says what the learner wants; it changes
// nothing else.
#pragma once
#include <string_view>

#include "ui/compat.h"
#include "ui/controls.h"
#include "ui/geometry.h"
#include "ui/shapes.h"
#include "ui/window_state.h"
#include "view/intent.h"
#include "view/scene.h"

namespace ui {

struct Panel {
    Context& context;
    const view::Scene& scene;
    WindowState& state;
    view::Intents& intents;

    const Theme& theme() const { return *context.theme; }
    float px(float design) const { return context.px(design); }
    void want(view::Intent intent) { intents.push_back(std::move(intent)); }
    /// Is this event selected, or under the pointer in another room?
    bool selected(view::EventNumber event) const {
        return event != trace::no_event && event == state.look.selected;
    }
    bool hovered(view::EventNumber event) const { return event != trace::no_event && event == state.hovered; }
};

Role role_of(trace::Role role);
const view::StageHost* host_of(const view::Scene& scene, view::HostId id);
/// A host's hue; the dim ink for no host.
Color hue_of(const Panel& panel, view::HostId id);
std::string_view label_of(const Panel& panel, view::HostId id);
/// The role of a host; client for no host.
Role role_of(const Panel& panel, view::HostId id);

struct Touch {
    enum class Is : std::uint8_t { away, over, held } is = Is::away;
    Press press = Press::nothing;
    bool over() const { return is != Is::away; }
    bool pressed() const { return press == Press::pressed; }
};

/// An area of the current window that answers the pointer. `name` is its mark and its identity: unique.
/// What was submitted first lies on top.
Touch touch(Context& context, std::string_view name, const Box& box, std::string_view tooltip);

/// The same for something that shows an event: pressing it selects, resting on it highlights everywhere.
Touch touch_event(Panel& panel, std::string_view name, const Box& box, view::EventNumber event,
                  std::string_view tooltip);

/// A room of the window: a surface with its content clipped to it, until the scope ends.
class Room {
public:
    enum class Surface : std::uint8_t { plain, sheet };
    enum class Scroll : std::uint8_t { never, wheel };
    Room(Panel& panel, const char* name, const Box& box, Surface surface = Surface::sheet,
         Scroll scroll = Scroll::never, float padding = 2 * grid);
    ~Room();
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    /// Without its padding.
    const Box& inside() const { return inside_; }

private:
    Box inside_;
};

/// Text that wraps at the right edge of the window or at `width` px.
void paragraph(const Face& face, Color color, std::string_view text, float width = 0);
/// How high `text` is when wrapped at `width`.
float wrapped_height(const Face& face, std::string_view text, float width);
/// Wrapped text on a canvas, at most `lines` lines; the last one ends with an ellipsis when there is more.
/// Returns the y below it.
float draw_wrapped(const Canvas& canvas, Point at, const Face& face, Color color, std::string_view text,
                   float width, int lines);

}  // namespace ui
