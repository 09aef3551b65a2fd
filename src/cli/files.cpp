#include "cli/files.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace cli {
namespace {

base::Problem problem(const std::string& name, std::string what, std::string mend) {
    return {{name, 0, 0}, std::move(what), std::move(mend)};
}

}  // namespace

base::Result<std::string> read_file(const std::string& name) {
    std::error_code trouble;
    if (name != "-" && std::filesystem::is_directory(name, trouble))
        return problem(name, "is a folder, not a file", "name a file in it");
    std::ifstream file;
    if (name != "-") {
        file.open(name, std::ios::binary);
        if (!file) return problem(name, "cannot be read", "check the name and its permissions");
    }
    std::istream& in = name == "-" ? std::cin : file;
    std::string octets;
    char block[65536];
    while (in.read(block, sizeof block), in.gcount() > 0) {
        octets.append(block, static_cast<std::size_t>(in.gcount()));
        if (octets.size() > largest_file)
            return problem(name, fmt::format("is larger than {} octets", largest_file), "use a smaller file");
    }
    return octets;
}

std::optional<base::Problem> write_file(const std::string& name, std::string_view octets) {
    const std::string neighbour = name + ".part";
    {
        std::ofstream file(neighbour, std::ios::binary | std::ios::trunc);
        file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
        file.flush();
        if (!file) {
            std::remove(neighbour.c_str());
            return problem(name, "cannot be written", "check that the folder exists and has room");
        }
    }
    std::error_code trouble;
    std::filesystem::rename(neighbour, name, trouble);
    if (!trouble) return {};
    std::remove(neighbour.c_str());
    return problem(name, "cannot be written", "check that it is no folder and may be replaced");
}

}  // namespace cli
