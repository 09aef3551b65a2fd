// One row of the ladder: an arrow from host to host with its line above it, or a plate at the host where
// something was decided.
#pragma once
#include <vector>

#include "ui/panel.h"

namespace ui {

/// Where the columns of the ladder run.
struct LadderColumns {
    float left = 0, right = 0;  // of the part that has columns
    float times = 0;            // where times are written
    float meanings = 0;         // where meanings are written; 0: nowhere
    float end = 0;
    std::vector<view::HostId> hosts;
    std::vector<float> x;

    float of(view::HostId host) const;
};

LadderColumns ladder_columns(const Panel& panel, const Box& box);
void draw_ladder_row(Panel& panel, const LadderColumns& columns, const Box& box, const view::LadderRow& row);

}  // namespace ui
