#include "smtp/manner.h"

#include <algorithm>

namespace smtp {
namespace {

ExtensionSet all_but(std::initializer_list<Extension> missing) {
    ExtensionSet set = ExtensionSet::all();
    for (const Extension one : missing) set.remove(one);
    return set;
}

/// What every server in wide use takes, though no grammar has it.
Grammar common_grammar() {
    Grammar grammar;
    grammar.colon = Grammar::Colon::space_after;
    grammar.brackets = Grammar::Brackets::optional;
    grammar.octets = Grammar::Octets::any;
    grammar.bare_lf = Grammar::LineFeed::ends_line;
    grammar.cr = Grammar::Cr::trimmed;
    grammar.nul = Grammar::Nul::ends_line;
    grammar.addresses.long_local_parts = true;
    return grammar;
}

// ---- strict ----

// A client may write no space behind the colon and must write the brackets (RFC 5321 3.3, 4.1.2), but no rule
// makes a server refuse who does otherwise, and none does: 'be liberal in what you accept' (RFC 1123 1.2.2).
// So it is with parameters after HELO: nobody was told of them (RFC 5321 2.2.1), but what they mean is known.
Conduct strict() {
    Conduct conduct;
    conduct.parameters.after_helo = ParameterConduct::AfterHelo::taken;
    conduct.errors.failed_logins = most_failed_logins;
    conduct.grammar.colon = Grammar::Colon::space_after;
    conduct.grammar.brackets = Grammar::Brackets::optional;
    conduct.grammar.addresses.long_local_parts = true;  // RFC 5321 4.5.3.1: no limit is better
    return conduct;
}

// ---- Postfix ----

Conduct postfix() {
    Conduct conduct;
    Grammar& grammar = conduct.grammar;
    grammar = common_grammar();
    grammar.lead = Grammar::Blanks::trimmed;
    grammar.octets = Grammar::Octets::utf8;
    grammar.quit = Grammar::Arguments::ignored;
    grammar.odd_parameters = Grammar::OddParameters::unknown;
    grammar.hello_names = HelloNames::any;
    AddressRules& addresses = grammar.addresses;
    addresses.any_dots = addresses.no_local_part = addresses.underscores = addresses.routes = true;
    addresses.no_domain = AddressRules::NoDomain::taken;
    addresses.final_dot = addresses.odd_literals = addresses.double_brackets = true;
    addresses.high_octets = AddressRules::HighOctets::taken;
    conduct.parameters.size = ParameterConduct::Number::digits;
    conduct.parameters.no_value = ParameterConduct::Missing::unknown;
    conduct.parameters.wrong_body = ParameterConduct::WrongBody::unknown;
    conduct.parameters.repeats = ParameterConduct::Repeats::of_dsn_refused;
    conduct.parameters.after_helo = ParameterConduct::AfterHelo::taken;
    conduct.idle = {101, IdleLimit::Then::count_errors, IdleLimit::First::counted,
                    421};  // smtpd_junk_command_limit: more than 100 before this one
    conduct.extensions = all_but({Extension::binarymime, Extension::limits, Extension::require_tls});
    conduct.codes = {
        {Reason::relaying_denied, Verb::none, 554}, {Reason::tls_already_active, Verb::none, 554},
        {Reason::auth_needs_tls, Verb::none, 503},  {Reason::auth_mechanism_unknown, Verb::none, 535},
        {Reason::auth_malformed, Verb::none, 535},  {Reason::syntax_wrong, Verb::bdat, 521},
        {Reason::command_unknown, Verb::etrn, 459}};
    conduct.hello = Conduct::Hello::optional;
    conduct.starttls = Conduct::StartTls::any_time;
    conduct.auth_in_plaintext = Conduct::PlainAuth::not_at_all;
    conduct.mechanisms = Conduct::Mechanisms::plain_and_login;
    conduct.no_recipient_is_554 = Conduct::NoRecipient::always;
    conduct.unoffered = Conduct::Unoffered::unknown;
    conduct.vrfy = Conduct::Inquiry::answered;
    conduct.vrfy_foreign = 554;
    conduct.help = Conduct::Help::not_offered;
    conduct.longest_line = 2048;  // line_length_limit
    conduct.overlong = Conduct::Overlong::cut;
    conduct.framing = Framing::lone_dot_crs;
    conduct.strangers = Conduct::Strangers::any_time;
    conduct.stranger_code = 221;
    conduct.wrong_chunk = Conduct::WrongChunk::hung_up;
    return conduct;
}

// ---- Sendmail ----

Conduct sendmail() {
    Conduct conduct;
    Grammar& grammar = conduct.grammar;
    grammar = common_grammar();
    grammar.lead = Grammar::Blanks::trimmed;
    grammar.colon = Grammar::Colon::space_around;
    grammar.glue = Grammar::Glue::taken;
    grammar.rset = grammar.quit = grammar.data = Grammar::Arguments::ignored;
    grammar.odd_parameters = Grammar::OddParameters::unknown;
    grammar.hello_names = HelloNames::plain_octets;
    AddressRules& addresses = grammar.addresses;
    addresses.no_domain = AddressRules::NoDomain::of_recipients;
    addresses.any_dots = addresses.underscores = addresses.final_dot = addresses.long_labels = true;
    addresses.odd_literals = addresses.double_brackets = true;
    addresses.high_octets = AddressRules::HighOctets::taken;
    addresses.odd_hyphens = true;
    conduct.parameters.size = ParameterConduct::Number::signed_or_none;
    conduct.parameters.repeats = ParameterConduct::Repeats::of_dsn_refused;
    conduct.parameters.after_helo = ParameterConduct::AfterHelo::taken;
    conduct.errors = {25, ErrorLimit::Counts::unknown_commands, ErrorLimit::Said::instead, 421};
    conduct.extensions = all_but({Extension::chunking, Extension::binarymime, Extension::smtputf8,
                                  Extension::limits, Extension::require_tls});
    conduct.codes = {{Reason::sender_address_wrong, Verb::none, 553},
                     {Reason::recipient_address_wrong, Verb::none, 553},
                     {Reason::no_valid_recipient, Verb::none, 503},
                     {Reason::auth_needs_tls, Verb::none, 503},
                     {Reason::command_not_offered, Verb::bdat, 500}};
    conduct.starttls = Conduct::StartTls::any_time;
    conduct.hello_under_tls = Conduct::AfterTls::remembered;
    conduct.auth_in_plaintext = Conduct::PlainAuth::not_at_all;
    conduct.mechanisms = Conduct::Mechanisms::plain_and_login;
    conduct.vrfy = Conduct::Inquiry::answered;
    conduct.vrfy_known = 250;
    conduct.expn = Conduct::Expansion::answered;
    conduct.help = Conduct::Help::by_topic;
    conduct.longest_line = 2048;  // MAXLINE
    conduct.overlong = Conduct::Overlong::hung_up;
    conduct.overlong_code = 421;
    conduct.bare_line_ends = Conduct::BareEnds::hung_up;
    conduct.nul = Conduct::Nul::refused;
    conduct.letter_ahead = Conduct::Impatience::hung_up;
    conduct.strangers = Conduct::Strangers::first_command;
    conduct.auth_message_code = 535;
    conduct.subaddresses = Conduct::Subaddresses::taken;
    return conduct;
}

// ---- Exim ----

Conduct exim() {
    Conduct conduct;
    Grammar& grammar = conduct.grammar;
    grammar = common_grammar();
    grammar.phrase = Grammar::Phrase::exact;
    grammar.nul = Grammar::Nul::refused;
    grammar.empty_values = Grammar::EmptyValues::taken;
    grammar.chunk_words = Grammar::ChunkWords::any;
    grammar.hello_names = HelloNames::domain_octets;
    AddressRules& addresses = grammar.addresses;
    addresses.any_dots = addresses.long_labels = true;
    addresses.high_octets = AddressRules::HighOctets::of_local_parts;
    addresses.literals = false;
    conduct.parameters.size = ParameterConduct::Number::unsigned_;
    conduct.parameters.repeats = ParameterConduct::Repeats::of_dsn_refused;
    conduct.parameters.envid = conduct.parameters.orcpt = ParameterConduct::Check::left_out;
    conduct.errors = {3, ErrorLimit::Counts::wrong_commands, ErrorLimit::Said::instead, 500};
    conduct.idle = {10, IdleLimit::Then::hang_up, IdleLimit::First::free, 554};
    conduct.extensions = all_but(
        {Extension::binarymime, Extension::enhanced_status_codes, Extension::limits, Extension::require_tls});
    conduct.codes = {
        {Reason::parameter_unknown, Verb::none, 501},  {Reason::utf8_not_announced, Verb::none, 501},
        {Reason::syntax_wrong, Verb::unknown, 501},    {Reason::no_valid_recipient, Verb::none, 503},
        {Reason::tls_already_active, Verb::none, 554}, {Reason::auth_needs_tls, Verb::none, 503},
        {Reason::command_unknown, Verb::etrn, 458}};
    conduct.auth_in_plaintext = Conduct::PlainAuth::not_at_all;
    conduct.mechanisms = Conduct::Mechanisms::plain_and_login;
    conduct.unoffered = Conduct::Unoffered::unknown;
    conduct.vrfy = Conduct::Inquiry::answered;
    conduct.vrfy_known = conduct.vrfy_foreign = 250;
    conduct.expn = Conduct::Expansion::refused;
    conduct.longest_line = 16384;                   // smtp_cmd_buffer_size
    conduct.longest_text_line = longest_text_line;  // message_linelength_limit: 998 and CRLF
    conduct.unknown_in_group = Conduct::Impatience::hung_up;
    conduct.auth_message_code = 535;
    return conduct;
}

// ---- OpenSMTPD ----

Conduct opensmtpd() {
    Conduct conduct;
    Grammar& grammar = conduct.grammar;
    grammar = common_grammar();
    grammar.phrase = Grammar::Phrase::exact;
    grammar.brackets = Grammar::Brackets::required;
    grammar.glue = Grammar::Glue::taken;
    grammar.blanks = Grammar::Blanks::argument;
    grammar.help = Grammar::Arguments::refused;
    grammar.cr = Grammar::Cr::refused;
    grammar.odd_parameters = Grammar::OddParameters::unknown;
    grammar.empty_values = Grammar::EmptyValues::taken;
    grammar.hello_names = HelloNames::host_name;
    grammar.addresses.no_domain = AddressRules::NoDomain::taken;
    grammar.addresses.underscores = true;
    grammar.addresses.quoted = false;
    ParameterConduct& parameters = conduct.parameters;
    parameters.any_size = ParameterConduct::AnySize::taken;
    parameters.no_value = ParameterConduct::Missing::unknown;
    parameters.wrong_body = ParameterConduct::WrongBody::unknown;
    parameters.repeats = ParameterConduct::Repeats::taken;
    parameters.ret = parameters.envid = parameters.orcpt = ParameterConduct::Check::left_out;
    parameters.after_helo = ParameterConduct::AfterHelo::taken;
    conduct.errors.most = 1000;  // it has none; our own bound
    conduct.extensions = all_but({Extension::pipelining, Extension::chunking, Extension::binarymime,
                                  Extension::smtputf8, Extension::limits, Extension::require_tls});
    conduct.codes = {
        {Reason::sender_address_wrong, Verb::none, 553}, {Reason::syntax_wrong, Verb::mail, 553},
        {Reason::parameter_unknown, Verb::none, 503},    {Reason::parameter_wrong, Verb::rcpt, 553},
        {Reason::utf8_not_announced, Verb::rcpt, 501},   {Reason::syntax_wrong, Verb::data, 500},
        {Reason::syntax_wrong, Verb::rset, 500},         {Reason::syntax_wrong, Verb::quit, 500},
        {Reason::syntax_wrong, Verb::help, 500},         {Reason::no_valid_recipient, Verb::none, 503},
        {Reason::auth_needs_tls, Verb::none, 503},       {Reason::too_many_hops, Verb::none, 500}};
    conduct.hello_again = Conduct::HelloAgain::refused;
    conduct.starttls = Conduct::StartTls::after_hello;
    conduct.auth_in_plaintext = Conduct::PlainAuth::not_at_all;
    conduct.mechanisms = Conduct::Mechanisms::plain_and_login;
    conduct.unoffered = Conduct::Unoffered::unknown;
    conduct.vrfy = Conduct::Inquiry::not_offered;
    conduct.longest_line = 2048;  // LINE_MAX
    conduct.overlong = Conduct::Overlong::hung_up;
    conduct.framing = Framing::lone_dot_nul;
    conduct.longest_text_line = 65535;  // SMTPD_MAXLINE
    conduct.longest_text_line_code = 500;
    conduct.overlong_text = Conduct::Overlong::hung_up;
    conduct.pipelining = Conduct::Impatience::hung_up;
    conduct.subaddresses = Conduct::Subaddresses::taken;
    conduct.least_recipients = 1000;  // its own limit, which no setting of a listener lowers
    return conduct;
}

}  // namespace

std::optional<Manner> manner_named(std::string_view name) {
    const auto found = std::find(manner_names.begin(), manner_names.end(), name);
    if (found == manner_names.end()) return {};
    return static_cast<Manner>(found - manner_names.begin());
}

const Conduct& conduct_of(Manner manner) {
    static const std::array<Conduct, manner_names.size()> table{strict(), postfix(), sendmail(), exim(),
                                                                opensmtpd()};
    return table[static_cast<std::size_t>(manner)];
}

}  // namespace smtp
