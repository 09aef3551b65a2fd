#include "smtp/manner.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "smtp/loose_path.h"
#include "smtp/server_session.h"
#include "tests/support/dialogue.h"

using smtp::Manner;
using smtp::ServerSession;
using support::dialogue;

namespace {

smtp::ServerSettings settings(Manner manner) {
    smtp::ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.own_domain = "dest.example";
    settings.letter_limit = 1'000'000;
    settings.manner = manner;
    settings.tls = smtp::ServerSettings::Tls::available;
    settings.accounts = {{"alice", "secret"}};
    return settings;
}

const std::string hello = "C: EHLO src.example\nS: -\n";
const std::string sender = hello + "C: MAIL FROM:<a@src.example>\nS: -\n";
const std::string recipient = sender + "C: RCPT TO:<bob@dest.example>\nS: -\n";
const std::string letter = recipient + "C: DATA\nS: -\n";
const std::string tls = hello + "C: STARTTLS\nS: -\n" + hello;

/// The codes that follow the last run of the client's lines, "." for the end of the connection.
std::string codes(Manner manner, const std::string& script) {
    ServerSession session(settings(manner));
    const std::string said = support::play(session, script, 512);
    std::string found;
    for (const std::string_view line : base::split(said, '\n')) {
        if (line.substr(0, 3) == "C: ") found.clear();
        if (line.substr(0, 3) == "S: " && line.substr(6, 1) != "-")
            found += std::string(line.substr(3, 3)) + " ";
        if (line == "S closes") found += ". ";
    }
    return std::string(base::trim(found));
}

struct Difference {
    std::string what, script, strict, postfix, sendmail, exim, opensmtpd;
};

void check(const Difference& one) {
    INFO(one.what);
    CHECK(codes(Manner::strict, one.script) == one.strict);
    CHECK(codes(Manner::postfix, one.script) == one.postfix);
    CHECK(codes(Manner::sendmail, one.script) == one.sendmail);
    CHECK(codes(Manner::exim, one.script) == one.exim);
    CHECK(codes(Manner::opensmtpd, one.script) == one.opensmtpd);
}

std::string mail_line(const std::string& rest) {
    return hello + "C: MAIL " + rest + "\n";
}
std::string rcpt_line(const std::string& rest) {
    return sender + "C: RCPT " + rest + "\n";
}

}  // namespace

TEST_CASE("manners differ in who must say what first", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"MAIL before EHLO", "C: MAIL FROM:<a@src.example>\n", "503", "250", "503", "503", "503"},
        {"EHLO again", hello + "C: EHLO x.example\n", "250", "250", "250", "250", "503"},
        {"STARTTLS first", "C: STARTTLS\n", "503", "220", "220", "503", "503"},
        {"STARTTLS after HELO", "C: HELO a.example\nS: -\nC: STARTTLS\n", "503", "220", "220", "503", "220"},
        {"MAIL under TLS without EHLO", hello + "C: STARTTLS\nS: -\nC: MAIL FROM:<>\n", "503", "250", "250",
         "503", "503"},
        {"STARTTLS again", tls + "C: STARTTLS\n", "503", "554", "503", "554", "503"},
        {"DATA, nobody left", sender + "C: RCPT TO:<x@dest.example>\nS: -\nC: DATA\n", "554", "554", "503",
         "503", "503"},
        {"DATA without RCPT", sender + "C: DATA\n", "503", "554", "503", "503", "503"},
        {"parameters after HELO", "C: HELO a.example\nS: -\nC: MAIL FROM:<> SIZE=1\n", "250", "250", "250",
         "501", "250"},
    })));
}

