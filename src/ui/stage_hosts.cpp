#include "ui/stage_hosts.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "ui/office.h"
#include "ui/stage_papers.h"

namespace ui {

namespace {

void draw_card_text(const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    const Theme& theme = *canvas.theme;
    const Box& card = place.card;
    const Color hue = theme.role(place.role);
    const float disc = canvas.px(19);
    const bool names = place.column < 0;
    const Point icon = card.low + Point{canvas.px(12) + disc, names ? card.height() / 2 : canvas.px(10) + disc};
    canvas.list->AddCircleFilled(icon, disc, theme.tint(place.role), 40);
    draw_icon(canvas, icon_of(place.role), icon, 24, hue);
    const Face title = canvas.fonts->at(Family::strong, std::round(canvas.px(17)));
    const Face mono = canvas.fonts->at(Family::mono, std::round(canvas.px(12)));
    const float left = icon.x + disc + canvas.px(9), right = card.high.x - canvas.px(8);
    if (names) {
        draw_text(canvas, {left, card.low.y + canvas.px(8)}, title, theme.ink, fitted(host.label, title, right - left));
        draw_text(canvas, {left, card.low.y + canvas.px(32)}, mono, theme.dim, fitted(host.address, mono, right - left));
        return;
    }
    draw_text(canvas, {left, icon.y - title.size / 2}, title, theme.ink, fitted(host.label, title, right - left));
    // Name and address stand in one column below the label.
    const float start = card.low.x + canvas.px(12), width = right - start;
    draw_text(canvas, {start, card.low.y + canvas.px(50)}, mono, theme.dim, fitted(host.domain, mono, width));
    draw_text(canvas, {start, card.low.y + canvas.px(66)}, mono, theme.dim, fitted(host.address, mono, width));
}

void draw_card_of(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    const Theme& theme = *canvas.theme;
    const bool active = host.activity == view::StageHost::Activity::active;
    const Color hue = theme.role(place.role);
    draw_card(canvas, place.card, theme.room, active ? Lift::lifted : Lift::resting);
    const float corner = canvas.px(corner_radius);
    compat::add_rect(*canvas.list, place.card.low, place.card.high, active ? hue : mixed(hue, theme.room, 0.55f), corner,
                     canvas.px(active ? 2.5f : 1.5f));
    canvas.list->AddRectFilled(place.card.low, {place.card.high.x, place.card.low.y + canvas.px(5)}, hue, corner,
                               ImDrawFlags_RoundCornersTop);
    if (panel.hovered(host.event) || panel.selected(host.event))
        compat::add_rect(*canvas.list, place.card.grown(canvas.px(3)).low, place.card.grown(canvas.px(3)).high,
                         theme.accent, corner, canvas.px(2));
    draw_card_text(canvas, place, host);
}

/// The one sign: a filled plate on the upper edge of the owner's card.
void draw_ownership(Panel& panel, const Canvas& canvas, const StageMap& map) {
    const view::Ownership& owner = panel.scene.owner;
    const HostPlace* place = map.of(owner.host);
    if (place == nullptr) return;
    const Theme& theme = *canvas.theme;
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(13)));
    constexpr std::string_view words = "owns the mail";
    const float height = canvas.px(24), width = face.width_of(words) + canvas.px(38);
    const Point centre{place->card.centre().x, place->card.low.y - canvas.px(2)};
    const Box plate = box_around(centre, width, height);
    draw_soft_shadow(canvas, plate.moved({0, canvas.px(2)}), 12, 6, theme.shadow);
    canvas.list->AddRectFilled(plate.low, plate.high, theme.accent, height / 2);
    draw_icon(canvas, Icon::envelope, {plate.low.x + canvas.px(16), centre.y}, 16, theme.on_accent);
    draw_text(canvas, {plate.low.x + canvas.px(28), centre.y - face.size / 2}, face, theme.on_accent, words);
    touch_event(panel, "owner", plate, owner.event, owner.text);
}

void draw_mailboxes(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    constexpr std::size_t most = 3;
    const std::size_t shown = std::min(host.mailboxes.size(), most);
    if (shown == 0) return;
    const Theme& theme = *canvas.theme;
    const Face face = canvas.fonts->at(Family::regular, std::round(canvas.px(12)));
    const float pitch = place.mailboxes.width() / static_cast<float>(shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const std::string& mailbox = host.mailboxes[i];
        const view::TrayMail* mail = nullptr;
        int count = 0;
        for (const view::TrayMail& other : host.tray)
            if (other.custody == view::Custody::delivered && other.mailbox == mailbox) mail = &other, ++count;
        const float left = place.mailboxes.low.x + pitch * static_cast<float>(i);
        const Box cell{{left, place.mailboxes.low.y}, {left + pitch, place.mailboxes.high.y}};
        const float high = canvas.px(40);
        const Box box = box_around({cell.centre().x, cell.low.y + high / 2}, high * mailbox_aspect, high);
        draw_mailbox(canvas, box, place.role, mail != nullptr ? Flag::up : Flag::down, "");
        const std::string local = mailbox.substr(0, mailbox.find('@'));
        const std::string name = i + 1 == most && host.mailboxes.size() > most
                                     ? fmt::format("{} +{}", local, host.mailboxes.size() - most)
                                     : count > 1 ? fmt::format("{} ({})", local, count) : local;
        const Face& written = mail != nullptr ? canvas.fonts->at(Family::strong, face.size) : face;
        draw_text_centred(canvas, {cell.centre().x, cell.high.y - face.size * 0.6f}, written,
                          mail != nullptr ? theme.ink : theme.dim, fitted(name, written, pitch - canvas.px(2)));
        const std::string help = mail == nullptr ? fmt::format("The mailbox of {}: empty", mailbox)
                                                 : fmt::format("In the mailbox of {}: {}{}", mailbox,
                                                               mail->subject.empty() ? "a mail" : mail->subject,
                                                               count > 1 ? fmt::format(" and {} more", count - 1) : "");
        touch_event(panel, fmt::format("mailbox {}", mailbox), cell, mail != nullptr ? mail->event : trace::no_event, help);
    }
}

}  // namespace

void draw_hosts(Panel& panel, const StageMap& map) {
    const Canvas canvas = panel.context.canvas().scaled(map.scale / panel.context.unit);
    // The sign lies on top of the card below it: it is asked first who is under the pointer.
    for (const view::StageHost& host : panel.scene.hosts) {
        const HostPlace* place = map.of(host.id);
        if (place == nullptr) continue;
        draw_card_of(panel, canvas, *place, host);
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
}

}  // namespace ui
