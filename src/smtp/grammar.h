// What a server takes for a command line: the grammar of RFC 5321 unless told otherwise. Real servers take
// more, and sometimes less; each way in which they differ is a field here, and which server differs how is
// in manner.cpp. Knows no server by name.
#pragma once
#include <cstdint>

namespace smtp {

/// Which names HELO and EHLO take.
enum class HelloNames : std::uint8_t {
    grammar,        // a domain or an address literal (RFC 5321 4.1.1.1)
    any,            // any word at all
    plain_octets,   // letters, digits and "[].-_#:"
    domain_octets,  // letters, digits, dots and hyphens, or a literal that is one
    host_name,      // a domain whose labels may hold underscores, or a literal that is one
};

/// Which addresses MAIL and RCPT take. The defaults are RFC 5321 4.1.2.
struct AddressRules {
    bool any_dots = false;          // ".a", "a.", "a..b"
    bool no_domain = false;         // <a>
    bool no_local_part = false;     // <@src.example>, as a route that leads nowhere
    bool underscores = false;       // in a domain
    bool final_dot = false;         // "a@src.example."
    bool long_labels = false;       // above 63 octets
    bool long_local_parts = false;  // above 64 octets
    bool odd_literals = false;      // "[192.0.2.1" and "[999.1.1.1]"
    bool double_brackets = false;   // <<a@src.example>>
    bool high_octets = false;       // not announced by SMTPUTF8
    bool quoted = true;             // "a b"@src.example
    bool literals = true;           // a@[192.0.2.1]
    constexpr bool lenient() const {
        return any_dots || no_domain || no_local_part || underscores || final_dot || long_labels ||
               long_local_parts || odd_literals || double_brackets;
    }
};

struct Grammar {
    enum class Phrase : std::uint8_t {
        words,
        exact
    } phrase = Phrase::words;  // exact: "MAIL FROM:" is one
                               // word, and else unknown
    enum class Colon : std::uint8_t { tight, space_after, space_around } colon = Colon::tight;
    enum class Brackets : std::uint8_t { required, optional } brackets = Brackets::required;
    enum class Glue : std::uint8_t { refused, taken } glue = Glue::refused;  // <a@src.example>SIZE=1
    enum class Nul : std::uint8_t { refused, ends_line } nul = Nul::refused;
    enum class Blanks : std::uint8_t { trimmed, argument } blanks = Blanks::trimmed;  // "RSET " has one
    enum class Cr : std::uint8_t { refused, trimmed } cr = Cr::refused;  // at the line's end, before CRLF
    enum class Arguments : std::uint8_t { refused, ignored };
    Arguments rset = Arguments::refused, quit = Arguments::refused;
    HelloNames hello_names = HelloNames::grammar;
    AddressRules addresses;
};

}  // namespace smtp
