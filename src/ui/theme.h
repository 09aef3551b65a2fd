// The two themes, 'paper' (light, the default) and 'night office' (dark), each with a high-contrast variant:
// tables of colours and nothing else. Role hues come from Okabe and Ito's palette, shifted in lightness until
// they stand out 3:1 from their ground; text is always in ink. Knows no panel; tests/ui walks every pair that
// may meet.
#pragma once
#include <array>
#include <string_view>

#include "ui/color.h"

namespace ui {

/// Who a host is. One hue each, everywhere.
enum class Role : std::uint8_t { client, relay, destination, dns, attacker };
constexpr std::size_t role_count = 5;

/// The first digit of a reply. Never shown by colour alone: see word_of() and icons.h.
enum class ReplyClass : std::uint8_t { done, go_on, come_back, refused };
constexpr std::size_t reply_class_count = 4;

enum class Ground : std::uint8_t { paper, night_office };
enum class Contrast : std::uint8_t { normal, high };

struct Theme {
    std::string_view name;
    Ground ground;
    Color background;     // behind the rooms
    Color room;           // a room's fill
    Color field;          // text fields, buttons at rest
    Color field_hovered;  // the same under the pointer
    Color rule;           // thin lines between things
    Color ink;            // text
    Color dim;            // less important text
    Color accent;         // the playhead, the focus, the one button that matters
    Color on_accent;      // text on accent
    Color selection;      // behind what is selected
    Color shadow;         // under cards and papers; alpha is its strength
    std::array<Color, role_count> roles;
    std::array<Color, reply_class_count> replies;

    // Paper stays paper at night: envelopes and letters look the same in both.
    Color envelope;    // an envelope's fill
    Color letter;      // a letter's fill
    Color paper_edge;  // their outline and folds
    Color paper_ink;   // what is written on them
    Color paper_dim;   // printed, not written: rules, labels
    std::array<Color, role_count> paper_roles;
    std::array<Color, reply_class_count> paper_replies;

    Color role(Role role) const { return roles[static_cast<std::size_t>(role)]; }
    Color reply(ReplyClass reply) const { return replies[static_cast<std::size_t>(reply)]; }
    Color paper_role(Role role) const { return paper_roles[static_cast<std::size_t>(role)]; }
    Color paper_reply(ReplyClass reply) const { return paper_replies[static_cast<std::size_t>(reply)]; }
    /// A role's hue thinned over the room: a ground on which ink still reads.
    Color tint(Role role) const { return over(faded(roles[static_cast<std::size_t>(role)], 0.14f), room); }
};

/// The table of the four themes.
const Theme& theme_of(Ground ground, Contrast contrast = Contrast::normal);
std::array<const Theme*, 4> all_themes();

/// "done", "go on", "come back later", "refused".
std::string_view word_of(ReplyClass reply);

/// By the first digit (RFC 5321 4.2.1). What is not 2xx, 3xx or 4xx is shown as a refusal.
ReplyClass reply_class(int code);

constexpr float grid = 8;           // design px: every distance is a multiple or a half of it
constexpr float corner_radius = 6;  // design px: the one radius of cards, buttons, fields and popups
constexpr float rule_width = 1;     // design px

/// Writes colours, distances and radius into ImGui's style; `scale` is screen px a design px.
void apply(const Theme& theme, float scale);

}  // namespace ui
