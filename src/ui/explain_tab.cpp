// The Explain tab: what happened, the line with each of its tokens marked and told, then the card: plain
// words, grammar, what can go wrong, where it is written.
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "base/text.h"
#include "ui/inspector_panel.h"

namespace ui {

namespace {

void space(const Panel& panel, float design) {
    ImGui::Dummy({1, panel.px(design)});
}

void draw_title(Panel& panel, std::string_view text) {
    space(panel, grid / 2);
    paragraph(panel.context.fonts.strong, panel.theme().ink, text);
}

bool worth_telling(const explain::Token& token) {
    return token.role != explain::TokenRole::punctuation && !token.meaning.empty();
}

/// The line as it stands on the wire, broken between tokens where it must be; under each token its colour and
/// number.
void draw_tokens(Panel& panel, const explain::Explanation& line) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const Face& face = panel.context.fonts.mono;
    const Face tiny =
        panel.context.fonts.at(Family::regular, std::round(panel.context.fonts.small.size * 0.8f));
    const Point start = ImGui::GetCursorScreenPos();
    const float right = start.x + ImGui::GetContentRegionAvail().x,
                pitch = std::round(face.size * 1.3f + tiny.size * 1.15f);
    Point at = start;
    std::size_t number = 0;
    std::uint32_t next = 0;
    for (const explain::Token& token : line.tokens) {
        at.x += face.width_of(std::string(token.begin > next ? token.begin - next : 0, ' '));
        next = token.begin + token.length;
        if (line.text.compare(token.begin, token.length, "\r\n") == 0) {  // a reply of several lines
            draw_text(canvas, at, face, theme.dim, "\u21b5");
            at = {start.x, at.y + pitch};
            continue;
        }
        std::string text = base::visible(std::string_view(line.text).substr(token.begin, token.length));
        float width = face.width_of(text);
        if (at.x + width > right && at.x > start.x) at = {start.x, at.y + pitch};
        if (at.x + width > right) text = fitted(text, face, right - at.x), width = face.width_of(text);
        const bool fault = token.role == explain::TokenRole::fault;
        draw_text(canvas, at, face, theme.ink, text);
        if (worth_telling(token)) {
            const Color hue = fault ? theme.reply(ReplyClass::refused) : token_color(theme, number);
            const float y = at.y + face.size + panel.px(3);
            canvas.list->AddRectFilled({at.x, y}, {at.x + width - panel.px(1), y + panel.px(3)}, hue,
                                       panel.px(1.5f));
            draw_text_centred(canvas, {at.x + width / 2, y + panel.px(4) + tiny.size * 0.55f}, tiny,
                              theme.dim, std::to_string(++number));
        }
        at.x += width;
    }
    ImGui::Dummy({right - start.x, at.y + pitch - start.y});
}

void draw_meanings(Panel& panel, const explain::Explanation& line) {
    const Theme& theme = panel.theme();
    const Fonts& fonts = panel.context.fonts;
    std::size_t number = 0;
    for (const explain::Token& token : line.tokens) {
        if (!worth_telling(token)) continue;
        const Point at = ImGui::GetCursorScreenPos();
        const float indent = panel.px(26), radius = panel.px(10);
        const bool fault = token.role == explain::TokenRole::fault;
        const Color hue = fault ? theme.reply(ReplyClass::refused) : token_color(theme, number);
        const Point badge = at + Point{radius, fonts.small.size * 0.6f};
        const Canvas canvas = panel.context.canvas();
        canvas.list->AddCircleFilled(badge, radius, over(faded(hue, 0.16f), theme.room), 24);
        canvas.list->AddCircle(badge, radius, hue, 24, panel.px(1.5f));
        draw_text_centred(canvas, badge, fonts.at(Family::strong, std::round(fonts.small.size * 0.85f)),
                          theme.ink, std::to_string(++number));
        ImGui::Indent(indent);
        paragraph(fonts.small, theme.ink, token.meaning);
        ImGui::Unindent(indent);
    }
}

void draw_grammar(Panel& panel, std::string_view grammar) {
    const Theme& theme = panel.theme();
    const float pad = panel.px(grid), width = ImGui::GetContentRegionAvail().x;
    const Face small =
        panel.context.fonts.at(Family::mono, std::round(panel.context.fonts.small.size * 0.95f));
    const Point at = ImGui::GetCursorScreenPos();
    const float high = wrapped_height(small, grammar, width - 2 * pad) + 2 * pad;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(at, at + Point{width, high}, theme.field, panel.px(corner_radius));
    list.AddText(small.font, small.size, at + Point{pad, pad}, theme.ink, grammar.data(),
                 grammar.data() + grammar.size(), width - 2 * pad);
    ImGui::Dummy({width, high});
}

void draw_card_of(Panel& panel, const explain::Card& card) {
    const Fonts& fonts = panel.context.fonts;
    const Theme& theme = panel.theme();
    draw_title(panel, card.title);
    paragraph(fonts.small, theme.ink, card.plain);
    if (!card.grammar.empty()) {
        draw_title(panel, "How it is written");
        draw_grammar(panel, card.grammar);
    }
    if (!card.wrong.empty()) draw_title(panel, "What can go wrong here");
    for (const std::string& wrong : card.wrong) {
        const Point at = ImGui::GetCursorScreenPos();
        draw_icon(panel.context.canvas(), Icon::warning, at + Point{panel.px(9), fonts.small.size * 0.58f},
                  16, theme.reply(ReplyClass::come_back));
        ImGui::Indent(panel.px(26));
        paragraph(fonts.small, theme.ink, wrong);
        ImGui::Unindent(panel.px(26));
    }
    space(panel, grid / 2);
    paragraph(fonts.small, theme.dim, explain::source_of(card));
}

}  // namespace

void draw_explain_tab(Panel& panel, const Box&) {
    const view::ExplainView& view = panel.scene.inspector.explain;
    const Fonts& fonts = panel.context.fonts;
    const Theme& theme = panel.theme();
    if (view.heading.empty() && view.meaning.empty()) {
        paragraph(fonts.body, theme.dim,
                  "Nothing is selected yet. Press Space to let the mail set out, or select a row, a packet "
                  "or a paper: "
                  "it is explained here.");
        return;
    }
    paragraph(fonts.small, theme.dim, view.heading);
    paragraph(fonts.body, theme.ink, view.meaning);
    if (!view.explanation.tokens.empty()) {
        space(panel, grid / 2);
        draw_tokens(panel, view.explanation);
        draw_meanings(panel, view.explanation);
    }
    if (!view.citation.empty()) paragraph(fonts.small, theme.dim, view.citation);
    if (view.explanation.cards.empty()) return;
    space(panel, grid / 2);
    rule(panel.context);
    draw_card_of(panel, *view.explanation.cards.front());
    mark_box(panel.context.marks, "card", {ImGui::GetWindowPos(), ImGui::GetCursorScreenPos()});
}

}  // namespace ui
