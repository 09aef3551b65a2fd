#include "mail/content_type.h"

#include <algorithm>

#include "base/text.h"

namespace mail {
namespace {

/// A quoted-string's content, starting behind its opening quote; `at` ends behind the closing one.
std::string take_quoted(std::string_view value, std::size_t& at) {
    std::string text;
    for (; at < value.size() && value[at] != '"'; ++at) {
        if (value[at] == '\\' && at + 1 < value.size()) ++at;
        text += value[at];
    }
    at = std::min(at + 1, value.size());
    return text;
}

}  // namespace

std::string_view ContentType::parameter(std::string_view name) const {
    for (const auto& [parameter_name, value] : parameters)
        if (parameter_name == name) return value;
    return {};
}

ContentType parse_content_type(std::string_view value) {
    ContentType content;
    std::size_t at = std::min(value.find(';'), value.size());
    content.type = base::lower(base::trim(value.substr(0, at)));
    if (content.type.find('/') == std::string::npos) content.type = "text/plain";
    while (at < value.size()) {
        ++at;  // the ';'
        const std::size_t name_end = std::min(value.find_first_of("=;", at), value.size());
        const std::string name = base::lower(base::trim(value.substr(at, name_end - at)));
        at = name_end;
        if (at == value.size() || value[at] == ';') continue;
        at = std::min(value.find_first_not_of(" \t", at + 1), value.size());
        std::string parameter;
        if (at < value.size() && value[at] == '"') {
            ++at;
            parameter = take_quoted(value, at);
        } else {
            const std::size_t end = std::min(value.find(';', at), value.size());
            parameter = base::trim(value.substr(at, end - at));
        }
        at = std::min(value.find(';', at), value.size());
        if (!name.empty()) content.parameters.emplace_back(name, std::move(parameter));
    }
    return content;
}

std::vector<ByteRange> multipart_parts(std::string_view body, std::string_view boundary) {
    std::vector<ByteRange> parts;
    if (boundary.empty()) return parts;
    const std::string delimiter = "--" + std::string(boundary);
    std::size_t part_begin = std::string_view::npos;  // none is open: this is the preamble
    for (std::size_t at = 0; at < body.size();) {
        const auto lf = body.find('\n', at);
        const std::size_t next = lf == std::string_view::npos ? body.size() : lf + 1;
        const std::string_view line = body.substr(at, next - at);
        const auto rest_begin = line.substr(0, delimiter.size()) == delimiter ? delimiter.size() : 0;
        const std::string_view rest =
            base::trim(line.substr(rest_begin, line.find_first_of("\r\n") - rest_begin));
        if (rest_begin > 0 && (rest.empty() || rest == "--")) {
            if (part_begin != std::string_view::npos) {
                std::size_t end = at;  // the line end before the delimiter belongs to the delimiter
                if (end > part_begin && body[end - 1] == '\n') --end;
                if (end > part_begin && body[end - 1] == '\r') --end;
                parts.push_back({part_begin, end - part_begin});
            }
            if (rest == "--") return parts;
            part_begin = next;
        }
        at = next;
    }
    if (part_begin != std::string_view::npos) parts.push_back({part_begin, body.size() - part_begin});
    return parts;
}

}  // namespace mail
