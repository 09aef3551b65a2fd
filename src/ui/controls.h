// Buttons as the panels use them: each has a name that tests find it by and a tooltip that says what it does;
// none can be made without. Thin layers over ImGui's own; sizes follow the context.
#pragma once
#include <string_view>

#include "ui/icons.h"

namespace ui {

enum class Press : std::uint8_t { nothing, pressed };
enum class Weight : std::uint8_t { plain, primary };  // primary: the one button of a room that matters
enum class State : std::uint8_t { off, on };

/// A button with a word on it. Its mark is `label`.
Press text_button(Context& context, std::string_view label, std::string_view tooltip,
                  Weight weight = Weight::plain);

/// A square button with an icon. Its mark is `name`. `state` on: it is the chosen one of several.
Press icon_button(Context& context, std::string_view name, Icon icon, std::string_view tooltip,
                  State state = State::off);

/// A word in a row of tabs, underlined when it is the chosen one. Its mark is `label`.
Press tab_button(Context& context, std::string_view label, std::string_view tooltip, State state);

/// For the item drawn last: shows after a moment under the pointer, wrapped at a readable width.
void tooltip_of_item(Context& context, std::string_view text);

/// A thin rule across what is left of the width.
void rule(Context& context);

}  // namespace ui
