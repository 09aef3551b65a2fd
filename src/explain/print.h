// An Explanation for the terminal (`mailstage explain`) and for programs (`--json`). Plain text without
// colours; what cannot be printed is shown as \xHH, so that no pasted line can steer the reader's terminal.
#pragma once
#include <span>
#include <string>

#include "explain/line.h"

namespace explain {

/// Title, plain words, the line with its parts marked and explained, what can go wrong, RFC and section.
/// No line is wider than `columns` (at least 40) unless one word is.
std::string to_text(const Explanation& explanation, int columns);

/// One JSON object in ASCII with a line end; always the same order of keys. An octet of the line outside
/// 20-7E is written \u00XX: one code point an octet, so that `begin` and `length` count in it.
std::string to_json(const Explanation& explanation);

enum class Form : std::uint8_t { text, json };

struct Printed {
    std::string out;      // for stdout
    int exit_status = 0;  // 0: explained; 1: nothing is known of it
};

/// `mailstage explain WORD...`: the words joined by a space, explained and printed.
Printed explain_words(std::span<const std::string> words, Form form, int columns);

}  // namespace explain
