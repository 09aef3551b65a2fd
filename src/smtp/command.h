// A command line as a variant of verbs. A line that cannot be understood is a Malformed: data, not an error
// of ours. Knows neither state nor policy. RFC 5321 4.1.1 and 4.1.2.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mail/path.h"
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
};
struct RcptTo {
    mail::Path path;
    std::vector<Parameter> parameters;
};
struct Plain {
    Verb verb = Verb::noop;
    std::string text;
};  // DATA RSET QUIT NOOP VRFY EXPN HELP
struct NotOffered {
    Verb verb = Verb::unknown;
    std::string word;
};  // a known word of some RFC, or none
struct Malformed {
    Verb verb = Verb::unknown;
    Reason reason = Reason::syntax_wrong;
    std::string what;  // for the reply's text: short, and how to write it
    std::string about;
};

using Command = std::variant<Hello, MailFrom, RcptTo, Plain, NotOffered, Malformed>;

/// `line`: without its CRLF. Never fails: what is wrong is a Malformed or NotOffered.
Command parse_command(std::string_view line);

/// The verb a line begins with, whatever follows.
Verb verb_of(const Command& command);

/// A domain or an address literal, as HELO and EHLO take it (RFC 5321 4.1.1.1); HELO takes no literal by its
/// grammar, and is given the same freedom.
bool is_hello_name(std::string_view name);

}  // namespace smtp
