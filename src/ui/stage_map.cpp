#include "ui/stage_map.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

// Design px of the stage.
constexpr float card_width = 204, card_height = 78, names_height = 52, names_width = 204;
constexpr float papers_height = 100, papers_beside = 104, between_parts = 6;
constexpr float margin = 14, band = 50;  // band: above the cards, where labels travel
constexpr float least_way = 96;          // between two cards, or nothing can be seen on it
constexpr float same_column = 0.12f;     // hosts nearer than this share of the width stand below each other
constexpr float smallest_scale = 0.42f, largest_scale = 1.7f;

bool keeps_names(const view::StageHost& host) {
    return host.role == trace::Role::dns && host.tray.empty() && host.mailboxes.empty();
}

bool has_papers(const view::StageHost& host) {
    return host.role == trace::Role::client || host.role == trace::Role::relay || !host.tray.empty() ||
           !host.mailboxes.empty();
}

float height_of(const view::StageHost& host) {
    return card_height + (has_papers(host) ? between_parts + papers_height : 0);
}

using Hosts = std::vector<const view::StageHost*>;

struct Sorted {
    Hosts names;
    std::vector<Hosts> columns;  // left to right, each from the top down
};

/// With few columns a stack would leave the stage empty beside it: its lowest host gets a column of its own.
void spread(std::vector<Hosts>& columns) {
    constexpr std::size_t enough = 3;
    for (std::size_t i = columns.size(); i-- > 0 && columns.size() < enough;) {
        if (columns[i].size() < 2 || columns[i].back()->role == trace::Role::attacker) continue;
        const view::StageHost* host = columns[i].back();
        columns[i].pop_back();
        columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(i) + 1, Hosts{host});
    }
}

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
    spread(answer.columns);
    return answer;
}

float column_height(const Hosts& column) {
    float height = 0;
    for (const view::StageHost* host : column) height += height_of(*host) + margin;
    return height - margin;
}

/// The largest scale at which all of it fits.
float scale_for(const Box& area, float unit, const Sorted& hosts) {
    float tallest = card_height;
    for (const Hosts& column : hosts.columns) tallest = std::max(tallest, column_height(column));
    const auto columns = static_cast<float>(std::max<std::size_t>(1, hosts.columns.size()));
    const float wide = std::max(columns * card_width + (columns - 1) * least_way,
                                static_cast<float>(hosts.names.size()) * (names_width + margin)) +
                       2 * margin;
    const float high = tallest + (hosts.names.empty() ? margin : names_height + margin / 2) + band + margin;
    const float fits = std::min(area.width() / (wide * unit), area.height() / (high * unit));
    return unit * std::clamp(fits, smallest_scale, largest_scale);
}

HostPlace placed(const view::StageHost& host, Point top, float scale, int column) {
    HostPlace place{host.id, static_cast<Role>(host.role), column, {}, {}, {}};
    const float width = (column < 0 ? names_width : card_width) * scale;
    const auto part = [&](float height) {
        const Box box{{top.x - width / 2, top.y}, {top.x + width / 2, top.y + height * scale}};
        top.y = box.high.y + between_parts * scale;
        return box;
    };
    place.card = part(column < 0 ? names_height : card_height);
    if (column < 0 || !has_papers(host)) return place;
    place.papers = part(papers_height);
    if (!host.mailboxes.empty()) {  // beside the papers
        place.mailboxes = place.papers;
        place.mailboxes.low.x = place.papers.high.x = std::round(place.papers.low.x + papers_beside * scale);
    }
    return place;
}

void place_names(StageMap& map, const Hosts& names) {
    const float half = names_width * map.scale / 2, edge = margin * map.scale;
    float least = map.area.low.x + edge + half;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const float later = static_cast<float>(names.size() - 1 - i) * (2 * half + edge);
        const float most = std::max(least, map.area.high.x - edge - half - later);
        const float x = std::clamp(map.area.at(names[i]->x, 0).x, least, most);
        map.places.push_back(placed(*names[i], {x, map.area.low.y + edge / 2}, map.scale, -1));
        least = x + 2 * half + edge;
    }
}

void place_column(StageMap& map, const Hosts& column, int number, float x, float top) {
    float all = column_height(column) * map.scale;
    const float slack = std::max(0.0f, map.area.high.y - margin * map.scale - top - all);
    // A column of one stands where it wishes, a fuller one spreads.
    const float gap = slack / static_cast<float>(column.size() + 1);
    float y = column.size() == 1 ? top + slack * std::clamp(column[0]->y - 0.2f, 0.0f, 0.5f) : top + gap;
    for (const view::StageHost* host : column) {
        map.places.push_back(placed(*host, {x, std::round(y)}, map.scale, number));
        y += (height_of(*host) + margin) * map.scale + (column.size() == 1 ? 0 : gap * 0.5f);
    }
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
    const Sorted all = sorted(hosts);
    StageMap map{scale_for(area, unit, all), area, {}};
    place_names(map, all.names);
    const float top = area.low.y + ((all.names.empty() ? 0 : names_height + margin / 2) + band) * map.scale;
    const float half = card_width * map.scale / 2, edge = margin * map.scale;
    // Columns stand evenly between the edges.
    const auto last = static_cast<float>(all.columns.size()) - 1;
    const float span = std::max(0.0f, area.width() - 2 * (half + edge));
    const float pitch = last > 0 ? span / last : 0;
    float x = area.centre().x - pitch * last / 2;
    for (std::size_t i = 0; i < all.columns.size(); ++i, x += pitch)
        place_column(map, all.columns[i], static_cast<int>(i), std::round(x), top);
    return map;
}

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
        const Point high{upper.card.centre().x, upper.card.high.y},
            low{lower.card.centre().x, lower.card.low.y};
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
        const Point start{a->card.centre().x, a->card.low.y}, end{b->card.centre().x, b->card.low.y};
        const Point up{0, -56 * map.scale};
        return {start, start + up, end + up, end};
    }
    return level_curve(towards(*a, b->card.centre().x), towards(*b, a->card.centre().x));
}

}  // namespace ui
