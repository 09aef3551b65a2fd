// Short words for protocol text on the stage, the ladder and the timeline: one line, visible, never too long.
#pragma once
#include <string>
#include <string_view>

#include "base/instant.h"
#include "smtp/reply.h"

namespace view {

/// "550 5.1.1", "450", "5.4.7", "".
std::string code_text(std::uint16_t code, smtp::EnhancedCode enhanced);

/// The first line without its end, visible and cut; "(+3 lines)" after a text of several.
std::string first_line(std::string_view octets);

/// The first record of an answer without name, lifetime and class: "MX 10 mx.dest.example"
std::string short_record(std::string_view records);

/// Whole seconds below two minutes, whole minutes below two hours, then hours: a count-down that does not
/// flicker.
std::string countdown(base::Duration wait);

/// The first sentence of a text.
std::string first_sentence(std::string_view text);

}  // namespace view
