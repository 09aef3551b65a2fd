#include "smtp/loose_path.h"

#include <algorithm>

#include "base/text.h"
#include "mail/limits.h"
#include "mail/utf8.h"

namespace smtp {
namespace {

constexpr std::string_view atom_marks = "!#$%&'*+-/=?^_`{|}~";  // atext, RFC 5322 3.2.3

mail::AddressFault fault(std::string what) {
    return {0, std::move(what), "write <local-part@domain>", {5321, "4.1.2"}};
}

bool is_atom_octet(char c) {
    return base::is_alnum(c) || base::is_high(c) || atom_marks.find(c) != std::string_view::npos;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return !base::is_printable(c) && !base::is_high(c); });
}

// Quoted-string of RFC 5321 4.1.2, with any visible content.
bool is_quoted(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
    const std::string_view content = local.substr(1, local.size() - 2);
    for (std::size_t at = 0; at < content.size(); ++at) {
        if (content[at] == '"') return false;
        if (content[at] == '\\' && ++at == content.size()) return false;
    }
    return !has_control(content);
}

bool takes_local_part(std::string_view local, const AddressRules& rules) {
    if (local.empty()) return rules.no_local_part;
    if (local.size() > mail::longest_local_part && !rules.long_local_parts) return false;
    if (is_quoted(local)) return rules.quoted;
    for (std::size_t at = 0; at < local.size(); ++at) {
        const bool dot = local[at] == '.';
        const bool odd = dot && (at == 0 || at + 1 == local.size() || local[at + 1] == '.');
        if (dot ? odd && !rules.any_dots : !is_atom_octet(local[at])) return false;
    }
    return true;
}

bool takes_label(std::string_view label, const AddressRules& rules) {
    if (label.empty()) return false;
    if (!rules.odd_hyphens && (label.front() == '-' || label.back() == '-')) return false;
    if (label.size() > mail::longest_label && !rules.long_labels) return false;
    return std::all_of(label.begin(), label.end(), [&](char c) {
        return base::is_alnum(c) || c == '-' || base::is_high(c) || (c == '_' && rules.underscores);
    });
}

bool takes_domain(std::string_view domain, const AddressRules& rules) {
    if (domain.front() == '[')
        return rules.literals && !has_control(domain) &&
               (rules.odd_literals || mail::check_address_literal(domain).what.empty());
    if (mail::check_domain(domain, mail::Utf8::allowed).what.empty()) return true;
    const bool relaxed = rules.underscores || rules.final_dot || rules.long_labels || rules.odd_hyphens;
    if (!relaxed || domain.size() > mail::longest_domain) return false;
    if (domain.back() == '.' && rules.final_dot) domain.remove_suffix(1);
    const auto labels = base::split(domain, '.');
    return std::all_of(labels.begin(), labels.end(),
                       [&](std::string_view label) { return takes_label(label, rules); });
}

/// Where the path's '>' is: outside quotes; at.npos: nowhere.
std::size_t find_close(std::string_view at) {
    bool quoted = false;
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (quoted && at[i] == '\\')
            ++i;
        else if (at[i] == '"')
            quoted = !quoted;
        else if (at[i] == '>' && !quoted)
            return i;
    }
    return std::string_view::npos;
}

/// Takes what stands between the brackets apart.
std::variant<mail::Path, mail::AddressFault> read_inner(std::string_view inner, mail::PathUse use,
                                                        const AddressRules& rules) {
    mail::Path path;
    if (!inner.empty() && inner.front() == '@') {
        const auto colon = inner.find(':');
        if (colon != std::string_view::npos) {
            for (const std::string_view hop : base::split(inner.substr(0, colon), ',')) {
                if (hop.size() < 2 || hop.front() != '@' || !takes_domain(hop.substr(1), rules))
                    return fault("the source route names no host");
                path.source_route.emplace_back(hop.substr(1));
            }
            inner.remove_prefix(colon + 1);
        }
    }
    const auto at = inner.rfind('@');
    const std::string_view local = inner.substr(0, at);
    const std::string_view domain = at == std::string_view::npos ? std::string_view() : inner.substr(at + 1);
    if (local.empty() && domain.empty()) return fault("the address is empty");
    if (!takes_local_part(local, rules)) return fault("the local part is wrong");
    const bool may_lack =
        rules.no_domain == AddressRules::NoDomain::taken ||
        (rules.no_domain == AddressRules::NoDomain::of_recipients && use == mail::PathUse::forward);
    if (domain.empty() ? !may_lack : !takes_domain(domain, rules)) return fault("the domain is wrong");
    path.kind = mail::PathKind::mailbox;
    path.mailbox = mail::Address{std::string(local), std::string(domain)};
    return path;
}

