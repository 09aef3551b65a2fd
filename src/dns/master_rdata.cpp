#include "dns/master_rdata.h"

#include <fmt/format.h>

#include <limits>

namespace dns {
namespace {

constexpr auto any_u8 = std::numeric_limits<std::uint8_t>::max();
constexpr auto any_u16 = std::numeric_limits<std::uint16_t>::max();
constexpr auto any_u32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view generic_mark = "\\#";  // RFC 3597 5

Soa read_soa(MasterFields& fields) {
    Soa soa;
    soa.primary = fields.name("the primary server");
    soa.mailbox = fields.name("the mailbox");
    soa.serial = fields.number("the serial number", any_u32);
    soa.refresh = fields.number("the refresh interval", max_ttl);
    soa.retry = fields.number("the retry interval", max_ttl);
    soa.expire = fields.number("the expire limit", max_ttl);
    soa.minimum = fields.number("the negative TTL", max_ttl);
    return soa;
}

Mx read_mx(MasterFields& fields) {
    Mx mx;
    mx.preference = static_cast<std::uint16_t>(fields.number("the preference", any_u16));
    mx.exchange = fields.name("the exchange");
    return mx;
}

Tlsa read_tlsa(MasterFields& fields) {
    Tlsa tlsa;
    tlsa.usage = static_cast<std::uint8_t>(fields.number("the certificate usage", any_u8));
    tlsa.selector = static_cast<std::uint8_t>(fields.number("the selector", any_u8));
    tlsa.matching = static_cast<std::uint8_t>(fields.number("the matching type", any_u8));
    const Spot start = fields.spot();
    tlsa.association = fields.hexadecimal("the association");
    if (tlsa.association.empty()) fields.fail(start, "the association is missing", "write it in hexadecimal");
    return tlsa;
}

Opaque read_generic(MasterFields& fields, RecordType type) {
    if (fields.peek() != generic_mark) {
        fields.fail(fields.spot(), fmt::format("the fields of {} are not known here", to_text(type)),
                    "write \\#, the count of octets and the octets in hexadecimal (RFC 3597 5)");
        return {};
    }
    fields.skip();
    const Spot start = fields.spot();
    const auto count = fields.number("the count of octets", any_u16);
    Opaque opaque{fields.hexadecimal("the data")};
    if (opaque.octets.size() != count)
        fields.fail(start, fmt::format("{} octets are announced and {} follow", count, opaque.octets.size()),
                    "make the two agree");
    return opaque;
}

Rdata read_known(MasterFields& fields, RecordType type) {
    switch (type) {
        case RecordType::a:
            return A{fields.address(base::IpAddress::Family::v4)};
        case RecordType::aaaa:
            return Aaaa{fields.address(base::IpAddress::Family::v6)};
        case RecordType::ns:
            return Ns{fields.name("the name server")};
        case RecordType::cname:
            return Cname{fields.name("the target")};
        case RecordType::ptr:
            return Ptr{fields.name("the target")};
        case RecordType::soa:
            return read_soa(fields);
        case RecordType::mx:
            return read_mx(fields);
        case RecordType::txt:
        case RecordType::spf:
            return Txt{fields.strings()};
        case RecordType::tlsa:
            return read_tlsa(fields);
        case RecordType::opt:
        case RecordType::any:
            break;
    }
    return read_generic(fields, type);
}

}  // namespace

Rdata read_rdata(MasterFields& fields, RecordType type) {
    Rdata rdata = read_known(fields, type);
    fields.end(fmt::format("the {} record", to_text(type)));
    return rdata;
}

}  // namespace dns
