// Why it happened: the words for one run's deciding fact. A reply code alone does not say it (an unknown user
// and relaying denied are both 550), so every smtp::Reason has words of its own, and they name the fact.
// Knows no trace: whoever shows an event fills in the Occasion.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "smtp/reason.h"
#include "smtp/reply.h"
#include "smtp/verb.h"

namespace explain {

struct Occasion {
    smtp::Reason reason = smtp::Reason::none;
    std::uint16_t code = 0;  // 0: no reply said so
    smtp::EnhancedCode enhanced;
    std::string_view about;  // the deciding fact: an address, a name, a size
    std::string_view actor;  // who said or found it: "The destination"; empty: "The server" or "The client"
    std::string_view peer;   // to whom: "the relay"; empty: "the other side"
    std::string_view next_try;  // "30 min"; empty: none is planned or known
};

/// One to three sentences: what happened, because of what, what it means for the mail. Octets of `about` that
/// cannot be printed are shown as \xHH, and a long one is cut.
std::string why_text(const Occasion& occasion);

/// What the client asks with this very line, naming its address, name or size. A letter: `line` is its
/// octets.
std::string command_meaning(smtp::Verb verb, std::string_view line);

}  // namespace explain
