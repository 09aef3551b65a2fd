// The source tree as the tidy tests read it: files, their lines and includes, and the floors of
// src/CMakeLists.txt.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tidy {

struct SourceFile {
    std::string path;    // relative to the project, for example "src/smtp/reply.h"
    std::string folder;  // "src/smtp"
    std::vector<std::string> lines;
    /// What stands between the quotes or brackets of each #include, with its line number.
    std::vector<std::pair<int, std::string>> includes() const;
};

/// Every .h and .cpp under these folders of the project, in order of their paths.
std::vector<SourceFile> sources(const std::vector<std::string>& folders);

/// From `add_floor(name ON other...)`: each floor and what it may include, itself included.
std::map<std::string, std::set<std::string>> floors();

}  // namespace tidy
