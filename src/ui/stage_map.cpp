#include "ui/stage_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

namespace {

// Design px of the stage.
constexpr float card_width = 202, names_width = 204;
constexpr float papers_beside = 117, between_parts = 6;
constexpr float least_way = 96;       // between two cards, or nothing can be seen on it
constexpr float same_column = 0.12f;  // hosts nearer than this share of the width stand below each other
constexpr float smallest_scale = 0.2f, largest_scale = 1.7f;
constexpr float large_enough = 0.9f;  // of a design px: below it, cards say less before everything shrinks

/// How much room everything takes, from generous to sparing. `band`: above the cards, where labels travel.
struct Measures {
    CardText text;
    float card, names_card, papers, band, margin;
};
constexpr std::array<Measures, 3> densities{{
    {CardText::full, 78, 52, 104, 50, 14},
    {CardText::domain, 62, 36, 92, 50, 8},
    {CardText::label, 44, 34, 78, 48, 6},
}};

bool keeps_names(const view::StageHost& host) {
    return host.role == trace::Role::dns && host.tray.empty() && host.mailboxes.empty();
}

bool has_papers(const view::StageHost& host) {
    return host.role == trace::Role::client || host.role == trace::Role::relay || !host.tray.empty() ||
           !host.mailboxes.empty();
}

float height_of(const view::StageHost& host, const Measures& take) {
    return take.card + (has_papers(host) ? between_parts + take.papers : 0);
}

using Hosts = std::vector<const view::StageHost*>;

struct Sorted {
    Hosts names;
    std::vector<Hosts> columns;  // left to right, each from the top down
};

Sorted sorted(const std::vector<view::StageHost>& hosts) {
    Sorted answer;
    Hosts others;
    for (const view::StageHost& host : hosts) (keeps_names(host) ? answer.names : others).push_back(&host);
    const auto by_x = [](const view::StageHost* a, const view::StageHost* b) { return a->x < b->x; };
    std::stable_sort(answer.names.begin(), answer.names.end(), by_x);
    std::stable_sort(others.begin(), others.end(), by_x);
    float last = -1;
    for (const view::StageHost* host : others) {
        if (answer.columns.empty() || host->x - last > same_column) answer.columns.emplace_back();
        answer.columns.back().push_back(host);
        last = host->x;
    }
    for (Hosts& column : answer.columns)
        std::stable_sort(column.begin(), column.end(),
                         [](const view::StageHost* a, const view::StageHost* b) { return a->y < b->y; });
    return answer;
}

float column_height(const Hosts& column, const Measures& take) {
    float height = 0;
    for (const view::StageHost* host : column) height += height_of(*host, take) + take.margin;
    return height - take.margin;
}

/// From the upper edge of the stage to the highest card.
float head_height(const Sorted& hosts, const Measures& take) {
    return take.band + (hosts.names.empty() ? 0 : take.names_card + take.margin / 2);
}

/// The largest scale at which all of it fits.
float scale_for(const Box& area, float unit, const Sorted& hosts, const Measures& take) {
    float tallest = take.card;
    for (const Hosts& column : hosts.columns) tallest = std::max(tallest, column_height(column, take));
    const auto columns = static_cast<float>(std::max<std::size_t>(1, hosts.columns.size()));
    const float wide = std::max(columns * card_width + (columns - 1) * least_way,
                                static_cast<float>(hosts.names.size()) * (names_width + take.margin)) +
                       2 * take.margin;
    const float high = tallest + head_height(hosts, take) + take.margin;
    const float fits = std::min(area.width() / (wide * unit), area.height() / (high * unit));
    return unit * std::clamp(fits, smallest_scale, largest_scale);
}

/// The tallest stack with its lowest host in a column of its own: a stranger's to the left, any other's to
/// the right.
Sorted with_one_split(Sorted hosts, const Measures& take) {
    std::size_t tallest = hosts.columns.size();
    for (std::size_t i = 0; i < hosts.columns.size(); ++i)
        if (hosts.columns[i].size() > 1 &&
            (tallest == hosts.columns.size() ||
             column_height(hosts.columns[i], take) > column_height(hosts.columns[tallest], take)))
            tallest = i;
    if (tallest == hosts.columns.size()) return hosts;
    const view::StageHost* host = hosts.columns[tallest].back();
    hosts.columns[tallest].pop_back();
    const std::size_t at = tallest + (host->role == trace::Role::attacker ? 0 : 1);
    hosts.columns.insert(hosts.columns.begin() + static_cast<std::ptrdiff_t>(at), Hosts{host});
    return hosts;
}

/// Stacks are taken apart as long as everything can then be drawn larger.
Sorted spread(Sorted hosts, const Box& area, float unit, const Measures& take) {
    constexpr float worthwhile = 1.04f;
    for (std::size_t tries = 0; tries < hosts.columns.size() + 8; ++tries) {
        Sorted wider = with_one_split(hosts, take);
        if (wider.columns.size() == hosts.columns.size()) break;
        if (scale_for(area, unit, wider, take) < scale_for(area, unit, hosts, take) * worthwhile) break;
        hosts = std::move(wider);
    }
    return hosts;
}

HostPlace placed(const view::StageHost& host, Point top, float scale, int column, const Measures& take) {
    HostPlace place{host.id, static_cast<Role>(host.role), column, {}, {}, {}};
    const float width = (column < 0 ? names_width : card_width) * scale;
    const auto part = [&](float height) {
        const Box box{{top.x - width / 2, top.y}, {top.x + width / 2, top.y + height * scale}};
        top.y = box.high.y + between_parts * scale;
        return box;
    };
    place.card = part(column < 0 ? take.names_card : take.card);
    if (column < 0 || !has_papers(host)) return place;
    place.papers = part(take.papers);
    if (!host.mailboxes.empty()) {  // beside the papers
        place.mailboxes = place.papers;
        place.mailboxes.low.x = place.papers.high.x = std::round(place.papers.low.x + papers_beside * scale);
    }
    return place;
}

void place_names(StageMap& map, const Hosts& names, const Measures& take) {
    const float half = names_width * map.scale / 2, edge = take.margin * map.scale;
    float least = map.area.low.x + edge + half;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const float later = static_cast<float>(names.size() - 1 - i) * (2 * half + edge);
        const float most = std::max(least, map.area.high.x - edge - half - later);
        const float x = std::clamp(map.area.at(names[i]->x, 0).x, least, most);
        map.places.push_back(placed(*names[i], {x, map.area.low.y + edge / 2}, map.scale, -1, take));
        least = x + 2 * half + edge;
    }
}

