// The house rules that a machine can hold: floors, sizes, columns, names. A failure lists every place.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

#include "tidy/tree.h"

using namespace tidy;

namespace {

std::string join(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n  " + line;
    return text;
}

std::string place(const SourceFile& file, std::size_t line) {
    return file.path + ":" + std::to_string(line);
}

std::string floor_of(const SourceFile& file) {
    return file.folder.substr(std::string("src/").size());
}

bool mentions(const std::string& line, const std::string& word) {
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    for (auto at = line.find(word); at != std::string::npos; at = line.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word(line[at - 1]);
        const auto end = at + word.size();
        if (begins && (end >= line.size() || !is_word(line[end]))) return true;
    }
    return false;
}

std::string code_of(const std::string& line) {
    return line.substr(0, line.find("//"));
}

}  // namespace

TEST_CASE("a folder includes only the floors that src/CMakeLists.txt gives it", "[tidy]") {
    const auto allowed = floors();
    REQUIRE(allowed.size() >= 11);
    std::vector<std::string> wrong;
    for (const SourceFile& file : sources({"src"})) {
        const std::string floor = floor_of(file);
        if (floor == "app") continue;  // the top: it may include all
        REQUIRE(allowed.contains(floor));
        for (const auto& [line, include] : file.includes()) {
            const std::string folder = include.substr(0, include.find('/'));
            if (include.find('/') != std::string::npos && allowed.contains(folder) &&
                !allowed.at(floor).contains(folder))
                wrong.push_back(place(file, static_cast<std::size_t>(line)) + " includes " + include);
        }
    }
    INFO(join(wrong));
    CHECK(wrong.empty());
}

TEST_CASE("no floor stands on itself: what a floor may include never includes it", "[tidy]") {
    const auto allowed = floors();
    for (const auto& [floor, below] : allowed)
        for (const std::string& other : below) {
            INFO(floor << " and " << other);
            CHECK((other == floor || (allowed.contains(other) && !allowed.at(other).contains(floor))));
        }
}

TEST_CASE("libraries stay in the rooms that are theirs", "[tidy]") {
    struct Rule {
        std::string header;               // the beginning of an include
        std::vector<std::string> floors;  // where it may stand
    };
    const std::array rules{
        Rule{"imgui", {"ui", "app"}},
        Rule{"GLFW/", {"ui"}},
        Rule{"asio", {"live", "bridge"}},
        Rule{"openssl/", {"crypto", "live"}},
        Rule{"crypto/openssl.h", {"crypto"}},
        Rule{"crypto/codec.h", {"crypto"}},
        Rule{"crypto/tls_parts.h", {"crypto"}},
        Rule{"CLI/", {"cli", "app"}},
        Rule{"toml++/", {"explain", "sim", "lesson"}},
        Rule{"nlohmann/", {"trace", "cli", "explain", "lesson"}},
        Rule{"stb/", {"ui"}},
        Rule{"idn2.h", {"mail"}},
        Rule{"thread", {"live", "bridge", "ui", "app"}},
        Rule{"chrono", {"live", "bridge", "ui", "cli", "app"}},
        Rule{"fstream", {"ui", "cli", "app", "live", "bridge"}},
        Rule{"random", {}},
        Rule{"regex", {}},
        Rule{"unistd.h", {"live", "bridge", "app"}},
        Rule{"sys/", {"live", "bridge", "app"}},
        Rule{"filesystem", {"ui", "cli", "app", "live"}},
    };
    std::vector<std::string> wrong;
    for (const SourceFile& file : sources({"src"}))
        for (const auto& [line, include] : file.includes())
            for (const Rule& rule : rules) {
                const bool whole_name =
                    rule.header.back() != '/' && rule.header != "imgui" && rule.header != "asio";
                const bool names_it = whole_name ? include == rule.header : include.starts_with(rule.header);
                const std::string floor = floor_of(file);
                if (names_it && std::find(rule.floors.begin(), rule.floors.end(), floor) == rule.floors.end())
                    wrong.push_back(place(file, static_cast<std::size_t>(line)) + " includes " + include);
            }
    INFO(join(wrong));
    CHECK(wrong.empty());
}

