// The hosts on the stage: cards, trays of papers, mailboxes, and the one sign of who owns the mail.
#pragma once
#include "ui/panel.h"
#include "ui/stage_map.h"

namespace ui {

void draw_hosts(Panel& panel, const StageMap& map);

}  // namespace ui
