// The Message tab: the envelope above the letter, because they are two papers and may disagree. Each field of
// the letter that a host added carries that host's hue and name, as a postmark.
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "ui/inspector_panel.h"
#include "ui/paper.h"

namespace ui {

namespace {

const view::StageHost* host_named(const Panel& panel, std::string_view label) {
    for (const view::StageHost& host : panel.scene.hosts)
        if (host.label == label) return &host;
    return nullptr;
}

void draw_envelope_of(Panel& panel, const view::MessageView& message) {
    const float width = std::min(ImGui::GetContentRegionAvail().x, panel.px(330)), high = width / 1.9f;
    const Point at = ImGui::GetCursorScreenPos();
    Envelope envelope;
    envelope.return_address = message.envelope.reverse_path;
    envelope.addressees = message.envelope.recipients;
    envelope.stage =
        message.envelope.recipients.empty() ? Envelope::Stage::from_written : Envelope::Stage::addressed;
    draw_envelope(panel.context.canvas(), {at, at + Point{width, high}}, envelope);
    std::string help = "The envelope: ";
    help += message.envelope.reverse_path.empty() ? "no return address (<>)"
                                                  : "from " + message.envelope.reverse_path;
    for (const std::string& to : message.envelope.recipients) help += ", to " + to;
    touch(panel.context, "envelope", {at, at + Point{width, high}}, help);
    ImGui::SetCursorScreenPos({at.x, at.y + high + panel.px(2 * grid)});
}

/// Writes on the letter's paper and remembers how far down it came.
class Page {
public:
    Page(Panel& panel, Point at, float width)
        : panel_(panel), at_(at), width_(width), y_(at.y + panel.px(1.5f * grid)) {}

    void field(const view::MessageField& field, std::size_t number) {
        const Theme& theme = panel_.theme();
        const Fonts& fonts = panel_.context.fonts;
        const float margin = panel_.px(1.5f * grid), left = at_.x + margin, wide = width_ - 2 * margin;
        const float top = y_;
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const Canvas canvas = panel_.context.canvas();
        const view::StageHost* host = field.added_by.empty() ? nullptr : host_named(panel_, field.added_by);
        const std::string text = field.name + ": " + field.value;
        const Face& face = fonts.small;
        const float body = wrapped_height(face, text, wide - (host ? panel_.px(grid) : 0));
        const Face strong = fonts.at(Family::strong, std::round(face.size * 0.85f));
        const float note = field.added_by.empty() ? 0 : strong.size * 1.3f;
        const float high = body + note + panel_.px(3);
        float x = left;
        if (!field.added_by.empty()) {
            const Color hue = host ? theme.paper_role(role_of(host->role)) : theme.paper_dim;
            list.AddRectFilled({left - panel_.px(4), top - panel_.px(2)},
                               {left + wide + panel_.px(4), top + high},
                               over(faded(hue, 0.12f), theme.letter), panel_.px(2));
            list.AddRectFilled({left - panel_.px(4), top - panel_.px(2)}, {left, top + high}, hue);
            x += panel_.px(grid);
            draw_text(canvas, {x, top}, strong, theme.paper_dim, fmt::format("added by {}", field.added_by));
        }
        write(x, top + note, face, text, wide - (x - left), field.name.size() + 1);
        touch_event(
            panel_, fmt::format("field {}", number), {{left, top}, {left + wide, top + high}}, field.event,
            field.added_by.empty() ? "Written by the sender" : fmt::format("Added by {}", field.added_by));
        y_ = top + high + panel_.px(4);
    }
    void body(const std::string& text) {
        const float margin = panel_.px(1.5f * grid);
        y_ += panel_.px(grid / 2);
        draw_line(panel_.context.canvas(), {at_.x + margin, y_}, {at_.x + width_ - margin, y_}, 1,
                  panel_.theme().paper_edge);
        y_ += panel_.px(grid);
        write(at_.x + margin, y_, panel_.context.fonts.small, text, width_ - 2 * margin, 0);
        y_ += wrapped_height(panel_.context.fonts.small, text, width_ - 2 * margin) + margin;
    }
    float end() const { return y_; }

private:
    /// The first `strong` octets twice, a hair apart: a field's name stands out without another wrapping.
    void write(float x, float y, const Face& face, const std::string& text, float wide, std::size_t strong) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const Color ink = panel_.theme().paper_ink;
        list.AddText(face.font, face.size, {x, y}, ink, text.data(), text.data() + text.size(), wide);
        if (strong > 0)
            list.AddText(face.font, face.size, {x + 0.6f, y}, ink, text.data(), text.data() + strong, wide);
    }

    Panel& panel_;
    Point at_;
    float width_, y_;
};

void draw_letter_of(Panel& panel, const view::MessageView& message) {
    const Theme& theme = panel.theme();
    const Point at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImDrawListSplitter layers;
    layers.Split(&list, 2);
    layers.SetCurrentChannel(&list, 1);
    Page page(panel, at, width);
    std::size_t number = 0;
    for (const view::MessageField& field : message.fields) page.field(field, number++);
    page.body(message.body);
    layers.SetCurrentChannel(&list, 0);
    const Box sheet{at, {at.x + width, page.end()}};
    draw_soft_shadow(panel.context.canvas(), sheet.moved({0, panel.px(2)}), 3, 8, theme.shadow);
    list.AddRectFilled(sheet.low, sheet.high, theme.letter, panel.px(3));
    compat::add_rect(list, sheet.low, sheet.high, theme.paper_edge, panel.px(3), std::max(1.0f, panel.px(1)));
    layers.Merge(&list);
    mark_box(panel.context.marks, "letter", sheet);
    ImGui::SetCursorScreenPos({at.x, sheet.high.y + panel.px(1.5f * grid)});
    ImGui::Dummy({width, 1});
}

}  // namespace

void draw_message_tab(Panel& panel, const Box&) {
    const view::MessageView& message = panel.scene.inspector.message;
    const Fonts& fonts = panel.context.fonts;
    const Theme& theme = panel.theme();
    if (message.content == view::MessageView::Content::nothing && message.fields.empty() &&
        message.envelope.recipients.empty()) {
        paragraph(fonts.body, theme.dim,
                  "No host holds a letter here yet. Select a mail in a tray, or a moment after Data.");
        return;
    }
    paragraph(fonts.small, theme.dim, message.heading);
    const bool enveloped = message.paper == view::MessageView::Paper::in_envelope;
    if (enveloped)
        draw_envelope_of(panel, message);
    else
        paragraph(fonts.body, theme.ink, "In a mailbox: the envelope was thrown away on delivery.");
    if (message.content == view::MessageView::Content::letter) {
        paragraph(
            fonts.small, theme.dim,
            fmt::format("{}: {} octets", enveloped ? "The letter inside" : "The letter", message.octets));
        draw_letter_of(panel, message);
    }
    for (const std::string& note : message.notes) {
        const Point at = ImGui::GetCursorScreenPos();
        draw_icon(panel.context.canvas(), Icon::warning, at + Point{panel.px(9), fonts.small.size * 0.58f},
                  16, theme.reply(ReplyClass::come_back));
        ImGui::Indent(panel.px(26));
        paragraph(fonts.small, theme.ink, note);
        ImGui::Unindent(panel.px(26));
    }
}

}  // namespace ui