void place_column(StageMap& map, const Hosts& column, int number, Point at, const Measures& take) {
    const float top = at.y, all = column_height(column, take) * map.scale;
    const float slack = std::max(0.0f, map.area.high.y - take.margin * map.scale - top - all);
    // A column of one stands where it wishes, a fuller one spreads.
    const float gap = slack / static_cast<float>(column.size() + 1);
    float y = column.size() == 1 ? top + slack * std::clamp(column[0]->y - 0.2f, 0.0f, 0.5f) : top + gap;
    for (const view::StageHost* host : column) {
        map.places.push_back(placed(*host, {at.x, std::floor(y)}, map.scale, number, take));
        y += (height_of(*host, take) + take.margin) * map.scale + (column.size() == 1 ? 0 : gap * 0.5f);
    }
}

StageMap mapped(const Box& area, float unit, const std::vector<view::StageHost>& hosts,
                const Measures& take) {
    const Sorted all = spread(sorted(hosts), area, unit, take);
    StageMap map{scale_for(area, unit, all, take), area, take.text, {}};
    place_names(map, all.names, take);
    const float top = area.low.y + head_height(all, take) * map.scale;
    const float half = card_width * map.scale / 2, edge = take.margin * map.scale;
    // Columns stand evenly between the edges.
    const auto last = static_cast<float>(all.columns.size()) - 1;
    const float span = std::max(0.0f, area.width() - 2 * (half + edge));
    const float pitch = last > 0 ? span / last : 0;
    float x = area.centre().x - pitch * last / 2;
    for (std::size_t i = 0; i < all.columns.size(); ++i, x += pitch)
        place_column(map, all.columns[i], static_cast<int>(i), {std::round(x), top}, take);
    return map;
}

}  // namespace

Box HostPlace::all() const {
    Box box = card;
    if (papers.height() > 0) box.high.y = papers.high.y;
    return box;
}

const HostPlace* StageMap::of(view::HostId id) const {
    for (const HostPlace& place : places)
        if (place.id == id) return &place;
    return nullptr;
}

StageMap map_stage(const Box& area, float unit, const std::vector<view::StageHost>& hosts) {
    constexpr float worthwhile = 1.03f;  // less is not said for nothing
    StageMap best = mapped(area, unit, hosts, densities.front());
    for (std::size_t i = 1; i < densities.size() && best.scale < large_enough * unit; ++i) {
        StageMap map = mapped(area, unit, hosts, densities[i]);
        if (map.scale >= best.scale * worthwhile) best = std::move(map);
    }
    return best;
}

namespace {

/// Where ways leave a card upwards: beside the owner's sign.
Point top_gate(const Box& card) {
    return card.at(0.78f, 0);
}

}  // namespace

Curve way_between(const StageMap& map, view::HostId from, view::HostId to) {
    const HostPlace* a = map.of(from);
    const HostPlace* b = map.of(to);
    if (a == nullptr || b == nullptr) return {};
    const auto towards = [](const HostPlace& host, float x) {
        return Point{x > host.card.centre().x ? host.card.high.x : host.card.low.x, host.card.centre().y};
    };
    if (a->column < 0 || b->column < 0) {  // up to a name server, or down from it
        const HostPlace& upper = a->column < 0 ? *a : *b;
        const HostPlace& lower = a->column < 0 ? *b : *a;
        const Point low = top_gate(lower.card);
        const Point high{upper.card.centre().x, upper.card.high.y};
        const float bend = (low.y - high.y) * 0.5f;
        const Curve down{high, high + Point{0, bend}, low - Point{0, bend}, low};
        return &upper == a ? down : Curve{down.to, down.to_handle, down.from_handle, down.from};
    }
    if (a->column == b->column) {  // around the outside
        const Point start{a->card.high.x, a->card.centre().y}, end{b->card.high.x, b->card.centre().y};
        const Point out{54 * map.scale, 0};
        return {start, start + out, end + out, end};
    }
    if (std::abs(a->column - b->column) > 1) {  // over the heads of those between
        const Point start = top_gate(a->card), end = top_gate(b->card);
        const Point up{0, -56 * map.scale};
        return {start, start + up, end + up, end};
    }
    return level_curve(towards(*a, b->card.centre().x), towards(*b, a->card.centre().x));
}

}  // namespace ui
