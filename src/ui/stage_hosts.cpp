#include "ui/stage_hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/office.h"
#include "ui/stage_papers.h"

namespace ui {

namespace {

constexpr std::size_t most_mailboxes = 3;  // drawn; the others are counted

void draw_card_text(const Canvas& canvas, const HostPlace& place, const view::StageHost& host,
                    CardText text) {
    const Theme& theme = *canvas.theme;
    const Box& card = place.card;
    const Color hue = theme.role(place.role);
    const bool names = place.column < 0, alone = text == CardText::label || (names && text != CardText::full);
    const float disc = canvas.px(alone || text == CardText::domain ? 14 : 17);
    const float below = canvas.px(5);  // the hue along the upper edge
    const Point icon = card.low + Point{canvas.px(12) + disc, alone   ? (card.height() + below) / 2
                                                              : names ? card.height() / 2
                                                                      : canvas.px(9) + disc};
    canvas.list->AddCircleFilled(icon, disc, theme.tint(place.role), 40);
    draw_icon(canvas, icon_of(place.role), icon, disc * 1.3f / canvas.unit, hue);
    const Face title = canvas.fonts->at(Family::strong, std::round(canvas.px(17)));
    const Face mono = canvas.fonts->at(Family::mono, std::round(canvas.px(13)));
    const float left = icon.x + disc + canvas.px(9), right = card.high.x - canvas.px(8);
    if (names && !alone) {
        draw_text(canvas, {left, card.low.y + canvas.px(10)}, title, theme.ink,
                  fitted(host.label, title, right - left));
        draw_text(canvas, {left, card.low.y + canvas.px(31)}, mono, theme.dim,
                  fitted(host.address, mono, right - left));
        return;
    }
    draw_text(canvas, {left, icon.y - title.size / 2}, title, theme.ink,
              fitted(host.label, title, right - left));
    if (alone) return;
    // Name and address stand in one column below the label.
    const float start = card.low.x + canvas.px(12), width = right - start;
    draw_text(canvas, {start, icon.y + disc + canvas.px(5)}, mono, theme.dim,
              fitted(host.domain, mono, width));
    if (text == CardText::domain) return;
    draw_text(canvas, {start, card.low.y + canvas.px(59)}, mono, theme.dim,
              fitted(host.address, mono, width));
}

void draw_card_of(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host,
                  CardText text) {
    const Theme& theme = *canvas.theme;
    const bool active = host.activity == view::StageHost::Activity::active;
    const Color hue = theme.role(place.role);
    draw_card(canvas, place.card, theme.room, active ? Lift::lifted : Lift::resting);
    const float corner = canvas.px(corner_radius);
    compat::add_rect(*canvas.list, place.card.low, place.card.high,
                     active ? hue : mixed(hue, theme.room, 0.55f), corner, canvas.px(active ? 2.5f : 1.5f));
    canvas.list->AddRectFilled(place.card.low, {place.card.high.x, place.card.low.y + canvas.px(5)}, hue,
                               corner, ImDrawFlags_RoundCornersTop);
    if (panel.hovered(host.event) || panel.selected(host.event))
        compat::add_rect(*canvas.list, place.card.grown(canvas.px(3)).low,
                         place.card.grown(canvas.px(3)).high, theme.accent, corner, canvas.px(2));
    draw_card_text(canvas, place, host, text);
}

/// The one sign: a filled plate on the upper edge of the owner's card, at its left: at its right, packets
/// come and go.
void draw_ownership(Panel& panel, const Canvas& canvas, const StageMap& map) {
    const view::Ownership& owner = panel.scene.owner;
    const HostPlace* place = map.of(owner.host);
    if (place == nullptr) return;
    const Theme& theme = *canvas.theme;
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(13)));
    constexpr std::string_view words = "owns the mail";
    const float height = canvas.px(24), width = face.width_of(words) + canvas.px(38);
    const Point centre{place->card.low.x + canvas.px(10) + width / 2, place->card.low.y - canvas.px(2)};
    const Box plate = box_around(centre, width, height);
    draw_soft_shadow(canvas, plate.moved({0, canvas.px(2)}), 12, 6, theme.shadow);
    canvas.list->AddRectFilled(plate.low, plate.high, theme.accent, height / 2);
    draw_icon(canvas, Icon::envelope, {plate.low.x + canvas.px(16), centre.y}, 16, theme.on_accent);
    draw_text(canvas, {plate.low.x + canvas.px(28), centre.y - face.size / 2}, face, theme.on_accent, words);
    touch_event(panel, "owner", plate, owner.event, owner.text);
}

/// A host that has crashed: its card pales, and a word says why.
void draw_crash(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    if (host.power == view::StageHost::Power::up) return;
    const Theme& theme = *canvas.theme;
    const float corner = canvas.px(corner_radius);
    canvas.list->AddRectFilled(place.card.low, place.card.high, faded(theme.room, 0.55f), corner);
    compat::add_rect(*canvas.list, place.card.low, place.card.high, theme.dim, corner, canvas.px(2));
    const Color red = theme.reply(ReplyClass::refused);
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(13)));
    constexpr std::string_view word = "crashed";
    const float wide = face.width_of(word) + canvas.px(36), high = canvas.px(24);
    // On the lower edge: the owner's sign is on the upper one, and the name stays legible.
    const Box plate =
        box_around({place.card.high.x - canvas.px(10) - wide / 2, place.card.high.y}, wide, high);
    canvas.list->AddRectFilled(plate.low, plate.high, theme.room, high / 2);
    compat::add_rect(*canvas.list, plate.low, plate.high, red, high / 2, canvas.px(2));
    draw_icon(canvas, Icon::warning, {plate.low.x + canvas.px(17), plate.centre().y}, 18, red);
    draw_text(canvas, {plate.low.x + canvas.px(29), plate.centre().y - face.size / 2}, face, theme.ink, word);
    touch_event(panel, fmt::format("crash {}", host.label), plate, host.crashed,
                fmt::format("{} has crashed: what it had answered 250 for is on its disk", host.label));
}

