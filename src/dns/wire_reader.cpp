#include "dns/wire_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace dns {
namespace {

constexpr std::uint8_t pointer_bits = 0xC0;  // RFC 1035 4.1.4; 01 and 10 are not in use

}  // namespace

std::string_view WireReader::octets(std::size_t count) {
    if (broken_ || count > end_ - at_) {
        broken_ = true;
        return {};
    }
    const auto taken = octets_.substr(at_, count);
    at_ += count;
    return taken;
}

std::uint8_t WireReader::u8() {
    const auto one = octets(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
}

std::uint16_t WireReader::u16() {
    const unsigned high = u8();
    return static_cast<std::uint16_t>(high << 8 | u8());
}

std::uint32_t WireReader::u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
}

std::optional<Name> WireReader::name() {
    std::vector<std::string_view> labels;
    std::size_t total = 1;              // the root's octet
    std::size_t lowest = at_;           // where the name's earliest part begins
    std::optional<std::size_t> resume;  // after the first pointer
    const std::size_t outer_end = end_;
    while (total <= max_name_octets) {
        const std::uint8_t length = u8();
        if (broken_) break;
        if (length == 0) {
            if (resume) at_ = *resume;
            end_ = outer_end;
            return Name::from_labels(labels);
        }
        if ((length & pointer_bits) == pointer_bits) {
            const std::size_t target = static_cast<std::size_t>(length & ~pointer_bits) << 8 | u8();
            if (broken_ || target >= lowest) break;
            if (!resume) resume = at_;
            lowest = at_ = target;
            end_ = octets_.size();  // what is pointed at lies outside of the record's data
            continue;
        }
        if (length > max_label_octets) break;
        total += 1 + length;
        labels.push_back(octets(length));
    }
    broken_ = true;
    at_ = end_ = outer_end;
    return {};
}

std::optional<WireRecord> WireReader::record() {
    auto owner = name();
    if (!owner) return {};
    WireRecord read{{*std::move(owner), static_cast<RecordType>(u16()), 0, {}}, u16()};
    const std::uint32_t ttl = u32();
    read.record.ttl = ttl > max_ttl ? 0 : ttl;  // RFC 2181 8
    const std::size_t length = u16();
    if (broken_ || length > end_ - at_) return {};
    const std::size_t outer_end = std::exchange(end_, at_ + length);
    auto data = rdata(read.record.type);
    const bool whole = data && !broken_ && at_end();
    end_ = outer_end;
    if (!whole) return {};
    read.record.rdata = *std::move(data);
    return read;
}

std::optional<Rdata> WireReader::rdata(RecordType type) {
    switch (type) {
        case RecordType::a:
            return address(base::IpAddress::Family::v4);
        case RecordType::aaaa:
            return address(base::IpAddress::Family::v6);
        case RecordType::ns:
            return one_name<Ns>();
        case RecordType::cname:
            return one_name<Cname>();
        case RecordType::ptr:
            return one_name<Ptr>();
        case RecordType::soa:
            return soa();
        case RecordType::mx:
            return mx();
        case RecordType::txt:
        case RecordType::spf:
            return txt();
        case RecordType::tlsa:
            return tlsa();
        case RecordType::opt:
        case RecordType::any:
            break;
    }
    return Opaque{std::string(rest())};
}

template <class Kind>
std::optional<Rdata> WireReader::one_name() {
    auto only = name();
    if (!only) return {};
    return Kind{*std::move(only)};
}

std::optional<Rdata> WireReader::address(base::IpAddress::Family family) {
    base::IpAddress address{family, {}};
    const auto taken = octets(family == base::IpAddress::Family::v4 ? 4 : 16);
    std::copy(taken.begin(), taken.end(), address.octets.begin());
    if (family == base::IpAddress::Family::v4) return A{address};
    return Aaaa{address};
}

std::optional<Rdata> WireReader::soa() {
    Soa soa;
    auto primary = name();
    if (!primary) return {};
    auto mailbox = name();
    if (!mailbox) return {};
    soa.primary = *std::move(primary);
    soa.mailbox = *std::move(mailbox);
    for (auto* number : {&soa.serial, &soa.refresh, &soa.retry, &soa.expire, &soa.minimum}) *number = u32();
    return soa;
}

std::optional<Rdata> WireReader::mx() {
    Mx mx;
    mx.preference = u16();
    auto exchange = name();
    if (!exchange) return {};
    mx.exchange = *std::move(exchange);
    return mx;
}

std::optional<Rdata> WireReader::txt() {
    Txt txt;
    do txt.strings.emplace_back(octets(u8()));
    while (!broken_ && !at_end());
    return txt;
}

std::optional<Rdata> WireReader::tlsa() {
    Tlsa tlsa;
    tlsa.usage = u8();
    tlsa.selector = u8();
    tlsa.matching = u8();
    tlsa.association = std::string(rest());
    return tlsa;
}

}  // namespace dns
