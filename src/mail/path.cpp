#include "mail/path.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/limits.h"

namespace mail {
namespace {

constexpr std::string_view brackets_mend = "put the address between '<' and '>'";

AddressFault fault(std::size_t position, std::string what, std::string_view mend, base::Citation citation) {
    return {position, std::move(what), std::string(mend), citation};
}

/// Where the mailbox that begins here ends: at a '>' outside quotes, or nowhere.
std::size_t find_end(std::string_view at, std::size_t begin) {
    std::size_t i = begin;
    if (i < at.size() && at[i] == '"') {
        for (++i; i < at.size() && at[i] != '"'; ++i)
            if (at[i] == '\\') ++i;
        if (i >= at.size()) i = begin;  // the quote never ends: the first '>' will have to do
    }
    return at.find('>', i);
}

struct Route {
    std::vector<std::string> domains;
    std::size_t end = 0;  // behind the ':'
    std::optional<AddressFault> fault;
};

/// A-d-l ":" behind the '<' (RFC 5321 4.1.2): "@a.example,@b.example:". Requires: `at` ends before its '>'.
Route scan_route(std::string_view at, Utf8 utf8) {
    Route route;
    constexpr std::size_t begin = 1;
    const auto colon = at.find(':');
    if (colon == std::string_view::npos) {
        route.fault = fault(begin, "the local part is missing", "write local-part@domain", {5321, "4.1.2"});
        return route;
    }
    route.end = colon + 1;
    std::size_t position = begin;
    for (const std::string_view hop : base::split(at.substr(begin, colon - begin), ',')) {
        if (hop.empty() || hop.front() != '@') {
            route.fault = fault(position, "a source route names a host without '@'",
                                "leave the source route out: it is ignored anyway", {5321, "appendix C"});
            return route;
        }
        AddressFault wrong = check_domain(hop.substr(1), utf8);
        if (!wrong.what.empty()) {
            wrong.position += position + 1;
            route.fault = std::move(wrong);
            return route;
        }
        route.domains.emplace_back(hop.substr(1));
        position += hop.size() + 1;
    }
    return route;
}

AddressFault too_long(std::size_t length) {
    return fault(longest_path, fmt::format("a path of {} octets or more", length),
                 "use one of at most 256 octets", {5321, "4.5.3.1.3"});
}

AddressFault unopened(std::string_view at) {
    if (!at.empty() && at.front() == ' ')
        return fault(0, "a space before '<'", "write it right after the colon, without a space",
                     {5321, "3.3"});
    return fault(0, "the '<' is missing", brackets_mend, {5321, "4.1.2"});
}

}  // namespace

std::variant<ParsedPath, AddressFault> parse_path(std::string_view at, PathUse use, Utf8 utf8) {
    if (at.empty() || at.front() != '<') return unopened(at);
    if (at.substr(0, 2) == "<>") {
        if (use == PathUse::forward)
            return fault(1, "the null path names nobody", "name the recipient's mailbox", {5321, "4.1.1.3"});
        return ParsedPath{{PathKind::null, {}, {}}, 2};
    }
    const std::size_t first_close = at.find('>');
    if (first_close == std::string_view::npos)
        return fault(std::min(at.find(' '), at.size()), "the '>' is missing", brackets_mend, {5321, "4.1.2"});
    if (first_close >= longest_path) return too_long(first_close + 1);
    std::size_t begin = 1;
    Path path;
    if (at.size() > 1 && at[1] == '@') {
        Route route = scan_route(at.substr(0, first_close), utf8);
        if (route.fault) return *route.fault;
        path.source_route = std::move(route.domains);
        begin = route.end;
    }
    const std::size_t end = find_end(at, begin);
    if (end == std::string_view::npos)
        return fault(at.size(), "the '>' is missing", brackets_mend, {5321, "4.1.2"});
    if (end + 1 > longest_path) return too_long(end + 1);
    const std::string_view inner = at.substr(begin, end - begin);
    if (use == PathUse::forward && begin == 1 && base::equal_ignoring_case(inner, "postmaster")) {
        path.kind = PathKind::bare_postmaster;
        return ParsedPath{std::move(path), end + 1};
    }
    auto parsed = parse_address(inner, utf8);
    if (auto* wrong = std::get_if<AddressFault>(&parsed)) {
        wrong->position += begin;
        return *wrong;
    }
    path.kind = PathKind::mailbox;
    path.mailbox = std::get<Address>(std::move(parsed));
    return ParsedPath{std::move(path), end + 1};
}

std::string to_text(const Path& path) {
    if (path.kind == PathKind::null) return "<>";
    if (path.kind == PathKind::bare_postmaster) return "<Postmaster>";
    return "<" + to_text(*path.mailbox) + ">";
}

}  // namespace mail
