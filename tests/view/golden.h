// Expected text in tests/golden/view. MAILSTAGE_REWRITE_GOLDENS=1 in the environment writes the files anew:
// read the diff before it is committed.
#pragma once
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/folders.h"

inline void check_golden(const std::string& name, const std::string& text) {
    const auto path = support::source_folder() / "tests/golden/view" / (name + ".txt");
    if (std::getenv("MAILSTAGE_REWRITE_GOLDENS") != nullptr) {
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    std::ostringstream expected;
    expected << file.rdbuf();
    INFO("golden " << name << "; MAILSTAGE_REWRITE_GOLDENS=1 rewrites it");
    CHECK(text == expected.str());
}
