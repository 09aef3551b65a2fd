#include "mail/compose.h"

#include "base/text.h"
#include "mail/encoding.h"
#include "mail/fold.h"
#include "mail/limits.h"

namespace mail {
namespace {

enum class BodyForm : std::uint8_t { seven_bit, quoted_printable };

/// CRLF, LF and CR alike become CRLF, and a last line end is there unless the body is empty.
std::string with_crlf(std::string_view typed) {
    std::string text;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed[i] == '\r' && i + 1 < typed.size() && typed[i + 1] == '\n') continue;
        if (typed[i] == '\r' || typed[i] == '\n')
            text += "\r\n";
        else
            text += typed[i];
    }
    if (!text.empty() && text.back() != '\n') text += "\r\n";
    return text;
}

/// 7bit (RFC 2045 2.7) if the text can travel as it is; a control octet other than a tab cannot be relied on.
BodyForm body_form(std::string_view text) {
    std::size_t column = 0;
    for (const char c : text) {
        if (c == '\n')
            column = 0;
        else if (c != '\r' && ++column > longest_text_line)
            return BodyForm::quoted_printable;
        if (!base::is_printable(c) && c != '\r' && c != '\n' && c != '\t') return BodyForm::quoted_printable;
    }
    return BodyForm::seven_bit;
}

/// One line of text: line ends and tabs become spaces.
std::string one_line(std::string_view typed) {
    std::string line;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed[i] == '\r' && i + 1 < typed.size() && typed[i + 1] == '\n') continue;
        line += typed[i] == '\r' || typed[i] == '\n' || typed[i] == '\t' ? ' ' : typed[i];
    }
    return std::string(base::trim(line));
}

bool is_phrase_of_atoms(std::string_view name) {  // atoms with single spaces between (RFC 5322 3.2.3)
    char before = ' ';
    for (const char c : name) {
        const bool atext =
            base::is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
        if (!atext && (c != ' ' || before == ' ')) return false;
        before = c;
    }
    return before != ' ';
}

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

std::string without_brackets_and_spaces(std::string_view id) {
    std::string text(id);
    for (char& c : text)
        if (!base::is_printable(c) || c == ' ' || c == '<' || c == '>') c = '?';
    return text;
}

}  // namespace

std::string to_header_text(const Correspondent& correspondent) {
    const std::string name = one_line(correspondent.name);
    std::string address = to_text(correspondent.address);
    for (char& c : address)
        if ((c >= 0 && c < ' ') || c == 0x7F) c = '?';
    if (name.empty()) return address;
    const std::string words = to_encoded_words(name);
    if (words != name || is_phrase_of_atoms(name)) return words + " <" + address + ">";
    return quoted(name) + " <" + address + ">";
}

std::string compose(const Letter& letter) {
    std::string to;
    for (const Correspondent& recipient : letter.to)
        to += (to.empty() ? "" : ", ") + to_header_text(recipient);
    if (to.empty()) to = "undisclosed-recipients:;";  // RFC 5322 A.1.3: a group may be empty, a To may not
    const std::string body = with_crlf(letter.body);
    const bool plain = body_form(body) == BodyForm::seven_bit;
    std::string octets = folded_field("Date", to_mail_date(letter.date));
    octets += folded_field("From", to_header_text(letter.from));
    octets += folded_field("To", to);
    octets += folded_field("Message-ID", "<" + without_brackets_and_spaces(letter.message_id) + ">");
    octets += folded_field("Subject", to_encoded_words(one_line(letter.subject)));
    octets += folded_field("MIME-Version", "1.0");
    octets +=
        folded_field("Content-Type", plain ? "text/plain; charset=us-ascii" : "text/plain; charset=utf-8");
    octets += folded_field("Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
    octets += "\r\n";
    return octets + (plain ? body : to_quoted_printable(body));
}

}  // namespace mail
