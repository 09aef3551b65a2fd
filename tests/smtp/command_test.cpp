#include "smtp/command.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/overloaded.h"
#include "smtp/limits.h"
#include "smtp/replies.h"

using smtp::Reason;

namespace {

std::string show(const std::vector<smtp::Parameter>& parameters) {
    std::string text;
    for (const smtp::Parameter& one : parameters)
        text += " " + one.keyword + (one.value ? "=" + *one.value : "");
    return text;
}

// The command as a line of words; what is wrong, by its reply's code and reason.
std::string show(const smtp::Command& command) {
    return std::visit(
        base::overloaded{
            [](const smtp::Hello& one) { return std::string(to_text(one.verb)) + " " + one.name; },
            [](const smtp::MailFrom& one) {
                return std::string(to_text(one.verb)) + " " + to_text(one.path) + show(one.parameters);
            },
            [](const smtp::RcptTo& one) { return "RCPT " + to_text(one.path) + show(one.parameters); },
            [](const smtp::Chunk& one) {
                const bool last = one.position == smtp::Chunk::Position::last;
                return "BDAT " + std::to_string(one.size) + (last ? " LAST" : "");
            },
            [](const smtp::Authenticate& one) {
                return "AUTH " + one.mechanism + " " + one.initial_response.value_or("-");
            },
            [](const smtp::Plain& one) { return std::string(to_text(one.verb)) + " '" + one.text + "'"; },
            [](const smtp::NotOffered& one) {
                const auto reply = smtp::replies::not_offered(one);
                return std::to_string(reply.code) + " " + std::string(to_text(reply.reason));
            },
            [](const smtp::Malformed& one) {
                const auto reply = smtp::replies::malformed(one);
                return std::to_string(reply.code) + " " + to_text(reply.enhanced) + " " +
                       std::string(to_text(reply.reason));
            },
        },
        command);
}

}  // namespace

TEST_CASE("good command lines are understood", "[smtp]") {
    const auto [line, meaning] = GENERATE(table<std::string, std::string>({
        {"EHLO src.example", "EHLO src.example"},
        {"ehlo src.example  ", "EHLO src.example"},
        {"HELO src.example", "HELO src.example"},
        {"EHLO [192.0.2.1]", "EHLO [192.0.2.1]"},
        {"EHLO [IPv6:2001:db8::1]", "EHLO [IPv6:2001:db8::1]"},
        {"EHLO localhost", "EHLO localhost"},
        {"MAIL FROM:<ann@src.example>", "MAIL <ann@src.example>"},
        {"mail from:<Ann@SRC.example>", "MAIL <Ann@SRC.example>"},
        {"MAIL FROM:<>", "MAIL <>"},
        {"MAIL FROM:<> SIZE=1000 body=8BITMIME", "MAIL <> SIZE=1000 BODY=8BITMIME"},
        {"MAIL FROM:<ann@src.example>   SIZE=1  ", "MAIL <ann@src.example> SIZE=1"},
        {"MAIL FROM:<ann@src.example> SMTPUTF8", "MAIL <ann@src.example> SMTPUTF8"},
        {"MAIL FROM:<@a.example,@b.example:ann@src.example>", "MAIL <ann@src.example>"},
        {"MAIL FROM:<\"a > b\"@src.example>", "MAIL <\"a > b\"@src.example>"},
        {"MAIL FROM:<ann@[192.0.2.1]>", "MAIL <ann@[192.0.2.1]>"},
        {"RCPT TO:<bob@dest.example>", "RCPT <bob@dest.example>"},
        {"RCPT TO:<Postmaster>", "RCPT <Postmaster>"},
        {"rcpt to:<postMASTER>", "RCPT <Postmaster>"},
        {"RCPT TO:<@relay.example:bob@dest.example>", "RCPT <bob@dest.example>"},
        {"RCPT TO:<bob@dest.example> NOTIFY=NEVER", "RCPT <bob@dest.example> NOTIFY=NEVER"},
        {"DATA", "DATA ''"},
        {"DATA  ", "DATA ''"},
        {"rset", "RSET ''"},
        {"QUIT", "QUIT ''"},
        {"NOOP", "NOOP ''"},
        {"NOOP anything at all", "NOOP 'anything at all'"},
        {"HELP", "HELP ''"},
        {"HELP MAIL", "HELP 'MAIL'"},
        {"VRFY bob", "VRFY 'bob'"},
        {"EXPN friends", "EXPN 'friends'"},
        {"STARTTLS", "STARTTLS ''"},
        {"AUTH PLAIN AGE=", "AUTH PLAIN AGE="},
        {"auth login", "AUTH login -"},
        {"AUTH PLAIN =", "AUTH PLAIN ="},
        {"BDAT 10 LAST", "BDAT 10 LAST"},
        {"bdat 0 last", "BDAT 0 LAST"},
        {"BDAT 99999999999999999999", "BDAT 18446744073709551615"},
        {"SEND FROM:<a@b.example>", "SEND <a@b.example>"},
        {"TURN", "TURN ''"},
        {"MAIL FROM:<\xC3\xA9@src.example> SMTPUTF8", "MAIL <\xC3\xA9@src.example> SMTPUTF8"},
    }));
    INFO(line);
    CHECK(show(smtp::parse_command(line)) == meaning);
}

