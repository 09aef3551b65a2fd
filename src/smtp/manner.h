// How a server behaves where servers differ. `strict` does what the RFCs say; the others are one table of
// differences each (manner.cpp), after the real servers of these names. And the era: what the rules were at
// the time. Knows no session: it is read by one.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "smtp/data_reader.h"
#include "smtp/extension.h"
#include "smtp/grammar.h"
#include "smtp/limits.h"
#include "smtp/reason.h"
#include "smtp/verb.h"

namespace smtp {

enum class Manner : std::uint8_t { strict, postfix, sendmail, exim, opensmtpd };
inline constexpr std::array<std::string_view, 5> manner_names{"strict", "postfix", "sendmail", "exim",
                                                              "opensmtpd"};
constexpr std::string_view to_text(Manner manner) {
    return manner_names[static_cast<std::size_t>(manner)];
}
std::optional<Manner> manner_named(std::string_view name);

/// today: RFC 5321 and its extensions. y1982: RFC 821 alone, without extensions, DNS or MX.
enum class Era : std::uint8_t { today, y1982 };

/// Another code than the RFC's for the same reason. Of several that fit, the first counts.
struct CodeChange {
    Reason reason = Reason::none;
    Verb verb = Verb::none;  // none: whatever the command was
    std::uint16_t code = 0;
};

/// How the parameters of MAIL and RCPT are judged.
struct ParameterConduct {
    enum class Number : std::uint8_t {
        short_digits,    // at most 20 of them (RFC 1870 3)
        digits,          // any number of them
        signed_or_none,  // a negative one is too big, what is no number is 0
        unsigned_        // a negative one is too big, none is 0, other words are wrong
    } size = Number::short_digits;
    enum class AnySize : std::uint8_t { limited, taken } any_size = AnySize::limited;
    enum class Missing : std::uint8_t { wrong, unknown } no_value = Missing::wrong;  // "SIZE"
    enum class WrongBody : std::uint8_t { wrong, unknown } wrong_body = WrongBody::wrong;
    enum class Repeats : std::uint8_t { refused, of_dsn_refused, taken } repeats = Repeats::refused;
    enum class Check : std::uint8_t { done, left_out };
    Check ret = Check::done, envid = Check::done, orcpt = Check::done;
    enum class AfterHelo : std::uint8_t { refused, taken } after_helo = AfterHelo::refused;
};

/// When a client has erred too often.
struct ErrorLimit {
    int most = most_errors;
    enum class Counts : std::uint8_t {
        every_refusal,
        wrong_commands,
        unknown_commands
    } counts = Counts::every_refusal;
    /// behind: 421 follows the reply to the last error. instead: the last error has this reply.
    enum class Said : std::uint8_t { behind, instead } said = Said::behind;
    std::uint16_t code = 421;
    int failed_logins = 0;  // the reply to so many is 421; 0: they are errors like others
};

/// When a client has said NOOP, RSET and their like too often without a mail.
struct IdleLimit {
    int most = 1000;  // our own bound; real clients need a handful
    enum class Then : std::uint8_t { hang_up, count_errors } then = Then::hang_up;
    /// first_is_free: the first of RSET, HELO and EHLO is not counted.
    enum class First : std::uint8_t { counted, free } first = First::counted;
    std::uint16_t code = 421;
};

struct Conduct {
    Grammar grammar;
    ParameterConduct parameters;
    ErrorLimit errors;
    IdleLimit idle;
    ExtensionSet extensions = ExtensionSet::all();  // of the host's offers, those that it knows
    std::vector<CodeChange> codes;

    // ---- who must say what first ----
    enum class Hello : std::uint8_t { needed, optional } hello = Hello::needed;  // before MAIL
    enum class HelloAgain : std::uint8_t { taken, refused } hello_again = HelloAgain::taken;
    enum class AfterTls : std::uint8_t { forgotten, remembered } hello_under_tls = AfterTls::forgotten;
    enum class StartTls : std::uint8_t { after_ehlo, after_hello, any_time } starttls = StartTls::after_ehlo;
    enum class PlainAuth : std::uint8_t {
        by_mechanism,
        not_at_all
    } auth_in_plaintext = PlainAuth::by_mechanism;
    enum class NoRecipient : std::uint8_t {
        after_refusals,
        always
    } no_recipient_is_554 = NoRecipient::after_refusals;

    // ---- what it knows ----
    enum class Unoffered : std::uint8_t { told, unknown } unoffered = Unoffered::told;  // 502 or 500
    enum class Inquiry : std::uint8_t { not_offered, vague, answered } vrfy = Inquiry::vague;
    enum class Expansion : std::uint8_t { not_offered, refused, answered } expn = Expansion::not_offered;
    std::uint16_t vrfy_known = 252, vrfy_foreign = 252;  // answered: of an address here, and of one elsewhere
    enum class Help : std::uint8_t { offered, by_topic, not_offered } help = Help::offered;

    // ---- lines and letters ----
    std::size_t longest_line = 0;  // 0: what RFC 5321 and the extensions need
    enum class Overlong : std::uint8_t { refused, cut, hung_up } overlong = Overlong::refused;
    std::uint16_t overlong_code = 500;
    Framing framing = Framing::lone_dot;
    enum class BareEnds : std::uint8_t { kept, hung_up } bare_line_ends = BareEnds::kept;  // in letters
    enum class Nul : std::uint8_t { kept, refused } nul = Nul::kept;
    std::uint64_t longest_text_line = 0;  // 0: any
    std::uint16_t longest_text_line_code = 550;
    Overlong overlong_text = Overlong::refused;

    // ---- those who do not wait, and those who speak something else ----
    enum class Impatience : std::uint8_t { taken, hung_up };
    Impatience pipelining = Impatience::taken;        // several commands at once
    Impatience letter_ahead = Impatience::taken;      // the letter sent before 354
    Impatience unknown_in_group = Impatience::taken;  // an unknown command with more behind it, after a mail
    enum class Strangers : std::uint8_t {
        unknown_command,
        any_time,
        first_command
    } strangers = Strangers::unknown_command;  // HTTP and the like
    std::uint16_t stranger_code = 421;
    enum class Mechanisms : std::uint8_t { all, plain_and_login } mechanisms = Mechanisms::all;
    /// bob+tag is bob where nobody has that name (RFC 5233 1).
    enum class Subaddresses : std::uint8_t { as_written, taken } subaddresses = Subaddresses::as_written;
    std::size_t least_recipients = 0;       // as many are taken, whatever the host's limit
    std::uint16_t auth_message_code = 501;  // base64, but no message of the mechanism
    enum class WrongChunk : std::uint8_t { refused, hung_up } wrong_chunk = WrongChunk::refused;
};

/// The table of differences of a manner.
const Conduct& conduct_of(Manner manner);

}  // namespace smtp
