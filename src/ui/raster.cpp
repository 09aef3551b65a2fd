#include "ui/raster.h"

#include <algorithm>
#include <cmath>

#include "ui/compat.h"
#include "ui/raster_fill.h"

namespace ui {

namespace {

using raster::Clip;

// Beyond this no corner can matter to a picture, and products of corners would not fit in 64 bits.
constexpr float farthest = 30000;

bool usable(const ImDrawVert& vertex) {
    return std::abs(vertex.pos.x) <= farthest && std::abs(vertex.pos.y) <= farthest;  // false for NaN
}

bool same_uv(const ImDrawVert& a, const ImDrawVert& b) {
    return a.uv.x == b.uv.x && a.uv.y == b.uv.y;
}

/// The six indices of ImDrawList::PrimRect and PrimRectUV: corners 0 1 2, 0 2 3, clockwise from the top left.
bool is_upright_quad(const ImDrawVert* v, const ImDrawIdx* index) {
    if (index[3] != index[0] || index[4] != index[2]) return false;
    const ImDrawVert &a = v[index[0]], &b = v[index[1]], &c = v[index[2]], &d = v[index[5]];
    if (a.pos.y != b.pos.y || b.pos.x != c.pos.x || c.pos.y != d.pos.y || d.pos.x != a.pos.x) return false;
    if (a.pos.x >= c.pos.x || a.pos.y >= c.pos.y) return false;
    if (a.col != b.col || a.col != c.col || a.col != d.col) return false;
    if (same_uv(a, c)) return same_uv(a, b) && same_uv(a, d);
    return a.uv.y == b.uv.y && b.uv.x == c.uv.x && c.uv.y == d.uv.y && d.uv.x == a.uv.x;
}

class Painter {
public:
    Painter(Image& image, const ImDrawData& drawing, const TextureOf& texture_of)
        : image_(image),
          offset_(drawing.DisplayPos),
          scale_(drawing.FramebufferScale),
          texture_of_(texture_of) {
        if (scale_.x <= 0 || scale_.y <= 0) scale_ = {1, 1};
    }

    void paint(const ImDrawList& list) {
        vertices_.assign(list.VtxBuffer.Data, list.VtxBuffer.Data + list.VtxBuffer.Size);
        for (ImDrawVert& vertex : vertices_)
            vertex.pos = {(vertex.pos.x - offset_.x) * scale_.x, (vertex.pos.y - offset_.y) * scale_.y};
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const Clip clip = clip_of(command);
            if (command.UserCallback != nullptr || clip.empty()) continue;
            Texture texture = texture_of_(command.GetTexID());
            if (texture.pixels == nullptr || texture.width <= 0 || texture.height <= 0) texture = {};
            paint(list, command, clip, texture);
        }
    }

private:
    Clip clip_of(const ImDrawCmd& command) const {
        const auto edge = [](float value, float offset, float scale, int limit) {
            const float at = (value - offset) * scale;
            return at > 0 ? static_cast<int>(std::min(at, static_cast<float>(limit))) : 0;
        };
        const ImVec4& box = command.ClipRect;
        return {
            edge(box.x, offset_.x, scale_.x, image_.width), edge(box.y, offset_.y, scale_.y, image_.height),
            edge(box.z, offset_.x, scale_.x, image_.width), edge(box.w, offset_.y, scale_.y, image_.height)};
    }

    void paint(const ImDrawList& list, const ImDrawCmd& command, const Clip& clip, const Texture& texture) {
        const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
        const ImDrawVert* v = vertices_.data() + command.VtxOffset;
        for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
            const ImDrawVert &a = v[index[i]], &b = v[index[i + 1]], &c = v[index[i + 2]];
            if (!usable(a) || !usable(b) || !usable(c)) continue;
            if (i + 5 < command.ElemCount && is_upright_quad(v, index + i)) {
                raster::fill_quad(image_, clip, texture, a, c);
                i += 3;
            } else {
                raster::fill_triangle(image_, clip, texture, a, b, c);
            }
        }
    }

    Image& image_;
    ImVec2 offset_;
    ImVec2 scale_;
    const TextureOf& texture_of_;
    std::vector<ImDrawVert> vertices_;  // the list's, in pixels of the image
};

}  // namespace

void paint(Image& image, const ImDrawData& drawing, const TextureOf& texture_of) {
    Painter painter(image, drawing, texture_of);
    for (int i = 0; i < compat::list_count(drawing); ++i) painter.paint(*drawing.CmdLists[i]);
}

}  // namespace ui
