#include "ui/ladder_row.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace ui {

namespace {

// Design px.
constexpr float times_width = 88, meanings_width = 300, least_for_meanings = 1040;

using Kind = view::RowKind;

/// A verdict is drawn as the reply that it leads to.
ReplyClass class_of(trace::Verdict verdict) {
    switch (verdict) {
        case trace::Verdict::accept:
            return ReplyClass::done;
        case trace::Verdict::come_back:
            return ReplyClass::come_back;
        case trace::Verdict::refuse:
        case trace::Verdict::close:
            break;
    }
    return ReplyClass::refused;
}

bool travels(const view::LadderRow& row) {
    return row.from != row.to && row.to != trace::no_host && row.from != trace::no_host;
}

std::optional<Icon> glyph_of(const view::LadderRow& row) {
    if (row.seal == view::StageLine::Seal::sealed && row.kind == Kind::command) return Icon::lock;
    switch (row.kind) {
        case Kind::reply:
            return icon_of(reply_class(row.code));
        case Kind::letter:
            return Icon::envelope;
        case Kind::question:
            return Icon::question;
        case Kind::answer:
            return Icon::directory;
        case Kind::verdict:
            return row.verdict ? std::optional(icon_of(class_of(*row.verdict))) : std::nullopt;
        case Kind::custody:
            return Icon::envelope;
        case Kind::tls:
            return Icon::lock;
        case Kind::fault:
            return Icon::warning;
        case Kind::note:
        case Kind::command:
        case Kind::tcp:
            return std::nullopt;
    }
    return std::nullopt;
}

Color glyph_color(const Panel& panel, const view::LadderRow& row) {
    if (row.kind == Kind::reply) return panel.theme().reply(reply_class(row.code));
    if (row.verdict) return panel.theme().reply(class_of(*row.verdict));
    if (row.kind == Kind::fault) return panel.theme().reply(ReplyClass::refused);
    return hue_of(panel, row.from);
}

float strength_of(const view::LadderRow& row) {
    return row.time == view::LadderRow::Time::future ? 0.45f : 1;
}

struct Writing {
    Face face;
    std::optional<Icon> glyph;
    std::string text;
    float width = 0, glyph_width = 0;
};

Writing writing_of(const Panel& panel, const view::LadderRow& row, float room) {
    const Fonts& fonts = panel.context.fonts;
    const bool protocol = row.kind == Kind::command || row.kind == Kind::reply ||
                          row.kind == Kind::question || row.kind == Kind::answer;
    Writing writing;
    writing.face = protocol ? fonts.mono : fonts.small;
    writing.glyph = glyph_of(row);
    writing.glyph_width = writing.glyph ? panel.px(22) : 0;
    writing.text = fitted(row.text, writing.face, room - writing.glyph_width);
    writing.width = writing.face.width_of(writing.text) + writing.glyph_width;
    return writing;
}

void draw_writing(const Panel& panel, const Writing& writing, Point at, const view::LadderRow& row) {
    const Canvas canvas = panel.context.canvas();
    const float strength = strength_of(row);
    if (writing.glyph)
        draw_icon(canvas, *writing.glyph, {at.x + panel.px(9), at.y + writing.face.size * 0.52f}, 17,
                  faded(glyph_color(panel, row), strength));
    draw_text(canvas, {at.x + writing.glyph_width, at.y}, writing.face, faded(panel.theme().ink, strength),
              writing.text);
}

void draw_arrow(const Panel& panel, const LadderColumns& columns, const Box& box, const view::LadderRow& row,
                Color ground) {
    const Canvas canvas = panel.context.canvas();
    const float from = columns.of(row.from), to = columns.of(row.to);
    const Color hue = faded(hue_of(panel, row.from), strength_of(row));
    const float y = std::round(box.high.y - panel.px(4)) + 0.5f;
    const bool lost =
        row.arrival == trace::no_event && row.time == view::LadderRow::Time::past && row.kind == Kind::tcp;
    const float end = lost ? from + (to - from) * 0.6f : to;
    const float head = end > from ? -1.0f : 1.0f;
    const Point start{from, y}, stop{end + head * panel.px(lost ? 0.0f : 7.0f), y};
    if (row.kind == Kind::question || row.kind == Kind::answer)
        draw_dashed_line(canvas, start, stop, 2, hue, 5, 4);
    else
        draw_line(canvas, start, stop,
                  row.kind == Kind::letter ? 4.0f
                  : row.kind == Kind::tcp  ? 1.25f
                                           : 2.0f,
                  hue);
    canvas.list->AddCircleFilled(start, panel.px(3), hue, 12);
    if (lost)
        draw_icon(canvas, Icon::cross, stop, 14, panel.theme().reply(ReplyClass::refused));
    else
        draw_arrow_head(canvas, {end, y}, {-head, 0}, 9, hue);

    const float least = std::min(from, to), span = std::abs(to - from);
    const Writing writing = writing_of(panel, row, columns.right - columns.left - panel.px(grid));
    const float wished = least + span / 2 - writing.width / 2;
    const float most = columns.right - writing.width - panel.px(grid / 2);
    const float left = std::round(std::clamp(wished, columns.left, std::max(columns.left, most)));
    const float top = std::round(y - panel.px(3) - writing.face.size);
    // The writing interrupts the lifelines that it crosses.
    canvas.list->AddRectFilled({left - panel.px(3), top},
                               {left + writing.width + panel.px(3), top + writing.face.size}, ground);
    draw_writing(panel, writing, {left, top}, row);
}

void draw_plate(const Panel& panel, const LadderColumns& columns, const Box& box,
                const view::LadderRow& row) {
    const Canvas canvas = panel.context.canvas();
    const Theme& theme = panel.theme();
    const Writing writing = writing_of(panel, row, columns.right - columns.left - panel.px(4 * grid));
    const float width = writing.width + panel.px(2.5f * grid), high = box.height() - panel.px(3);
    const float half = width / 2, least = columns.left + half, most = columns.right - half;
    const float x = least < most ? std::clamp(columns.of(row.from), least, most) : (least + most) / 2;
    const Box plate = box_around({std::round(x), box.centre().y}, width, high);
    const Color hue = hue_of(panel, row.from);
    const bool custody = row.kind == Kind::custody;
    canvas.list->AddRectFilled(plate.low, plate.high, over(faded(hue, custody ? 0.2f : 0.07f), theme.room),
                               high / 2);
    compat::add_rect(*canvas.list, plate.low, plate.high, faded(hue, strength_of(row)), high / 2,
                     panel.px(custody ? 1.75f : 1));
    draw_writing(panel, writing,
                 {plate.low.x + panel.px(1.25f * grid), plate.centre().y - writing.face.size / 2}, row);
}

}  // namespace

