#include "ui/caption.h"

#include <cmath>
#include <string>

namespace ui {

namespace {

constexpr float side = 2 * grid, above = 9, below = 3;  // design px

/// What stands below the line; it is all there is before the start.
std::string_view meaning_of(const view::Caption& caption) {
    const bool nothing = caption.line.empty() && caption.speaker.empty() && caption.meaning.empty();
    return nothing ? "Press Space or the play button: the mail sets out." : std::string_view(caption.meaning);
}

/// The reply's glyph, then who says it. Returns where the line begins.
float draw_speaker(Panel& panel, Point at, const Face& line_face) {
    const view::Caption& caption = panel.scene.caption;
    const Canvas canvas = panel.context.canvas();
    const Fonts& fonts = panel.context.fonts;
    float left = at.x;
    if (caption.code != 0) {
        const ReplyClass reply = reply_class(caption.code);
        draw_icon(canvas, icon_of(reply), {left + panel.px(10), at.y + line_face.size / 2}, 22,
                  panel.theme().reply(reply));
        left += panel.px(28);
    }
    if (!caption.speaker.empty()) {
        const std::string who = caption.speaker + ":";
        draw_text(canvas, {left, at.y + (line_face.size - fonts.strong.size) / 2}, fonts.strong,
                  panel.theme().ink, who);
        left += fonts.strong.width_of(who) + panel.px(1.5f * grid);
    }
    return left;
}

}  // namespace

int meaning_lines(const Panel& panel, float width) {
    const Face& face = panel.context.fonts.body;
    const std::string_view text = meaning_of(panel.scene.caption);
    const float high = wrapped_height(face, text, width - 2 * panel.px(side));
    const view::Caption& caption = panel.scene.caption;
    const int spare =
        caption.line.empty() && caption.speaker.empty() ? 1 : 0;  // it begins where the line would be
    return static_cast<int>(std::round(high / face.size)) - spare;
}

void draw_caption(Panel& panel, const Box& box) {
    const view::Caption& caption = panel.scene.caption;
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const Fonts& fonts = panel.context.fonts;
    draw_line(canvas, box.low, {box.high.x, box.low.y}, rule_width, theme.rule);
    const Box text{box.low + Point{panel.px(side), panel.px(above)},
                   box.high - Point{panel.px(side), panel.px(below)}};
    touch_event(panel, "caption", box.grown(-panel.px(2)), caption.event,
                caption.event == trace::no_event ? "What happens now, and what it means"
                                                 : "Select this line everywhere");
    const Face mono = fonts.at(Family::mono_strong, std::round(fonts.body.size * 1.15f));
    float top = text.low.y;
    const bool has_line = !caption.line.empty() || !caption.speaker.empty();
    if (has_line) {
        const float left = draw_speaker(panel, text.low, mono);
        draw_text(canvas, {left, top}, mono, theme.ink, fitted(caption.line, mono, text.high.x - left));
        top += std::round(mono.size * 1.35f);
    }
    const int lines =
        std::max(1, static_cast<int>((text.high.y - top) / std::round(fonts.body.size * 1.3f) + 0.2f));
    draw_wrapped(canvas, {text.low.x, top}, fonts.body, has_line ? theme.dim : theme.ink, meaning_of(caption),
                 text.width(), lines);
}

}  // namespace ui
