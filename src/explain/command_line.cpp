// A command line: verb, argument, parameters (RFC 5321 4.1.1). A wrong one is marked where it goes wrong.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "explain/parts.h"
#include "explain/why.h"
#include "mail/address.h"
#include "mail/path.h"

namespace explain {
namespace {

struct ParameterForm {
    std::string_view name;
    smtp::Verb of;
    std::string_view card, meaning, form;
    bool (*fits)(std::string_view value);
};

constexpr std::size_t longest_size_value = 20;  // RFC 1870 3: size-value ::= 1*20DIGIT

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](auto word) { return base::equal_ignoring_case(word, value); });
}

bool is_xtext(std::string_view value) {  // RFC 3461 4: "+" and two upper-case hexadecimal digits for the rest
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] < 0x21 || value[i] > 0x7E || value[i] == '=') return false;
        if (value[i] != '+') continue;
        const auto hex = value.substr(i + 1, 2);
        if (hex.size() != 2 || hex.find_first_not_of("0123456789ABCDEF") != std::string_view::npos)
            return false;
    }
    return !value.empty();
}

const std::array<ParameterForm, 8> forms{{
    {"SIZE", smtp::Verb::mail, "size", "the letter's size in octets", "SIZE=1200", is_size},
    {"BODY", smtp::Verb::mail, "body", "whether the letter has octets above 127", "BODY=8BITMIME",
     [](std::string_view v) {
         return is_one_of(v, {"7BIT", "8BITMIME", "BINARYMIME"});
     }},
    {"SMTPUTF8", smtp::Verb::mail, "smtputf8", "addresses or header fields hold UTF-8", "SMTPUTF8",
     [](std::string_view v) { return v.empty(); }},
    {"RET", smtp::Verb::mail, "ret", "how much of the letter a bounce returns", "RET=HDRS",
     [](std::string_view v) {
         return is_one_of(v, {"FULL", "HDRS"});
     }},
    {"ENVID", smtp::Verb::mail, "envid", "the sender's own label for this envelope", "ENVID=QQ314159",
     is_xtext},
    {"AUTH", smtp::Verb::mail, "auth-parameter", "which account first handed the mail in", "AUTH=<>",
     [](std::string_view v) { return v == "<>" || is_xtext(v); }},
    {"NOTIFY", smtp::Verb::rcpt, "notify", "when to report to the sender", "NOTIFY=SUCCESS,FAILURE",
     is_notify},
    {"ORCPT", smtp::Verb::rcpt, "orcpt", "the address as the sender first wrote it",
     "ORCPT=rfc822;bob@dest.example",
     [](std::string_view v) {
         const auto semicolon = v.find(';');
         return semicolon != std::string_view::npos && semicolon > 0 && is_xtext(v.substr(semicolon + 1));
     }},
}};

bool is_keyword(std::string_view word) {  // esmtp-keyword, RFC 5321 4.1.2
    return !word.empty() && base::is_alnum(word[0]) &&
           std::all_of(word.begin(), word.end(), [](char c) { return base::is_alnum(c) || c == '-'; });
}

void mark_parameter(Work& work, smtp::Verb verb) {
    Marker& marker = work.marker;
    const auto whole =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size()));
    const auto equals = std::min(whole.find('='), whole.size());
    const auto name = whole.substr(0, equals);
    const auto value = whole.substr(std::min(equals + 1, whole.size()));
    const auto form = std::find_if(forms.begin(), forms.end(), [&](const auto& each) {
        return base::equal_ignoring_case(each.name, name);
    });
    if (form == forms.end()) {
        if (is_keyword(name)) {
            marker.take(name.size(), TokenRole::parameter,
                        "a parameter: only for a server that offered it in EHLO");
            marker.take(equals < whole.size() ? 1 : 0, TokenRole::punctuation, "is");
            marker.take(value.size(), TokenRole::value, "the parameter's value");
        } else {
            marker.take(whole.size(), TokenRole::fault,
                        "not a parameter: write NAME=VALUE, for example SIZE=1200");
        }
        return;
    }
    add_card(work.out, form->card);
    if (form->of != verb) {
        marker.take(whole.size(), TokenRole::fault,
                    fmt::format("{} belongs to {}, not to {}", form->name, smtp::to_text(form->of),
                                smtp::to_text(verb)));
        return;
    }
    marker.take(name.size(), TokenRole::parameter, std::string(form->meaning));
    if (equals < whole.size()) marker.take(1, TokenRole::punctuation, "is");
    if (form->fits(value) && (equals == whole.size()) == value.empty()) {
        marker.take(value.size(), TokenRole::value, fmt::format("the value of {}", form->name));
        return;
    }
    const auto wrong = fmt::format("this is no value for {}: write for example {}", form->name, form->form);
    if (value.empty())
        marker.blame_last(wrong);
    else
        marker.take(value.size(), TokenRole::fault, wrong);
}

