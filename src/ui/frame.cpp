#include "ui/frame.h"

#include "ui/caption.h"
#include "ui/composer_panel.h"
#include "ui/help_panel.h"
#include "ui/inspector_panel.h"
#include "ui/keyboard.h"
#include "ui/ladder_panel.h"
#include "ui/layout.h"
#include "ui/stage_bar.h"
#include "ui/stage_panel.h"
#include "ui/timeline_panel.h"
#include "ui/top_bar.h"
#include "ui/transport_bar.h"

namespace ui {

namespace {

constexpr float transport_width = 268;  // design px

enum class Across : std::uint8_t { columns, rows };

/// Between two rooms: a strip to drag. Returns by how many px it was moved in this frame.
float drag_edge(Panel& panel, std::string_view name, const Box& box, Across across) {
    const Touch at = touch(panel.context, name, box, "Drag to resize the rooms");
    if (!at.over()) return 0;
    ImGui::SetMouseCursor(across == Across::columns ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    const Canvas canvas = panel.context.canvas();
    const Point middle = box.centre();
    const float half = panel.px(24);
    const Point along = across == Across::columns ? Point{0, half} : Point{half, 0};
    draw_line(canvas, middle - along, middle + along, 4, panel.theme().accent);
    if (at.is != Touch::Is::held) return 0;
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    return across == Across::columns ? moved.x : moved.y;
}

void draw_edges(Panel& panel, const Layout& layout) {
    WindowState& state = panel.state;
    const float unit = panel.context.unit;
    const auto width = [](float wanted) { return std::clamp(wanted, forty_columns, widest_side); };
    if (layout.write_edge)
        state.write_width =
            width(state.write_width +
                  drag_edge(panel, "composer edge", *layout.write_edge, Across::columns) / unit);
    if (layout.inspector_edge)
        state.inspector_width =
            width(state.inspector_width -
                  drag_edge(panel, "inspector edge", *layout.inspector_edge, Across::columns) / unit);
    if (!layout.ladder_edge) return;
    const float shared = layout.stage.height() + layout.ladder.box.height();
    const float moved = drag_edge(panel, "ladder edge", *layout.ladder_edge, Across::rows);
    if (moved == 0) return;
    state.stage_share = std::clamp((layout.stage.height() + moved) / std::max(1.0f, shared),
                                   least_stage_share, largest_stage_share);
}

void draw_centre(Panel& panel, const Layout& layout) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& theme = panel.theme();
    const float corner = panel.px(corner_radius);
    list.AddRectFilled(layout.centre.low, layout.centre.high, theme.room, corner);
    draw_stage_bar(panel, layout);
    if (layout.ladder.placement != Placement::drawer) {
        draw_line(panel.context.canvas(), {layout.stages.low.x, layout.stages.high.y}, layout.stages.high,
                  rule_width, theme.rule);
        draw_stage(panel, layout.stage);
        draw_caption(panel, layout.caption);
    }
    compat::add_rect(list, layout.centre.low, layout.centre.high, theme.rule, corner,
                     std::max(1.0f, panel.px(rule_width)));
    if (layout.ladder.placement != Placement::away) draw_ladder(panel, layout.ladder.box);
}

void draw_bottom(Panel& panel, const Layout& layout) {
    const Room room(panel, "bottom", layout.bottom, Room::Surface::sheet, Room::Scroll::never, 0);
    const Box inside{layout.bottom.low + Point{panel.px(1.5f * grid), panel.px(grid * 0.75f)},
                     layout.bottom.high - Point{panel.px(grid), panel.px(grid * 0.75f)}};
    const float middle = inside.low.x + panel.px(transport_width);
    draw_transport(panel, {inside.low, {middle, inside.high.y}});
    draw_timeline(panel, {{middle + panel.px(2.5f * grid), inside.low.y}, inside.high});
}

/// A room that lies over the others for as long as it is open.
template <class Draw>
void draw_drawer(Panel& panel, const char* name, const Box& box, Draw draw) {
    ImGui::SetNextWindowPos(box.low);
    ImGui::SetNextWindowSize({box.width(), box.height()});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBackground);
    ImGui::PopStyleVar();
    draw(panel, box);
    ImGui::End();
}

}  // namespace

view::Intents draw_window(Context& context, const view::Scene& scene, WindowState& state) {
    view::Intents intents;
    Panel panel{context, scene, state, intents};
    state.hovered = state.hovered_next;
    state.hovered_next = trace::no_event;
    const Point display = ImGui::GetIO().DisplaySize;
    Layout layout = lay_out(display, context.unit, state);
    layout = lay_out(display, context.unit, state, meaning_lines(panel, layout.caption.width()));
    read_keys(panel, layout);

    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(display);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::Begin("##mailstage", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleVar();
    draw_top_bar(panel, layout);
    if (layout.write.placement == Placement::room) draw_composer(panel, layout.write.box);
    draw_centre(panel, layout);
    if (layout.inspector.placement == Placement::room) draw_inspector(panel, layout.inspector.box);
    draw_bottom(panel, layout);
    draw_edges(panel, layout);
    for (const Side* side : {&layout.write, &layout.inspector})
        if (side->placement == Placement::drawer)
            draw_soft_shadow(context.canvas(), side->box.moved({0, context.px(3)}), corner_radius, 18,
                             context.theme->shadow);
    ImGui::End();

    if (layout.write.placement == Placement::drawer)
        draw_drawer(panel, "##composer drawer", layout.write.box, draw_composer);
    if (layout.inspector.placement == Placement::drawer)
        draw_drawer(panel, "##inspector drawer", layout.inspector.box, draw_inspector);
    draw_help(panel);
    return intents;
}

}  // namespace ui
