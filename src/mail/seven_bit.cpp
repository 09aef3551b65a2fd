#include "mail/seven_bit.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "mail/encoding.h"
#include "mail/fold.h"
#include "mail/limits.h"

namespace mail {
namespace {

using Step = SevenBitStep::Kind;

/// Bare CR or LF, or NUL: no text (RFC 2046 4.1.1), and quoted-printable would not keep it.
bool has_bare_ends_or_nul(std::string_view octets) {
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const char c = octets[i];
        if (c == '\0') return true;
        if (c == '\r' && (i + 1 == octets.size() || octets[i + 1] != '\n')) return true;
        if (c == '\n' && (i == 0 || octets[i - 1] != '\r')) return true;
    }
    return false;
}

/// RFC 2046 5.2.2, 5.2.3 and others: of type message, only what RFC 6532 and RFC 6533 define may be encoded.
bool may_be_encoded(const ContentType& type) {
    if (type.family() == "multipart" || type.type == "message/rfc822") return false;
    return type.family() != "message" || type.type.compare(0, 14, "message/global") == 0;
}

/// Rewrites one letter. First what each part needs is decided, then the pieces are put together anew.
class Conversion {
public:
    explicit Conversion(const Message& message) : message_(message), tree_(MimeTree::parse(message)) {}

    std::variant<SevenBitLetter, SevenBitRefusal> convert();

private:
    enum class Form : std::uint8_t { as_it_is, quoted_printable, base64 };

    std::optional<SevenBitRefusal> plan();
    std::optional<SevenBitRefusal> plan_part(std::size_t index);
    std::optional<SevenBitRefusal> plan_body(std::size_t index, ByteRange body);
    bool lies_in_signed(std::size_t index) const;
    Form form_of(std::size_t index, std::string_view body) const;
    bool looks_like_delimiter(std::size_t index, std::string_view encoded) const;
    bool lies_in_whole(std::size_t index) const;
    bool is_lowered(std::size_t index) const;
    void note(Step kind, std::size_t part) { letter_.steps.push_back({kind, part}); }
    void put_header(std::size_t index);
    void begin_part(std::size_t index);
    void put_piece(const MimePiece& piece);

