#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "base/random.h"
#include "base/text.h"
#include "explain/line.h"
#include "explain/print.h"

using namespace explain;

namespace {

/// "verb:MAIL keyword:FROM ..." : the tokens with their roles.
std::string roles(std::string_view line) {
    std::string text;
    for (const auto& token : explain_line(line).tokens)
        text += (text.empty() ? "" : " ") + std::string(to_text(token.role)) + ":" +
                base::visible(line.substr(token.begin, token.length));
    return text;
}

std::string fault(std::string_view line) {
    for (const auto& token : explain_line(line).tokens)
        if (token.role == TokenRole::fault)
            return base::visible(line.substr(token.begin, token.length)) + " | " + token.meaning;
    return "";
}

void check_cover(std::string_view line) {
    const auto explanation = explain_line(line);
    CHECK(explanation.text == line);
    CHECK(explanation.tokens.size() <= token_limit + 1);
    CHECK_FALSE(explanation.title.empty());
    CHECK_FALSE(explanation.plain.empty());
    std::size_t at = 0;
    for (const auto& token : explanation.tokens) {
        REQUIRE(token.begin >= at);
        REQUIRE(token.length > 0);
        REQUIRE(token.begin + token.length <= line.size());
        for (; at < token.begin; ++at) REQUIRE((line[at] == ' ' || line[at] == '\t'));
        at = token.begin + token.length;
        CHECK_FALSE(token.meaning.empty());
    }
    for (; at < line.size(); ++at) REQUIRE((line[at] == ' ' || line[at] == '\t'));
}

const std::vector<std::string> lines{
    "",
    " ",
    "\r\n",
    "450",
    "5.1.1",
    "550 5.1.1 No such user\r\n",
    "250-mx.dest.example\r\n250-SIZE 1000\r\n250 HELP\r\n",
    "MAIL FROM:<a@b.example> SIZE=10",
    "RCPT TO:<bob@dest.example> NOTIFY=NEVER\r\n",
    "EHLO [192.0.2.1]",
    "DATA\r\n",
    "MAIL FROM:<",
    "MAIL FROM:<>",
    "RCPT",
    "RCPT TO",
    "RCPT TO:",
    "AUTH PLAIN AGFubgBzZWNyZXQ=",
    "BDAT 100 LAST",
    "From: \"Ann \\\" A\" <ann@src.example>, (x (y)) bob@dest.example;",
    "Received: from a (b [1]) by c with ESMTP id d;\r\n Mon",
    "References: <a@b> <c@d> x",
    "DKIM-Signature: v=1; a=rsa-sha256;\r\n d=x; b=a=b==",
    "Subject:",
    "Subject: =?utf-8?Q?x?=",
    "dest.example. 3600 IN MX 10 mx.dest.example.",
    "MX 10",
    "a A 1.2.3.4",
    "x TXT \"v=spf1 mx -all\"",
    "v=spf1 ip4:192.0.2.0/24 a:b/24//64 include: ~all redirect=x ?",
    "v=DMARC1; p=reject; rua=mailto:a@b; sp=x;",
    "example. SOA ns.example. h.example. 1 2 3 4 5 6 7",
    "bounce",
    "ann@src.example",
    "what is this",
    "a:b",
    "::",
    "\xff\xfe:\x80",
};

}  // namespace

TEST_CASE("the tokens of any line are in order and leave out nothing but white space", "[explain]") {
    for (const auto& line : lines) {
        INFO(base::visible(line));
        check_cover(line);
    }
}

TEST_CASE("no octets anywhere in a line break its tokens", "[explain]") {
    const base::Random random(7);
    for (std::uint64_t round = 0; round < 3000; ++round) {
        std::string line = lines[random.below(lines.size(), 0, base::Purpose::jitter, round, 0)];
        const auto changes = 1 + random.below(4, 0, base::Purpose::jitter, round, 1);
        for (std::uint64_t i = 0; i < changes; ++i) {
            const auto at = random.below(line.size() + 1, 1, base::Purpose::jitter, round, i);
            const auto octet = static_cast<char>(random.below(256, 2, base::Purpose::jitter, round, i));
            if (at < line.size() && random.below(2, 3, base::Purpose::jitter, round, i) == 0)
                line[at] = octet;
            else
                line.insert(at, 1, octet);
        }
        INFO(base::visible(line));
        check_cover(line);
        const auto explanation = explain_line(line);
        const auto text = to_text(explanation, 80), json = to_json(explanation);
        for (const auto& printed : {text, json})
            REQUIRE(std::all_of(printed.begin(), printed.end(),
                                [](char c) { return base::is_printable(c) || c == '\n'; }));
    }
}

