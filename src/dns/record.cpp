#include "dns/record.h"

#include <fmt/format.h>

#include <array>

#include "base/expects.h"
#include "base/overloaded.h"
#include "base/text.h"

namespace dns {
namespace {

struct TypeName {
    RecordType type;
    std::string_view text;
};

constexpr std::array type_names{
    TypeName{RecordType::a, "A"},         TypeName{RecordType::ns, "NS"},
    TypeName{RecordType::cname, "CNAME"}, TypeName{RecordType::soa, "SOA"},
    TypeName{RecordType::ptr, "PTR"},     TypeName{RecordType::mx, "MX"},
    TypeName{RecordType::txt, "TXT"},     TypeName{RecordType::aaaa, "AAAA"},
    TypeName{RecordType::opt, "OPT"},     TypeName{RecordType::tlsa, "TLSA"},
    TypeName{RecordType::spf, "SPF"},     TypeName{RecordType::any, "ANY"},
};

constexpr std::string_view numbered_prefix = "TYPE";  // RFC 3597 5

std::string soa_text(const Soa& soa) {
    return fmt::format("{} {} {} {} {} {} {}", to_absolute_text(soa.primary), to_absolute_text(soa.mailbox),
                       soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum);
}

std::string strings_text(const Txt& txt) {
    if (txt.strings.empty()) return quoted("");
    std::string text;
    for (const auto& string : txt.strings) {
        if (!text.empty()) text += ' ';
        text += quoted(string);
    }
    return text;
}

std::string opaque_text(const Opaque& opaque) {
    if (opaque.octets.empty()) return "\\# 0";
    return fmt::format("\\# {} {}", opaque.octets.size(), base::hex(opaque.octets));
}

RecordType type_of(const Rdata& rdata) {
    return std::visit(base::overloaded{
                          [](const A&) { return RecordType::a; },
                          [](const Aaaa&) { return RecordType::aaaa; },
                          [](const Ns&) { return RecordType::ns; },
                          [](const Cname&) { return RecordType::cname; },
                          [](const Soa&) { return RecordType::soa; },
                          [](const Ptr&) { return RecordType::ptr; },
                          [](const Mx&) { return RecordType::mx; },
                          [](const Txt&) { return RecordType::txt; },
                          [](const Tlsa&) { return RecordType::tlsa; },
                          [](const Opaque&) { return RecordType::any; },
                      },
                      rdata);
}

}  // namespace

std::string to_text(RecordType type) {
    for (const auto& known : type_names)
        if (known.type == type) return std::string(known.text);
    return fmt::format("{}{}", numbered_prefix, static_cast<unsigned>(type));
}

std::optional<RecordType> parse_record_type(std::string_view text) {
    for (const auto& known : type_names)
        if (base::equal_ignoring_case(known.text, text)) return known.type;
    if (!base::starts_with_ignoring_case(text, numbered_prefix)) return {};
    const auto number = base::parse_number(text.substr(numbered_prefix.size()));
    if (!number || *number > 0xFFFF) return {};
    return static_cast<RecordType>(*number);
}

std::string Txt::joined() const {
    std::string all;
    for (const auto& string : strings) all += string;
    return all;
}

Record make_record(Name name, std::uint32_t ttl, Rdata rdata) {
    const RecordType type = type_of(rdata);
    base::expects(type != RecordType::any);
    return {std::move(name), type, ttl, std::move(rdata)};
}

Record address_record(Name name, std::uint32_t ttl, const base::IpAddress& address) {
    if (address.family == base::IpAddress::Family::v4) return make_record(std::move(name), ttl, A{address});
    return make_record(std::move(name), ttl, Aaaa{address});
}

std::string to_text(const Rdata& rdata) {
    return std::visit(
        base::overloaded{
            [](const A& a) { return base::to_text(a.address); },
            [](const Aaaa& aaaa) { return base::to_text(aaaa.address); },
            [](const Ns& ns) { return to_absolute_text(ns.host); },
            [](const Cname& cname) { return to_absolute_text(cname.target); },
            [](const Soa& soa) { return soa_text(soa); },
            [](const Ptr& ptr) { return to_absolute_text(ptr.target); },
            [](const Mx& mx) { return fmt::format("{} {}", mx.preference, to_absolute_text(mx.exchange)); },
            [](const Txt& txt) { return strings_text(txt); },
            [](const Tlsa& tlsa) {
                return fmt::format("{} {} {} {}", tlsa.usage, tlsa.selector, tlsa.matching,
                                   base::hex(tlsa.association));
            },
            [](const Opaque& opaque) { return opaque_text(opaque); },
        },
        rdata);
}

std::string to_text(const Record& record) {
    return fmt::format("{} {} IN {} {}", to_absolute_text(record.name), record.ttl, to_text(record.type),
                       to_text(record.rdata));
}

std::string quoted(std::string_view octets) {
    std::string text = "\"";
    for (const char c : octets) {
        if (!base::is_printable(c))
            text += fmt::format("\\{:03}", static_cast<unsigned char>(c));
        else if (c == '"' || c == '\\')
            (text += '\\') += c;
        else
            text += c;
    }
    return text += '"';
}

}  // namespace dns
