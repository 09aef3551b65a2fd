// Inter for text, JetBrains Mono for protocol text: found where systems put them, baked at the sizes that
// LOOK asks for. Without them ImGui's own font stands in, and note says so. No font is kept in the
// repository.
#pragma once
#include <imgui.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ui {

constexpr float base_text_size = 18;  // screen px at 100 % on an ordinary display
constexpr float smallest_text_scale = 0.8f;
constexpr float largest_text_scale = 2.5f;

/// How large things are. `text`: the learner's A-/A+. `display`: the monitor's own factor (1.5, 2).
/// `density`: framebuffer pixels a screen px (2 where the system scales for us).
struct Zoom {
    float text = 1;
    float display = 1;
    float density = 1;
    friend bool operator==(const Zoom&, const Zoom&) = default;
};

/// A font at a size: what ImDrawList::AddText and ImGui's widgets need.
struct Face {
    ImFont* font = nullptr;
    float size = 0;  // screen px

    float width_of(std::string_view text) const;
};

enum class Family : std::uint8_t { regular, strong, mono, mono_strong };
constexpr std::size_t family_count = 4;

struct Fonts {
    Face body;                       // 1.0 Inter
    Face strong;                     // 1.0 Inter SemiBold
    Face small;                      // 0.8 Inter
    Face heading;                    // 1.2 Inter SemiBold
    Face title;                      // 1.5 Inter SemiBold
    Face mono;                       // 0.9 JetBrains Mono
    Face mono_strong;                // 0.9 JetBrains Mono Bold
    std::vector<std::string> notes;  // which fonts were not found and what stands in for them

    /// The family at another size, from the baked font that comes nearest.
    Face at(Family family, float size) const;
};

/// Where each family may be: the first path that exists is taken.
struct FontPlace {
    Family family;
    std::string_view path;
};
extern const std::array<FontPlace, 17> font_places;

/// The file of a family, or "" when it is nowhere. `root` stands before each path (tests).
std::string font_file(Family family, std::string_view root = "");

/// Empties the current context's atlas and fills it. Between frames only. The renderer must take the new
/// texture.
Fonts build_fonts(const Zoom& zoom, std::string_view root = "");

/// Sets the face for ImGui's widgets until the scope ends.
class FaceScope {
public:
    explicit FaceScope(const Face& face);
    ~FaceScope() { ImGui::PopFont(); }
    FaceScope(const FaceScope&) = delete;
    FaceScope& operator=(const FaceScope&) = delete;
};

/// As much of `text` as fits `width`, with an ellipsis at the end when something is left out.
std::string fitted(std::string_view text, const Face& face, float width);

}  // namespace ui
