#include "ui/png.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/folders.h"

using namespace ui;

namespace {

std::string folder() {
    const std::string path = (support::build_folder() / "png_test").string();
    std::filesystem::create_directories(path);
    return path;
}

}  // namespace

TEST_CASE("a PNG names its size and ends as PNGs end", "[ui]") {
    const std::string png = png_bytes(Image(5, 3, 0xFF112233u));
    REQUIRE(png.size() > 40);
    CHECK(png.substr(0, 8) == "\x89PNG\r\n\x1a\n");
    CHECK(png.substr(12, 4) == "IHDR");
    CHECK((png[19] == 5 && png[23] == 3));
    CHECK(png.substr(png.size() - 8, 4) == "IEND");
    CHECK(png_bytes(Image()).empty());
}

TEST_CASE("a picture is written whole and leaves nothing beside it", "[ui]") {
    const std::string path = folder() + "/whole.png";
    std::filesystem::remove(path);
    const Image image(5, 3, 0xFF112233u);
    CHECK_FALSE(write_png(path, image));
    CHECK(std::filesystem::file_size(path) == png_bytes(image).size());
    CHECK_FALSE(std::filesystem::exists(path + ".part"));
}

TEST_CASE("what cannot be written is a problem that names the file and leaves no half", "[ui]") {
    const std::string path = folder() + "/missing/x.png";
    const auto problem = write_png(path, Image(5, 3));
    REQUIRE(problem);
    CHECK(problem->place.file == path);
    CHECK(problem->what.find("No such file") != std::string::npos);
    CHECK_FALSE(problem->mend.empty());

    const std::string taken = folder() + "/a_folder.png";
    std::filesystem::create_directories(taken + "/inside");
    CHECK(write_png(taken, Image(5, 3)));
    CHECK_FALSE(std::filesystem::exists(taken + ".part"));

    const std::string kept = folder() + "/kept.png";
    std::ofstream(kept) << "old";
    CHECK(write_png(kept, Image()));
    CHECK(std::filesystem::file_size(kept) == 3);
}
