#include "mail/submission_fixes.h"

#include <algorithm>

#include "base/text.h"
#include "mail/fold.h"
#include "mail/header.h"

namespace mail {
namespace {

bool has_field(std::string_view octets, const HeaderSection& section, std::string_view name) {
    return std::any_of(section.fields.begin(), section.fields.end(), [&](const HeaderField& field) {
        return base::equal_ignoring_case(octets.substr(field.name.offset, field.name.length), name);
    });
}

}  // namespace

SubmissionFixes submission_fixes(std::string octets, UnixSeconds now, std::string_view message_id) {
    const HeaderSection section = read_header(octets, {0, octets.size()});
    std::string fields;
    SubmissionFixes fixes;
    const auto add = [&](const char* name, const std::string& value) {
        if (has_field(octets, section, name)) return;
        fields += folded_field(name, value);
        fixes.added.emplace_back(name);
    };
    add("Date", to_mail_date(now));
    add("Message-ID", "<" + plain_ascii(message_id) + ">");
    // A letter that is all body gets its header, and the blank line that ends it.
    if (section.fields.empty() && section.end != HeaderEnd::blank_line) fields += "\r\n";
    fixes.octets = fields + std::move(octets);
    return fixes;
}

}  // namespace mail
