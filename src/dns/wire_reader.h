// Takes numbers, names and records from a DNS message that anyone may have made. Each compression pointer
// must point before everything that the name has used so far, so every name ends (RFC 1035 4.1.4 says
// 'prior'). Knows no section and no flag.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "dns/record.h"

namespace dns {

struct WireRecord {
    Record record;
    std::uint16_t wire_class = 0;  // of an OPT record: the payload size
};

// 1. at_ <= end_ <= octets_.size(). Once broken, every number read is 0.
class WireReader {
public:
    explicit WireReader(std::string_view octets) : octets_(octets), end_(octets.size()) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::string_view octets(std::size_t count);
    std::optional<Name> name();
    std::optional<WireRecord> record();

    bool at_end() const { return at_ == end_; }
    /// Was more read than there was?
    bool broken() const { return broken_; }

private:
    std::optional<Rdata> rdata(RecordType type);
    template <class Kind>
    std::optional<Rdata> one_name();
    std::optional<Rdata> address(base::IpAddress::Family family);
    std::optional<Rdata> soa();
    std::optional<Rdata> mx();
    std::optional<Rdata> txt();
    std::optional<Rdata> tlsa();
    std::string_view rest() { return octets(end_ - at_); }

    std::string_view octets_;
    std::size_t at_ = 0;
    std::size_t end_;  // of the message, or of the record's data while that is read
    bool broken_ = false;
};

}  // namespace dns
