#include <cmath>

#include "ui/compat.h"
#include "ui/paper.h"

namespace ui {

namespace {

constexpr float readable = 9;  // screen px: below this, lines stand for text

/// What is not there yet: a dashed outline.
void draw_expected(const Canvas& canvas, const Box& box) {
    draw_dashed_box(canvas, box, 1.5f, canvas.theme->dim, 5, 4);
}

/// A sheet whose top right corner is folded over.
void draw_sheet_with_fold(const Canvas& canvas, const Box& sheet, float fold, float until) {
    const Theme& theme = *canvas.theme;
    ImDrawList& list = *canvas.list;
    const float bottom = std::min(sheet.high.y, until);
    if (bottom <= sheet.low.y + fold) {
        list.AddRectFilled(sheet.low, {sheet.high.x - fold, bottom}, theme.letter);
        return;
    }
    const Point a = sheet.low, b{sheet.high.x - fold, sheet.low.y}, c{sheet.high.x, sheet.low.y + fold},
                d{sheet.high.x, bottom}, e{sheet.low.x, bottom};
    const ImVec2 outline[] = {a, b, c, d, e};
    list.AddConvexPolyFilled(outline, 5, theme.letter);
    compat::add_polyline(list, outline, 5, theme.paper_edge, std::max(1.0f, canvas.px(1)),
                         compat::Ends::closed);
    const Point inside{b.x, c.y};
    list.AddTriangleFilled(b, c, inside, mixed(theme.letter, theme.paper_edge, 0.45f));
    const ImVec2 crease[] = {b, inside, c};
    compat::add_polyline(list, crease, 3, theme.paper_edge, std::max(1.0f, canvas.px(1)), compat::Ends::open);
}

void draw_bar(const Canvas& canvas, Point at, float width, float size, Color color) {
    const float thick = std::max(1.0f, std::round(size * 0.34f));
    const Point from{std::round(at.x), std::round(at.y + size * 0.35f)};
    canvas.list->AddRectFilled(from, from + Point{width, thick}, color, thick / 2);
}

/// Writes from the top down and knows where the next line goes.
class Writer {
public:
    Writer(const Canvas& canvas, const Box& page, float size)
        : canvas_(canvas), page_(page), size_(size), y_(page.low.y) {}

    void postmark(const Postmark& mark, float spared) {
        const Color hue = canvas_.theme->paper_role(mark.host);
        const float height = std::round(size_ * 1.4f), right = page_.high.x - spared;
        const Point low{page_.low.x, y_}, high{right, y_ + height};
        canvas_.list->AddRectFilled(low, high, over(faded(hue, 0.16f), canvas_.theme->letter));
        canvas_.list->AddRectFilled(low, {low.x + std::max(2.0f, size_ * 0.3f), high.y}, hue);
        const float left = low.x + size_ * 0.8f;
        write(Point{left, y_ + size_ * 0.2f}, right - left - size_ * 0.3f, Family::regular, mark.text,
              canvas_.theme->paper_ink);
        y_ += height + std::max(1.0f, std::round(size_ * 0.25f));
    }
    void field(std::string_view text) {
        const std::size_t colon = text.find(':');
        const float width = page_.width();
        if (colon == std::string_view::npos || size_ < readable) {
            write({page_.low.x, y_}, width, Family::regular, text, canvas_.theme->paper_ink);
        } else {
            const Face name = canvas_.fonts->at(Family::strong, size_);
            const std::string_view label = text.substr(0, colon + 1);
            draw_text(canvas_, rounded({page_.low.x, y_}), name, canvas_.theme->paper_ink, label);
            const float used = name.width_of(label);
            write({page_.low.x + used, y_}, width - used, Family::regular, text.substr(colon + 1),
                  canvas_.theme->paper_ink);
        }
        y_ += size_ * 1.4f;
    }
    void body(std::string_view text) {
        write({page_.low.x, y_}, page_.width(), Family::regular, text, canvas_.theme->paper_ink);
        y_ += size_ * 1.4f;
    }
    void rule() {
        const float y = std::round(y_ + size_ * 0.3f) + 0.5f;
        canvas_.list->AddLine({page_.low.x, y}, {page_.high.x, y}, canvas_.theme->paper_edge,
                              std::max(1.0f, canvas_.px(1)));
        y_ += size_ * 0.8f;
    }
    void skip(float lines) { y_ += size_ * lines; }
    bool full() const { return y_ + size_ > page_.high.y; }

private:
    static Point rounded(Point at) { return {std::round(at.x), std::round(at.y)}; }
    void write(Point at, float width, Family family, std::string_view text, Color color) {
        if (text.empty()) return;
        if (size_ < readable) {
            draw_bar(canvas_, at, std::min(width, size_ * 0.5f * static_cast<float>(text.size())), size_,
                     faded(color, 0.45f));
            return;
        }
        const Face face = canvas_.fonts->at(family, size_);
        draw_text(canvas_, rounded(at), face, color, fitted(text, face, width));
    }

    const Canvas& canvas_;
    Box page_;
    float size_;
    float y_;
};

void write_letter(const Canvas& canvas, const Box& sheet, const Letter& letter, float fold) {
    const float margin = sheet.width() * 0.085f, size = sheet.width() * 0.058f;
    Writer writer(canvas, {sheet.low + Point{margin, margin}, sheet.high - Point{margin, margin}}, size);
    for (std::size_t i = 0; i < letter.postmarks.size() && !writer.full(); ++i)
        writer.postmark(letter.postmarks[i], i == 0 ? std::max(0.0f, fold - margin) : 0);
    if (!letter.postmarks.empty()) writer.skip(0.5f);
    for (std::size_t i = 0; i < letter.fields.size() && !writer.full(); ++i) writer.field(letter.fields[i]);
    if (!letter.fields.empty()) writer.rule();
    for (std::size_t i = 0; i < letter.lines.size() && !writer.full(); ++i) writer.body(letter.lines[i]);
}

}  // namespace

void draw_letter(const Canvas& canvas, const Box& box, const Letter& letter) {
    const float built = std::clamp(letter.built, 0.0f, 1.0f);
    const float until = built >= 1 ? box.high.y : std::round(box.low.y + box.height() * built);
    if (built < 1) draw_expected(canvas, {{box.low.x, until}, box.high});
    if (built <= 0) return;
    const float fold = box.width() * 0.12f;
    const Box there{box.low, {box.high.x, until}};
    if (there.height() > 2 * fold) {
        const float height = box.height() / canvas.unit;
        // From below the fold on, or the shadow would show where the corner is turned down.
        const Box low{{there.low.x, there.low.y + fold}, there.high};
        draw_soft_shadow(canvas, low.moved({0, canvas.px(height * 0.03f)}), 3,
                         std::clamp(height * 0.1f, 3.0f, 18.0f), faded(canvas.theme->shadow, 0.8f));
        draw_soft_shadow(canvas, low.moved({0, canvas.px(1)}), 3, 2.5f, canvas.theme->shadow);
    }
    draw_sheet_with_fold(canvas, box, fold, until);
    canvas.list->PushClipRect(there.low, there.high, true);
    write_letter(canvas, box, letter, fold);
    canvas.list->PopClipRect();
    if (built < 1)  // the line that is being written now
        canvas.list->AddLine({box.low.x, until}, {box.high.x, until}, canvas.theme->accent, canvas.px(2));
}

}  // namespace ui
