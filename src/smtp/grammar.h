// What a server takes for a command line: the grammar of RFC 5321 unless told otherwise. Real servers take
// more, and sometimes less; each way in which they differ is a field here, and which server differs how is
// in manner.cpp. Knows no server by name.
#pragma once
#include <cstdint>

namespace smtp {

/// Which names HELO and EHLO take.
enum class HelloNames : std::uint8_t {
    grammar,        // a domain or an address literal (RFC 5321 4.1.1.1)
    any,            // any words at all
    plain_octets,   // a word of letters, digits and "[].-_#:"
    domain_octets,  // a word of letters, digits, dots and hyphens, or a literal that is one
    host_name,      // a domain whose labels may hold underscores, or a literal that is one
};

/// Which addresses MAIL and RCPT take. The defaults are RFC 5321 4.1.2 and 4.5.3.1.
struct AddressRules {
    bool any_dots = false;  // ".a", "a.", "a..b"
    enum class NoDomain : std::uint8_t {
        refused,
        of_recipients,
        taken
    } no_domain = NoDomain::refused;  // <a>
    bool no_local_part = false;       // <@src.example>
    bool underscores = false;         // in a domain
    bool final_dot = false;           // "a@src.example."
    bool odd_hyphens = false;         // "-src.example"
    bool routes = false;            // "other!a@here" and "a%other@here" are a@other: RFC 976, RFC 1123 5.2.16
    bool long_labels = false;       // above 63 octets
    bool long_local_parts = false;  // above 64 octets (RFC 5321 4.5.3.1: no limit is better)
    bool odd_literals = false;      // "[192.0.2.1" and "[999.1.1.1]"
    bool double_brackets = false;   // <<a@src.example>>
    /// That SMTPUTF8 did not announce.
    enum class HighOctets : std::uint8_t { refused, of_local_parts, taken } high_octets = HighOctets::refused;
    bool quoted = true;    // "a b"@src.example
    bool literals = true;  // a@[192.0.2.1]
};

struct Grammar {
    /// exact: "MAIL FROM:" is one word, and anything else no command at all.
    enum class Phrase : std::uint8_t { words, exact } phrase = Phrase::words;
    enum class Colon : std::uint8_t { tight, space_after, space_around } colon = Colon::tight;
    enum class Brackets : std::uint8_t { required, optional } brackets = Brackets::required;
    enum class Glue : std::uint8_t { refused, taken } glue = Glue::refused;  // <a@src.example>SIZE=1
    /// What may stand in a line: printable ASCII (RFC 5321 4.1.2), UTF-8 and controls, or any octet.
    enum class Octets : std::uint8_t { ascii, utf8, any } octets = Octets::ascii;
    enum class Nul : std::uint8_t { refused, ends_line } nul = Nul::refused;
    enum class Blanks : std::uint8_t { trimmed, argument } blanks = Blanks::trimmed;  // "RSET " has one
    Blanks lead = Blanks::argument;  // before the verb: trimmed, or no verb at all
    enum class Cr : std::uint8_t { refused, trimmed } cr = Cr::refused;  // more of them before CRLF
    enum class LineFeed : std::uint8_t { refused, ends_line } bare_lf = LineFeed::refused;
    enum class Arguments : std::uint8_t { refused, ignored };
    Arguments rset = Arguments::refused, quit = Arguments::refused, data = Arguments::refused;
    Arguments help = Arguments::ignored;
    /// A parameter that is not KEYWORD=value: a syntax error, or one more that is not known.
    enum class OddParameters : std::uint8_t { wrong, unknown } odd_parameters = OddParameters::wrong;
    enum class EmptyValues : std::uint8_t { refused, taken } empty_values = EmptyValues::refused;  // NOTIFY=
    enum class ChunkWords : std::uint8_t { last_only, any } chunk_words = ChunkWords::last_only;
    HelloNames hello_names = HelloNames::grammar;
    AddressRules addresses;
};

}  // namespace smtp