    const Message& message_;
    const MimeTree tree_;
    std::vector<Form> forms_;    // by part: how its body is written
    std::vector<bool> touched_;  // it, or one within it, is written anew
    std::vector<bool> whole_;    // parts whose subtree is encoded as one
    SevenBitLetter letter_;
};

bool Conversion::lies_in_signed(std::size_t index) const {
    for (std::size_t i = index; i != MimePart::none; i = tree_.parts()[i].parent)
        if (tree_.parts()[i].type.type == "multipart/signed") return true;
    return false;
}

/// Whether it is part of what is encoded as one.
bool Conversion::lies_in_whole(std::size_t index) const {
    for (std::size_t i = tree_.parts()[index].parent; i != MimePart::none; i = tree_.parts()[i].parent)
        if (whole_[i]) return true;
    return false;
}

/// Its label says 8bit or binary, but nothing in it is any more; in a signed part nobody may say so.
bool Conversion::is_lowered(std::size_t index) const {
    const TransferEncoding encoding = tree_.parts()[index].encoding;
    const bool high = encoding == TransferEncoding::eight_bit || encoding == TransferEncoding::binary;
    return high && forms_[index] == Form::as_it_is && !lies_in_signed(index);
}

/// A soft line break could put "--boundary" at a line's beginning, where a reader would take it for one.
bool Conversion::looks_like_delimiter(std::size_t index, std::string_view encoded) const {
    for (std::size_t i = tree_.parts()[index].parent; i != MimePart::none; i = tree_.parts()[i].parent) {
        const std::string delimiter = "--" + std::string(tree_.parts()[i].type.parameter("boundary"));
        if (delimiter.size() == 2) continue;
        if (encoded.substr(0, delimiter.size()) == delimiter) return true;
        if (encoded.find("\n" + delimiter) != std::string_view::npos) return true;
    }
    return false;
}

Conversion::Form Conversion::form_of(std::size_t index, std::string_view body) const {
    const ContentType& type = tree_.parts()[index].type;
    const bool text = type.family() == "text" || type.family() == "message";
    if (!text || has_bare_ends_or_nul(body)) return Form::base64;
    return looks_like_delimiter(index, to_quoted_printable(body)) ? Form::base64 : Form::quoted_printable;
}

std::optional<SevenBitRefusal> Conversion::plan_body(std::size_t index, ByteRange body) {
    const std::string_view octets = message_.text(body);
    if (is_seven_bit(octets)) return {};
    const MimePart& part = tree_.parts()[index];
    if (lies_in_signed(index)) return SevenBitRefusal::signed_part;
    if (part.encoding == TransferEncoding::unknown) return SevenBitRefusal::unknown_encoding;
    if (is_encoded(part.encoding)) return SevenBitRefusal::false_encoding;
    if (part.type.family() == "multipart" || part.type.type == "message/rfc822")
        return SevenBitRefusal::malformed_mime;  // it could not be opened, or it would have no body of its
                                                 // own
    if (!may_be_encoded(part.type)) return SevenBitRefusal::must_be_seven_bit;
    forms_[index] = form_of(index, octets);
    for (std::size_t i = index; i != MimePart::none; i = tree_.parts()[i].parent) touched_[i] = true;
    return {};
}

std::optional<SevenBitRefusal> Conversion::plan_part(std::size_t index) {
    const MimePart& part = tree_.parts()[index];
    if (lies_in_whole(index)) return {};
    if (!is_seven_bit(message_.text(part.header))) return SevenBitRefusal::header_not_seven_bit;
    // A letter within a letter may have a header in UTF-8: as message/global it is encoded as one (RFC
    // 6532 3.7).
    if (part.type.type == "message/global" && !part.children.empty() &&
        !is_seven_bit(message_.text(part.body))) {
        whole_[index] = true;
        return plan_body(index, part.body);
    }
    return part.children.empty() ? plan_body(index, part.body) : std::nullopt;
}

std::optional<SevenBitRefusal> Conversion::plan() {
    forms_.assign(tree_.parts().size(), Form::as_it_is);
    touched_.assign(tree_.parts().size(), false);
    whole_.assign(tree_.parts().size(), false);
    for (std::size_t i = 0; i < tree_.parts().size(); ++i)
        if (const auto refusal = plan_part(i)) return refusal;
    for (const MimePiece& piece : tree_.pieces()) {
        if (is_seven_bit(message_.text(piece.range))) continue;
        const bool structure =
            piece.kind == MimePiece::Kind::unread || piece.kind == MimePiece::Kind::delimiter;
        if (structure && !lies_in_whole(piece.part)) return SevenBitRefusal::malformed_mime;
        if (piece.kind == MimePiece::Kind::blank_line && forms_[piece.part] == Form::as_it_is &&
            !lies_in_whole(piece.part))
            return SevenBitRefusal::header_not_seven_bit;
        const bool outside =
            piece.kind == MimePiece::Kind::preamble || piece.kind == MimePiece::Kind::epilogue;
        if (!outside || lies_in_whole(piece.part)) continue;
        if (lies_in_signed(piece.part)) return SevenBitRefusal::signed_part;
        for (std::size_t i = piece.part; i != MimePart::none; i = tree_.parts()[i].parent) touched_[i] = true;
    }
    return {};
}

/// The header with its new labels. Fields that stay are copied octet by octet.
void Conversion::put_header(std::size_t index) {
    const MimePart& part = tree_.parts()[index];
    const bool lowered = is_lowered(index);
    const bool relabelled = forms_[index] != Form::as_it_is;
    for (const HeaderField& field : part.fields) {
        const bool label = base::equal_ignoring_case(message_.text(field.name), "Content-Transfer-Encoding");
        if (!label || (!relabelled && !lowered)) letter_.octets += message_.text(field.whole);
    }
    // A header that ends without a line end would swallow what is added.
    if (!letter_.octets.empty() && letter_.octets.back() != '\n') letter_.octets += "\r\n";
    const bool letter =
        part.parent == MimePart::none || tree_.parts()[part.parent].type.family() == "message";
    if (letter && touched_[index] && find_field(message_, part, "MIME-Version") == nullptr) {
        letter_.octets += folded_field("MIME-Version", "1.0");
        note(Step::mime_version_added, index);
    }
    if (relabelled && find_field(message_, part, "Content-Type") == nullptr) {
        letter_.octets += folded_field("Content-Type", "text/plain; charset=unknown-8bit");
        note(Step::unknown_charset_said, index);
    }
    if (lowered) {
        letter_.octets += folded_field("Content-Transfer-Encoding", "7bit");
        note(Step::label_lowered, index);
    }
    if (!relabelled) return;
    const bool quoted = forms_[index] == Form::quoted_printable;
    letter_.octets += folded_field("Content-Transfer-Encoding", quoted ? "quoted-printable" : "base64");
    note(quoted ? Step::to_quoted_printable : Step::to_base64, index);
}

void Conversion::put_piece(const MimePiece& piece) {
    const std::string_view octets = message_.text(piece.range);
    const bool outside = piece.kind == MimePiece::Kind::preamble || piece.kind == MimePiece::Kind::epilogue;
    if (outside && !is_seven_bit(octets)) {
        note(Step::surroundings_dropped, piece.part);
        return;
    }
    letter_.octets += octets;
}

/// The header, and the whole body if that is written anew; else pieces follow.
void Conversion::begin_part(std::size_t index) {
    const MimePart& part = tree_.parts()[index];
    if (!touched_[index] && !is_lowered(index)) {
        letter_.octets += message_.text(part.header);
        return;
    }
    put_header(index);
    // A body stands behind a blank line, whether there was one or not.
    const bool encoded = forms_[index] != Form::as_it_is;
    const bool blank_line = part.body.offset > part.header.end();
    if (encoded || (!blank_line && part.body.length > 0)) letter_.octets += "\r\n";
    if (!encoded) return;
    const std::string_view body = message_.text(part.body);
    letter_.octets += forms_[index] == Form::base64 ? to_base64_lines(body) : to_quoted_printable(body);
}

std::variant<SevenBitLetter, SevenBitRefusal> Conversion::convert() {
    if (is_seven_bit(message_.octets())) return SevenBitLetter{message_.octets(), {}};
    if (const auto refusal = plan()) return *refusal;
    // Pieces come header first, but a part may have none: its labels are put where it begins.
    std::vector<bool> begun(tree_.parts().size(), false);
    for (const MimePiece& piece : tree_.pieces()) {
        if (lies_in_whole(piece.part)) continue;
        if (!begun[piece.part]) begin_part(piece.part);
        begun[piece.part] = true;
        if (piece.kind != MimePiece::Kind::header && forms_[piece.part] == Form::as_it_is) put_piece(piece);
    }
    if (message_.find("DKIM-Signature") != nullptr) note(Step::signature_broken, 0);
    return std::move(letter_);
}

}  // namespace