TEST_CASE("malformed command lines are said to be so, with a reply that fits", "[smtp]") {
    const auto [line, meaning] = GENERATE(table<std::string, std::string>({
        {"", "500 command-unknown"},
        {" EHLO src.example", "500 command-unknown"},
        {"FOO", "500 command-unknown"},
        {"MAILFROM:<a@b.example>", "500 command-unknown"},
        {"(letter)", "500 command-unknown"},
        {"ETRN dest.example", "500 command-unknown"},
        {"EHLO", "501 5.5.4 syntax-wrong"},
        {"HELO   ", "501 5.5.4 syntax-wrong"},
        {"EHLO two names", "501 5.5.4 hello-name-wrong"},
        {"EHLO -bad.example", "501 5.5.4 hello-name-wrong"},
        {"EHLO a..b", "501 5.5.4 hello-name-wrong"},
        {"EHLO user@host.example", "501 5.5.4 hello-name-wrong"},
        {"EHLO [192.0.2.256]", "501 5.5.4 hello-name-wrong"},
        {"EHLO [192.0.2.1", "501 5.5.4 hello-name-wrong"},
        {"MAIL", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM <ann@src.example>", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM: <ann@src.example>", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:ann@src.example", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:", "501 5.5.4 syntax-wrong"},
        {"MAIL TO:<ann@src.example>", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:<ann@src.example", "501 5.1.7 sender-address-wrong"},
        {"MAIL FROM:<ann>", "501 5.1.7 sender-address-wrong"},
        {"MAIL FROM:<@src.example>", "501 5.1.7 sender-address-wrong"},
        {"MAIL FROM:<ann@>", "501 5.1.7 sender-address-wrong"},
        {"MAIL FROM:<a b@src.example>", "501 5.1.7 sender-address-wrong"},
        {"MAIL FROM:<Postmaster>", "501 5.1.7 sender-address-wrong"},
        {"MAIL FROM:<ann@src.example>SIZE=1", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:<ann@src.example> =1", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:<ann@src.example> SIZE=", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:<ann@src.example> A=b=c", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:<ann@src.example> a_b", "501 5.5.4 syntax-wrong"},
        {"MAIL FROM:<\xE9@src.example>", "553 5.6.7 utf8-not-announced"},  // Latin-1
        {"RCPT TO:<\xE9@src.example>", "550 5.6.7 utf8-not-announced"},
        {"MAIL FROM:<\xE9@src.example> SMTPUTF8", "501 5.1.7 sender-address-wrong"},
        {"EHLO \xC3\xA9.example", "501 5.5.4 syntax-wrong"},
        {"STARTTLS now", "501 5.5.4 syntax-wrong"},
        {"AUTH", "501 5.5.4 syntax-wrong"},
        {"AUTH PLAIN AGE= more", "501 5.5.4 syntax-wrong"},
        {"BDAT", "501 5.5.4 syntax-wrong"},
        {"BDAT x LAST", "501 5.5.4 syntax-wrong"},
        {"BDAT -1", "501 5.5.4 syntax-wrong"},
        {"BDAT 999999999999999999999", "501 5.5.4 syntax-wrong"},  // 21 digits
        {"BDAT 5 FIRST", "501 5.5.4 syntax-wrong"},
        {"BDAT 5 LAST LAST", "501 5.5.4 syntax-wrong"},
        {"RCPT TO:<>", "501 5.1.3 recipient-address-wrong"},
        {"RCPT TO:<bob>", "501 5.1.3 recipient-address-wrong"},
        {"RCPT TO bob@dest.example", "501 5.5.4 syntax-wrong"},
        {"RCPT FROM:<bob@dest.example>", "501 5.5.4 syntax-wrong"},
        {"DATA now", "501 5.5.4 syntax-wrong"},
        {"RSET all", "501 5.5.4 syntax-wrong"},
        {"QUIT please", "501 5.5.4 syntax-wrong"},
        {"VRFY", "501 5.5.4 syntax-wrong"},
        {"EXPN ", "501 5.5.4 syntax-wrong"},
        {"NOOP \x01", "501 5.5.4 syntax-wrong"},
        {"NOOP\rQUIT", "500 5.5.2 syntax-wrong"},
        {std::string("NO\0OP", 5), "500 5.5.2 syntax-wrong"},
        {"NOOP \x7F", "501 5.5.4 syntax-wrong"},
    }));
    INFO(line);
    CHECK(show(smtp::parse_command(line)) == meaning);
}

TEST_CASE("names and addresses of the greatest lengths are taken, longer ones are not", "[smtp]") {
    const std::string label(63, 'a');
    const std::string longest_name = label + "." + label + "." + label + "." + std::string(63, 'b');  // 255
    REQUIRE(longest_name.size() == 255);
    CHECK(smtp::is_hello_name(longest_name));
    CHECK_FALSE(smtp::is_hello_name(longest_name + "b"));
    CHECK_FALSE(smtp::is_hello_name(""));
    CHECK(show(smtp::parse_command("MAIL FROM:<" + std::string(64, 'x') + "@src.example>")).substr(0, 6) ==
          "MAIL <");
    CHECK(show(smtp::parse_command("MAIL FROM:<" + std::string(65, 'x') + "@src.example>")) ==
          "501 5.1.7 sender-address-wrong");
}

TEST_CASE("whatever a peer says, our reply is printable and short enough", "[smtp]") {
    const std::string line = GENERATE(values<std::string>({
        std::string(500, 'X'),
        "EHLO " + std::string(500, '\\'),
        "MAIL FROM:<" + std::string(250, '\\') + "@b>",
        "MAIL FROM:<a@" + std::string(245, '_') + ">",
        "RCPT TO:<a@[" + std::string(200, '\\') + ":x]>",
        "MAIL FROM:<a@b.example> " + std::string(480, '='),
        "RCPT TO:<\"" + std::string(240, '>') + "\"@b.example>x",
        "NOOP " + std::string(400, '\x01'),
        std::string(400, '\0'),
        "\xFF\xFE" + std::string(500, '\x80'),
    }));
    const smtp::Command command = smtp::parse_command(line);
    smtp::Reply reply;
    if (const auto* wrong = std::get_if<smtp::Malformed>(&command))
        reply = smtp::replies::malformed(*wrong);
    else if (const auto* other = std::get_if<smtp::NotOffered>(&command))
        reply = smtp::replies::not_offered(*other);
    else
        return;
    const std::string wire = smtp::to_wire(reply);
    CHECK(wire.size() <= smtp::longest_reply_line);
    for (std::size_t at = 0; at + 2 < wire.size(); ++at) REQUIRE((wire[at] >= ' ' && wire[at] <= '~'));
}
