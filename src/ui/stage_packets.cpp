#include "ui/stage_packets.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ui/paper.h"

namespace ui {

namespace {

// Design px of the stage.
constexpr float slip_height = 30, slip_padding = 10, clearance = 6;
constexpr float sign_reach = 16;  // how far the owner's sign stands above its card

/// Where labels were put already, so that the next one steps aside.
using Taken = std::vector<Box>;

bool meets(const Box& a, const Box& b) {
    return a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y;
}

struct Words {
    std::string label;
    std::string_view word;  // of a reply's class
    std::optional<Icon> glyph;
    Color glyph_color, edge;
    Face face, word_face;
    float width(const Canvas& canvas) const {
        return face.width_of(label) + canvas.px(2 * slip_padding) + (glyph ? canvas.px(20) : 0) +
               (word.empty() ? 0 : word_face.width_of(word) + canvas.px(8));
    }
};

Words words_of(const Panel& panel, const Canvas& canvas, const view::StagePacket& packet) {
    const Theme& theme = panel.theme();
    const bool bare = packet.kind == view::PacketKind::handshake ||
                      packet.kind == view::PacketKind::closing ||
                      packet.kind == view::PacketKind::acknowledgment;
    Words words;
    words.label = packet.label;
    words.face = canvas.fonts->at(Family::mono, std::round(canvas.px(bare ? 13 : 15)));
    words.word_face = canvas.fonts->at(Family::regular, std::round(canvas.px(13)));
    words.edge = hue_of(panel, packet.from);
    words.glyph_color = words.edge;
    if (packet.kind == view::PacketKind::reply && packet.code != 0) {
        const ReplyClass reply = reply_class(packet.code);
        words.glyph = icon_of(reply);
        words.glyph_color = theme.reply(reply);
        words.word = word_of(reply);
    }
    if (packet.kind == view::PacketKind::question) words.glyph = Icon::question;
    if (packet.kind == view::PacketKind::answer) words.glyph = Icon::directory;
    if (packet.seal ==
        view::StageLine::Seal::sealed) {  // the lock before the reply's class, which has a word
        words.glyph = Icon::lock;
        words.glyph_color = theme.ink;
    }
    return words;
}

/// The slip's box for a packet at `at` on its way: on the line when there is room, else above both cards.
Box slip_box(const StageMap& map, const Canvas& canvas, const view::StagePacket& packet, const Curve& way,
             Point at, float width) {
    const HostPlace* from = map.of(packet.from);
    const HostPlace* to = map.of(packet.to);
    const float high = canvas.px(slip_height), half = width / 2, space = canvas.px(clearance);
    const auto kept_inside = [&](Point centre) {
        const float least = map.area.low.x + half + space, most = map.area.high.x - half - space;
        centre.x = least < most ? std::clamp(centre.x, least, most) : map.area.centre().x;
        return box_around(centre, width, high);
    };
    if (from->column < 0 || to->column < 0) {
        // Beside the way to the name server, on the side with more room, at the packet's height.
        const float low = std::min(from->card.high.y, to->card.high.y) + high / 2 + space / 2;
        const float lowest = std::max(from->card.low.y, to->card.low.y) - high / 2 - canvas.px(sign_reach);
        return kept_inside({at.x, lowest > low ? std::clamp(at.y, low, lowest) : (low + lowest) / 2});
    }
    const float gap = std::abs(way.to.x - way.from.x) - canvas.px(2 * clearance);
    if (from->column != to->column && width <= gap) {
        const float left = std::min(way.from.x, way.to.x) + canvas.px(clearance) + half;
        const float right = std::max(way.from.x, way.to.x) - canvas.px(clearance) - half;
        return box_around({std::clamp(at.x, left, std::max(left, right)), at.y}, width, high);
    }
    const float top = std::min(from->card.low.y, to->card.low.y);
    return kept_inside({at.x, top - canvas.px(14) - high / 2});
}

void draw_slip(const Canvas& canvas, const Box& box, const Words& words, float strength) {
    const Theme& theme = *canvas.theme;
    const float corner = canvas.px(corner_radius);
    draw_soft_shadow(canvas, box.moved({0, canvas.px(2)}), corner_radius, 8, faded(theme.shadow, strength));
    canvas.list->AddRectFilled(box.low, box.high, faded(theme.room, strength), corner);
    compat::add_rect(*canvas.list, box.low, box.high, faded(words.edge, strength), corner, canvas.px(2));
    float left = box.low.x + canvas.px(slip_padding);
    if (words.glyph) {
        draw_icon(canvas, *words.glyph, {left + canvas.px(7), box.centre().y}, 18,
                  faded(words.glyph_color, strength));
        left += canvas.px(20);
    }
    const float word = words.word.empty() ? 0 : words.word_face.width_of(words.word) + canvas.px(8);
    const float room = box.high.x - left - word - canvas.px(slip_padding) + 1;
    const std::string label = fitted(words.label, words.face, room);
    draw_text(canvas, {left, box.centre().y - words.face.size / 2}, words.face, faded(theme.ink, strength),
              label);
    left += words.face.width_of(label) + canvas.px(8);
    if (!words.word.empty())
        draw_text(canvas, {left, box.centre().y - words.word_face.size / 2}, words.word_face,
                  faded(theme.dim, strength), words.word);
}

enum class Named : std::uint8_t { no, yes };  // yes: its label says what was lost

void draw_lost(const Canvas& canvas, Point at, Named named) {
    const Color red = canvas.theme->reply(ReplyClass::refused);
    draw_icon(canvas, Icon::cross, at, 28, red);
    if (named == Named::yes) return;
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(13)));
    draw_text_centred(canvas, at + Point{0, canvas.px(24)}, face, red, "lost");
}

