// The lines of the answer to EHLO: the server's name, then one keyword a line. Unlike the words of other
// replies they are for programs: the client uses only what it finds here. RFC 5321 4.1.1.1.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "explain/parts.h"
#include "mail/address.h"

namespace explain {
namespace {

enum class Takes : std::uint8_t { nothing, size, methods, limits };

struct EhloKeyword {
    std::string_view name, card;
    Takes takes;
    std::string_view meaning;
};

constexpr std::array<EhloKeyword, 16> keywords{{
    {"SIZE", "size", Takes::size,
     "the server says how big a letter may be, and wants to hear its size in MAIL"},
    {"8BITMIME", "body", Takes::nothing, "the server takes letters with octets above 127"},
    {"SMTPUTF8", "smtputf8", Takes::nothing, "the server takes addresses and header fields in UTF-8"},
    {"PIPELINING", "pipelining", Takes::nothing,
     "the client may send several commands without waiting for each answer"},
    {"CHUNKING", "bdat", Takes::nothing, "the client may send the letter in counted pieces, with BDAT"},
    {"BINARYMIME", "binarymime", Takes::nothing,
     "the server takes letters of any octets, without lines; they must come by BDAT"},
    {"DSN", "dsn-keyword", Takes::nothing,
     "the client may say which reports it wants: NOTIFY, ORCPT, RET and ENVID"},
    {"ENHANCEDSTATUSCODES", "enhancedstatuscodes", Takes::nothing,
     "replies carry a second, finer code such as 5.1.1"},
    {"STARTTLS", "starttls", Takes::nothing, "the client may ask to encrypt the connection"},
    {"AUTH", "auth", Takes::methods, "the client may log in, by one of the methods named here"},
    {"HELP", "help", Takes::nothing, "the server knows the command HELP"},
    {"VRFY", "vrfy", Takes::nothing, "the server knows the command VRFY"},
    {"ETRN", "etrn", Takes::nothing, "the client may ask for the mail that waits for its domain"},
    {"EXPN", "expn", Takes::nothing, "the server knows the command EXPN"},
    {"LIMITS", "limits", Takes::limits, "the server says how much it takes: each NAME=NUMBER is a limit"},
    {"REQUIRETLS", "requiretls", Takes::nothing,
     "the client may demand that a letter travels inside TLS on every hop"},
}};

struct Word {
    std::string_view name, meaning;
};

constexpr std::array<Word, 10> methods{{
    {"PLAIN", "name and password, readable: only safe inside TLS"},
    {"LOGIN", "name and password, readable, one after the other: old, in no RFC"},
    {"CRAM-MD5", "proves the password without sending it; outdated"},
    {"DIGEST-MD5", "proves the password without sending it; withdrawn"},
    {"SCRAM-SHA-1", "proves the password without sending it"},
    {"SCRAM-SHA-256", "proves the password without sending it"},
    {"OAUTHBEARER", "a token from a login service instead of the password"},
    {"XOAUTH2", "a token from a login service instead of the password; older than OAUTHBEARER"},
    {"GSSAPI", "a ticket of Kerberos instead of the password"},
    {"EXTERNAL", "the proof was given before, as by a certificate in TLS"},
}};

constexpr std::array<Word, 3> limits{{
    // RFC 9422 4
    {"MAILMAX", "so many mails in one connection"},
    {"RCPTMAX", "so many recipients of one mail"},
    {"RCPTDOMAINMAX", "so many recipient domains in one connection"},
}};

template <typename Table>
auto named(const Table& table, std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& each) {
        return base::equal_ignoring_case(each.name, name);
    });
    return found == table.end() ? nullptr : &*found;
}

/// The octets before the first of `stops`.
std::string_view up_to(std::string_view text, std::string_view stops) {
    return text.substr(0, std::min(text.find_first_of(stops), text.size()));
}

/// A word in capitals with nothing of an address behind it, so that EXPN's "250-BOB <b@c>" is none.
bool is_capital_keyword(std::string_view line, std::string_view word) {
    const auto fits = [](char c) { return base::is_upper(c) || base::is_digit(c) || c == '-'; };
    return word.size() > 1 && std::all_of(word.begin(), word.end(), fits) && word[0] != '-' &&
           std::any_of(word.begin(), word.end(), base::is_upper) &&
           line.find_first_of("<>@") == std::string_view::npos;
}

std::string size_meaning(std::string_view octets) {
    if (octets.find_first_not_of('0') == std::string_view::npos)
        return "0: the server sets no fixed limit (RFC 1870 3)";
    return fmt::format("a letter may have at most {} octets", octets);
}

void mark_value(Marker& marker, Takes takes) {
    const auto value = up_to(marker.rest(), " \t\r\n");
    if (takes == Takes::size) {
        if (is_size(value))
            marker.take(value.size(), TokenRole::value, size_meaning(value));
        else
            marker.take(value.size(), TokenRole::fault,
                        "a number of octets belongs here: write for example SIZE 10485760");
    } else if (takes == Takes::methods) {
        const Word* method = named(methods, value);
        marker.take(value.size(), TokenRole::value,
                    std::string(method ? method->meaning : "a login method (SASL mechanism)"));
    } else if (takes == Takes::limits) {
        const Word* limit = named(limits, up_to(value, "="));
        marker.take(value.size(), TokenRole::value, std::string(limit ? limit->meaning : "another limit"));
    } else {
        marker.take(value.size(), TokenRole::value, "a detail of this extension");
    }
}

/// The first line may be words ("250 HELP yourself"): it counts only if all of it fits.
bool fits_wholly(const EhloKeyword& keyword, std::string_view line, std::string_view word) {
    if (word != keyword.name) return false;
    const auto rest = base::trim(line.substr(word.size()));
    if (keyword.takes == Takes::nothing) return rest.empty();
    return keyword.takes != Takes::size || rest.empty() || is_size(rest);
}

}  // namespace

bool is_ehlo_keyword(std::string_view text, LinePlace place) {
    const auto line = up_to(text, "\r\n");
    const auto word = up_to(line, " \t=");
    const EhloKeyword* keyword = named(keywords, word);
    if (place == LinePlace::first) return keyword && fits_wholly(*keyword, line, word);
    return keyword || is_capital_keyword(line, word);
}

std::string ehlo_keyword_meaning(std::string_view text) {
    const auto word = up_to(text, " \t=\r\n");
    const EhloKeyword* keyword = named(keywords, word);
    return keyword ? std::string(keyword->meaning) : "an extension's keyword, which has no card here";
}

void mark_ehlo_keyword(Work& work) {
    Marker& marker = work.marker;
    const auto word = up_to(marker.rest(), " \t=\r\n");
    const EhloKeyword* keyword = named(keywords, word);
    if (keyword) add_card(work.out, keyword->card);
    marker.take(word.size(), TokenRole::keyword, ehlo_keyword_meaning(word));
    if (marker.peek() == '=')
        marker.take(1, TokenRole::punctuation, "an old way to write it; a space belongs here");
    marker.skip_white();
    while (!marker.at_end() && marker.peek() != '\r' && marker.peek() != '\n') {
        mark_value(marker, keyword ? keyword->takes : Takes::nothing);
        marker.skip_white();
    }
}

bool is_server_name(std::string_view word) {
    if (word.starts_with('[')) return mail::check_address_literal(word).what.empty();
    const bool dotted = word.find('.') != std::string_view::npos && !word.ends_with('.');
    return dotted && mail::check_domain(word).what.empty();
}

}  // namespace explain