/// Up to the white space after `word`; the mail part of it was parsed.
void mark_good_path(Marker& marker, const mail::ParsedPath& parsed, bool reverse) {
    if (parsed.path.kind == mail::PathKind::null) {
        marker.take(parsed.length, TokenRole::address,
                    "the empty return address: never answer this mail with a bounce");
        return;
    }
    if (parsed.path.kind == mail::PathKind::bare_postmaster) {
        marker.take(parsed.length, TokenRole::address,
                    "the postmaster of this host: every mail host must take mail for it");
        return;
    }
    marker.take(1, TokenRole::punctuation, "the address begins");
    auto inside = marker.rest().substr(0, parsed.length - 2);
    const auto mailbox = mail::to_text(*parsed.path.mailbox).size();
    if (inside.size() > mailbox)
        marker.take(inside.size() - mailbox, TokenRole::text,
                    "a route through other hosts: no longer used, and ignored");
    marker.take(parsed.path.mailbox->local_part.size(), TokenRole::local_part,
                reverse ? "the sender's mailbox" : "the recipient's mailbox");
    marker.take(1, TokenRole::punctuation, "at: between mailbox and domain");
    marker.take(parsed.path.mailbox->domain.size(), TokenRole::domain,
                reverse ? "the sender's domain: bounces go to its mail host"
                        : "the recipient's domain: the DNS says which host takes its mail");
    marker.take(1, TokenRole::punctuation, "the address ends");
}

/// True when a path stood there, so that parameters may follow.
bool mark_path(Work& work, smtp::Verb verb) {
    Marker& marker = work.marker;
    const bool reverse = verb == smtp::Verb::mail;
    const auto example = reverse ? "MAIL FROM:<ann@src.example>" : "RCPT TO:<bob@dest.example>";
    if (marker.at_end() || marker.rest() == "\r\n") {
        marker.blame_last(fmt::format("the address is missing: write {}", example));
        return false;
    }
    if (marker.peek() != '<') {
        marker.take_until(" \t\r\n", TokenRole::fault,
                          fmt::format("the address must stand in angle brackets: write {}", example));
        return true;
    }
    const bool utf8 = base::upper(work.text).find("SMTPUTF8") != std::string::npos;
    const auto parsed =
        mail::parse_path(marker.rest(), reverse ? mail::PathUse::reverse : mail::PathUse::forward,
                         utf8 ? mail::Utf8::allowed : mail::Utf8::refused);
    if (const auto* good = std::get_if<mail::ParsedPath>(&parsed)) {
        mark_good_path(marker, *good, reverse);
        if (reverse && good->path.kind == mail::PathKind::null) add_card(work.out, "null-reverse-path");
        if (!marker.at_end() && marker.peek() != ' ' && marker.peek() != '\t' && marker.peek() != '\r')
            marker.take_until(" \t\r\n", TokenRole::fault,
                              "a space belongs between the address and what follows");
        return true;
    }
    const auto& fault = std::get<mail::AddressFault>(parsed);
    const auto meaning = fault.mend.empty() ? fault.what : fault.what + ": " + fault.mend;
    const auto whole = std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size());
    const auto good = std::min(fault.position, whole);
    marker.take(good, TokenRole::address, "good so far");
    if (good < whole)
        marker.take(whole - good, TokenRole::fault, meaning);
    else
        marker.blame_last(meaning);
    return true;
}

void mark_envelope(Work& work, smtp::Verb verb) {
    Marker& marker = work.marker;
    const std::string_view word = verb == smtp::Verb::rcpt ? "TO" : "FROM";
    const auto example = verb == smtp::Verb::rcpt
                             ? "RCPT TO:<bob@dest.example>"
                             : fmt::format("{} FROM:<ann@src.example>", smtp::to_text(verb));
    if (!base::starts_with_ignoring_case(marker.rest(), word)) {
        if (marker.at_end() || marker.rest() == "\r\n") {
            marker.blame_last(fmt::format("{}: is missing: write {}", word, example));
            return;
        }
        marker.take_until(" \t\r\n", TokenRole::fault,
                          fmt::format("{}: belongs here: write {}", word, example));
    } else {
        marker.take(word.size(), TokenRole::keyword,
                    verb == smtp::Verb::rcpt ? "to this recipient" : "from this return address");
        if (marker.peek() == ':')
            marker.take(1, TokenRole::punctuation, "the address follows at once, without a space");
        else
            marker.blame_last(fmt::format("the colon is missing after {}: write {}", word, example));
        const bool space = marker.skip_white();
        if (space && marker.peek() == '<' && work.text[marker.at() - 1] != ':' &&
            work.text.substr(0, marker.at()).find(':') != std::string_view::npos)
            marker.blame_last(fmt::format("no space may stand after the colon: write {}", example));
        if (!mark_path(work, verb == smtp::Verb::rcpt ? verb : smtp::Verb::mail)) return;
    }
    while (marker.skip_white() && !marker.at_end() && marker.rest() != "\r\n") mark_parameter(work, verb);
}

