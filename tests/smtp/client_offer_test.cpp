#include "smtp/server_offer.h"

#include <catch2/catch.hpp>

#include "base/text.h"

using smtp::Extension;
using smtp::ExtensionSet;

namespace {

// The lines of a reply to EHLO, separated by '|'; the first is the server's name.
smtp::ServerOffer offer_of(std::string_view lines, ExtensionSet uses = ExtensionSet::all()) {
    smtp::Reply reply{250, {}, {}, smtp::Reason::other_reply, {}, {}};
    for (const std::string_view line : base::split(lines, '|')) reply.lines.emplace_back(line);
    return server_offer(reply, uses);
}

ExtensionSet set_of(std::initializer_list<Extension> extensions) {
    ExtensionSet set;
    for (const Extension one : extensions) set.add(one);
    return set;
}

}  // namespace

TEST_CASE("a server offers what the lines after the first name", "[smtp]") {
    const auto [lines, extensions] = GENERATE(table<std::string, ExtensionSet>({
        {"mx", {}},
        {"PIPELINING", {}},
        {"mx|PIPELINING", set_of({Extension::pipelining})},
        {"mx|pipelining|Size 10|EnhancedStatusCodes",
         set_of({Extension::pipelining, Extension::size, Extension::enhanced_status_codes})},
        {"mx|SMTPUTF8", {}},  // RFC 6531 3.1: only together with 8BITMIME
        {"mx|SMTPUTF8|8BITMIME", set_of({Extension::smtputf8, Extension::eight_bit_mime})},
        {"mx|BINARYMIME", {}},  // RFC 3030 3: only together with CHUNKING and 8BITMIME
        {"mx|BINARYMIME|CHUNKING", set_of({Extension::chunking})},  // it extends BODY of 8BITMIME
        {"mx|BINARYMIME|8BITMIME", set_of({Extension::eight_bit_mime})},
        {"mx|BINARYMIME|8BITMIME|CHUNKING",
         set_of({Extension::binarymime, Extension::eight_bit_mime, Extension::chunking})},
        {"mx|XFORWARD NAME|HELP||PIPELININGS|8BITMIMEX", {}},
        {"mx| DSN |\tSTARTTLS", set_of({Extension::dsn, Extension::starttls})},
        {"mx|LIMITS MAILMAX=3|REQUIRETLS", set_of({Extension::limits, Extension::require_tls})},
    }));
    INFO(lines);
    CHECK(offer_of(lines).extensions == extensions);
}

TEST_CASE("an extension that is not used counts as not offered, with its values", "[smtp]") {
    ExtensionSet uses = ExtensionSet::all();
    for (const Extension one : {Extension::size, Extension::auth, Extension::limits, Extension::chunking})
        uses.remove(one);
    const auto offer = offer_of("mx|SIZE 5|AUTH PLAIN|LIMITS RCPTMAX=1|CHUNKING|BINARYMIME|DSN", uses);
    CHECK(offer.extensions == set_of({Extension::dsn}));
    CHECK_FALSE(offer.size_limit);
    CHECK(offer.mechanisms.empty());
    CHECK_FALSE(offer.recipient_max);
}

TEST_CASE("SIZE without a number, or with 0, names no limit", "[smtp]") {
    using Limit = std::optional<std::uint64_t>;
    const auto [line, limit] = GENERATE(table<std::string, Limit>({
        {"SIZE", {}},
        {"SIZE 0", {}},
        {"SIZE 1", 1},
        {"SIZE 9223372036854775807", 9223372036854775807u},
        {"SIZE 99999999999999999999", {}},
        {"SIZE -5", {}},
        {"SIZE many", {}},
        {"SIZE=1000", 1000},
        {"SIZE 10 20", {}},
    }));
    INFO(line);
    const auto offer = offer_of("mx|" + line);
    CHECK(offer.has(Extension::size));
    CHECK(offer.size_limit == limit);
}

TEST_CASE("mechanisms stand in the server's order, each once, in the old form too", "[smtp]") {
    using Names = std::vector<std::string>;
    CHECK(offer_of("mx|AUTH plain SCRAM-SHA-256 PLAIN").mechanisms == Names{"PLAIN", "SCRAM-SHA-256"});
    CHECK(offer_of("mx|AUTH=LOGIN PLAIN|AUTH PLAIN CRAM-MD5").mechanisms ==
          Names{"LOGIN", "PLAIN", "CRAM-MD5"});
    CHECK(offer_of("mx|AUTH").mechanisms.empty());
    std::string many = "mx|AUTH";
    for (int name = 0; name < 1000; ++name) many += " X" + std::to_string(name);
    CHECK(offer_of(many).mechanisms.size() <= 32);
}

TEST_CASE("LIMITS are numbers from 1; what is unknown or wrong is passed over", "[smtp]") {
    const auto offer = offer_of("mx|LIMITS rcptmax=100 MAILMAX=0 RCPTDOMAINMAX=2 NEWMAX=3 RCPTMAX MAILMAX=x");
    CHECK(offer.recipient_max == 100u);
    CHECK_FALSE(offer.mail_max);
    CHECK(offer.domain_max == 2u);
}
