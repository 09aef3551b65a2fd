// Where everything on the stage stands: a card for each host, its tray of papers and its mailboxes below, the
// name servers in a row above. Takes the scene's places as wishes and moves apart what would overlap; where
// the stage is low, cards say less. Pure geometry; draws nothing.
#pragma once
#include <vector>

#include "ui/shapes.h"
#include "view/scene.h"

namespace ui {

struct HostPlace {
    view::HostId id = trace::no_host;
    Role role = Role::client;
    int column = 0;               // from the left; name servers: -1
    Box card, papers, mailboxes;  // the last two are empty where a host has none
    Box all() const;
};

/// How much a card says; the rest is in its tooltip.
enum class CardText : std::uint8_t { full, domain, label };

struct StageMap {
    float scale = 1;  // screen px a design px of the stage
    Box area;
    CardText text = CardText::full;
    std::vector<HostPlace> places;
    const HostPlace* of(view::HostId id) const;
};

StageMap map_stage(const Box& area, float unit, const std::vector<view::StageHost>& hosts);

/// The way between two hosts, from the edge of one card to the edge of the other.
Curve way_between(const StageMap& map, view::HostId from, view::HostId to);

}  // namespace ui