void mark_hello(Work& work, smtp::Verb verb) {
    Marker& marker = work.marker;
    const auto example = fmt::format("{} laptop.src.example", smtp::to_text(verb));
    const auto name =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size()));
    if (name.empty()) {
        marker.blame_last(fmt::format("the client's name is missing: write {}", example));
        return;
    }
    const bool literal = name.starts_with('[');
    const auto fault = literal ? mail::check_address_literal(name) : mail::check_domain(name);
    if (literal && verb == smtp::Verb::helo)
        marker.take(name.size(), TokenRole::fault,
                    "HELO takes a domain name only; EHLO takes an address in brackets too");
    else if (!fault.what.empty())
        marker.take(name.size(), TokenRole::fault,
                    fault.mend.empty() ? fault.what : fault.what + ": " + fault.mend);
    else
        marker.take(name.size(), TokenRole::domain,
                    literal ? "the client's IP address, since it has no name"
                            : "the name that the client gives itself");
    marker.skip_white();
    marker.take_rest(TokenRole::fault, "nothing may follow the name");
}

void mark_argument(Work& work, smtp::Verb verb) {
    Marker& marker = work.marker;
    const auto left = marker.rest().ends_with("\r\n") ? marker.rest().size() - 2 : marker.rest().size();
    switch (verb) {
        case smtp::Verb::helo:
        case smtp::Verb::ehlo:
            mark_hello(work, verb);
            return;
        case smtp::Verb::mail:
        case smtp::Verb::rcpt:
        case smtp::Verb::send:
        case smtp::Verb::soml:
        case smtp::Verb::saml:
            mark_envelope(work, verb);
            return;
        case smtp::Verb::vrfy:
        case smtp::Verb::expn:
        case smtp::Verb::etrn:
            if (left == 0)
                marker.blame_last(
                    fmt::format("a name is missing: write for example {} alice", smtp::to_text(verb)));
            marker.take_rest(TokenRole::value, "the name asked about");
            return;
        case smtp::Verb::auth:
            if (left == 0) marker.blame_last("the login method is missing: write for example AUTH PLAIN");
            marker.take_until(" \t\r\n", TokenRole::keyword, "the login method (SASL mechanism)");
            marker.skip_white();
            marker.take_rest(
                TokenRole::value,
                "the first answer, " +
                    login_meaning(base::trim(marker.rest().substr(
                        0, std::min(marker.rest().find_first_of("\r\n"), marker.rest().size())))));
            return;
        case smtp::Verb::bdat: {
            const auto count = marker.rest().substr(
                0, std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size()));
            if (is_size(count))
                marker.take(count.size(), TokenRole::value, "so many octets of the letter follow");
            else if (count.empty())
                marker.blame_last("the number of octets is missing: write for example BDAT 1200 LAST");
            else
                marker.take(count.size(), TokenRole::fault,
                            "a number of octets belongs here: write for example BDAT 1200 LAST");
            marker.skip_white();
            const auto more = base::trim(marker.rest().substr(0, marker.rest().find('\r')));
            if (base::equal_ignoring_case(more, "LAST"))
                marker.take(more.size(), TokenRole::keyword, "this is the last piece");
            else
                marker.take_rest(TokenRole::fault, "only LAST may stand here");
            return;
        }
        case smtp::Verb::help:
        case smtp::Verb::noop:
            marker.take_rest(TokenRole::value, "a word for the server; it may ignore it");
            return;
        default:
            marker.take_rest(TokenRole::fault, fmt::format("nothing may follow {}", smtp::to_text(verb)));
            return;
    }
}

}  // namespace

bool is_size(std::string_view value) {
    return !value.empty() && value.size() <= longest_size_value &&
           std::all_of(value.begin(), value.end(), base::is_digit);
}

bool is_notify(std::string_view value) {
    if (base::equal_ignoring_case(value, "NEVER")) return true;
    const auto words = base::split(value, ',');
    return std::all_of(words.begin(), words.end(), [](auto word) {
        return is_one_of(word, {"SUCCESS", "FAILURE", "DELAY"});
    });
}

smtp::Verb leading_verb(std::string_view text) {
    const auto word = text.substr(0, std::min(text.find_first_of(" \t\r\n:<"), text.size()));
    if (word.size() < text.size() && text[word.size()] == ':') {
        if (base::equal_ignoring_case(word, "MAILFROM")) return smtp::Verb::mail;
        if (base::equal_ignoring_case(word, "RCPTTO")) return smtp::Verb::rcpt;
        return smtp::Verb::unknown;  // a header field: "Help: ..."
    }
    return word.empty() ? smtp::Verb::unknown : smtp::verb_named(word);
}

void explain_command(Work& work, smtp::Verb verb) {
    Explanation& out = work.out;
    out.kind = LineKind::command;
    add_card(out, smtp::to_text(verb));
    out.title = out.cards.empty() ? std::string(smtp::to_text(verb)) : out.cards.front()->title;
    work.marker.skip_white();
    const auto word = smtp::to_text(verb);
    work.marker.take(word.size(), TokenRole::verb, "the command");
    if (!work.marker.at_end() && !work.marker.skip_white() && work.marker.rest() != "\r\n")
        work.marker.blame_last(fmt::format("a space is missing after {}", word));
    mark_argument(work, verb);
    out.plain = command_meaning(verb, work.text);
    if (!out.cards.empty()) out.plain += " " + out.cards.front()->plain;
}

}  // namespace explain
