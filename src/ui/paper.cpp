#include "ui/paper.h"

#include <array>
#include <cmath>

#include "ui/compat.h"
#include "ui/icons.h"

namespace ui {

namespace {

constexpr float readable = 9;  // screen px: below this, lines stand for text
constexpr float paper_corner = 3;

float clamped(float value, float low, float high) {
    return std::max(low, std::min(value, high));
}

/// Two shadows: a narrow dark one where the paper touches, a wide soft one for its height.
void draw_paper_shadow(const Canvas& canvas, const Box& box) {
    const Color shadow = canvas.theme->shadow;
    const float height = box.height() / canvas.unit;
    draw_soft_shadow(canvas, box.moved({0, canvas.px(height * 0.05f)}), paper_corner,
                     clamped(height * 0.14f, 3, 18), faded(shadow, 0.8f));
    draw_soft_shadow(canvas, box.moved({0, canvas.px(1)}), paper_corner, 2.5f, shadow);
}

void draw_sheet(const Canvas& canvas, const Box& box, Color fill) {
    canvas.list->AddRectFilled(box.low, box.high, fill, canvas.px(paper_corner));
    compat::add_rect(*canvas.list, box.low, box.high, canvas.theme->paper_edge, canvas.px(paper_corner),
                     std::max(1.0f, canvas.px(1)));
}

/// A line of text, or the bar that stands for it.
void draw_writing(const Canvas& canvas, Point at, const Face& face, float width, Color color,
                  std::string_view text) {
    if (face.size >= readable) {
        draw_text(canvas, {std::round(at.x), std::round(at.y)}, face, color, fitted(text, face, width));
        return;
    }
    const float length = std::min(width, face.size * 0.5f * static_cast<float>(text.size()));
    const float thick = std::max(1.0f, face.size * 0.3f);
    const Point from{at.x, at.y + face.size * 0.4f};
    canvas.list->AddRectFilled(from, from + Point{length, thick}, faded(color, 0.55f), thick / 2);
}

/// The postage stamp: perforated paper with the sender's hue and its icon.
void draw_postage(const Canvas& canvas, const Box& box, Role sender) {
    const Theme& theme = *canvas.theme;
    const Color hue = theme.paper_role(sender);
    const float tooth = box.width() / 14;
    canvas.list->AddRectFilled(box.low, box.high, theme.letter);
    compat::add_rect(*canvas.list, box.low, box.high, theme.paper_edge, 0, std::max(1.0f, tooth * 0.4f));
    if (tooth >= 1.2f) {
        constexpr int across = 7, down = 9;
        const auto bite = [&](Point at) {
            canvas.list->AddCircleFilled(at, tooth * 0.62f, theme.envelope, 10);
        };
        for (int i = 0; i <= across; ++i)
            for (const float y : {0.0f, 1.0f}) bite(box.at(static_cast<float>(i) / across, y));
        for (int i = 1; i < down; ++i)
            for (const float x : {0.0f, 1.0f}) bite(box.at(x, static_cast<float>(i) / down));
    }
    const Box picture = box.grown(-box.width() * 0.14f);
    canvas.list->AddRectFilled(picture.low, picture.high, hue);
    draw_icon(canvas, icon_of(sender), picture.centre(), picture.width() * 0.86f / canvas.unit, theme.letter);
}

/// Wavy lines and a ring over the stamp: it has been posted.
void draw_cancellation(const Canvas& canvas, const Box& envelope, const Box& stamp) {
    const Color ink = faded(canvas.theme->paper_ink, 0.42f);
    const float width = std::max(1.0f, envelope.height() * 0.008f);
    const float left = stamp.low.x - envelope.width() * 0.2f, right = stamp.low.x + stamp.width() * 0.55f;
    constexpr int waves = 4, steps = 36;
    for (int wave = 0; wave < waves; ++wave) {
        std::array<ImVec2, steps + 1> points;
        const float y = stamp.at(0, 0.3f + 0.15f * static_cast<float>(wave)).y;
        for (int i = 0; i <= steps; ++i) {
            const float share = static_cast<float>(i) / steps;
            points[static_cast<std::size_t>(i)] = {left + (right - left) * share,
                                                   y + std::sin(share * 14) * stamp.height() * 0.035f};
        }
        compat::add_polyline(*canvas.list, points.data(), steps + 1, ink, width, compat::Ends::open);
    }
}

/// The flap, opened upwards, its inside a shade darker.
void draw_lid(const Canvas& canvas, const Box& box) {
    const Theme& theme = *canvas.theme;
    const float tip = box.low.y - box.height() * 0.34f;
    const std::array<ImVec2, 4> flap{Point{box.low.x + canvas.px(1), box.low.y + canvas.px(2)},
                                     Point{box.at(0.46f, 0).x, tip}, Point{box.at(0.54f, 0).x, tip},
                                     Point{box.high.x - canvas.px(1), box.low.y + canvas.px(2)}};
    canvas.list->AddConvexPolyFilled(flap.data(), static_cast<int>(flap.size()),
                                     mixed(theme.envelope, theme.paper_edge, 0.4f));
    compat::add_polyline(*canvas.list, flap.data(), static_cast<int>(flap.size()), theme.paper_edge,
                         std::max(1.0f, canvas.px(1)), compat::Ends::open);
}

void draw_return_address(const Canvas& canvas, const Box& box, const Envelope& envelope, float size) {
    const Theme& theme = *canvas.theme;
    const Point at = box.at(0.055f, 0.09f);
    const float width = box.width() * 0.7f;
    if (envelope.return_address.empty()) {
        const Face face = canvas.fonts->at(Family::mono, size);
        if (size >= readable) draw_text(canvas, at, face, theme.paper_dim, "<>");
        return;
    }
    const Face label = canvas.fonts->at(Family::regular, size * 0.78f);
    float down = 0;
    if (label.size >= readable) {
        draw_text(canvas, at, label, theme.paper_dim, "from");
        down = size * 1.02f;
    }
    draw_writing(canvas, at + Point{0, down}, canvas.fonts->at(Family::regular, size), width, theme.paper_ink,
                 envelope.return_address);
}

/// The size at which the longest of `texts` fits `width`, no smaller than `least`.
float size_that_fits(const Canvas& canvas, std::span<const std::string> texts, float size, float least,
                     float width) {
    float widest = 0;
    for (const std::string& text : texts)
        widest = std::max(widest, canvas.fonts->at(Family::strong, size).width_of(text));
    return widest <= width ? size : std::max(least, size * width / widest);
}

void draw_addressees(const Canvas& canvas, const Box& box, const Envelope& envelope, float size) {
    const Theme& theme = *canvas.theme;
    constexpr std::size_t most = 3;
    const std::size_t shown = std::min(envelope.addressees.size(), most);
    const std::span<const std::string> texts(envelope.addressees.data(), shown);
    const Face wished = canvas.fonts->at(Family::strong, size);
    float widest = 0;
    for (const std::string& text : texts) widest = std::max(widest, wished.width_of(text));
    // In the middle; from edge to edge where it would not fit.
    const bool narrow = widest > box.width() * 0.68f;
    const float left = box.at(narrow ? 0.06f : 0.26f, 0).x, width = box.width() * (narrow ? 0.89f : 0.68f);
    const float pitch = size * (narrow ? 1.2f : 1.4f);
    const Face face = canvas.fonts->at(
        Family::strong, std::floor(size_that_fits(canvas, texts, size,
                                                  std::min(size, std::max(size * 0.72f, readable)), width)));
    float top = box.at(0, 0.535f).y -
                (shown > 1 ? pitch * (narrow ? 0.45f : 0.35f) * static_cast<float>(shown - 1) : 0);
    for (std::size_t i = 0; i < shown; ++i, top += pitch) {
        std::string text = envelope.addressees[i];
        if (i + 1 == most && envelope.addressees.size() > most)
            text = "and " + std::to_string(envelope.addressees.size() - most + 1) + " more";
        draw_writing(canvas, {left, top + (size - face.size) * 0.8f}, face, width, theme.paper_ink, text);
        const float rule = std::round(top + size * 1.16f) + 0.5f;
        canvas.list->AddLine({left, rule}, {left + width, rule}, faded(theme.paper_dim, 0.35f),
                             std::max(1.0f, canvas.px(0.75f)));
    }
}

}  // namespace

void draw_envelope(const Canvas& canvas, const Box& box, const Envelope& envelope) {
    const Theme& theme = *canvas.theme;
    draw_paper_shadow(canvas, box);
    if (envelope.lid == Lid::open) draw_lid(canvas, box);
    draw_sheet(canvas, box, theme.envelope);
    if (box.height() > canvas.px(40)) {
        // The seams of the back shine through, faintly.
        const Color seam = faded(theme.paper_edge, 0.35f);
        canvas.list->AddLine(box.low, box.at(0.5f, 0.46f), seam, std::max(1.0f, canvas.px(1)));
        canvas.list->AddLine({box.high.x, box.low.y}, box.at(0.5f, 0.46f), seam,
                             std::max(1.0f, canvas.px(1)));
    }
    // Small envelopes write larger, as people do.
    const float usual = clamped(canvas.px(11), box.height() * 0.095f, box.height() * 0.125f);
    const float size = std::max(usual, std::min(readable, box.height() * 0.2f));
    if (envelope.stage == Envelope::Stage::blank) return;
    draw_return_address(canvas, box, envelope, size);
    if (envelope.stage == Envelope::Stage::addressed) draw_addressees(canvas, box, envelope, size * 1.25f);
    const float stamp_height = box.height() * 0.30f;
    const Point corner = box.at(0.955f, 0.075f);
    const Box stamp{{corner.x - stamp_height * 0.8f, corner.y}, {corner.x, corner.y + stamp_height}};
    draw_postage(canvas, stamp, envelope.sender);
    if (box.height() > canvas.px(112)) draw_cancellation(canvas, box, stamp);
}

float stamp_width(const Canvas& canvas, float height, std::string_view word) {
    const Face face = canvas.fonts->at(Family::strong, canvas.px(height) * 0.5f);
    return face.width_of(word) + canvas.px(height) * 0.8f;
}

void draw_stamp(const Canvas& canvas, Point centre, float height, std::string_view word, Color color) {
    const Turned turned(canvas, centre, -7);
    const Face face = canvas.fonts->at(Family::strong, canvas.px(height) * 0.5f);
    const Box ring = box_around(centre, stamp_width(canvas, height, word), canvas.px(height));
    const Color ink = faded(color, 0.88f);
    const float corner = canvas.px(height * 0.16f);
    canvas.list->AddRectFilled(ring.low, ring.high, faded(color, 0.08f), corner);
    compat::add_rect(*canvas.list, ring.low, ring.high, ink, corner, canvas.px(height * 0.065f));
    const Box inner = ring.grown(-canvas.px(height * 0.11f));
    compat::add_rect(*canvas.list, inner.low, inner.high, ink, corner * 0.6f,
                     std::max(1.0f, canvas.px(height * 0.025f)));
    draw_text_centred(canvas, centre, face, ink, word);
}

float tag_width(const Canvas& canvas, std::string_view what, std::string_view when) {
    const Face title = canvas.fonts->at(Family::strong, canvas.px(14));
    const Face detail = canvas.fonts->at(Family::regular, canvas.px(13));
    return std::max(title.width_of(what), detail.width_of(when)) + canvas.px(76);
}

void draw_tag(const Canvas& canvas, Point hook, std::string_view what, std::string_view when) {
    const Theme& theme = *canvas.theme;
    const Face title = canvas.fonts->at(Family::strong, canvas.px(14));
    const Face detail = canvas.fonts->at(Family::regular, canvas.px(13));
    const float height = canvas.px(48), slope = canvas.px(14);
    const float width = tag_width(canvas, what, when);
    const Point corner = hook + Point{canvas.px(22), canvas.px(10)};
    const Box box{corner, corner + Point{width, height}};
    const std::array<ImVec2, 5> outline{Point{box.low.x, box.at(0, 0.5f).y},
                                        Point{box.low.x + slope, box.low.y}, Point{box.high.x, box.low.y},
                                        box.high, Point{box.low.x + slope, box.high.y}};
    const Point hole = box.at(0, 0.5f) + Point{canvas.px(14), 0};
    draw_soft_shadow(canvas,
                     Box{{box.low.x + slope, box.low.y + canvas.px(3)}, box.high + Point{0, canvas.px(3)}},
                     paper_corner, 8, theme.shadow);
    const Color card = mixed(theme.envelope, rgb(0xE9B44C), 0.45f);
    canvas.list->AddConvexPolyFilled(outline.data(), static_cast<int>(outline.size()), card);
    compat::add_polyline(*canvas.list, outline.data(), static_cast<int>(outline.size()),
                         mixed(theme.paper_edge, theme.paper_ink, 0.25f), std::max(1.0f, canvas.px(1)),
                         compat::Ends::closed);
    canvas.list->AddCircleFilled(hole, canvas.px(4.5f), theme.paper_edge, 20);
    canvas.list->AddCircleFilled(hole, canvas.px(2.8f), theme.letter, 20);
    const Curve string{hook, hook + Point{canvas.px(2), canvas.px(18)}, hole - Point{canvas.px(20), 0}, hole};
    draw_part_of_curve(canvas, string, 0, 1, 1.5f,
                       theme.ground == Ground::paper ? theme.paper_dim : theme.dim);
    draw_icon(canvas, Icon::clock, {hole.x + canvas.px(24), box.centre().y}, 22, theme.paper_ink);
    const float left = hole.x + canvas.px(44);
    draw_text(canvas, {left, box.low.y + canvas.px(6)}, title, theme.paper_ink, what);
    draw_text(canvas, {left, box.low.y + canvas.px(25)}, detail, theme.paper_ink, when);
}

}  // namespace ui
