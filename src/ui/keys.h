// The keys that Mailstage listens to, under names of our own: no GLFW or ImGui key value leaks into a panel.
// Signs such as '+' and '?' depend on the keyboard's layout: ask typed() for them, not for a key.
#pragma once
#include <cstdint>
#include <string_view>

namespace ui {

enum class Key : std::uint8_t {
    space,
    enter,
    escape,
    tab,
    backspace,
    erase,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    one,
    two,
    three,
    four,
    five,
    a,
    c,
    v,
    x,
    y,
    z,
    f1,
    f5,
    f11
};
constexpr std::size_t key_count = static_cast<std::size_t>(Key::f11) + 1;

enum class Hold : std::uint8_t { once, repeats };
enum class Stroke : std::uint8_t { down, up };

struct Modifiers {
    bool control = false;
    bool shift = false;
    bool alt = false;
    friend constexpr bool operator==(const Modifiers&, const Modifiers&) = default;
};

/// Went down in this frame (`repeats`: or is held and its repeat is due), with exactly these modifiers.
bool pressed(Key key, Modifiers modifiers = {}, Hold hold = Hold::once);

/// This sign was typed in this frame, whatever keys that takes. False while a text field has the keyboard.
bool typed(char sign);

/// "Space", "Page Down": for the help page.
std::string_view name_of(Key key);

/// Input without a window, for tests: as the window's back end would report it.
void feed_key(Key key, Stroke stroke);
void feed_modifiers(Modifiers modifiers);

/// Tells ImGui which keys move and edit, where no back end does.
void map_keys_without_window();

}  // namespace ui
