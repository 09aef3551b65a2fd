#include "mail/parameters.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "mail/charset.h"
#include "mail/encoding.h"

namespace mail {
namespace {

// ---- tokens ----

/// The end of a comment that begins at `at`, or of the text (RFC 5322 3.2.2: comments nest).
std::size_t comment_end(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '(') {
            ++depth;
        } else if (text[at] == ')' && --depth == 0) {
            return at + 1;
        }
    }
    return text.size();
}

/// Up to one of `ends` or the end of the text, without comments and outer white space; a quoted string keeps
/// all it holds. `at` moves to where it stopped.
std::string take(std::string_view text, std::size_t& at, std::string_view ends) {
    std::string taken;
    std::size_t kept = 0;  // what trimming may not touch: up to the last quoted octet
    while (at < text.size() && ends.find(text[at]) == std::string_view::npos) {
        if (text[at] == '(') {
            at = comment_end(text, at);
        } else if (text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\' && at + 1 < text.size()) ++at;
                taken += text[at];
            }
            at = std::min(at + 1, text.size());
            kept = taken.size();
        } else {
            const bool blank = text[at] == ' ' || text[at] == '\t';
            if (!blank || !taken.empty()) taken += text[at];
            ++at;
        }
    }
    while (taken.size() > kept && (taken.back() == ' ' || taken.back() == '\t')) taken.pop_back();
    return taken;
}

// ---- RFC 2231: sections, charset, language ----

struct Section {
    std::string name;
    std::optional<std::int64_t> number;  // none: "name=" or "name*="
    bool extended = false;               // ended with '*': percent-encoded
    std::string text;
};

/// "filename*0*" is its name, section 0, extended (RFC 2231 7).
Section section_named(std::string name, std::string text) {
    Section section{{}, {}, false, std::move(text)};
    if (!name.empty() && name.back() == '*') {
        section.extended = true;
        name.pop_back();
    }
    const auto star = name.rfind('*');
    if (star != std::string::npos)
        section.number = base::parse_number(std::string_view(name).substr(star + 1));
    section.name = section.number ? name.substr(0, star) : name;
    return section;
}

std::string percent_decoded(std::string_view text) {
    const auto value = [](char c) {
        if (base::is_digit(c)) return c - '0';
        const char low = base::lower(c);
        return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    };
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool pair = text[i] == '%' && text.size() - i >= 3;
        const int high = pair ? value(text[i + 1]) : -1, low = pair ? value(text[i + 2]) : -1;
        octets += high < 0 || low < 0 ? text[i] : static_cast<char>(high * 16 + low);
        if (high >= 0 && low >= 0) i += 2;
    }
    return octets;
}

/// Takes "charset'language'" off the first extended section's text.
void take_charset(Parameter& parameter, std::string& text) {
    const auto first = text.find('\'');
    const auto second = first == std::string::npos ? first : text.find('\'', first + 1);
    if (second == std::string::npos) return;
    parameter.charset = base::lower(std::string_view(text).substr(0, first));
    parameter.language = text.substr(first + 1, second - first - 1);
    text.erase(0, second + 1);
}

/// Joins the sections of one parameter, which are in the order of their numbers.
Parameter joined(const std::vector<const Section*>& sections) {
    Parameter parameter;
    parameter.name = sections.front()->name;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        std::string text = sections[i]->text;
        if (i == 0 && sections[i]->extended) take_charset(parameter, text);
        parameter.value += sections[i]->extended ? percent_decoded(text) : text;
    }
    return parameter;
}

/// Of all sections of one name: the whole extended one, else the numbered ones from 0 on, else the plain one.
Parameter chosen(std::vector<const Section*> sections) {
    const auto whole = [&](bool extended) {
        return std::find_if(sections.begin(), sections.end(),
                            [&](const Section* one) { return !one->number && one->extended == extended; });
    };
    if (const auto extended = whole(true); extended != sections.end()) return joined({*extended});
    std::vector<const Section*> numbered;
    std::stable_sort(sections.begin(), sections.end(), [](const Section* a, const Section* b) {
        return a->number.value_or(-1) < b->number.value_or(-1);
    });
    for (const Section* one : sections)
        if (one->number == static_cast<std::int64_t>(numbered.size())) numbered.push_back(one);
    if (!numbered.empty()) return joined(numbered);
    const auto plain = whole(false);
    return joined({plain != sections.end() ? *plain : sections.front()});
}

}  // namespace

const Parameter* ParameterizedValue::find(std::string_view name) const {
    for (const Parameter& one : parameters)
        if (one.name == name) return &one;
    return nullptr;
}

std::string_view ParameterizedValue::parameter(std::string_view name) const {
    const Parameter* found = find(name);
    return found == nullptr ? std::string_view{} : found->value;
}

ParameterizedValue parse_parameterized(std::string_view value) {
    ParameterizedValue parsed;
    std::size_t at = 0;
    parsed.value = take(value, at, ";");
    std::vector<Section> sections;
    while (at < value.size() && sections.size() < most_parameters) {
        ++at;  // the ';'
        std::string name = base::lower(take(value, at, "=;"));
        if (at == value.size() || value[at] == ';') continue;
        ++at;  // the '='
        std::string text = take(value, at, ";");
        if (!name.empty()) sections.push_back(section_named(std::move(name), std::move(text)));
    }
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (parsed.find(sections[i].name) != nullptr) continue;
        std::vector<const Section*> same;
        for (std::size_t k = i; k < sections.size(); ++k)
            if (sections[k].name == sections[i].name) same.push_back(&sections[k]);
        parsed.parameters.push_back(chosen(std::move(same)));
    }
    return parsed;
}

std::string shown(const Parameter& parameter) {
    if (!parameter.charset.empty()) return to_utf8(parameter.value, parameter.charset);
    return to_utf8(from_encoded_words(parameter.value), "utf-8");
}

}  // namespace mail
