// The papers of the post office, seen from the front: envelope (MAIL FROM and RCPT TO), letter (header and
// body), rubber stamp (a verdict) and tag (come back later). Paper looks the same by day and by night. What
// does not fit is ended by an ellipsis; where text would be too small to read, grey lines stand for it.
#pragma once
#include <span>
#include <string>

#include "ui/shapes.h"

namespace ui {

enum class Lid : std::uint8_t { none, open };

struct Envelope {
    std::string return_address = {};           // "" is the null reverse-path: nobody to send it back to
    std::vector<std::string> addressees = {};  // none yet: nothing is written in the middle
    Role sender = Role::client;                // whose hue the stamp and the edge have
    Lid lid = Lid::none;
    /// How far it is written: nothing yet, after MAIL FROM, after the first RCPT TO.
    enum class Stage : std::uint8_t { blank, from_written, addressed } stage = Stage::addressed;
};

constexpr float envelope_aspect = 1.5f;  // width to height
constexpr float letter_aspect = 0.72f;

/// Fills `box`; an open lid stands above it by a third of its height.
void draw_envelope(const Canvas& canvas, const Box& box, const Envelope& envelope);

struct Postmark {
    std::string text = {};  // of a Received: field, in short
    Role host = Role::relay;
};

struct Letter {
    std::vector<Postmark> postmarks = {};  // newest first
    std::vector<std::string> fields = {};  // "From: Ann <ann@src.example>"
    std::vector<std::string> lines = {};   // of the body
    float built = 1;                       // what has arrived during DATA: 0 to 1
};

void draw_letter(const Canvas& canvas, const Box& box, const Letter& letter);

/// A rubber stamp's ring and word, slightly turned. `height` in design px; the width follows the word.
void draw_stamp(const Canvas& canvas, Point centre, float height, std::string_view word, Color color);
/// How wide draw_stamp will be before it is turned, in screen px.
float stamp_width(const Canvas& canvas, float height, std::string_view word);

/// A luggage tag on its string: what it says, and when. Hangs from `hook`; 48 design px high, as wide as its
/// words.
void draw_tag(const Canvas& canvas, Point hook, std::string_view what, std::string_view when);
/// How wide its card will be, in screen px; it begins 22 design px right of the hook.
float tag_width(const Canvas& canvas, std::string_view what, std::string_view when);

}  // namespace ui
