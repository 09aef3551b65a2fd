// What a host holds: the papers in its tray, from the copy that builds up line by line to the refused letter
// with its stamp. Envelope before letter; the newest in front.
#pragma once
#include "ui/panel.h"
#include "ui/stage_map.h"

namespace ui {

void draw_papers(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host);

/// The tag of the newest mail that waits: hangs from the card into the way to the next column, where nothing
/// else is. Drawn after all hosts.
void draw_waiting_tag(const Canvas& canvas, const StageMap& map, const HostPlace& place,
                      const view::StageHost& host);

/// "The mail to bob@dest.example, handed over": a tray mail in words.
std::string in_words(const view::TrayMail& mail);

}  // namespace ui