TEST_CASE("manners differ in the command lines that they take", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"a space behind the colon", mail_line("FROM: <a@src.example>"), "250", "250", "250", "250", "250"},
        {"no brackets", mail_line("FROM:a@src.example"), "250", "250", "250", "250", "553"},
        {"a space before the colon", mail_line("FROM :<a@src.example>"), "501", "501", "250", "500", "500"},
        {"two spaces", mail_line(" FROM:<a@src.example>"), "250", "250", "250", "500", "500"},
        {"the wrong word", rcpt_line("FROM:<bob@dest.example>"), "501", "501", "501", "500", "500"},
        {"a glued parameter", mail_line("FROM:<a@src.example>SIZE=1"), "501", "501", "250", "501", "250"},
        {"no path", mail_line("FROM:"), "501", "501", "501", "501", "553"},
        {"a second path", mail_line("FROM:<a@src.example> <b@src.example>"), "501", "555", "555", "501",
         "503"},
        {"a blank behind RSET", hello + "C: RSET \n", "250", "250", "250", "250", "500"},
        {"a word behind RSET", hello + "C: RSET now\n", "501", "501", "250", "501", "500"},
        {"a word behind QUIT", hello + "C: QUIT now\n", "501", "221 .", "221 .", "501", "500"},
        {"a blank before NOOP", hello + "C:  NOOP\n", "500", "250", "250", "500", "500"},
        {"LF alone", hello + "C: NOOP<LF>\n", "500", "250", "250", "250", "250"},
        {"CR CR LF", hello + "C: NOOP<0d>\n", "500", "250", "250", "250", "500"},
        {"NUL in the verb", hello + "C: NO<00>OP\n", "500", "500", "500", "501", "500"},
        {"NUL behind the path", mail_line("FROM:<a@src.example><00>"), "501", "250", "250", "501", "250"},
        {"a name with a hyphen first", "C: EHLO -a.example\n", "501", "250", "250", "250", "501"},
        {"a name that is not ASCII", "C: EHLO b<c3><bc>cher.example\n", "501", "250", "501", "501", "501"},
        {"a name in brackets", "C: EHLO <a.example>\n", "501", "250", "501", "501", "501"},
        {"a wrong literal", "C: EHLO [999.1.1.1]\n", "501", "250", "250", "501", "501"},
        {"a long line", hello + "C: NOOP " + std::string(4090, 'x') + "\n", "500", "250", "421 .", "250",
         "500 ."},
    })));
}

TEST_CASE("manners differ in the addresses that they take", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"a leading dot", mail_line("FROM:<.a@src.example>"), "501", "250", "250", "250", "553"},
        {"no domain", mail_line("FROM:<a>"), "501", "250", "553", "501", "250"},
        {"no local part", mail_line("FROM:<@src.example>"), "501", "250", "553", "501", "553"},
        {"an underscore", mail_line("FROM:<a@src_host.example>"), "501", "250", "250", "501", "250"},
        {"a last dot", mail_line("FROM:<a@src.example.>"), "501", "250", "250", "501", "553"},
        {"a label of 64", mail_line("FROM:<a@" + std::string(64, 'b') + ".example>"), "501", "501", "250",
         "250", "553"},
        {"a local part of 65", mail_line("FROM:<" + std::string(65, 'a') + "@src.example>"), "250", "250",
         "250", "250", "250"},
        {"quotes", mail_line("FROM:<\"a b\"@src.example>"), "250", "250", "250", "250", "553"},
        {"quotes in quotes", mail_line("FROM:<\"a\"b\"@src.example>"), "501", "501", "553", "501", "553"},
        {"a literal", mail_line("FROM:<a@[IPv6:2001:db8::1]>"), "250", "250", "250", "501", "250"},
        {"half a literal", mail_line("FROM:<a@[192.0.2.1>"), "501", "250", "250", "501", "553"},
        {"two brackets", mail_line("FROM:<<a@src.example>>"), "501", "250", "250", "501", "553"},
        {"UTF-8", mail_line("FROM:<<c3><bc>@src.example>"), "553", "250", "250", "250", "553"},
        {"Latin-1", mail_line("FROM:<<fc>@src.example>"), "553", "500", "250", "250", "553"},
        {"UTF-8 in a domain", mail_line("FROM:<a@<c3><bc>.example>"), "553", "250", "250", "501", "553"},
        {"a recipient without a domain", rcpt_line("TO:<bob>"), "501", "250", "250", "501", "250"},
        {"nobody", rcpt_line("TO:<>"), "501", "501", "553", "501", "501"},
        {"a bang path", rcpt_line("TO:<other.example!x@dest.example>"), "550", "554", "550", "550", "550"},
        {"a tag", rcpt_line("TO:<bob+tag@dest.example>"), "550", "550", "250", "550", "250"},
        {"a tag of nobody", rcpt_line("TO:<x+tag@dest.example>"), "550", "550", "550", "550", "550"},
        {"elsewhere", rcpt_line("TO:<x@other.example>"), "550", "554", "550", "550", "550"},
    })));
}

