// Appends numbers, names and records to a DNS message, and remembers where names stand so that later ones
// point there (RFC 1035 4.1.4). Knows no section and no limit: who writes too much cuts it off again.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "dns/record.h"

namespace dns {

class WireWriter {
public:
    void u8(std::uint8_t value) { octets_ += static_cast<char>(value); }
    void u16(std::uint16_t value);
    void u32(std::uint32_t value);
    /// Over what stands at `at`.
    void put_u16(std::size_t at, std::uint16_t value);
    void octets(std::string_view octets) { octets_ += octets; }
    void compressed(const Name& name);
    void record(const Record& record, std::uint16_t wire_class);

    std::size_t size() const { return octets_.size(); }
    /// Back to that size.
    void cut(std::size_t size);
    std::string take() && { return std::move(octets_); }

private:
    void rdata(const Rdata& rdata);

    std::string octets_;
    // Suffixes in wire form, with their case: a pointer must not change how a name is written.
    std::map<std::string, std::uint16_t, std::less<>> seen_;
};

}  // namespace dns