/// "other!a@here" and "a%other@here": mail for a@other, by way of here.
void follow_route(mail::Path& path) {
    if (path.kind != mail::PathKind::mailbox || is_quoted(path.mailbox->local_part)) return;
    mail::Address& address = *path.mailbox;
    const std::string local = address.local_part;
    if (const auto bang = local.find('!'); bang != std::string::npos && bang > 0 && bang + 1 < local.size())
        address = {local.substr(bang + 1), local.substr(0, bang)};
    else if (const auto percent = local.rfind('%');
             percent != std::string::npos && percent > 0 && percent + 1 < local.size())
        address = {local.substr(0, percent), local.substr(percent + 1)};
}

/// Whether a path that RFC 5321 takes is refused all the same.
bool is_refused(const mail::Path& path, const AddressRules& rules) {
    if (path.kind != mail::PathKind::mailbox) return false;
    return (!rules.quoted && path.mailbox->local_part.front() == '"') ||
           (!rules.literals && mail::is_address_literal(*path.mailbox));
}

std::variant<mail::ParsedPath, mail::AddressFault> read_loose(std::string_view at, mail::PathUse use,
                                                              mail::AddressFault why,
                                                              const Grammar& grammar) {
    const AddressRules& rules = grammar.addresses;
    std::size_t length = 0;
    std::string_view inner;
    if (!at.empty() && at.front() == '<') {
        const auto close = find_close(at);
        if (close == std::string_view::npos) return why;
        inner = at.substr(1, close - 1);
        length = close + 1;
        if (rules.double_brackets && !inner.empty() && inner.front() == '<' && at.substr(length, 1) == ">") {
            inner.remove_prefix(1);
            ++length;
        }
    } else {
        if (grammar.brackets == Grammar::Brackets::required) return why;
        length = std::min(at.find(' '), at.size());
        inner = at.substr(0, length);
        if (inner.empty() || inner.find('>') != std::string_view::npos) return why;
    }
    if (inner.size() > mail::longest_path) return why;
    if (rules.high_octets == AddressRules::HighOctets::refused && mail::with_valid_utf8(inner) != inner)
        return why;
    auto read = read_inner(inner, use, rules);
    if (std::holds_alternative<mail::AddressFault>(read)) return why;
    return mail::ParsedPath{std::move(std::get<mail::Path>(read)), length};
}

}  // namespace

std::variant<mail::ParsedPath, mail::AddressFault> read_path(std::string_view at, mail::PathUse use,
                                                             const Grammar& grammar) {
    auto read = mail::parse_path(at, use, mail::Utf8::allowed);
    if (const auto* parsed = std::get_if<mail::ParsedPath>(&read)) {
        if (is_refused(parsed->path, grammar.addresses)) return fault("no such address is taken here");
        if (grammar.addresses.routes && use == mail::PathUse::forward)
            follow_route(std::get<mail::ParsedPath>(read).path);
        return read;
    }
    auto& why = std::get<mail::AddressFault>(read);
    if (use == mail::PathUse::forward && at.substr(0, 2) == "<>") return why;
    return read_loose(at, use, std::move(why), grammar);
}

bool takes_hello_name(HelloNames names, std::string_view name) {
    const bool literal = name.front() == '[';
    const auto all_of = [name](std::string_view marks) {
        return std::all_of(name.begin(), name.end(), [marks](char c) {
            return base::is_alnum(c) || marks.find(c) != std::string_view::npos;
        });
    };
    switch (names) {
        case HelloNames::any:
            return true;
        case HelloNames::plain_octets:
            return all_of("[].-_#: \t");
        case HelloNames::domain_octets:
            return literal ? mail::check_address_literal(name).what.empty() : all_of(".-");
        case HelloNames::host_name: {
            AddressRules rules;
            rules.underscores = true;
            return !base::has_high(name) && takes_domain(name, rules);
        }
        case HelloNames::grammar:
            break;
    }
    return (literal ? mail::check_address_literal(name) : mail::check_domain(name)).what.empty();
}

}  // namespace smtp
