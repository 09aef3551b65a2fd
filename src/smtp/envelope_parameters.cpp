#include "smtp/envelope_parameters.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"
#include "mail/xtext.h"
#include "smtp/replies.h"

namespace smtp {
namespace {

enum class Word : std::uint8_t { size, body, smtputf8, ret, envid, auth, require_tls, notify, orcpt };
struct WordRule {
    std::string_view keyword;
    Extension needs;
};
constexpr std::array<WordRule, 7> sender_words{{{"SIZE", Extension::size},
                                                {"BODY", Extension::eight_bit_mime},
                                                {"SMTPUTF8", Extension::smtputf8},
                                                {"RET", Extension::dsn},
                                                {"ENVID", Extension::dsn},
                                                {"AUTH", Extension::auth},
                                                {"REQUIRETLS", Extension::require_tls}}};
constexpr std::array<WordRule, 2> recipient_words{{{"NOTIFY", Extension::dsn}, {"ORCPT", Extension::dsn}}};

/// Which of the words a parameter is; nothing for one that was not offered.
template <std::size_t count>
std::optional<std::size_t> find_word(const std::array<WordRule, count>& words, std::string_view keyword,
                                     ExtensionSet usable) {
    for (std::size_t index = 0; index < count; ++index)
        if (words[index].keyword == keyword)
            return usable.has(words[index].needs) ? std::optional(index) : std::nullopt;
    return {};
}

std::optional<Body> body_named(std::string_view value, ExtensionSet usable) {
    if (base::equal_ignoring_case(value, "7BIT")) return Body::seven_bit;
    if (base::equal_ignoring_case(value, "8BITMIME")) return Body::eight_bit;
    if (base::equal_ignoring_case(value, "BINARYMIME") && usable.has(Extension::binarymime))
        return Body::binary;
    return {};
}

std::optional<Return> return_named(std::string_view value) {
    if (base::equal_ignoring_case(value, "FULL")) return Return::full;
    if (base::equal_ignoring_case(value, "HDRS")) return Return::header;
    return {};
}

// RFC 4954 5: an address in xtext, or "<>".
bool is_auth_value(std::string_view value) {
    if (value == "<>") return true;
    const auto decoded = mail::from_xtext(value);
    return decoded && !decoded->empty();
}

// RFC 1870 3: 1*20DIGIT, and what servers make of other words.
std::optional<std::uint64_t> read_size(std::string_view text, ParameterConduct::Number number) {
    using Number = ParameterConduct::Number;
    constexpr std::uint64_t too_big = std::numeric_limits<std::uint64_t>::max();
    if (const auto size = parse_octet_count(text)) return size;
    if (number == Number::short_digits) return {};
    const bool negative = text.substr(0, 1) == "-";
    const std::string_view digits = text.substr(negative ? 1 : 0);
    const bool is_number = !digits.empty() && std::all_of(digits.begin(), digits.end(), base::is_digit);
    if (is_number && (!negative || number != Number::digits)) return too_big;
    const bool nothing = number == Number::signed_or_none || (number == Number::unsigned_ && text.empty());
    return nothing ? std::optional<std::uint64_t>(0) : std::nullopt;
}

/// Whether the word's value is as its RFC wants it; what it says goes into `read`.
bool take(Word word, const std::optional<std::string>& value, ExtensionSet usable, SenderParameters& read,
          const ParameterConduct& conduct) {
    const std::string_view text = value ? std::string_view(*value) : std::string_view();
    switch (word) {
        case Word::size:
            if (!value && conduct.size != ParameterConduct::Number::unsigned_) return false;
            read.size = read_size(text, conduct.size);
            return read.size.has_value() || (value && conduct.any_size == ParameterConduct::AnySize::taken);
        case Word::body: {
            const auto body = body_named(text, usable);
            if (body) read.options.body = *body;
            return body.has_value();
        }
        case Word::ret: {
            const auto returned = return_named(text);
            if (returned) read.options.returned = *returned;
            return returned.has_value() || (value && conduct.ret == ParameterConduct::Check::left_out);
        }
        case Word::envid: {
            auto decoded = mail::parse_envid(text);
            auto* const id = std::get_if<std::string>(&decoded);
            if (!id || id->empty()) return value && conduct.envid == ParameterConduct::Check::left_out;
            read.options.envelope_id = std::move(*id);
            return true;
        }
        case Word::auth:
            return is_auth_value(text);
        case Word::smtputf8:  // RFC 6531 3.1 (4) and RFC 8689 2: neither takes a value
            read.options.utf8 = true;
            return !value;
        default:
            read.options.require_tls = true;
            return !value;
    }
}

// RFC 3461 4.1: NEVER alone, or any of the others.
std::optional<Notify> read_notify(std::string_view value) {
    Notify notify;
    if (base::equal_ignoring_case(value, "NEVER")) {
        notify.given = true;
        notify.failure = notify.delay = false;
        return notify;
    }
    notify.success = notify.failure = notify.delay = false;
    for (const std::string_view word : base::split(value, ',')) {
        bool& wish = base::equal_ignoring_case(word, "SUCCESS")   ? notify.success
                     : base::equal_ignoring_case(word, "FAILURE") ? notify.failure
                     : base::equal_ignoring_case(word, "DELAY")   ? notify.delay
                                                                  : notify.given;
        wish = true;
    }
    if (notify.given) return {};  // a word that is none of them
    notify.given = true;
    return notify;
}

// Each word once, by what the conduct says of repeats.
class Seen {
public:
    explicit Seen(const ParameterConduct& conduct) : repeats_(conduct.repeats) {}
    bool too_often(std::size_t word, Extension of) {
        const bool again = (bits_ >> word & 1u) != 0;
        bits_ |= 1u << word;
        return again && (repeats_ == ParameterConduct::Repeats::refused ||
                         (repeats_ == ParameterConduct::Repeats::of_dsn_refused && of == Extension::dsn));
    }

private:
    ParameterConduct::Repeats repeats_;
    std::uint32_t bits_ = 0;
};

Reply no_value(std::string_view keyword, ParameterConduct::Missing missing) {
    return missing == ParameterConduct::Missing::unknown ? replies::parameter_unknown(keyword)
                                                         : replies::parameter_wrong(keyword);
}

std::optional<Reply> take_recipient_word(Parameter const& one, bool is_notify, mail::Utf8 utf8,
                                         const ParameterConduct& conduct, RecipientOptions& read) {
    const std::string_view value = one.value ? std::string_view(*one.value) : std::string_view();
    if (is_notify) {
        const auto notify = read_notify(value);
        if (notify) read.notify = *notify;
        const bool let_pass = one.value && value.empty();  // where the grammar takes an empty value at all
        if (!notify && !let_pass) return replies::parameter_wrong(one.keyword);
        return {};
    }
    const auto parsed = mail::parse_orcpt(value, utf8);
    if (const auto* const original = std::get_if<mail::OriginalRecipient>(&parsed))
        read.original_recipient = original->type + ";" + original->address;
    else if (conduct.orcpt == ParameterConduct::Check::done)
        return replies::parameter_wrong(one.keyword);
    return {};
}

}  // namespace

std::variant<SenderParameters, Reply> read_sender_parameters(const std::vector<Parameter>& parameters,
                                                             ExtensionSet usable,
                                                             const ParameterConduct& conduct) {
    SenderParameters read;
    Seen seen(conduct);
    for (const Parameter& one : parameters) {
        const auto index = find_word(sender_words, one.keyword, usable);
        if (!index) return replies::parameter_unknown(one.keyword);
        const auto word = static_cast<Word>(*index);
        if (seen.too_often(*index, sender_words[*index].needs))
            return replies::parameter_repeated(one.keyword);
        if (take(word, one.value, usable, read, conduct)) continue;
        if (!one.value) return no_value(one.keyword, conduct.no_value);
        const bool unknown = word == Word::body && conduct.wrong_body == ParameterConduct::WrongBody::unknown;
        return unknown ? replies::parameter_unknown(one.keyword) : replies::parameter_wrong(one.keyword);
    }
    return read;
}

std::variant<RecipientOptions, Reply> read_recipient_parameters(const std::vector<Parameter>& parameters,
                                                                ExtensionSet usable, mail::Utf8 utf8,
                                                                const ParameterConduct& conduct) {
    RecipientOptions read;
    Seen seen(conduct);
    for (const Parameter& one : parameters) {
        const auto index = find_word(recipient_words, one.keyword, usable);
        if (!index) return replies::parameter_unknown(one.keyword);
        if (seen.too_often(*index, Extension::dsn)) return replies::parameter_repeated(one.keyword);
        if (!one.value && conduct.no_value == ParameterConduct::Missing::unknown)
            return replies::parameter_unknown(one.keyword);
        if (auto wrong = take_recipient_word(one, *index == 0, utf8, conduct, read)) return std::move(*wrong);
    }
    return read;
}

Inquiry read_inquiry(std::string_view text, ExtensionSet usable) {
    const auto space = text.find_last_of(" \t");
    const bool announced = usable.has(Extension::smtputf8) && space != std::string_view::npos &&
                           base::equal_ignoring_case(text.substr(space + 1), "SMTPUTF8");
    if (!announced) return {text, mail::Utf8::refused};
    return {base::trim(text.substr(0, space)), mail::Utf8::allowed};
}

}  // namespace smtp
