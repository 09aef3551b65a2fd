#include "sim/segment.h"

#include <array>
#include <string_view>

namespace sim {

std::optional<Segment> refuse(const Segment& segment) {
    if (segment.has(Segment::rst)) return std::nullopt;
    Segment reset;
    if (segment.has(Segment::ack)) {
        reset.sequence = segment.acknowledgment;
        reset.flags = Segment::rst;
    } else {
        reset.acknowledgment = segment.sequence + static_cast<std::uint32_t>(segment.sequence_length());
        reset.flags = Segment::rst | Segment::ack;
    }
    return reset;
}

std::string flags_to_text(std::uint8_t flags) {
    struct Name {
        std::uint8_t flag;
        std::string_view text;
    };
    static constexpr std::array names{Name{Segment::fin, "FIN"}, Name{Segment::syn, "SYN"},
                                      Name{Segment::rst, "RST"}, Name{Segment::psh, "PSH"},
                                      Name{Segment::ack, "ACK"}};
    std::string text;
    for (const Name& name : names) {
        if ((flags & name.flag) == 0) continue;
        if (!text.empty()) text += ", ";
        text += name.text;
    }
    return text.empty() ? "none" : text;
}

}  // namespace sim
