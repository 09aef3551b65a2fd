// The files of assets/ as they were when the program was built: scenarios and reference cards.
// They are compiled in, so that the program needs no folder beside it.
#pragma once
#include <span>
#include <string_view>

namespace assets {

struct File {
    std::string_view path;  // relative to assets/, for example "scenarios/first-delivery.toml"
    std::string_view text;
};

/// All files, ordered by path.
std::span<const File> files();

}  // namespace assets
