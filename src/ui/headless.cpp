#include "ui/headless.h"

#include "base/expects.h"
#include "ui/compat.h"
#include "ui/keys.h"
#include "ui/raster.h"

namespace ui {

namespace {

#if IMGUI_VERSION_NUM >= 19200
void take_textures() {
    ImVector<ImTextureData*>* textures = ImGui::GetDrawData()->Textures;
    if (textures == nullptr) return;
    for (ImTextureData* texture : *textures) {
        if (texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates) {
            texture->SetTexID(compat::texture_id(reinterpret_cast<std::intptr_t>(texture)));
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
    }
}

void drop_textures() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
}

Texture texture_of(ImTextureID id) {
    const auto* texture = reinterpret_cast<const ImTextureData*>(static_cast<std::intptr_t>(id));
    return {texture->Width, texture->Height, texture->BytesPerPixel,
            static_cast<const unsigned char*>(const_cast<ImTextureData*>(texture)->GetPixels())};
}
#else
void take_textures() {}
void drop_textures() {}

Texture texture_of(ImTextureID) {
    Texture texture;
    unsigned char* pixels = nullptr;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &texture.width, &texture.height);
    texture.pixels = pixels;
    return texture;
}
#endif

}  // namespace

Headless::Headless(const HeadlessOptions& options) : options_(options), imgui_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(imgui_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;  // a picture must not depend on the caret's phase
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
#if IMGUI_VERSION_NUM >= 19200
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
    io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
    map_keys_without_window();
    context_.wanted = options.appearance;
    context_.marks = options.marks;
}

Headless::~Headless() {
    ImGui::SetCurrentContext(imgui_);
    drop_textures();
    ImGui::DestroyContext(imgui_);
}

void Headless::frame(const std::function<void(Context&)>& draw, int milliseconds) {
    base::expects(milliseconds > 0);
    ImGui::SetCurrentContext(imgui_);
    dresser_.dress(context_, options_.display, 1);
    ImGui::GetIO().DeltaTime = static_cast<float>(milliseconds) / 1000.0f;
    ImGui::NewFrame();
    draw(context_);
    ImGui::Render();
    take_textures();
}

Image Headless::picture() {
    ImGui::SetCurrentContext(imgui_);
    const ImDrawData* drawing = ImGui::GetDrawData();
    base::expects(drawing != nullptr);
    Image image(options_.width, options_.height, context_.theme->background);
    paint(image, *drawing, texture_of);
    return image;
}

int Headless::frame_number() const {
    ImGui::SetCurrentContext(imgui_);
    return ImGui::GetFrameCount();
}

}  // namespace ui