bool is_seven_bit(std::string_view octets) {
    std::size_t line = 0;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const char c = octets[i];
        if (c == '\0' || base::is_high(c)) return false;
        if (c == '\n') {
            if (i == 0 || octets[i - 1] != '\r') return false;
            line = 0;
        } else if (c == '\r') {
            if (i + 1 == octets.size() || octets[i + 1] != '\n') return false;
        } else if (++line > longest_text_line) {
            return false;
        }
    }
    return true;
}

std::string_view to_text(SevenBitStep::Kind kind) {
    switch (kind) {
        case Step::to_quoted_printable:
            return "the part was put into quoted-printable";
        case Step::to_base64:
            return "the part was put into base64";
        case Step::label_lowered:
            return "what holds the parts says 7bit now";
        case Step::unknown_charset_said:
            return "the part got a Content-Type that says that nobody knows its charset";
        case Step::mime_version_added:
            return "MIME-Version was added";
        case Step::surroundings_dropped:
            return "text outside all parts was left out";
        case Step::signature_broken:
            return "its DKIM signature will no longer verify";
    }
    return {};
}

std::string_view to_text(SevenBitRefusal refusal) {
    switch (refusal) {
        case SevenBitRefusal::header_not_seven_bit:
            return "a header field is not 7-bit, and no relay may rewrite it";
        case SevenBitRefusal::signed_part:
            return "it is signed, and any change would break the signature";
        case SevenBitRefusal::must_be_seven_bit:
            return "a part is of a type that may not be encoded, and is not 7-bit";
        case SevenBitRefusal::unknown_encoding:
            return "a part is in an encoding that nobody knows, and is not 7-bit";
        case SevenBitRefusal::false_encoding:
            return "a part holds octets that its own encoding does not allow";
        case SevenBitRefusal::malformed_mime:
            return "its parts cannot be told apart";
    }
    return {};
}

base::Citation citation(SevenBitRefusal refusal) {
    switch (refusal) {
        case SevenBitRefusal::header_not_seven_bit:
            return {6531, "3.2"};
        case SevenBitRefusal::signed_part:
            return {1847, "2.1"};
        case SevenBitRefusal::must_be_seven_bit:
            return {2046, "5.2"};
        case SevenBitRefusal::unknown_encoding:
        case SevenBitRefusal::false_encoding:
            return {2045, "6"};
        case SevenBitRefusal::malformed_mime:
            return {2046, "5.1.1"};
    }
    return {};
}

std::variant<SevenBitLetter, SevenBitRefusal> to_seven_bit(const Message& message) {
    return Conversion(message).convert();
}

}  // namespace mail
