// What keys ask for. They belong to the text field that has the focus, else to the help sheet when it is
// open, else to the playhead.
#pragma once
#include "ui/layout.h"
#include "ui/panel.h"

namespace ui {

void read_keys(Panel& panel, const Layout& layout);

}  // namespace ui
