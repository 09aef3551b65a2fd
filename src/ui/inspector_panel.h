// The right room: what is selected, explained, octet by octet, or as the letter that it belongs to.
#pragma once
#include <vector>

#include "ui/panel.h"

namespace ui {

void draw_inspector(Panel& panel, const Box& box);

/// The tabs' contents, inside the inspector.
void draw_explain_tab(Panel& panel, const Box& inside);
void draw_bytes_tab(Panel& panel, const Box& inside);
void draw_message_tab(Panel& panel, const Box& inside);

/// For each token the number it is told under, from 1; 0: it needs no telling.
std::vector<std::size_t> token_numbers(const std::vector<explain::Token>& tokens);

/// The colour under what is told under this number, the same in all tabs.
Color token_color(const Theme& theme, std::size_t n);

}  // namespace ui
