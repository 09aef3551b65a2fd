// Runs the command line as a user does, inside the test: arguments in; status, stdout and stderr out.
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run.h"
#include "tests/support/folders.h"

namespace cli_test {

struct Ran {
    int status = 0;
    std::string out, err;
};

inline Ran run(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const int status = cli::run(arguments, {out, err, {cli::Colour::none, 100}});
    return {status, out.str(), err.str()};
}

/// A folder of its own for one test, removed afterwards.
class Folder {
public:
    Folder() {
        static int count = 0;
        path_ = support::build_folder() / "cli-tests" / std::to_string(++count);
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path(const std::string& name) const { return (path_ / name).string(); }
    std::string write(const std::string& name, const std::string& octets) const {
        std::ofstream(path(name), std::ios::binary) << octets;
        return path(name);
    }
    std::string read(const std::string& name) const {
        std::ifstream file(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            found.push_back(entry.path().filename());
        return found;
    }

private:
    std::filesystem::path path_;
};

}  // namespace cli_test
