#include "ui/png.h"

#include <stb/stb_image_write.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace ui {

namespace {

constexpr int channels = 3;

void append(void* to, void* octets, int size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(octets), static_cast<std::size_t>(size));
}

base::Problem cannot_write(const std::string& path, const std::string& why) {
    return {
        {path, 0, 0}, "cannot write the picture: " + why, "name a file in a folder that you may write to"};
}

bool write_octets(const std::filesystem::path& path, const std::string& octets) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
    file.close();
    return static_cast<bool>(file);
}

}  // namespace

std::string png_bytes(const Image& image) {
    if (image.width <= 0 || image.height <= 0) return {};
    std::string rows;
    rows.reserve(image.pixels.size() * channels);
    for (const std::uint32_t pixel : image.pixels)
        for (int channel = 0; channel < channels; ++channel)
            rows.push_back(static_cast<char>(pixel >> (8 * channel) & 0xFF));
    std::string png;
    stbi_write_png_to_func(append, &png, image.width, image.height, channels, rows.data(),
                           image.width * channels);
    return png;
}

std::optional<base::Problem> write_png(const std::string& path, const Image& image) {
    const std::string png = png_bytes(image);
    if (png.empty()) return cannot_write(path, "the picture has no size");
    const std::filesystem::path draft = path + ".part";
    errno = 0;
    std::error_code failed;
    if (!write_octets(draft, png)) {
        const std::string why = errno != 0 ? std::strerror(errno) : "the file could not be written";
        std::filesystem::remove(draft, failed);
        return cannot_write(path, why);
    }
    std::filesystem::rename(draft, path, failed);
    if (!failed) return std::nullopt;
    const std::string why = failed.message();
    std::filesystem::remove(draft, failed);
    return cannot_write(path, why);
}

}  // namespace ui
