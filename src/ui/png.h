// Pictures as PNG (ISO/IEC 15948), by stb_image_write. A file is there whole or not at all.
#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "ui/image.h"

namespace ui {

/// The octets of a PNG file, RGB. Empty for an empty image.
std::string png_bytes(const Image& image);

/// Writes a temporary file beside `path`, then renames it. Returns the problem, if there was one; then `path`
/// is as it was before.
std::optional<base::Problem> write_png(const std::string& path, const Image& image);

}  // namespace ui
