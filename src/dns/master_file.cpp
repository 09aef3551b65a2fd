#include "dns/master_file.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "base/text.h"
#include "dns/master_fields.h"
#include "dns/master_lexer.h"
#include "dns/master_rdata.h"

namespace dns {
namespace {

constexpr std::string_view timeout_directive = "$TIMEOUT";
constexpr std::string_view servfail_directive = "$SERVFAIL";

std::string known_types() {
    return "A, AAAA, MX, TXT, CNAME, NS, SOA, PTR, TLSA, SPF, or TYPE and a number";
}

class MasterParser {
public:
    MasterParser(std::string_view text, std::string_view file_name, const Name& origin)
        : lexer_(text, file_name), first_origin_(origin), origin_(origin) {}

    base::Result<Zone> parse();

private:
    using Outcome = std::optional<base::Problem>;

    struct Owned {
        std::optional<Spot> alias, other;
    };

    Outcome entry(const Entry& entry);
    Outcome directive(const Entry& entry);
    Outcome failing(const Entry& entry);
    Outcome record(const Entry& entry);
    Outcome lead(MasterFields& fields, std::uint32_t& ttl, RecordType& type);
    Outcome check_alias(const Record& record, Spot spot);
    Name zone_origin() const;

    MasterLexer lexer_;
    Name first_origin_;
    Name origin_;
    std::optional<Name> owner_;
    std::optional<std::uint32_t> stated_default_;  // $TTL, RFC 2308 4
    std::optional<std::uint32_t> last_ttl_;        // RFC 1035 5.1
    std::vector<Record> records_;
    std::vector<FailingName> failing_;
    std::map<Name, Owned> owned_;
};

base::Result<Zone> MasterParser::parse() {
    while (true) {
        const auto next = lexer_.next();
        if (!next) return next.problem();
        if (next->kind == Entry::Kind::end) break;
        if (auto wrong = entry(*next)) return *std::move(wrong);
    }
    Name origin = zone_origin();
    Zone zone(std::move(origin), std::move(records_));
    for (auto& name : failing_) zone.fail(std::move(name));
    return zone;
}

MasterParser::Outcome MasterParser::entry(const Entry& entry) {
    if (entry.kind == Entry::Kind::failing) return failing(entry);
    const Token& first = entry.tokens.front();
    if (first.kind == Token::Kind::bare && first.raw.starts_with('$')) return directive(entry);
    return record(entry);
}

MasterParser::Outcome MasterParser::directive(const Entry& entry) {
    const Token& word = entry.tokens.front();
    MasterFields fields(lexer_, entry, 1, origin_);
    if (base::equal_ignoring_case(word.raw, "$ORIGIN")) {
        Name origin = fields.name("the origin");
        fields.end("$ORIGIN");
        if (!fields.problem()) origin_ = std::move(origin);
    } else if (base::equal_ignoring_case(word.raw, "$TTL")) {
        stated_default_ = fields.number("the TTL", max_ttl);
        fields.end("$TTL");
    } else if (base::equal_ignoring_case(word.raw, "$INCLUDE")) {
        fields.fail(word.spot, "$INCLUDE is not followed: a zone is one file",
                    "paste that file's lines here");
    } else if (base::equal_ignoring_case(word.raw, timeout_directive) ||
               base::equal_ignoring_case(word.raw, servfail_directive)) {
        fields.fail(word.spot, fmt::format("{} stands in a comment", word.raw), "write '; ' before it");
    } else {
        fields.fail(word.spot,
                    fmt::format("the directive '{}' is unknown", base::visible(word.raw.substr(0, 80))),
                    "write $ORIGIN or $TTL, or '\\$' if a name begins so");
    }
    return fields.problem();
}

MasterParser::Outcome MasterParser::failing(const Entry& entry) {
    const Token& word = entry.tokens.front();
    MasterFields fields(lexer_, entry, 1, origin_);
    FailingName name;
    name.failure =
        base::equal_ignoring_case(word.raw, timeout_directive) ? Failure::timeout : Failure::server_failure;
    name.name = fields.name("the failing name");
    if (!fields.at_end()) {
        name.type = parse_record_type(fields.peek());
        if (!name.type) fields.fail(fields.spot(), "this is no record type", "write " + known_types());
        fields.skip();
    }
    fields.end(word.raw);
    if (!fields.problem()) failing_.push_back(std::move(name));
    return fields.problem();
}

/// TTL and class, in either order, and the type.
MasterParser::Outcome MasterParser::lead(MasterFields& fields, std::uint32_t& ttl, RecordType& type) {
    std::optional<std::uint32_t> stated;
    for (bool classed = false; !fields.problem();) {
        const auto word = fields.peek();
        if (!stated && !word.empty() && base::is_digit(word[0])) {
            stated = fields.number("the TTL", max_ttl);
        } else if (!classed && base::equal_ignoring_case(word, "IN")) {
            classed = true;
            fields.skip();
        } else {
            break;
        }
    }
    if (fields.problem()) return fields.problem();
    const auto word = fields.peek();
    const auto known = parse_record_type(word);
    if (fields.at_end())
        fields.fail(fields.spot(), "the record's type is missing", "write " + known_types());
    else if (word == "CH" || word == "HS" || word == "CS")
        fields.fail(fields.spot(), "only class IN is known here", "write IN, or leave the class out");
    else if (!known)
        fields.fail(fields.spot(), fmt::format("'{}' is no record type", base::visible(word.substr(0, 80))),
                    "write " + known_types() + "; a blank at the line's start means: the owner before");
    else if (*known == RecordType::any || *known == RecordType::opt)
        fields.fail(fields.spot(), fmt::format("{} is never the type of a record in a zone", to_text(*known)),
                    "write " + known_types());
    if (fields.problem()) return fields.problem();
    fields.skip();
    if (stated) last_ttl_ = stated;
    ttl = stated ? *stated : stated_default_ ? *stated_default_ : last_ttl_.value_or(default_ttl);
    type = *known;
    return {};
}

MasterParser::Outcome MasterParser::record(const Entry& entry) {
    const Token& first = entry.tokens.front();
    const bool written = entry.owner == Entry::Owner::written;
    if (written) {
        const auto owner = read_name(lexer_, first, origin_, "the owner");
        if (!owner) return owner.problem();
        owner_ = *owner;
    } else if (!owner_) {
        return lexer_.problem(first.spot, "the line begins with a blank, but no owner stands before it",
                              "write the owner's name at the line's start");
    }
    MasterFields fields(lexer_, entry, written ? 1 : 0, origin_);
    Record record{*owner_, {}, 0, {}};
    if (auto wrong = lead(fields, record.ttl, record.type)) return wrong;
    record.rdata = read_rdata(fields, record.type);
    if (fields.problem()) return fields.problem();
    if (auto wrong = check_alias(record, first.spot)) return wrong;
    records_.push_back(std::move(record));
    return {};
}

/// RFC 1034 3.6.2: where a CNAME is, nothing else may be.
MasterParser::Outcome MasterParser::check_alias(const Record& record, Spot spot) {
    Owned& owned = owned_[record.name];
    const bool alias = record.type == RecordType::cname;
    const auto& before = owned.alias ? owned.alias : alias ? owned.other : std::optional<Spot>{};
    if (before)
        return lexer_.problem(
            spot,
            fmt::format("{} has a CNAME and another record (line {})", to_text(record.name), before->line),
            "keep the CNAME alone, or give the name the target's records themselves");
    (alias ? owned.alias : owned.other) = spot;
    return {};
}

Name MasterParser::zone_origin() const {
    const Name* apex = nullptr;
    for (const auto& record : records_) {
        if (record.type != RecordType::soa) continue;
        if (apex && !(*apex == record.name)) return {};
        apex = &record.name;
    }
    if (!apex) apex = &first_origin_;
    for (const auto& record : records_)
        if (!record.name.is_within(*apex)) return {};
    for (const auto& failing : failing_)
        if (!failing.name.is_within(*apex)) return {};
    return *apex;
}

}  // namespace

base::Result<Zone> parse_master_file(std::string_view text, std::string_view file_name, const Name& origin) {
    return MasterParser(text, file_name, origin).parse();
}

std::string to_text(const Zone& zone) {
    std::string text;
    for (const auto& record : zone.records()) text += to_text(record) + "\n";
    for (const auto& failing : zone.failing()) {
        const auto word = failing.failure == Failure::timeout ? timeout_directive : servfail_directive;
        text += fmt::format("; {} {}", word, to_absolute_text(failing.name));
        if (failing.type) text += " " + to_text(*failing.type);
        text += "\n";
    }
    return text;
}

}  // namespace dns