TEST_CASE("a line of a mebibyte is explained at once", "[explain]") {
    for (const std::string begin :
         {"", "MAIL FROM:<", "From: ", "v=spf1 ", "550 ", "To: ((((", "MX ", "a", "DKIM-Signature: "})
        for (const std::string piece :
             {"a", ",", " ", "a ", "(", "\"", ";", "=", ".", "<", "\r\n", "\\", "@", "1.", ":"}) {
            std::string line = begin;
            while (line.size() < (1u << 20)) line += piece;
            INFO(begin << piece);
            const auto explanation = explain_line(line);
            REQUIRE(explanation.tokens.size() <= token_limit + 1);
            REQUIRE(to_text(explanation, 80).size() < 200'000);
        }
}

TEST_CASE("each part of a right line has its role", "[explain]") {
    using Row = std::tuple<std::string, std::string>;
    const auto [line, expected] = GENERATE(table<std::string, std::string>({
        Row{"MAIL FROM:<a@b.example> SIZE=10",
            "verb:MAIL keyword:FROM punctuation:: punctuation:< local-part:a punctuation:@ domain:b.example "
            "punctuation:> "
            "parameter:SIZE punctuation:= value:10"},
        Row{"mail from:<>\r\n", "verb:mail keyword:from punctuation:: address:<> punctuation:\\r\\n"},
        Row{"RCPT TO:<Postmaster>", "verb:RCPT keyword:TO punctuation:: address:<Postmaster>"},
        Row{"EHLO laptop.src.example", "verb:EHLO domain:laptop.src.example"},
        Row{"550 5.1.1 No such user", "code:550 enhanced:5.1.1 text:No such user"},
        Row{"250-SIZE\r\n250 HELP",
            "code:250 punctuation:- keyword:SIZE punctuation:\\r\\n code:250 keyword:HELP"},
        Row{"5.1.1 gone", "enhanced:5 punctuation:. enhanced:1 punctuation:. enhanced:1 text:gone"},
        Row{"To: Bob <bob@dest.example>",
            "field-name:To punctuation:: text:Bob punctuation:< local-part:bob punctuation:@ "
            "domain:dest.example punctuation:>"},
        Row{"Subject: hello there", "field-name:Subject punctuation:: field-value:hello there"},
        Row{"dest.example. 60 IN MX 10 mx.dest.example.",
            "domain:dest.example. value:60 keyword:IN record-type:MX value:10 domain:mx.dest.example."},
        Row{"v=spf1 ip4:192.0.2.0/24 -all",
            "keyword:v=spf1 mechanism:ip4 punctuation:: value:192.0.2.0/24 punctuation:- mechanism:all"},
        Row{"v=DMARC1; p=none",
            "parameter:v punctuation:= value:DMARC1 punctuation:; parameter:p punctuation:= value:none"},
        Row{"ann@src.example", "local-part:ann punctuation:@ domain:src.example"},
    }));
    CHECK(roles(line) == expected);
}

TEST_CASE("a wrong line is marked where it is wrong and says how to write it", "[explain]") {
    using Row = std::tuple<std::string, std::string, std::string>;
    const auto [line, where, says] = GENERATE(table<std::string, std::string, std::string>({
        Row{"MAIL FROM <a@b>", "FROM", "colon is missing"},
        Row{"MAIL FROM: <a@b>", ":", "no space may stand after the colon"},
        Row{"MAIL FROM:a@b", "a@b", "angle brackets"},
        Row{"MAIL <a@b>", "<a@b>", "FROM: belongs here"},
        Row{"MAIL FROM:", ":", "address is missing"},
        Row{"MAIL TO:<a@b>", "TO:<a@b>", "FROM: belongs here"},
        Row{"MAILFROM:<a@b>", "MAIL", "a space is missing after MAIL"},
        Row{"MAIL FROM:<a@b> SIZE=ten", "ten", "no value for SIZE"},
        Row{"MAIL FROM:<a@b> SIZE=", "=", "no value for SIZE"},
        Row{"MAIL FROM:<a@b> SIZE", "SIZE", "no value for SIZE"},
        Row{"MAIL FROM:<a@b> BODY=9BIT", "9BIT", "no value for BODY"},
        Row{"MAIL FROM:<a@b> RET=ALL", "ALL", "no value for RET"},
        Row{"MAIL FROM:<a@b> =x", "=x", "NAME=VALUE"},
        Row{"MAIL FROM:<a@b>SIZE=1", "SIZE=1", "a space belongs between"},
        Row{"MAIL FROM:<a@b> NOTIFY=NEVER", "NOTIFY=NEVER", "NOTIFY belongs to RCPT"},
        Row{"RCPT TO:<a@b> NOTIFY=NEVER,DELAY", "NEVER,DELAY", "no value for NOTIFY"},
        Row{"RCPT TO:<a@b> ORCPT=a@b", "a@b", "no value for ORCPT"},
        Row{"RCPT TO:<>", "", ""},
        Row{"EHLO", "EHLO", ""},
        Row{"EHLO -x", "-x", ""},
        Row{"HELO [192.0.2.1]", "[192.0.2.1]", "HELO takes a domain name only"},
        Row{"EHLO a.example b", "b", "nothing may follow"},
        Row{"DATA now", "now", "nothing may follow DATA"},
        Row{"QUIT x", "x", "nothing may follow QUIT"},
        Row{"BDAT x", "x", "number of octets"},
        Row{"550 4.1.1 x", "4.1.1", "same digit"},
        Row{"MX mx.dest.example.", "mx.dest.example.", "preference belongs here"},
        Row{"d. MX 10 192.0.2.1", "192.0.2.1", "host name belongs here"},
        Row{"d. A 300.1.1.1", "300.1.1.1", "IPv4 address belongs here"},
        Row{"v=spf1 ipv4:192.0.2.1 -all", "ipv4:192.0.2.1", "no mechanism of SPF"},
        Row{"v=spf1 ip4:192.0.2.0/33", "192.0.2.0/33", "IPv4 address or network"},
        Row{"v=spf1 mx/33", "/33", "length of the network"},
        Row{"v=DMARC1; p=block", "block", "none, quarantine or reject"},
        Row{"From : a@b", "From", "no space may stand"},
        Row{"NOOP a\rb", "a\\rb", "CR, LF or NUL"},
    }));
    if (line == "EHLO") return;  // the word alone asks for the card
    INFO(line);
    const auto found = fault(line);
    if (where.empty())
        CHECK_FALSE(found.empty());
    else
        CHECK(found.starts_with(where + " | "));
    CHECK(found.find(says) != std::string::npos);
    CHECK(explain_line(line).plain.starts_with("This line is not right at '"));
}

TEST_CASE("a right line is not blamed", "[explain]") {
    for (const auto line :
         {"MAIL FROM:<a@b.example> BODY=8BITMIME RET=FULL ENVID=x+2By AUTH=<>",
          "RCPT TO:<@r.example:a@b.example>", "MAIL FROM:<a@b.example> SMTPUTF8", "EHLO [IPv6:2001:db8::1]",
          "MAIL FROM:<\"a b\"@c.example>",
          "RCPT TO:<a@b.example> ORCPT=rfc822;a@b.example NOTIFY=success,delay",
          "v=spf1 a mx/24//64 ip6:2001:db8::/32 exists:%{i}.x.example ?all", "BDAT 0 LAST", "HELP",
          "NOOP hello", "www.example. MX 0 .", "v=spf1", "MAIL FROM:<a@b.example> MT-PRIORITY=3"}) {
        INFO(line);
        CHECK(fault(line).empty());
    }
}

TEST_CASE("what kind of line it is decides which card explains it", "[explain]") {
    using Row = std::tuple<std::string, LineKind, std::string>;
    const auto [line, kind, card] = GENERATE(table<std::string, LineKind, std::string>({
        Row{"450", LineKind::reply_code, "450"},
        Row{" 5.1.1 ", LineKind::enhanced_code, "x.1.1"},
        Row{"550 5.1.1 No", LineKind::reply_line, "550"},
        Row{"MAIL", LineKind::word, "mail"},
        Row{"mail from:<>", LineKind::command, "mail"},
        Row{"From", LineKind::word, "from"},
        Row{"X-Odd: 1", LineKind::field, ""},
        Row{"Received: from a by b; c", LineKind::field, "received"},
        Row{"www.example. MX 0 .", LineKind::record, "null-mx"},
        Row{"v=spf1 -all", LineKind::record, "spf"},
        Row{"x. TXT \"v=DMARC1; p=none\"", LineKind::record, "dmarc"},
        Row{".", LineKind::word, "letter"},
        Row{".\r\n", LineKind::word, "letter"},
        Row{"greylisting", LineKind::word, "greylisting"},
        Row{"250-SIZE 1000", LineKind::reply_line, "size"},
        Row{"250 ENHANCEDSTATUSCODES", LineKind::reply_line, "enhancedstatuscodes"},
        Row{"250-mx.dest.example\r\n250 SIZE 1\r\n", LineKind::reply_line, "ehlo"},
        Row{"250 OK", LineKind::reply_line, "250"},
        Row{"299 odd", LineKind::reply_line, ""},
        Row{"A mailbox is full", LineKind::unknown, ""},
        Row{"grelisting", LineKind::unknown, ""},
        Row{"650 x", LineKind::unknown, ""},
        Row{"", LineKind::unknown, ""},
    }));
    INFO(line);
    const auto explanation = explain_line(line);
    CHECK(to_text(explanation.kind) == to_text(kind));
    CHECK((explanation.cards.empty() ? "" : explanation.cards.front()->id) == card);
}

TEST_CASE("an unknown word names what is near to it", "[explain]") {
    const auto explanation = explain_line("grelisting");
    REQUIRE_FALSE(explanation.suggestions.empty());
    CHECK(explanation.suggestions.front() == "greylisting");
    CHECK(explanation.plain.find("greylisting") != std::string::npos);
}

TEST_CASE("an enhanced code is explained with its class", "[explain]") {
    CHECK(explain_line("5.1.1").plain.find("for good") != std::string::npos);
    CHECK(explain_line("4.1.1").plain.find("may succeed later") != std::string::npos);
    CHECK(explain_line("5.250.1").cards.front()->id == "class.5");
}

TEST_CASE("a faulty SIZE is blamed, and no size is claimed", "[explain]") {
    const auto faulty = explain_line("MAIL FROM:<a@b.example> SIZE=abc");
    CHECK(faulty.plain.find("'abc': this is no value for SIZE") != std::string::npos);
    CHECK(faulty.plain.find("octets.") == std::string::npos);
    CHECK(explain_line("MAIL FROM:<a@b.example> SIZE=12").plain.find("has 12 octets.") != std::string::npos);
}

TEST_CASE("EHLO comes first after STARTTLS as a recommendation, forgetting as a duty", "[explain]") {
    std::string text = explain_line("EHLO").plain;
    std::replace(text.begin(), text.end(), '\n', ' ');
    CHECK(text.find("After STARTTLS the client must forget") != std::string::npos);
    CHECK(text.find("should say EHLO again") != std::string::npos);
    CHECK(text.find("must say EHLO") == std::string::npos);
}

TEST_CASE("the answer to EHLO is for programs: a name, then keywords with their values", "[explain]") {
    using Row = std::tuple<std::string, std::string>;
    const auto [line, expected] = GENERATE(table<std::string, std::string>({
        Row{"250-SIZE 1000", "code:250 punctuation:- keyword:SIZE value:1000"},
        Row{"250 SIZE big", "code:250 text:SIZE big"},
        Row{"250-mx.dest.example greets you\r\n250-8bitmime\r\n250-AUTH PLAIN X-NEW\r\n250 XCLIENT NAME\r\n",
            "code:250 punctuation:- domain:mx.dest.example text:greets you punctuation:\\r\\n code:250 "
            "punctuation:- keyword:8bitmime punctuation:\\r\\n code:250 punctuation:- keyword:AUTH "
            "value:PLAIN "
            "value:X-NEW punctuation:\\r\\n code:250 keyword:XCLIENT value:NAME punctuation:\\r\\n"},
        Row{"250-localhost\n250 SIZE x",
            "code:250 punctuation:- domain:localhost punctuation:\\n code:250 keyword:SIZE fault:x"},
        Row{"220 mx.dest.example ESMTP ready", "code:220 domain:mx.dest.example keyword:ESMTP text:ready"},
        Row{"220 Ready to start TLS", "code:220 text:Ready to start TLS"},
        Row{"421 [192.0.2.1] closing", "code:421 domain:[192.0.2.1] text:closing"},
        Row{"250 OK", "code:250 text:OK"},
        Row{"250 HELP yourself", "code:250 text:HELP yourself"},
        Row{"250-Bob <bob@dest.example>\r\n250 ANN <ann@dest.example>",
            "code:250 punctuation:- text:Bob <bob@dest.example> punctuation:\\r\\n code:250 text:ANN "
            "<ann@dest.example>"},
        Row{"214-HELP\r\n214 SIZE", "code:214 punctuation:- text:HELP punctuation:\\r\\n code:214 text:SIZE"},
    }));
    CHECK(roles(line) == expected);
}

TEST_CASE("every keyword of EHLO has a card and a meaning of its own", "[explain]") {
    std::set<std::string> meanings;
    for (const std::string keyword : {"SIZE", "8BITMIME", "SMTPUTF8", "PIPELINING", "CHUNKING", "BINARYMIME",
                                      "DSN", "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH", "HELP", "VRFY",
                                      "ETRN", "EXPN", "LIMITS", "REQUIRETLS"}) {
        INFO(keyword);
        const auto explanation = explain_line("250 " + keyword);
        REQUIRE(explanation.tokens.size() == 2);
        CHECK(explanation.tokens[1].role == TokenRole::keyword);
        CHECK(meanings.insert(explanation.tokens[1].meaning).second);
        REQUIRE(explanation.cards.size() == 2);
        CHECK(explanation.cards.front()->id != "250");
    }
    CHECK(explain_line("250-SIZE 1000").tokens.back().meaning.find("at most 1000 octets") !=
          std::string::npos);
    CHECK(explain_line("250-SIZE 0").tokens.back().meaning.find("no fixed limit") != std::string::npos);
    CHECK(explain_line("250-a.example\r\n250 XCLIENT")
              .tokens.back()
              .meaning.starts_with("an extension's keyword"));
    CHECK(explain_line("220 a.example ESMTP").tokens.back().meaning.find("understands EHLO") !=
          std::string::npos);
}

TEST_CASE("x.0.0 says what a student needs: it worked or not, and no more is told", "[explain]") {
    CHECK(explain_line("250 2.0.0 ok").tokens[1].meaning == "success, with no more detail to give");
    CHECK(explain_line("2.0.0").title == "2.0.0: success, with no more detail to give");
    CHECK(explain_line("4.0.0").title.find("failure for now") != std::string::npos);
    CHECK(explain_line("554 5.0.0 no").tokens[1].meaning.find("failure for good") != std::string::npos);
}

TEST_CASE("the second digit of a reply code tells its group", "[explain]") {
    using Row = std::tuple<std::string, std::string>;  // RFC 5321 4.2.1
    const auto [line, says] = GENERATE(table<std::string, std::string>({
        Row{"500 x", "syntax"},
        Row{"214 x", "information"},
        Row{"421 x", "connection"},
        Row{"550 x", "mail system"},
        Row{"535 x", "leaves open"},
    }));
    INFO(line);
    CHECK(explain_line(line).tokens.front().meaning.find(says) != std::string::npos);
}
