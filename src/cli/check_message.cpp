#include "cli/check_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/files.h"
#include "mail/charset.h"
#include "mail/encoding.h"
#include "mail/inspection.h"
#include "mail/internationalized.h"
#include "mail/line_ends.h"
#include "mail/utf8.h"

namespace cli {
namespace {

using mail::ByteRange;
using mail::Finding;
using mail::MimePart;
using nlohmann::ordered_json;

constexpr int range_columns = 22;             // "  offset    length  "
constexpr std::size_t longest_excerpt = 60;   // octets of a finding's place
constexpr std::size_t longest_shown = 2'000;  // octets of a field's value; the rest is not printed

struct Checked {
    mail::Message message;
    mail::MimeTree tree;
    mail::Findings findings;
    std::vector<std::string> notes;
};

Checked checked(std::string octets) {
    mail::Imported imported = mail::import_line_ends(std::move(octets));
    auto message = mail::Message::parse(std::move(imported.octets));
    auto tree = mail::MimeTree::parse(message);
    auto findings = mail::inspect(message, tree);
    if (mail::needs_smtputf8(message, tree))
        imported.notes.push_back(
            "its header is not ASCII: it travels only where SMTPUTF8 is offered (RFC 6531)");
    return {std::move(message), std::move(tree), std::move(findings), std::move(imported.notes)};
}

/// UTF-8 that no terminal takes for a command: controls, those of U+0080 to U+009F too, become visible.
std::string safe(std::string_view text) {
    const std::string valid = mail::with_valid_utf8(text);
    std::string result;
    for (std::size_t i = 0; i < valid.size();) {
        const std::size_t length = mail::utf8_character(valid, i);
        const std::string_view character = std::string_view(valid).substr(i, length);
        const std::uint32_t point = mail::code_point(character);
        result += point < 0x20 || (point >= 0x7F && point < 0xA0) ? base::visible(character) : character;
        i += length;
    }
    return result;
}

/// For people: unfolded, encoded-words read, tabs as spaces.
std::string shown_value(const mail::Message& message, const mail::HeaderField& field) {
    std::string value = message.value(field);
    const bool cut = value.size() > longest_shown;
    if (cut) value.resize(longest_shown);
    std::replace(value.begin(), value.end(), '\t', ' ');
    return safe(mail::from_encoded_words(value)) + (cut ? " ..." : "");
}

std::string line(const Output& output, ByteRange range, std::string_view text) {
    return fmt::format("  {:>8}  {:>8}  {}\n", range.offset, range.length,
                       wrapped(text, range_columns, output.terminal.columns));
}

std::string heading(const Output& output, std::string_view text) {
    return "\n" +
           painted(output.terminal, Tone::strong,
                   fmt::format("  {:>8}  {:>8}  {}", "offset", "length", text)) +
           "\n";
}

// ---- for people ----

std::string described(const MimePart& part) {
    std::string text = part.type.type;
    if (const auto charset = part.type.parameter("charset"); !charset.empty())
        text += fmt::format(", {}", charset);
    text += fmt::format(", {}", mail::to_text(part.encoding));
    if (!part.disposition.empty()) text += ", " + part.disposition;
    if (!part.file_name.empty()) text += fmt::format(", \"{}\"", part.file_name);
    return safe(text);
}

void print_parts(const Checked& one, Output& output) {
    output.out << heading(output, "part");
    for (const MimePart& part : one.tree.parts()) {
        const std::string indent(2 * part.depth, ' ');
        output.out << fmt::format("  {:>8}  {:>8}  {}{}\n", part.whole.offset, part.whole.length, indent,
                                  described(part));
        const auto inner = [&](std::string_view what, ByteRange range) {
            output.out << painted(
                              output.terminal, Tone::faint,
                              fmt::format("  {:>8}  {:>8}  {}  {}", range.offset, range.length, indent, what))
                       << "\n";
        };
        inner("header", part.header);
        inner("body", part.body);
    }
}

void print_findings(const Checked& one, Output& output) {
    if (one.findings.all().empty()) {
        output.out << "\n" << painted(output.terminal, Tone::good, "No findings.") << "\n";
        return;
    }
    output.out << heading(output, "finding");
    for (const Finding& finding : one.findings.all()) {
        const std::string source = base::to_text(mail::citation(finding.kind));
        std::string text(mail::to_text(finding.kind));
        if (!source.empty()) text += " (" + source + ")";
        output.out << line(output, finding.range, text);
        if (finding.range.length == 0) continue;
        const std::string_view there = one.message.text(finding.range);
        const bool cut = there.size() > longest_excerpt;
        output.out << std::string(range_columns, ' ')
                   << painted(output.terminal, Tone::waiting,
                              base::visible(there.substr(0, longest_excerpt)) + (cut ? "..." : ""))
                   << "\n";
    }
    for (std::size_t i = 0; i < Finding::kinds; ++i) {
        const auto kind = static_cast<Finding::Kind>(i);
        const std::size_t all = one.findings.count(kind);
        const auto told = static_cast<std::size_t>(
            std::count_if(one.findings.all().begin(), one.findings.all().end(),
                          [&](const Finding& finding) { return finding.kind == kind; }));
        if (all > told)
            output.out << fmt::format("{:{}}and {} more: {}\n", "", range_columns, all - told,
                                      mail::to_text(kind));
    }
}

void print(const Checked& one, Output& output) {
    const std::size_t parts = one.tree.parts().size();
    output.out << fmt::format("{} octets, {} header field{}, {} part{}\n", one.message.octets().size(),
                              one.message.fields().size(), one.message.fields().size() == 1 ? "" : "s", parts,
                              parts == 1 ? "" : "s");
    for (const std::string& note : one.notes)
        output.out << "note: " << wrapped(note, 6, output.terminal.columns) << "\n";
    if (!one.message.fields().empty()) output.out << heading(output, "header field");
    for (const mail::HeaderField& field : one.message.fields())
        output.out << line(output, field.whole,
                           fmt::format("{}: {}", one.message.name(field), shown_value(one.message, field)));
    print_parts(one, output);
    print_findings(one, output);
}

// ---- for programs ----

ordered_json range_in_json(ByteRange range) {
    return {{"offset", range.offset}, {"length", range.length}};
}

ordered_json part_in_json(const MimePart& part) {
    ordered_json json{{"parent", part.parent == MimePart::none ? ordered_json() : ordered_json(part.parent)},
                      {"depth", part.depth},
                      {"whole", range_in_json(part.whole)},
                      {"header", range_in_json(part.header)},
                      {"body", range_in_json(part.body)},
                      {"type", octets_in_json(part.type.type)}};
    ordered_json parameters = ordered_json::object();
    for (const mail::Parameter& one : part.type.parameters)
        parameters[octets_in_json(one.name)] = octets_in_json(one.value);
    json["parameters"] = std::move(parameters);
    json["encoding"] = mail::to_text(part.encoding);
    json["disposition"] = octets_in_json(part.disposition);
    json["file_name"] = part.file_name;
    return json;
}

std::string as_json(const Checked& one) {
    ordered_json fields = ordered_json::array(), parts = ordered_json::array(),
                 findings = ordered_json::array();
    for (const mail::HeaderField& field : one.message.fields())
        fields.push_back({{"name", octets_in_json(one.message.name(field))},
                          {"value", octets_in_json(one.message.value(field))},
                          {"offset", field.whole.offset},
                          {"length", field.whole.length}});
    for (const MimePart& part : one.tree.parts()) parts.push_back(part_in_json(part));
    for (const Finding& finding : one.findings.all())
        findings.push_back({{"kind", mail::name(finding.kind)},
                            {"what", mail::to_text(finding.kind)},
                            {"citation", base::to_text(mail::citation(finding.kind))},
                            {"offset", finding.range.offset},
                            {"length", finding.range.length}});
    const ordered_json json{{"octets", one.message.octets().size()},
                            {"notes", one.notes},
                            {"fields", fields},
                            {"parts", parts},
                            {"findings", findings}};
    return json.dump(-1, ' ', true) + "\n";
}

}  // namespace

Exit check_message(const CheckMessageOptions& options, Output& output) {
    auto octets = read_file(options.file);
    if (!octets) return complain(output, octets.problem());
    const Checked one = checked(std::move(*octets));
    if (options.json)
        output.out << as_json(one);
    else
        print(one, output);
    return one.findings.all().empty() ? Exit::done : Exit::answer_is_no;
}

}  // namespace cli
