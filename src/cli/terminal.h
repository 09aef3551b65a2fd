// What the terminal on the other side of stdout can do; found out by app, which may ask the operating system.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace cli {

enum class Colour : std::uint8_t { none, ansi };

struct Terminal {
    Colour colour = Colour::none;
    int columns = 100;
};

/// How a piece of text stands out; without colour it is as it is.
enum class Tone : std::uint8_t {
    plain,
    faint,
    strong,
    good,
    waiting,
    bad,
    client,
    relay,
    destination,
    dns,
    attacker
};

std::string painted(const Terminal& terminal, Tone tone, std::string_view text);

/// Breaks text at spaces so that no line passes `columns`; each line but the first begins with `indent`
/// spaces, and the first is taken to begin there already. UTF-8 counts by code point. A word that is too long
/// stays whole.
std::string wrapped(std::string_view text, int indent, int columns);

}  // namespace cli
