// A scene as text, for goldens and for reading a failure: a line an item, nothing that a pixel would decide.
#pragma once
#include <string>

#include "view/scene.h"

std::string stage_text(const view::Scene& scene);
std::string ladder_text(const view::Ladder& ladder, const view::Scene& scene);
std::string timeline_text(const view::Timeline& timeline);
std::string inspector_text(const view::Inspector& inspector);
/// All four, with headings.
std::string scene_text(const view::Scene& scene);
