// Where this clone and its build stand, for tests that read golden files or write their own. Absolute; only
// folders.cpp is compiled with them, so that all other objects are the same in every clone (ccache).
#pragma once
#include <filesystem>

namespace support {

/// The clone's top folder.
std::filesystem::path source_folder();
/// The build folder of the preset that is tested; tests may make folders of their own in it.
std::filesystem::path build_folder();

}  // namespace support
