#include "ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "ui/compat.h"

namespace ui {

const std::array<FontPlace, 17> font_places{{
    // Debian and Ubuntu: fonts-inter, fonts-jetbrains-mono
    {Family::regular, "/usr/share/fonts/opentype/inter/Inter-Regular.otf"},
    {Family::strong, "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"},
    {Family::mono, "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf"},
    {Family::mono_strong, "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Bold.ttf"},
    // Older and newer Debian keep Inter elsewhere
    {Family::regular, "/usr/share/fonts/truetype/inter/Inter-Regular.ttf"},
    {Family::strong, "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"},
    // Arch, Fedora
    {Family::regular, "/usr/share/fonts/inter/Inter-Regular.otf"},
    {Family::strong, "/usr/share/fonts/inter/Inter-SemiBold.otf"},
    {Family::mono, "/usr/share/fonts/TTF/JetBrainsMono-Regular.ttf"},
    {Family::mono_strong, "/usr/share/fonts/TTF/JetBrainsMono-Bold.ttf"},
    {Family::mono, "/usr/share/fonts/jetbrains-mono-fonts/JetBrainsMono-Regular.otf"},
    {Family::mono_strong, "/usr/share/fonts/jetbrains-mono-fonts/JetBrainsMono-Bold.otf"},
    // macOS
    {Family::regular, "/Library/Fonts/Inter-Regular.otf"},
    {Family::strong, "/Library/Fonts/Inter-SemiBold.otf"},
    {Family::mono, "/Library/Fonts/JetBrainsMono-Regular.ttf"},
    // Windows
    {Family::regular, "C:/Windows/Fonts/Inter-Regular.ttf"},
    {Family::mono, "C:/Windows/Fonts/JetBrainsMono-Regular.ttf"},
}};

namespace {

constexpr std::array<std::string_view, family_count> family_names{
    "Inter Regular", "Inter SemiBold", "JetBrains Mono Regular", "JetBrains Mono Bold"};

// ImGui 1.86 keeps these pointers until the atlas is built. Latin-1, Latin Extended-A; then what we print
// besides.
constexpr ImWchar letters[] = {0x0020, 0x00FF, 0x0100, 0x017F, 0x2010, 0x2015, 0x2018, 0x201E,
                               0x2022, 0x2022, 0x2026, 0x2026, 0x20AC, 0x20AC, 0};
constexpr ImWchar signs[] = {0x2190, 0x2199, 0x21B5, 0x21B5, 0x2212, 0x2212, 0x2260, 0x2265, 0x2318, 0x2318,
                             0x23F0, 0x23F0, 0x2500, 0x257F, 0x25A0, 0x25A1, 0x25B2, 0x25B3, 0x25B6, 0x25B7,
                             0x25BC, 0x25BD, 0x25C0, 0x25C1, 0x25CB, 0x25CF, 0x2713, 0x2718, 0};

// Above this size a second sample across costs memory and shows nothing.
constexpr float oversampled_up_to = 40;

ImFontConfig config_for(float pixels) {
    ImFontConfig config;
    config.OversampleH = pixels <= oversampled_up_to ? 2 : 1;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    return config;
}

class Baker {
public:
    Baker(const Zoom& zoom, std::string_view root, std::vector<std::string>& notes)
        : zoom_(zoom), atlas_(*ImGui::GetIO().Fonts) {
        for (std::size_t i = 0; i < family_count; ++i) {
            files_[i] = font_file(static_cast<Family>(i), root);
            if (files_[i].empty())
                notes.push_back("The font " + std::string(family_names[i]) +
                                " is not installed; a plainer one stands in for it.");
        }
    }

    Face bake(Family family, float share) {
        const float size = std::round(base_text_size * zoom_.text * zoom_.display * share);
        const float pixels = std::round(size * zoom_.density);
        ImFont* font = add(family, pixels);
        font->Scale = size / pixels;
        return {font, size};
    }

private:
    ImFont* add(Family family, float pixels) {
        const std::string& file = files_[static_cast<std::size_t>(family)];
        ImFontConfig config = config_for(pixels);
        if (file.empty()) {
            config.SizePixels = pixels;
            return atlas_.AddFontDefault(&config);
        }
        ImFont* font = atlas_.AddFontFromFileTTF(file.c_str(), pixels, &config, letters);
        config.MergeMode = true;
        atlas_.AddFontFromFileTTF(file.c_str(), pixels, &config, signs);
        // JetBrains Mono has the signs that Inter lacks; a glyph that is there already stays.
        const std::string& mono = files_[static_cast<std::size_t>(Family::mono)];
        if (!mono.empty() && mono != file) atlas_.AddFontFromFileTTF(mono.c_str(), pixels, &config, signs);
        return font;
    }

    Zoom zoom_;
    ImFontAtlas& atlas_;
    std::array<std::string, family_count> files_;
};

}  // namespace

float Face::width_of(std::string_view text) const {
    return font->CalcTextSizeA(size, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

Face Fonts::at(Family family, float size) const {
    const auto nearest = [size](std::initializer_list<Face> faces) {
        const auto distance = [size](const Face& face) { return std::abs(face.size - size); };
        return *std::min_element(faces.begin(), faces.end(),
                                 [&](const Face& a, const Face& b) { return distance(a) < distance(b); });
    };
    Face face = mono;
    if (family == Family::regular) face = nearest({body, small});
    if (family == Family::strong) face = nearest({strong, heading, title});
    if (family == Family::mono_strong) face = mono_strong;
    return {face.font, size};
}

std::string font_file(Family family, std::string_view root) {
    for (const FontPlace& place : font_places) {
        if (place.family != family) continue;
        const std::string path = std::string(root) + std::string(place.path);
        std::error_code ignored;
        if (std::filesystem::is_regular_file(path, ignored)) return path;
    }
    return {};
}

Fonts build_fonts(const Zoom& wanted, std::string_view root) {
    Zoom zoom = wanted;
    zoom.text = std::clamp(zoom.text, smallest_text_scale, largest_text_scale);
    zoom.display = std::clamp(zoom.display, 0.5f, 4.0f);
    zoom.density = std::clamp(zoom.density, 1.0f, 4.0f);
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoBakedLines;
    Fonts fonts;
    Baker baker(zoom, root, fonts.notes);
    fonts.body = baker.bake(Family::regular, 1.0f);
    fonts.strong = baker.bake(Family::strong, 1.0f);
    fonts.small = baker.bake(Family::regular, 0.8f);
    fonts.heading = baker.bake(Family::strong, 1.2f);
    fonts.title = baker.bake(Family::strong, 1.5f);
    fonts.mono = baker.bake(Family::mono, 0.9f);
    fonts.mono_strong = baker.bake(Family::mono_strong, 0.9f);
    ImGui::GetIO().FontDefault = fonts.body.font;
    if (compat::bakes_sizes) compat::bake(atlas);
    return fonts;
}

FaceScope::FaceScope(const Face& face) {
    compat::push_font(face.font, face.size);
}

std::string fitted(std::string_view text, const Face& face, float width) {
    if (face.width_of(text) <= width) return std::string(text);
    constexpr std::string_view ellipsis = "\u2026";
    const float room = width - face.width_of(ellipsis);
    if (room <= 0) return {};
    const char* rest = nullptr;
    face.font->CalcTextSizeA(face.size, room, 0, text.data(), text.data() + text.size(), &rest);
    auto kept = static_cast<std::size_t>(rest - text.data());
    while (kept > 0 && text[kept - 1] == ' ') --kept;
    return std::string(text.substr(0, kept)) + std::string(ellipsis);
}

}  // namespace ui
