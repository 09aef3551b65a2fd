#include "dns/wire.h"

#include <array>
#include <utility>
#include <vector>

#include "dns/wire_reader.h"
#include "dns/wire_writer.h"

namespace dns {
namespace {

constexpr std::size_t header_octets = 12;  // RFC 1035 4.1.1
constexpr std::uint16_t class_in = 1;      // RFC 1035 3.2.4
constexpr std::size_t opt_octets = 11;     // RFC 6891 6.1.2: the root, type, class, TTL, no options
constexpr std::uint16_t response_bit = 0x8000, opcode_bits = 0x7800, authoritative_bit = 0x0400,
                        truncated_bit = 0x0200, desired_bit = 0x0100, available_bit = 0x0080,
                        rcode_bits = 0x000F;
constexpr std::size_t flags_at = 2, answers_at = 6, authority_at = 8, additional_at = 10;

std::size_t limit(Transport transport) {
    switch (transport) {
        case Transport::udp:
            return udp_octets;
        case Transport::udp_with_edns:
            return edns_octets;
        case Transport::tcp:
            return tcp_octets;
    }
    return udp_octets;
}

Rcode rcode_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::records:
        case Outcome::no_data:
            return Rcode::no_error;
        case Outcome::no_such_name:
            return Rcode::name_error;
        case Outcome::refused:
            return Rcode::refused;
        case Outcome::server_failure:
        case Outcome::timed_out:
            break;
    }
    return Rcode::server_failure;
}

void write_head(WireWriter& writer, std::uint16_t id, std::uint16_t flags, const Question& question) {
    writer.u16(id);
    writer.u16(flags);
    writer.u16(1);
    for (int section = 0; section < 3; ++section) writer.u16(0);  // counted once they are written
    writer.compressed(question.name);
    writer.u16(static_cast<std::uint16_t>(question.type));
    writer.u16(class_in);
}

void write_opt(WireWriter& writer) {
    writer.u8(0);
    writer.u16(static_cast<std::uint16_t>(RecordType::opt));
    writer.u16(static_cast<std::uint16_t>(edns_octets));
    writer.u32(0);
    writer.u16(0);
    writer.put_u16(additional_at, 1);
}

enum class Fit : std::uint8_t { all, some };

Fit write_section(WireWriter& writer, const std::vector<Record>& records, std::size_t count_at,
                  std::size_t room) {
    std::uint16_t count = 0;
    for (const auto& record : records) {
        const std::size_t before = writer.size();
        writer.record(record, class_in);
        if (writer.size() > room) {
            writer.cut(before);
            break;
        }
        ++count;  // cannot overflow: a record takes 11 octets or more of at most 65535
    }
    writer.put_u16(count_at, count);
    return count == records.size() ? Fit::all : Fit::some;
}

/// RFC 2308 2.2: without an error, what matters is whether the asked type is there.
Outcome outcome_of(Rcode rcode, const std::vector<Record>& records, RecordType asked) {
    if (rcode == Rcode::name_error) return Outcome::no_such_name;
    if (rcode == Rcode::refused) return Outcome::refused;
    if (rcode != Rcode::no_error) return Outcome::server_failure;
    for (const auto& record : records)
        if (answers(record, asked)) return Outcome::records;
    return Outcome::no_data;
}

bool read_section(WireReader& reader, std::size_t count, std::vector<Record>& records) {
    for (std::size_t i = 0; i < count; ++i) {
        auto record = reader.record();
        if (!record || record->wire_class != class_in || record->record.type == RecordType::opt) return false;
        records.push_back(std::move(record->record));
    }
    return true;
}

/// Only OPT matters, and there is one at most (RFC 6891 6.1.1).
bool read_additional(WireReader& reader, std::size_t count, std::optional<std::uint16_t>& payload) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto record = reader.record();
        if (!record) return false;
        if (record->record.type != RecordType::opt) continue;
        if (payload || !record->record.name.is_root()) return false;
        payload = record->wire_class;
    }
    return true;
}

bool read_sections(WireReader& reader, const std::array<std::uint16_t, 3>& counts, Message& message) {
    auto& [outcome, records, authority, authoritative] = message.answer;
    if (!read_section(reader, counts[0], records) || !read_section(reader, counts[1], authority))
        return false;
    if (!read_additional(reader, counts[2], message.edns_payload) || !reader.at_end()) return false;
    const bool response = message.kind == MessageKind::response;
    if (response) outcome = outcome_of(message.rcode, records, message.question.type);
    if (!response || outcome == Outcome::server_failure || outcome == Outcome::refused) {
        records.clear();
        authority.clear();
    }
    return true;
}

}  // namespace

std::string encode_query(std::uint16_t id, const Question& question, Transport transport) {
    WireWriter writer;
    write_head(writer, id, desired_bit, question);
    if (transport == Transport::udp_with_edns) write_opt(writer);
    return std::move(writer).take();
}

std::string encode_response(std::uint16_t id, const Question& question, const Answer& answer,
                            Transport transport) {
    if (answer.outcome == Outcome::timed_out) return {};
    WireWriter writer;
    auto flags = static_cast<std::uint16_t>(response_bit | desired_bit | available_bit |
                                            static_cast<std::uint16_t>(rcode_of(answer.outcome)));
    if (answer.authoritative) flags |= authoritative_bit;
    write_head(writer, id, flags, question);
    const bool edns = transport == Transport::udp_with_edns;
    const std::size_t room = limit(transport) - (edns ? opt_octets : 0);
    if (write_section(writer, answer.records, answers_at, room) == Fit::some ||
        write_section(writer, answer.authority, authority_at, room) == Fit::some)
        writer.put_u16(flags_at, flags | truncated_bit);
    if (edns) write_opt(writer);
    return std::move(writer).take();
}

std::optional<Message> decode(std::string_view octets) {
    if (octets.size() < header_octets || octets.size() > tcp_octets) return {};
    WireReader reader(octets);
    Message message;
    message.id = reader.u16();
    const std::uint16_t flags = reader.u16();
    const std::uint16_t questions = reader.u16();
    const std::array counts{reader.u16(), reader.u16(), reader.u16()};
    if (questions != 1 || (flags & opcode_bits) != 0) return {};
    message.kind = flags & response_bit ? MessageKind::response : MessageKind::query;
    message.rcode = static_cast<Rcode>(flags & rcode_bits);
    message.answer.authoritative = flags & authoritative_bit;
    message.truncated = flags & truncated_bit;
    message.recursion_desired = flags & desired_bit;
    message.recursion_available = flags & available_bit;
    const auto name = reader.name();
    if (!name) return {};
    message.question.name = *name;
    message.question.type = static_cast<RecordType>(reader.u16());
    if (reader.u16() != class_in || reader.broken()) return {};
    if (!read_sections(reader, counts, message)) return {};
    return message;
}

}  // namespace dns
