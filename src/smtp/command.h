// A command line as a variant of verbs. A line that cannot be understood is a Malformed: data, not an error
// of ours. Knows neither state nor policy; what a server of another manner takes beyond the grammar is handed
// in. RFC 5321 4.1.1 and 4.1.2, RFC 3030 2, RFC 4954 4, RFC 821 4.1.2.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mail/path.h"
#include "smtp/grammar.h"
#include "smtp/reason.h"
#include "smtp/verb.h"

namespace smtp {

struct Parameter {        // of MAIL and RCPT: "SIZE=1000", "SMTPUTF8"
    std::string keyword;  // upper case
    std::optional<std::string> value;
};

struct Hello {
    Verb verb = Verb::ehlo;
    std::string name;
};  // HELO and EHLO
struct MailFrom {
    mail::Path path;
    std::vector<Parameter> parameters;
    Verb verb = Verb::mail;  // or send, soml, saml: the same command for a terminal (RFC 821 3.4)
};
struct RcptTo {
    mail::Path path;
    std::vector<Parameter> parameters;
};
struct Chunk {  // BDAT (RFC 3030 2): so many octets follow the line
    std::uint64_t size = 0;
    enum class Position : std::uint8_t { more, last } position = Position::more;
};
struct Authenticate {  // AUTH (RFC 4954 4)
    std::string mechanism;
    std::optional<std::string> initial_response;  // as it was written: base64, or "="
};
struct Plain {
    Verb verb = Verb::noop;
    std::string text;
};  // DATA RSET QUIT NOOP VRFY EXPN HELP STARTTLS TURN
struct NotOffered {
    Verb verb = Verb::unknown;
    std::string word;
};  // a known word of some RFC, or none
struct Malformed {
    Verb verb = Verb::unknown;
    Reason reason = Reason::syntax_wrong;
    std::string what;  // for the reply's text: short, and how to write it
    std::string about;
    std::uint64_t to_swallow = 0;  // octets that follow all the same: BDAT with a wrong word behind its size
};

using Command = std::variant<Hello, MailFrom, RcptTo, Chunk, Authenticate, Plain, NotOffered, Malformed>;

/// `line`: without its CRLF. Never fails: what is wrong is a Malformed or NotOffered. MAIL and RCPT may hold
/// UTF-8 in their paths: whether it was announced is the session's question (RFC 6531 3.4).
Command parse_command(std::string_view line, const Grammar& grammar = {});

/// The octets that SIZE= and BDAT name: 1*20DIGIT (RFC 1870 3, RFC 3030 2). A number that none of ours can
/// hold is a size all the same, and too big a one.
std::optional<std::uint64_t> parse_octet_count(std::string_view digits);

/// The verb a line begins with, whatever follows.
Verb verb_of(const Command& command);

/// A domain or an address literal, as HELO and EHLO take it (RFC 5321 4.1.1.1); HELO takes no literal by its
/// grammar, and is given the same freedom.
bool is_hello_name(std::string_view name);

}  // namespace smtp
