// The right room: what is selected, explained, octet by octet, or as the letter that it belongs to.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_inspector(Panel& panel, const Box& box);

/// The tabs' contents, inside the inspector.
void draw_explain_tab(Panel& panel, const Box& inside);
void draw_bytes_tab(Panel& panel, const Box& inside);
void draw_message_tab(Panel& panel, const Box& inside);

/// The colour under the n-th token of a line, the same in all tabs.
Color token_color(const Theme& theme, std::size_t n);

}  // namespace ui