float LadderColumns::of(view::HostId host) const {
    for (std::size_t i = 0; i < hosts.size(); ++i)
        if (hosts[i] == host) return x[i];
    return (left + right) / 2;
}

LadderColumns ladder_columns(const Panel& panel, const Box& box) {
    LadderColumns columns;
    columns.hosts = panel.scene.ladder.columns;
    columns.times = box.low.x;
    columns.end = box.high.x;
    columns.left = box.low.x + panel.px(times_width);
    columns.right = box.high.x;
    if (box.width() >= panel.px(least_for_meanings)) {
        columns.right -= panel.px(meanings_width);
        columns.meanings = columns.right + panel.px(2 * grid);
    }
    const auto count = static_cast<float>(std::max<std::size_t>(1, columns.hosts.size()));
    const float pitch = (columns.right - columns.left) / count;
    for (std::size_t i = 0; i < columns.hosts.size(); ++i)
        columns.x.push_back(std::round(columns.left + pitch * (static_cast<float>(i) + 0.5f)) + 0.5f);
    return columns;
}

void draw_ladder_row(Panel& panel, const LadderColumns& columns, const Box& box, const view::LadderRow& row) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const Fonts& fonts = panel.context.fonts;
    const Box line{{box.low.x - panel.px(grid), box.low.y}, {box.high.x + panel.px(grid / 2), box.high.y}};
    Color ground = theme.room;
    const bool present = row.time == view::LadderRow::Time::present;
    if (row.choice == view::LadderRow::Choice::selected)
        ground = theme.selection;
    else if (present)
        ground = mixed(theme.room, theme.selection, 0.6f);
    else if (panel.hovered(row.event))
        ground = theme.field;
    if (ground != theme.room)
        canvas.list->AddRectFilled(line.low, line.high, ground, panel.px(corner_radius / 2));
    if (present)
        canvas.list->AddRectFilled(line.low, {line.low.x + panel.px(4), line.high.y}, theme.accent,
                                   panel.px(corner_radius / 2), ImDrawFlags_RoundCornersLeft);
    for (std::size_t i = 0; i < columns.x.size(); ++i)
        draw_line(canvas, {columns.x[i], box.low.y}, {columns.x[i], box.high.y}, 1.5f,
                  faded(hue_of(panel, columns.hosts[i]), 0.35f));
    const Face time = fonts.at(Family::mono, std::round(fonts.small.size * 0.95f));
    draw_text(canvas, {columns.times, box.centre().y - time.size / 2}, time,
              faded(theme.dim, strength_of(row)),
              fitted(base::to_text(row.at), time, panel.px(times_width - 4)));
    if (travels(row))
        draw_arrow(panel, columns, box, row, ground);
    else
        draw_plate(panel, columns, box, row);
    if (columns.meanings > 0)
        draw_text(canvas, {columns.meanings, box.centre().y - fonts.small.size / 2}, fonts.small,
                  faded(theme.dim, strength_of(row)),
                  fitted(row.meaning, fonts.small, columns.end - columns.meanings));
}

}  // namespace ui
