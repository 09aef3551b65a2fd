#include "mail/finding.h"

#include <algorithm>

#include "base/expects.h"

namespace mail {
namespace {

using Kind = Finding::Kind;

struct Row {
    Kind kind;
    std::string_view name, sentence;
    base::Citation citation;
};

// By kind, in the order of the enumeration.
constexpr std::array rows{
    Row{Kind::no_header, "no_header", "there is no header: the whole is body", {5322, "3.6"}},
    Row{Kind::field_without_colon,
        "field_without_colon",
        "a header line is no field: the body begins here",
        {5322, "2.2"}},
    Row{Kind::no_blank_line, "no_blank_line", "no blank line ends the header", {5322, "2.1"}},
    Row{Kind::missing_from, "missing_from", "the From field is missing", {5322, "3.6"}},
    Row{Kind::missing_date, "missing_date", "the Date field is missing", {5322, "3.6"}},
    Row{Kind::line_too_long, "line_too_long", "a line is longer than 998 octets", {5322, "2.1.1"}},
    Row{Kind::bare_lf, "bare_lf", "an LF without its CR", {5321, "2.3.8"}},
    Row{Kind::bare_cr, "bare_cr", "a CR without its LF", {5321, "2.3.8"}},
    Row{Kind::nul, "nul", "a NUL octet", {5322, "4.1"}},
    Row{Kind::eight_bit_in_header,
        "eight_bit_in_header",
        "octets outside ASCII in the header",
        {6532, "3.2"}},
    Row{Kind::eight_bit_in_body, "eight_bit_in_body", "octets outside ASCII in the body", {6152, "3"}},
    Row{Kind::bad_content_type,
        "bad_content_type",
        "the Content-Type cannot be read: this counts as text/plain",
        {2045, "5.2"}},
    Row{Kind::missing_boundary, "missing_boundary", "a multipart names no boundary", {2046, "5.1.1"}},
    Row{Kind::boundary_not_used,
        "boundary_not_used",
        "no line of the multipart is its boundary",
        {2046, "5.1.1"}},
    Row{Kind::unclosed_multipart,
        "unclosed_multipart",
        "the multipart's closing boundary is missing",
        {2046, "5.1.1"}},
    Row{Kind::unknown_encoding,
        "unknown_encoding",
        "nobody defined this Content-Transfer-Encoding",
        {2045, "6.4"}},
    Row{Kind::encoded_composite,
        "encoded_composite",
        "what holds other parts may not be in base64 or quoted-printable",
        {2045, "6.4"}},
    Row{Kind::too_deep, "too_deep", "the parts are nested too deep: this one is not opened", {}},
    Row{Kind::too_many_parts, "too_many_parts", "there are too many parts: the rest is not read", {}},
    Row{Kind::missing_message_id, "missing_message_id", "the Message-ID field is missing", {5322, "3.6.4"}},
    Row{Kind::repeated_field,
        "repeated_field",
        "a field that may stand once stands here again",
        {5322, "3.6"}},
    Row{Kind::bad_date, "bad_date", "this is no date, or not that day of the week", {5322, "3.3"}},
    Row{Kind::bad_address, "bad_address", "from here on the addresses cannot be read", {5322, "3.4"}},
    Row{Kind::bad_message_id, "bad_message_id", "this is no message identifier", {5322, "3.6.4"}},
    Row{Kind::space_before_colon,
        "space_before_colon",
        "white space between a field's name and its colon",
        {5322, "4.5"}},
    Row{Kind::missing_mime_version,
        "missing_mime_version",
        "MIME fields without a MIME-Version field",
        {2045, "4"}},
    Row{Kind::eight_bit_in_seven_bit_part,
        "eight_bit_in_seven_bit_part",
        "octets outside ASCII in a part that says it has none",
        {2045, "2.7"}},
    Row{Kind::bad_base64, "bad_base64", "this is no base64", {2045, "6.8"}},
    Row{Kind::bad_quoted_printable, "bad_quoted_printable", "this is no quoted-printable", {2045, "6.7"}},
    Row{Kind::bad_utf8_in_header,
        "bad_utf8_in_header",
        "octets in the header that are no UTF-8",
        {6532, "3.1"}},
};
static_assert(rows.size() == Finding::kinds);
static_assert([] {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].kind != static_cast<Kind>(i)) return false;
    return true;
}());

const Row& row(Kind kind) {
    const auto index = static_cast<std::size_t>(kind);
    base::expects(index < rows.size());
    return rows[index];
}

}  // namespace

std::string_view to_text(Kind kind) {
    return row(kind).sentence;
}

std::string_view name(Kind kind) {
    return row(kind).name;
}

base::Citation citation(Kind kind) {
    return row(kind).citation;
}

void Findings::add(Kind kind, ByteRange range) {
    if (counts_[static_cast<std::size_t>(kind)]++ < most_findings_of_a_kind) all_.push_back({kind, range});
}

void Findings::add_all(const Findings& others, const std::function<bool(const Finding&)>& counts) {
    std::array<std::size_t, Finding::kinds> taken{}, left{};
    for (const Finding& finding : others.all()) {
        const bool keep = counts(finding);
        ++(keep ? taken : left)[static_cast<std::size_t>(finding.kind)];
        if (keep) add(finding.kind, finding.range);
    }
    for (std::size_t kind = 0; kind < Finding::kinds; ++kind)
        if (left[kind] == 0) counts_[kind] += others.counts_[kind] - taken[kind];
}

void Findings::sort() {
    std::stable_sort(all_.begin(), all_.end(), [](const Finding& a, const Finding& b) {
        if (a.range.offset != b.range.offset) return a.range.offset < b.range.offset;
        return a.kind < b.kind;
    });
}

}  // namespace mail
