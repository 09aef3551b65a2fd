// One function a kind of line: each cuts its line into tokens and says what it is. Internal to this folder.
// They see at most line_looked_at octets and never fail.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "explain/line.h"
#include "explain/marker.h"
#include "smtp/verb.h"

namespace explain {

/// What explain_line hands to a part: the text, the tokens so far, and the explanation to fill in.
struct Work {
    std::string_view text;
    Marker marker;
    Explanation& out;
};

/// "<local@domain>" or "local@domain" up to the next octet of `stops`: its parts, without judging it.
void mark_address(Marker& marker, std::string_view stops);

/// Adds the card of that id or name, if there is one and it is not there yet.
void add_card(Explanation& out, std::string_view name);

/// The verb that the line begins with; Verb::unknown when it begins with none.
smtp::Verb leading_verb(std::string_view text);
void explain_command(Work& work, smtp::Verb verb);
/// Whether it is a right value of SIZE= (RFC 1870 3), or of NOTIFY= (RFC 3461 4.1). Nothing is neither.
bool is_size(std::string_view value);
bool is_notify(std::string_view value);

enum class LinePlace : std::uint8_t { first, later };

/// Whether a line of a 250 reply, its code left out, is a keyword of the answer to EHLO (RFC 5321 4.1.1.1).
/// On a later line any word in capitals is one.
bool is_ehlo_keyword(std::string_view text, LinePlace place);
/// What the keyword at its beginning tells the client.
std::string ehlo_keyword_meaning(std::string_view text);
/// The keyword and its values up to the line end; adds the keyword's card.
void mark_ehlo_keyword(Work& work);
/// Whether a reply's first word names the server: a domain with a dot, or an address literal.
bool is_server_name(std::string_view word);

/// Whether it begins with three digits, 2 to 5 first, and then ends or goes on with a space or hyphen.
bool begins_with_code(std::string_view text);
/// The length of an enhanced code such as "5.1.1" that the text begins with, or 0 (RFC 3463 2).
std::size_t enhanced_length(std::string_view text);
void explain_reply(Work& work);
void explain_enhanced(Work& work);
/// What an answer or a question of a login says: decoded, its parts named, with a warning what it hides not.
std::string login_meaning(std::string_view base64);

/// Whether it begins with a field name and a colon (RFC 5322 2.2).
bool begins_with_field_name(std::string_view text);
void explain_field(Work& work);

/// Whether it is a TXT text of mail (v=spf1, v=DKIM1, v=DMARC1, v=STSv1) or a resource record with a known
/// type.
bool looks_like_record(std::string_view text);
void explain_record(Work& work);
/// "a=b; c=d": DKIM, DMARC and their like. `card` is the id of the card whose tags have meanings here.
void mark_tags(Marker& marker, std::string_view card);
void mark_spf(Marker& marker);

}  // namespace explain