TEST_CASE("manners differ in how they judge parameters", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"unknown", mail_line("FROM:<> FOO"), "555", "555", "555", "501", "503"},
        {"SIZE too big", mail_line("FROM:<> SIZE=99999999"), "552", "552", "552", "552", "250"},
        {"SIZE negative", mail_line("FROM:<> SIZE=-1"), "501", "501", "552", "552", "250"},
        {"SIZE without end", mail_line("FROM:<> SIZE=9999999999999999999999999"), "501", "552", "552", "552",
         "250"},
        {"SIZE no number", mail_line("FROM:<> SIZE=ten"), "501", "501", "250", "501", "250"},
        {"SIZE alone", mail_line("FROM:<> SIZE"), "501", "555", "501", "250", "503"},
        {"SIZE twice", mail_line("FROM:<> SIZE=1 SIZE=2"), "501", "250", "250", "250", "250"},
        {"BODY unknown", mail_line("FROM:<> BODY=9BIT"), "501", "555", "501", "501", "503"},
        {"RET unknown", mail_line("FROM:<> RET=SOME"), "501", "501", "501", "501", "250"},
        {"RET twice", mail_line("FROM:<> RET=FULL RET=HDRS"), "501", "501", "501", "501", "250"},
        {"ENVID not xtext", mail_line("FROM:<> ENVID=a+ZZ"), "501", "501", "501", "250", "250"},
        {"SMTPUTF8", mail_line("FROM:<> SMTPUTF8"), "250", "250", "555", "250", "503"},
        {"NOTIFY mixed", rcpt_line("TO:<bob@dest.example> NOTIFY=NEVER,SUCCESS"), "501", "501", "501", "501",
         "553"},
        {"NOTIFY empty", rcpt_line("TO:<bob@dest.example> NOTIFY="), "501", "501", "501", "250", "250"},
    })));
}

TEST_CASE("manners differ in the commands that they know", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"HELP", hello + "C: HELP\n", "214", "500", "214", "214", "214"},
        {"HELP on nothing", hello + "C: HELP NOSUCH\n", "214", "500", "504", "214", "500"},
        {"VRFY of one here", hello + "C: VRFY bob@dest.example\n", "252", "252", "250", "250", "500"},
        {"VRFY of a name alone", hello + "C: VRFY bob\n", "252", "252", "250", "250", "500"},
        {"VRFY of nobody", hello + "C: VRFY <x@dest.example>\n", "252", "550", "550", "550", "500"},
        {"VRFY of one elsewhere", hello + "C: VRFY x@other.example\n", "252", "554", "252", "250", "500"},
        {"EXPN", hello + "C: EXPN x@dest.example\n", "502", "500", "550", "550", "500"},
        {"SEND", hello + "C: SEND FROM:<a@src.example>\n", "502", "500", "502", "500", "500"},
        {"ETRN", hello + "C: ETRN dest.example\n", "500", "459", "500", "458", "500"},
        {"BDAT", recipient + "C: BDAT 0 LAST\n", "250", "250", "500", "250", "500"},
        {"BDAT of no size", recipient + "C: BDAT abc\n", "501", "521 .", "500", "501", "500"},
        {"BDAT of a wrong word", recipient + "C: BDAT 1 FIRST\nC: x<no end>\n", "501", "521 .", "500", "250",
         "500 ."},
        {"HTTP", "C: POST / HTTP/1.1\n", "500", "221 .", "421 .", "500", "500"},
        {"a header field", hello + "C: Subject: x\n", "500", "221 .", "500", "500", "500"},
        {"a lone dot", hello + "C: .\n", "500", "221 .", "500", "500", "500"},
    })));
}

TEST_CASE("manners differ in AUTH", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"in plaintext", hello + "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", "538", "503", "503", "503", "503"},
        {"good", tls + "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\n", "235", "235", "235", "235", "235"},
        {"wrong", tls + "C: AUTH PLAIN AGFsaWNlAHdyb25n\n", "535", "535", "535", "535", "535"},
        {"not base64", tls + "C: AUTH PLAIN ???\n", "501", "535", "501", "501", "501"},
        {"no message of PLAIN", tls + "C: AUTH PLAIN YWxpY2VzZWNyZXQ=\n", "501", "535", "535", "535", "501"},
        {"unknown", tls + "C: AUTH FOO\n", "504", "535", "504", "504", "504"},
        {"CRAM-MD5", tls + "C: AUTH CRAM-MD5\n", "334", "535", "504", "504", "504"},
    })));
}

