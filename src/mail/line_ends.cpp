#include "mail/line_ends.h"

#include <fmt/format.h>

#include <string_view>

namespace mail {
namespace {

struct Counts {
    std::size_t crlf = 0, bare_lf = 0, bare_cr = 0;
};

Counts count_line_ends(std::string_view text) {
    Counts counts;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') ++(i > 0 && text[i - 1] == '\r' ? counts.crlf : counts.bare_lf);
        if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) ++counts.bare_cr;
    }
    return counts;
}

bool ends_with_crlf(std::string_view text) {
    return text.size() >= 2 && text.substr(text.size() - 2) == "\r\n";
}

}  // namespace

Imported import_line_ends(std::string file_octets) {
    Imported imported{std::move(file_octets), {}};
    if (imported.octets.empty()) return imported;
    const Counts counts = count_line_ends(imported.octets);
    if (counts.crlf == 0 && counts.bare_lf > 0) {
        std::string converted;
        converted.reserve(imported.octets.size() + counts.bare_lf);
        for (const char c : imported.octets) converted.append(c == '\n' ? "\r\n" : std::string_view(&c, 1));
        imported.octets = std::move(converted);
        imported.notes.push_back(fmt::format(
            "line ends: each of the {} LF became CRLF, for the file has no CRLF", counts.bare_lf));
    } else if (counts.bare_lf > 0) {
        imported.notes.push_back(
            fmt::format("line ends: {} bare LF kept, for the file has CRLF too", counts.bare_lf));
    }
    if (counts.bare_cr > 0)
        imported.notes.push_back(fmt::format("line ends: {} bare CR kept", counts.bare_cr));
    if (!ends_with_crlf(imported.octets)) {
        imported.octets += "\r\n";
        imported.notes.push_back("line ends: CRLF added after the last line");
    }
    return imported;
}

}  // namespace mail