struct Mailbox {
    std::string address;
    const view::TrayMail* mail = nullptr;  // the newest in it
    int count = 0;
};

/// Those with mail first: of the others only as many as there is room for.
std::vector<Mailbox> mailboxes_of(const view::StageHost& host) {
    std::vector<Mailbox> boxes;
    for (const std::string& address : host.mailboxes) boxes.push_back({address, nullptr, 0});
    for (const view::TrayMail& mail : host.tray)
        for (Mailbox& box : boxes)
            if (mail.custody == view::Custody::delivered && mail.mailbox == box.address)
                box.mail = &mail, ++box.count;
    if (boxes.size() > most_mailboxes)
        std::stable_sort(boxes.begin(), boxes.end(),
                         [](const Mailbox& a, const Mailbox& b) { return a.count > 0 && b.count == 0; });
    return boxes;
}

std::string in_words(const Mailbox& box) {
    if (box.mail == nullptr) return fmt::format("The mailbox of {}: empty", box.address);
    const std::string more = box.count > 1 ? fmt::format(" and {} more", box.count - 1) : "";
    const std::string& subject = box.mail->subject;
    return fmt::format("In the mailbox of {}: {}{}", box.address, subject.empty() ? "a mail" : subject, more);
}

void draw_mailbox_of(Panel& panel, const Canvas& canvas, const Box& cell, Role owner, const Mailbox& box,
                     std::size_t hidden) {
    const Theme& theme = *canvas.theme;
    const bool full = box.mail != nullptr;
    const float high = std::min(canvas.px(34), cell.height() * 0.84f), wide = high * mailbox_aspect;
    const Box body{{cell.low.x, cell.centre().y - high / 2}, {cell.low.x + wide, cell.centre().y + high / 2}};
    draw_mailbox(canvas, body, owner, full ? Flag::up : Flag::down, "");
    std::string name = box.address.substr(0, box.address.find('@'));
    if (full && box.mail->kind == trace::LetterKind::bounce) name += " <>";  // nobody sent it
    if (box.count > 1) name += fmt::format(" ({})", box.count);
    if (hidden > 0) name += fmt::format(" +{}", hidden);
    const float left = body.high.x + canvas.px(5), room = cell.high.x - left;
    Face face = canvas.fonts->at(full ? Family::strong : Family::regular, std::round(canvas.px(12)));
    if (const float width = face.width_of(name); width > room)  // a little smaller rather than cut
        face = canvas.fonts->at(full ? Family::strong : Family::regular,
                                std::floor(face.size * std::max(0.84f, room / width)));
    draw_text(canvas, {left, cell.centre().y - face.size / 2}, face, full ? theme.ink : theme.dim,
              fitted(name, face, room));
    if (full && (panel.hovered(box.mail->event) || panel.selected(box.mail->event)))
        compat::add_rect(*canvas.list, cell.low, cell.high, theme.accent, canvas.px(corner_radius),
                         canvas.px(2));
    touch_event(panel, fmt::format("mailbox {}", box.address), cell, full ? box.mail->event : trace::no_event,
                in_words(box));
}

void draw_mailboxes(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    const std::vector<Mailbox> boxes = mailboxes_of(host);
    const std::size_t shown = std::min(boxes.size(), most_mailboxes);
    if (shown == 0) return;
    const Box& all = place.mailboxes;
    const float pitch = all.height() / static_cast<float>(most_mailboxes);
    float top = all.low.y + canvas.px(2);
    for (std::size_t i = 0; i < shown; ++i, top += pitch) {
        const Box cell{{all.low.x, top}, {all.high.x, top + pitch}};
        draw_mailbox_of(panel, canvas, cell, place.role, boxes[i], i + 1 == shown ? boxes.size() - shown : 0);
    }
}

}  // namespace

void draw_hosts(Panel& panel, const StageMap& map) {
    const Canvas canvas = panel.context.canvas().scaled(map.scale / panel.context.unit);
    // The sign lies on top of the card below it: it is asked first who is under the pointer.
    for (const view::StageHost& host : panel.scene.hosts) {
        const HostPlace* place = map.of(host.id);
        if (place == nullptr) continue;
        draw_card_of(panel, canvas, *place, host, map.text);
        draw_crash(panel, canvas, *place, host);
    }
    draw_ownership(panel, canvas, map);
    for (const view::StageHost& host : panel.scene.hosts) {
        const HostPlace* place = map.of(host.id);
        if (place == nullptr) continue;
        if (place->papers.height() > 0) draw_papers(panel, canvas, *place, host);
        draw_mailboxes(panel, canvas, *place, host);
        touch_event(panel, fmt::format("host {}", host.label), place->card, host.event,
                    fmt::format("{}: {}, {}", host.label, host.domain, host.address));
    }
    for (const view::StageHost& host : panel.scene.hosts)
        if (const HostPlace* place = map.of(host.id)) draw_waiting_tag(canvas, map, *place, host);
}

}  // namespace ui