TEST_CASE("manners differ in where a letter ends and what may stand in it", "[smtp]") {
    const std::string long_line = "C: " + std::string(1100, 'x') + "\n";
    const std::string endless = "C: " + std::string(70'000, 'x') + "\n";
    check(GENERATE_COPY(values<Difference>({
        {"LF.LF", letter + "C: a<LF>\nC: .<LF>\n", "", "250", "421 .", "", "250"},
        {"LF.CRLF", letter + "C: a<LF>\nC: .\n", "", "250", "421 .", "", "250"},
        {"CRLF.CR CRLF", letter + "C: a\nC: .<0d>\n", "", "250", "421 .", "", ""},
        {"CRLF.NUL CRLF", letter + "C: a\nC: .<00>\n", "", "", "", "", "250"},
        {"CR.CRLF", letter + "C: a<0d>.\n", "", "", "421 .", "", ""},
        {"a lone CR", letter + "C: a<0d>b\nC: .\n", "250", "250", "421 .", "250", "250"},
        {"NUL", letter + "C: a<00>b\nC: .\n", "250", "250", "554", "250", "250"},
        {"a long line", letter + long_line + "C: .\n", "250", "250", "250", "550", "250"},
        {"an endless line", letter + endless + "C: .\n", "250", "250", "250", "550", "500 ."},
    })));
}

TEST_CASE("manners differ in what may be sent ahead", "[smtp]") {
    check(GENERATE(values<Difference>({
        {"two commands", hello + "C: NOOP\nC: RSET\n", "250 250", "250 250", "250 250", "250 250", "500 ."},
        {"the letter", recipient + "C: DATA\nC: x\nC: .\n", "354 250", "354 250", "554 .", "354 250",
         "500 ."},
        {"an unknown command after a mail", letter + "C: .\nS: -\nC: FOO\nC: NOOP\n", "500 250", "500 250",
         "500 250", "554 .", "500 ."},
    })));
}

TEST_CASE("manners differ in how many errors they bear", "[smtp]") {
    const auto [what, line, strict, postfix, sendmail, exim] =
        GENERATE(table<std::string, std::string, int, int, int, int>({
            {"unknown commands", "FOO", 20, 20, 26, 4},
            {"idle commands", "NOOP", 1000, 120, 0, 11},  // the EHLO before them counts, but not for Exim
        }));
    const auto lines_until_end = [&line = line](Manner manner) {
        ServerSession session(settings(manner));
        support::play(session, hello, 512);
        for (int count = 1; count <= 1001; ++count) {
            session.receive(line + "\r\n", {});
            if (session.state() == smtp::State::closed) return count;
        }
        return 0;
    };
    INFO(what);
    CHECK(lines_until_end(Manner::strict) == strict);
    CHECK(lines_until_end(Manner::postfix) == postfix);
    CHECK(lines_until_end(Manner::exim) == exim);
    if (sendmail > 0) CHECK(lines_until_end(Manner::sendmail) == sendmail);
    CHECK(lines_until_end(Manner::opensmtpd) == 1000);
}

TEST_CASE("every manner carries a mail over", "[smtp]") {
    const auto manner =
        GENERATE(Manner::strict, Manner::postfix, Manner::sendmail, Manner::exim, Manner::opensmtpd);
    INFO(to_text(manner));
    CHECK(codes(manner, letter + "C: Subject: x\nC:\nC: ..x\nC: .\n") == "250");
    CHECK(smtp::manner_named(to_text(manner)) == manner);
    CHECK_FALSE(smtp::manner_named("qmail"));
}

TEST_CASE("no address that is taken holds a control octet", "[smtp]") {
    smtp::Grammar lenient;
    lenient.brackets = smtp::Grammar::Brackets::optional;
    smtp::AddressRules& rules = lenient.addresses;
    rules.any_dots = rules.underscores = rules.long_labels = rules.odd_literals = rules.odd_hyphens = true;
    rules.high_octets = smtp::AddressRules::HighOctets::taken;
    for (const std::string_view path :
         {"<\"a\rb\"@c.example>", "<a\r@c.example>", "<a@c\t.example>", "a\r@c", "<a@[1\r]>", "<@\r:a@b>"}) {
        INFO(base::visible(path));
        const auto read = smtp::read_path(path, mail::PathUse::reverse, lenient);
        CHECK(std::holds_alternative<mail::AddressFault>(read));
    }
}
