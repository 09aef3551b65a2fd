#include "dns/wire_writer.h"

#include <algorithm>
#include <iterator>

#include "base/overloaded.h"

namespace dns {
namespace {

constexpr std::size_t pointer_reach = 0x3FFF;  // RFC 1035 4.1.4: 14 bits
constexpr std::uint16_t pointer_bits = 0xC000;

void write_soa(WireWriter& writer, const Soa& soa) {
    writer.compressed(soa.primary);
    writer.compressed(soa.mailbox);
    for (const auto number : {soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum})
        writer.u32(number);
}

void write_string(WireWriter& writer, std::string_view string) {
    writer.u8(static_cast<std::uint8_t>(string.size()));
    writer.octets(string);
}

/// At least one string (RFC 1035 3.3.14); one that is too long goes on in the next.
void write_strings(WireWriter& writer, const Txt& txt) {
    if (txt.strings.empty()) write_string(writer, {});
    for (std::string_view left : txt.strings) {
        for (; left.size() > max_string_octets; left.remove_prefix(max_string_octets))
            write_string(writer, left.substr(0, max_string_octets));
        write_string(writer, left);
    }
}

void write_tlsa(WireWriter& writer, const Tlsa& tlsa) {
    for (const auto number : {tlsa.usage, tlsa.selector, tlsa.matching}) writer.u8(number);
    writer.octets(tlsa.association);
}

std::string_view as_octets(const base::IpAddress& address) {
    const std::size_t count = address.family == base::IpAddress::Family::v4 ? 4 : 16;
    return {reinterpret_cast<const char*>(address.octets.data()), count};
}

}  // namespace

void WireWriter::u16(std::uint16_t value) {
    u8(static_cast<std::uint8_t>(value >> 8));
    u8(static_cast<std::uint8_t>(value & 0xFF));
}

void WireWriter::u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value >> 16));
    u16(static_cast<std::uint16_t>(value & 0xFFFF));
}

void WireWriter::put_u16(std::size_t at, std::uint16_t value) {
    octets_[at] = static_cast<char>(value >> 8);
    octets_[at + 1] = static_cast<char>(value & 0xFF);
}

void WireWriter::compressed(const Name& name) {
    std::string_view left = name.wire();
    while (!left.empty()) {
        if (const auto known = seen_.find(left); known != seen_.end()) {
            u16(static_cast<std::uint16_t>(pointer_bits | known->second));
            return;
        }
        if (size() <= pointer_reach) seen_.emplace(left, static_cast<std::uint16_t>(size()));
        const std::size_t label = 1 + static_cast<unsigned char>(left[0]);
        octets(left.substr(0, label));
        left.remove_prefix(label);
    }
    u8(0);
}

void WireWriter::record(const Record& record, std::uint16_t wire_class) {
    compressed(record.name);
    u16(static_cast<std::uint16_t>(record.type));
    u16(wire_class);
    u32(std::min(record.ttl, max_ttl));
    const std::size_t length_at = size();
    u16(0);
    rdata(record.rdata);
    // Data longer than 65535 octets fits no message, and its record is cut off again.
    put_u16(length_at, static_cast<std::uint16_t>(size() - length_at - 2));
}

void WireWriter::cut(std::size_t size) {
    octets_.resize(size);
    for (auto at = seen_.begin(); at != seen_.end();)
        at = at->second >= size ? seen_.erase(at) : std::next(at);
}

/// Only the types of RFC 1035 may be compressed (RFC 3597 4).
void WireWriter::rdata(const Rdata& rdata) {
    std::visit(base::overloaded{
                   [&](const A& a) { octets(as_octets(a.address)); },
                   [&](const Aaaa& aaaa) { octets(as_octets(aaaa.address)); },
                   [&](const Ns& ns) { compressed(ns.host); },
                   [&](const Cname& cname) { compressed(cname.target); },
                   [&](const Soa& soa) { write_soa(*this, soa); },
                   [&](const Ptr& ptr) { compressed(ptr.target); },
                   [&](const Mx& mx) {
                       u16(mx.preference);
                       compressed(mx.exchange);
                   },
                   [&](const Txt& txt) { write_strings(*this, txt); },
                   [&](const Tlsa& tlsa) { write_tlsa(*this, tlsa); },
                   [&](const Opaque& opaque) { octets(opaque.octets); },
               },
               rdata);
}

}  // namespace dns
