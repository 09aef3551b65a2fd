// Every key, on one sheet over the window.
#pragma once
#include <array>
#include <string_view>

#include "ui/panel.h"

namespace ui {

struct HelpLine {
    std::string_view keys, what;
};
inline constexpr std::array help_lines{
    HelpLine{"Space", "play and pause"},
    HelpLine{"Left, Right", "one event back, on"},
    HelpLine{"Shift + Left, Right", "one command or reply"},
    HelpLine{"Ctrl + Left, Right", "one stage"},
    HelpLine{"Home, End", "to the beginning, to the end"},
    HelpLine{"+ and \u2212", "faster, slower"},
    HelpLine{"1 to 5", "to a stage: Handshake, Sender, Recipients, Data, Close"},
    HelpLine{"Up, Down", "select the row above, below"},
    HelpLine{"Esc", "follow the playhead again; leave a field, shut a drawer or this"},
    HelpLine{"Ctrl + Enter", "send the mail that you write"},
    HelpLine{"E, B, M", "Explain, Bytes, Message"},
    HelpLine{"C, N, A", "the ladder: conversation, with names, everything"},
    HelpLine{"W, I, L", "open or shut: write a mail, inspector, ladder"},
    HelpLine{"[ and ]", "smaller, larger text"},
    HelpLine{"T", "paper or night office"},
    HelpLine{"R", "reduce motion: steps instead of flights"},
    HelpLine{"F11", "full screen"},
    HelpLine{"F1", "this sheet"},
};

void draw_help(Panel& panel);

}  // namespace ui