/// The packet itself: a dot, a paper, a card.
float draw_body(const Panel& panel, const Canvas& canvas, const view::StagePacket& packet, Point at,
                float strength) {
    const Color hue = faded(hue_of(panel, packet.from), strength);
    if (packet.kind == view::PacketKind::letter) {
        const float high = canvas.px(58);
        Letter letter;
        letter.lines = {"................", "............", "..............."};
        draw_glow(canvas, at, 44, faded(hue, 0.3f));
        draw_letter(canvas, box_around(at, high * letter_aspect, high), letter);
        return high / 2;
    }
    const bool ack = packet.kind == view::PacketKind::acknowledgment;
    const float radius = canvas.px(ack ? 4.0f : 7.0f);
    canvas.list->AddCircleFilled(at, radius, faded(panel.theme().room, strength), 24);
    canvas.list->AddCircleFilled(at, radius - canvas.px(1), hue, 24);
    return radius;
}

/// Where a packet is, and how it looks there.
struct Flight {
    const view::StagePacket* packet = nullptr;
    Curve way;
    Point at;
    float progress = 0, strength = 1, reach = 0;
    bool lost() const { return packet->fate == view::StagePacket::Fate::lost; }
};

/// Draws the packet itself: before any label, or a dot would lie on the label of another.
Flight drawn(const Panel& panel, const StageMap& map, const Canvas& canvas, const view::StagePacket& packet) {
    const bool steps = panel.state.motion == MotionTaste::steps;
    Flight flight{&packet, way_between(map, packet.from, packet.to), {}};
    flight.progress = steps ? 0.5f : eased(std::clamp(packet.progress, 0.0f, 1.0f));
    if (flight.lost()) flight.strength = std::clamp(1.15f - flight.progress, 0.25f, 1.0f);
    flight.at = flight.way.at(flight.progress);
    flight.reach = draw_body(panel, canvas, packet, flight.at, flight.strength);
    return flight;
}

void label_packet(Panel& panel, const StageMap& map, const Canvas& canvas, const Flight& flight,
                  Taken& taken) {
    const view::StagePacket& packet = *flight.packet;
    const bool lost = flight.lost();
    const float progress = flight.progress, strength = flight.strength, reach = flight.reach;
    const Curve& way = flight.way;
    const Point at = flight.at;

    const std::string name = fmt::format("packet {}", packet.event);
    const std::string help = fmt::format(
        "{} to {}: {}{}", label_of(panel, packet.from), label_of(panel, packet.to), packet.label,
        packet.seal == view::StageLine::Seal::sealed ? " (sealed: nobody on the way can read it)" : "");
    const view::EventNumber shows = packet.about != trace::no_event ? packet.about : packet.event;
    const bool ack = packet.kind == view::PacketKind::acknowledgment, gone = lost && progress > 0.45f;
    const float hold = std::max(reach, canvas.px(10));
    const bool bright = panel.hovered(shows) || panel.selected(shows);
    if (bright) canvas.list->AddCircle(at, hold + canvas.px(2), panel.theme().accent, 32, canvas.px(2));
    if (packet.label.empty() || (ack && !bright)) {
        if (gone) draw_lost(canvas, at, Named::no);
        touch_event(panel, name, box_around(at, 2 * hold, 2 * hold), shows, help);
        return;
    }
    Words words = words_of(panel, canvas, packet);
    if (gone) words.word = "lost";
    const float width = std::min(words.width(canvas), map.area.width() - canvas.px(3 * clearance));
    Box box = slip_box(map, canvas, packet, way, at, width);
    // Beside a letter, and beside the place where something was lost.
    const float beside = gone ? std::max(reach, canvas.px(14)) : reach;
    if ((packet.kind == view::PacketKind::letter || gone) &&
        meets(box, box_around(at, 2 * beside, 2 * beside)))
        box = box.moved({0, at.y - beside - canvas.px(clearance) - box.high.y});
    for (int tries = 0; tries < 4; ++tries)
        for (const Box& other : taken)
            if (meets(box, other)) box = box.moved({0, other.low.y - canvas.px(4) - box.high.y});
    if (box.low.y < map.area.low.y) box = box.moved({0, map.area.low.y - box.low.y});
    taken.push_back(box);
    if (!box.grown(canvas.px(2)).contains(at) && box.high.y < at.y)
        draw_line(canvas, {at.x, at.y - reach}, {at.x, box.high.y}, 1.5f, faded(words.edge, strength));
    draw_slip(canvas, box, words, gone ? std::max(strength, 0.8f) : strength);
    if (gone) draw_lost(canvas, at, Named::yes);
    touch_event(panel, name, box, shows, help);
}

}  // namespace

float eased(float progress) {
    return progress * progress * (3 - 2 * progress);
}

void draw_packets(Panel& panel, const StageMap& map, ImDrawList* above) {
    const Canvas canvas = panel.context.canvas_on(above).scaled(map.scale / panel.context.unit);
    std::vector<Flight> flights;
    for (const view::StagePacket& packet : panel.scene.packets)
        if (map.of(packet.from) != nullptr && map.of(packet.to) != nullptr && packet.from != packet.to)
            flights.push_back(drawn(panel, map, canvas, packet));
    Taken taken;
    for (const Flight& flight : flights) label_packet(panel, map, canvas, flight, taken);
}

}  // namespace ui
