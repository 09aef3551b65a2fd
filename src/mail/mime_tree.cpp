#include "mail/mime_tree.h"

#include "base/expects.h"
#include "base/text.h"
#include "mail/charset.h"
#include "mail/encoding.h"
#include "mail/parameters.h"

namespace mail {
namespace {

struct EncodingName {
    TransferEncoding encoding;
    std::string_view name;
};

constexpr EncodingName encoding_names[] = {
    {TransferEncoding::seven_bit, "7bit"}, {TransferEncoding::eight_bit, "8bit"},
    {TransferEncoding::binary, "binary"},  {TransferEncoding::quoted_printable, "quoted-printable"},
    {TransferEncoding::base64, "base64"},  {TransferEncoding::unknown, "unknown"},
};

const HeaderField* find_field_in(std::string_view octets, const std::vector<HeaderField>& fields,
                                 std::string_view name) {
    for (const HeaderField& field : fields)
        if (base::equal_ignoring_case(octets.substr(field.name.offset, field.name.length), name))
            return &field;
    return nullptr;
}

std::string unfolded_value(std::string_view octets, const HeaderField& field) {
    return unfolded(octets.substr(field.value.offset, field.value.length));
}

}  // namespace

std::string_view to_text(TransferEncoding encoding) {
    for (const EncodingName& one : encoding_names)
        if (one.encoding == encoding) return one.name;
    return {};
}

TransferEncoding parse_transfer_encoding(std::string_view value) {
    const std::string name = parse_parameterized(value).value;
    if (name.empty()) return TransferEncoding::seven_bit;
    for (const EncodingName& one : encoding_names)
        if (base::equal_ignoring_case(one.name, name)) return one.encoding;
    return TransferEncoding::unknown;
}

bool is_composite(const ContentType& type) {
    return type.family() == "multipart" || type.type == "message/rfc822" || type.type == "message/global";
}

// ---- reading ----

MimeTree MimeTree::parse(const Message& message) {
    MimeTree tree(message.octets());
    tree.read_part(MimePart::none, {0, message.octets().size()}, "text/plain");
    tree.findings_.sort();
    tree.octets_ = {};
    return tree;
}

void MimeTree::add_piece(MimePiece::Kind kind, std::size_t part, ByteRange range) {
    if (range.length > 0) pieces_.push_back({kind, part, range});
}

void MimeTree::read_part(std::size_t parent, ByteRange whole, std::string_view default_type) {
    HeaderSection section = read_header(octets_, whole);
    MimePart part;
    part.parent = parent;
    part.depth = parent == MimePart::none ? 0 : parts_[parent].depth + 1;
    part.whole = whole;
    part.header = section.header;
    part.body = section.body;
    part.fields = std::move(section.fields);
    describe(part, default_type);
    const std::size_t index = parts_.size();
    if (parent != MimePart::none) parts_[parent].children.push_back(index);
    const std::size_t blank_line = part.header.end();
    add_piece(MimePiece::Kind::header, index, part.header);
    add_piece(MimePiece::Kind::blank_line, index, {blank_line, part.body.offset - blank_line});
    parts_.push_back(std::move(part));
    read_body(index);
}

void MimeTree::describe(MimePart& part, std::string_view default_type) {
    part.type.type = default_type;
    if (const HeaderField* field = find_field_in(octets_, part.fields, "Content-Type")) {
        part.type = parse_content_type(unfolded_value(octets_, *field));
        if (!part.type.readable) findings_.add(Finding::Kind::bad_content_type, field->whole);
    }
    if (const HeaderField* field = find_field_in(octets_, part.fields, "Content-Transfer-Encoding")) {
        part.encoding = parse_transfer_encoding(unfolded_value(octets_, *field));
        if (part.encoding == TransferEncoding::unknown)
            findings_.add(Finding::Kind::unknown_encoding, field->whole);
        // RFC 6532 3.7 lets message/global be encoded; RFC 2045 6.4 nothing else that holds parts.
        if (is_encoded(part.encoding) && is_composite(part.type) && part.type.type != "message/global")
            findings_.add(Finding::Kind::encoded_composite, field->whole);
    }
    if (const HeaderField* field = find_field_in(octets_, part.fields, "Content-Disposition")) {
        const ParameterizedValue value = parse_parameterized(unfolded_value(octets_, *field));
        part.disposition = base::lower(value.value);
        if (const Parameter* name = value.find("filename")) part.file_name = shown(*name);
    }
    if (!part.file_name.empty()) return;
    for (const Parameter& one : part.type.parameters)
        if (one.name == "name") part.file_name = shown(one);
}

void MimeTree::read_body(std::size_t index) {
    if (is_composite(parts_[index].type)) {
        const bool multipart = parts_[index].type.family() == "multipart";
        if (parts_[index].depth >= deepest_part)
            findings_.add(Finding::Kind::too_deep, parts_[index].body);
        else if (multipart ? open_multipart(index) : open_message(index))
            return;
    }
    add_piece(MimePiece::Kind::body, index, parts_[index].body);
}

bool MimeTree::open_multipart(std::size_t index) {
    const ByteRange body = parts_[index].body;
    const std::string boundary(parts_[index].type.parameter("boundary"));
    if (boundary.empty()) {
        findings_.add(Finding::Kind::missing_boundary, parts_[index].header);
        return false;
    }
    // Parts that were read so far, in all branches of the tree, leave this many.
    const std::size_t room = most_parts - parts_.size();
    const MultipartCut cut = cut_multipart(octets_, body, boundary, room);
    if (cut.delimiters.empty()) {
        findings_.add(Finding::Kind::boundary_not_used, body);
        return false;
    }
    if (!cut.closed && cut.unread.length == 0)
        findings_.add(Finding::Kind::unclosed_multipart, {body.end(), 0});
    const std::string default_type =
        parts_[index].type.type == "multipart/digest" ? "message/rfc822" : "text/plain";
    add_piece(MimePiece::Kind::preamble, index, cut.preamble);
    std::size_t end = body.end();  // of what was read
    for (std::size_t i = 0; i < cut.delimiters.size(); ++i) {
        if (i < cut.parts.size() && parts_.size() >= most_parts) {  // its elder siblings' children used it up
            end = cut.delimiters[i].offset;
            break;
        }
        add_piece(MimePiece::Kind::delimiter, index, cut.delimiters[i]);
        if (i < cut.parts.size()) read_part(index, cut.parts[i], default_type);
    }
    const ByteRange unread = end < body.end() ? ByteRange{end, body.end() - end} : cut.unread;
    if (unread.length > 0) {
        findings_.add(Finding::Kind::too_many_parts, {unread.offset, 0});
        add_piece(MimePiece::Kind::unread, index, unread);
        return true;
    }
    add_piece(MimePiece::Kind::epilogue, index, cut.epilogue);
    return true;
}

bool MimeTree::open_message(std::size_t index) {
    if (is_encoded(parts_[index].encoding)) return false;
    if (parts_.size() >= most_parts) {
        findings_.add(Finding::Kind::too_many_parts, {parts_[index].body.offset, 0});
        return false;
    }
    read_part(index, parts_[index].body, "text/plain");
    return true;
}

// ---- asking ----

const HeaderField* find_field(const Message& message, const MimePart& part, std::string_view name) {
    return find_field_in(message.octets(), part.fields, name);
}

std::string field_value(const Message& message, const MimePart& part, std::string_view name) {
    const HeaderField* field = find_field(message, part, name);
    return field == nullptr ? std::string{} : unfolded_value(message.octets(), *field);
}

std::string decoded_body(const Message& message, const MimePart& part) {
    const std::string_view body = message.text(part.body);
    if (part.encoding == TransferEncoding::quoted_printable) return from_quoted_printable(body);
    if (part.encoding == TransferEncoding::base64) return from_base64_lenient(body);
    return std::string(body);
}

std::string shown_text(const Message& message, const MimePart& part) {
    return to_utf8(decoded_body(message, part), part.type.parameter("charset"));
}

}  // namespace mail