TEST_CASE("below view nobody computes with floating point", "[tidy]") {
    const std::array exact{"base", "mail", "dns", "crypto", "smtp", "explain", "trace", "mta", "sim"};
    std::vector<std::string> wrong;
    for (const SourceFile& file : sources({"src"})) {
        if (std::find(exact.begin(), exact.end(), floor_of(file)) == exact.end()) continue;
        for (std::size_t number = 0; number < file.lines.size(); ++number) {
            const std::string code = code_of(file.lines[number]);
            if (code.find('"') == std::string::npos && (mentions(code, "double") || mentions(code, "float")))
                wrong.push_back(place(file, number + 1));
        }
    }
    INFO(join(wrong));
    CHECK(wrong.empty());
}

TEST_CASE("lines fit 110 columns, files fit 500 lines, and few pass 400", "[tidy]") {
    std::vector<std::string> wide, long_files;
    std::size_t over_400 = 0, all = 0;
    for (const SourceFile& file : sources({"src", "tests", "assets"})) {
        ++all;
        if (file.lines.size() > 400) ++over_400;
        if (file.lines.size() > 500 && file.folder.starts_with("src")) long_files.push_back(file.path);
        for (std::size_t number = 0; number < file.lines.size(); ++number)
            if (file.lines[number].size() > 110 && file.folder.starts_with("src"))
                wide.push_back(place(file, number + 1));
    }
    INFO(join(wide) << join(long_files));
    CHECK(wide.empty());
    CHECK(long_files.empty());
    CHECK(over_400 * 20 <= all);
}

TEST_CASE("a header begins with what it is, and is included once", "[tidy]") {
    std::vector<std::string> wrong;
    for (const SourceFile& file : sources({"src"})) {
        if (!file.path.ends_with(".h")) continue;
        const bool opens = !file.lines.empty() && file.lines.front().starts_with("// ");
        const bool once = std::find(file.lines.begin(), file.lines.end(), "#pragma once") != file.lines.end();
        if (!opens || !once) wrong.push_back(file.path);
    }
    INFO(join(wrong));
    CHECK(wrong.empty());
}

TEST_CASE("names that say nothing are not used, and nothing is left for later", "[tidy]") {
    const std::array banned{"Manager", "Helper", "Util", "Utils", "Impl"};
    const std::string later = std::string("TO") + "DO", broken = std::string("FIX") + "ME";
    std::vector<std::string> wrong;
    for (const SourceFile& file : sources({"src", "tests"})) {
        if (file.folder == "tests/tidy") continue;
        for (std::size_t number = 0; number < file.lines.size(); ++number) {
            const std::string& line = file.lines[number];
            const bool nothing_said = std::any_of(banned.begin(), banned.end(), [&](const char* word) {
                return line.find(std::string("class ") + word) != std::string::npos ||
                       line.find(std::string("struct ") + word) != std::string::npos;
            });
            if (nothing_said || mentions(line, later) || mentions(line, broken))
                wrong.push_back(place(file, number + 1));
        }
    }
    INFO(join(wrong));
    CHECK(wrong.empty());
}

TEST_CASE("citations name an RFC and a section in one form", "[tidy]") {
    // In code a citation is {5321, "4.1.1.4"}: digits and dots, or an appendix.
    std::vector<std::string> wrong;
    std::size_t seen = 0;
    for (const SourceFile& file : sources({"src"})) {
        for (std::size_t number = 0; number < file.lines.size(); ++number) {
            const std::string& line = file.lines[number];
            for (auto at = line.find("{5321, \""); at != std::string::npos;
                 at = line.find("{5321, \"", at + 1)) {
                ++seen;
                const auto begin = at + 8, end = line.find('"', begin);
                const std::string section = line.substr(begin, end - begin);
                const bool dotted = !section.empty() &&
                                    section.find_first_not_of("0123456789.") == std::string::npos &&
                                    section.front() != '.' && section.back() != '.';
                if (!dotted && !section.starts_with("appendix "))
                    wrong.push_back(place(file, number + 1) + " " + section);
            }
        }
    }
    INFO(join(wrong));
    CHECK(wrong.empty());
    CHECK(seen > 50);
}
