// The furniture of the post office: the sender's tray, which keeps the original until a 250 after the dot
// takes it over, and the mailbox, where delivered mail lies. The tray comes in two halves so that a letter
// can stand in it.
#pragma once
#include "ui/shapes.h"

namespace ui {

constexpr float tray_aspect = 1.9f;  // width to height
constexpr float mailbox_aspect = 1.1f;

void draw_tray_back(const Canvas& canvas, const Box& box, Role owner);
/// The front lip with its label ("Ann's outbox"), drawn over what stands in the tray.
void draw_tray_front(const Canvas& canvas, const Box& box, Role owner, std::string_view label);
/// Both halves, empty.
void draw_tray(const Canvas& canvas, const Box& box, Role owner, std::string_view label);

enum class Flag : std::uint8_t { down, up };

/// The flag goes up when mail lies in it; `label` names whose it is.
void draw_mailbox(const Canvas& canvas, const Box& box, Role owner, Flag flag, std::string_view label);

}  // namespace ui
