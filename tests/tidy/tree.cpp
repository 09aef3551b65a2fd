#include "tidy/tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/folders.h"

namespace tidy {
namespace {

const std::filesystem::path root = support::source_folder();

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

}  // namespace

std::vector<std::pair<int, std::string>> SourceFile::includes() const {
    std::vector<std::pair<int, std::string>> found;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        const std::string& line = lines[number];
        if (!line.starts_with("#include ")) continue;
        const auto begin = line.find_first_of("\"<");
        const auto end = line.find_last_of("\">");
        if (begin != std::string::npos && end > begin)
            found.push_back({static_cast<int>(number) + 1, line.substr(begin + 1, end - begin - 1)});
    }
    return found;
}

std::vector<SourceFile> sources(const std::vector<std::string>& folders) {
    std::vector<SourceFile> files;
    for (const std::string& folder : folders)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp") continue;
            const auto relative = std::filesystem::relative(entry.path(), root);
            files.push_back(
                {relative.generic_string(), relative.parent_path().generic_string(), lines_of(entry.path())});
        }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return files;
}

std::map<std::string, std::set<std::string>> floors() {
    std::map<std::string, std::set<std::string>> found;
    for (const std::string& line : lines_of(root / "src" / "CMakeLists.txt")) {
        if (!line.starts_with("add_floor(")) continue;
        std::istringstream words(line.substr(10, line.find(')') - 10));
        std::string name, word;
        words >> name;
        found[name].insert(name);
        bool listing = false;
        while (words >> word) {
            if (word == "ON" || word == "WITH")
                listing = word == "ON";
            else if (listing)
                found[name].insert(word);
        }
    }
    return found;
}

}  // namespace tidy
