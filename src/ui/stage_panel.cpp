#include "ui/stage_panel.h"

#include "ui/stage_hosts.h"
#include "ui/stage_lines.h"
#include "ui/stage_packets.h"

namespace ui {

namespace {

/// A faint ruled ground, as of a desk pad, so that distances can be seen.
void draw_ground(const Panel& panel, const Box& box) {
    const Canvas canvas = panel.context.canvas();
    const Theme& theme = panel.theme();
    canvas.list->AddRectFilled(box.low, box.high, mixed(theme.room, theme.background, 0.45f));
    const float pitch = panel.px(4 * grid);
    const Color dot = faded(theme.dim, 0.16f);
    for (float y = box.low.y + pitch / 2; y < box.high.y; y += pitch)
        for (float x = box.low.x + pitch / 2; x < box.high.x; x += pitch)
            canvas.list->AddRectFilled({x, y}, {x + panel.px(1.5f), y + panel.px(1.5f)}, dot);
}

}  // namespace

void draw_stage(Panel& panel, const Box& box) {
    const Room room(panel, "stage", box, Room::Surface::plain, Room::Scroll::never, 0);
    draw_ground(panel, box);
    if (panel.scene.hosts.empty()) {
        const Fonts& fonts = panel.context.fonts;
        draw_text_centred(panel.context.canvas(), box.centre(), fonts.body, panel.theme().dim,
                          "This world has no hosts. Open a scenario that has some.");
        return;
    }
    const StageMap map = map_stage(box, panel.context.unit, panel.scene.hosts);
    // Two layers: what is submitted first answers the pointer first, what is drawn last lies on top.
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImDrawListSplitter layers;
    layers.Split(&list, 2);
    layers.SetCurrentChannel(&list, 1);
    draw_packets(panel, map, &list);
    layers.SetCurrentChannel(&list, 0);
    draw_lines(panel, map);
    draw_hosts(panel, map);
    layers.Merge(&list);
}

}  // namespace ui
