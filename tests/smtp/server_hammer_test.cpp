#include <catch2/catch.hpp>

#include <array>
#include <string>

#include "base/random.h"
#include "smtp/replies.h"
#include "smtp/server_session.h"

// A seeded client that says whatever comes to its mind, in pieces of any size, and leaves when it likes. What
// must hold all the same is written down in `Watch`.

using smtp::ServerSession;

namespace {

constexpr std::array<std::string_view, 58> lines{"EHLO src.example",
                                                 "EHLO src.example",
                                                 "EHLO src.example",
                                                 "HELO src.example",
                                                 "EHLO",
                                                 "EHLO a b",
                                                 "MAIL FROM:<ann@src.example>",
                                                 "MAIL FROM:<ann@src.example>",
                                                 "MAIL FROM:<>",
                                                 "MAIL FROM:<ann>",
                                                 "MAIL FROM:<ann@src.example> SIZE=10 BODY=8BITMIME",
                                                 "MAIL FROM:<ann@src.example> RET=FULL ENVID=x",
                                                 "MAIL FROM:<a@src.example> BODY=BINARYMIME",
                                                 "MAIL FROM:<\xC3\xBC@src.example> SMTPUTF8",
                                                 "MAIL FROM:<\xFC@src.example>",
                                                 "MAIL FROM:<a@src.example> SIZE=99999999999999999999 FOO",
                                                 "MAIL  FROM: a@src.example",
                                                 "SEND FROM:<a@src.example>",
                                                 "RCPT TO:<bob@dest.example>",
                                                 "RCPT TO:<bob@dest.example>",
                                                 "RCPT TO:<alice@dest.example> NOTIFY=NEVER",
                                                 "RCPT TO:<>",
                                                 "RCPT TO:<nobody@dest.example>",
                                                 "RCPT TO:<@a,@b:x@other.example> ORCPT=rfc822;x",
                                                 "DATA",
                                                 "DATA",
                                                 "DATA",
                                                 "Subject: x\r\n\r\nhello\r\n.",
                                                 ".",
                                                 "..\r\n...",
                                                 "a\nb",
                                                 "a\rb",
                                                 "\r",
                                                 "",
                                                 " ",
                                                 "BDAT 3\r\n",
                                                 "BDAT 0 LAST",
                                                 "BDAT 5 LAST\r\nabc",
                                                 "BDAT 99999999999999999999",
                                                 "BDAT x",
                                                 "BDAT 4 FIRST\r\nab",
                                                 "RSET",
                                                 "RSET now",
                                                 "NOOP",
                                                 "NOOP x",
                                                 "VRFY bob@dest.example",
                                                 "EXPN x",
                                                 "HELP",
                                                 "HELP MAIL",
                                                 "STARTTLS",
                                                 "AUTH PLAIN AGFsaWNlAHNlY3JldA==",
                                                 "AUTH LOGIN",
                                                 "AUTH CRAM-MD5",
                                                 "*",
                                                 "YWxpY2U=",
                                                 "TURN",
                                                 "FOO bar",
                                                 "GET / HTTP/1.0"};

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    std::size_t below(std::size_t limit) {
        return random_.below(limit, 0, base::Purpose::jitter, 0, thrown_++);
    }

private:
    base::Random random_;
    std::uint64_t thrown_ = 0;
};

/// What holds at any time, whatever the client says.
class Watch {
public:
    explicit Watch(ServerSession& session) : session_(session) {}

    void see(const smtp::ServerActions& actions, Dice& dice) {
        for (const smtp::ServerAction& action : actions) {
            REQUIRE_FALSE(finished_);  // nothing comes after the end
            if (const auto* answer = std::get_if<smtp::Answer>(&action)) see(*answer);
            if (const auto* heard = std::get_if<smtp::Heard>(&action)) see(heard->offset, heard->length);
            if (const auto* heard = std::get_if<smtp::HeardLetter>(&action))
                see(heard->offset, heard->length);
            if (std::holds_alternative<smtp::Finish>(action)) finished_ = true;
            if (std::holds_alternative<smtp::AcceptTls>(action)) handshaking_ = true;
            if (const auto* question = std::get_if<smtp::Decide>(&action)) {
                REQUIRE(&action == &actions.back());  // until it is answered nothing goes on
                see(session_.rule(rule(question->point, dice), {}), dice);
            }
        }
        REQUIRE(finished_ == (session_.state() == smtp::State::closed));
    }
    bool handshaking() { return std::exchange(handshaking_, false); }
    std::uint64_t accepted = 0, custody = 0;

private:
    void see(const smtp::Answer& answer) {
        const smtp::Reply& reply = answer.reply;
        REQUIRE(reply.code >= 200);
        REQUIRE(reply.code < 600);
        REQUIRE_FALSE(reply.lines.empty());
        if (reply.enhanced) REQUIRE(reply.enhanced.level == reply.code / 100);
        for (const std::string& line : reply.lines) REQUIRE(line.find_first_of("\r\n") == std::string::npos);
        const bool to_letter = reply.reason == smtp::Reason::letter_accepted;
        if (to_letter) ++accepted;
    }
    // What is heard stands behind what was heard before, and nothing is heard twice.
    void see(std::uint64_t offset, std::uint64_t length) {
        REQUIRE(offset >= stream_);
        stream_ = offset + length;
    }
    smtp::Ruling rule(smtp::Point point, Dice& dice) {
        using Outcome = smtp::Ruling::Outcome;
        if (point == smtp::Point::letter) {
            REQUIRE(session_.letter_reader().ended());
            REQUIRE_FALSE(session_.transaction().recipients.empty());
            if (dice.below(8) == 0) return {Outcome::refuse, smtp::replies::too_many_hops(101)};
            ++custody;
            REQUIRE(session_.take_letter().size() <= 300);
            return {Outcome::accept, smtp::replies::letter_accepted("A1")};
        }
        if (dice.below(16) == 0) return {Outcome::refuse, smtp::replies::user_unknown("x")};
        return {};
    }

    ServerSession& session_;
    bool finished_ = false, handshaking_ = false;
    std::uint64_t stream_ = 0;
};

smtp::ServerSettings settings(smtp::Manner manner, smtp::Era era) {
    smtp::ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.letter_limit = 300;
    settings.recipient_limit = 3;
    settings.manner = manner;
    settings.era = era;
    settings.tls = smtp::ServerSettings::Tls::available;
    settings.accounts = {{"alice", "secret"}};
    settings.plaintext_auth = smtp::ServerSettings::PlaintextAuth::always;
    return settings;
}

/// One conversation: so many lines at random, in pieces at random.
void converse(smtp::Manner manner, smtp::Era era, std::uint64_t seed) {
    Dice dice(seed);
    ServerSession session(settings(manner, era));
    Watch watch(session);
    watch.see(session.open({}), dice);
    const std::size_t count = 5 + dice.below(60);
    std::string octets;
    for (std::size_t said = 0; said < count; ++said) {
        octets += lines[dice.below(lines.size())];
        octets += dice.below(20) == 0 ? "\n" : "\r\n";
        if (dice.below(3) == 0) continue;  // the next one goes out with it
        while (!octets.empty()) {
            const std::size_t length = std::min(octets.size(), 1 + dice.below(dice.below(2) == 0 ? 3 : 200));
            watch.see(session.receive(std::string_view(octets).substr(0, length), {}), dice);
            octets.erase(0, length);
            if (!watch.handshaking() || dice.below(4) == 0) continue;
            octets.clear();
            watch.see(session.secured({"TLSv1.3", "x", {}, {}}, {}), dice);
            REQUIRE(session.user().empty());
            REQUIRE(session.transaction().recipients.empty());
        }
        if (dice.below(40) == 0) break;  // the client is gone
    }
    if (dice.below(2) == 0) watch.see(session.on_deadline(session.deadline()), dice);
    REQUIRE(watch.accepted == watch.custody);
}

}  // namespace

TEST_CASE("whatever a client says, in whatever pieces, the session keeps its promises", "[smtp]") {
    const auto manner = GENERATE(smtp::Manner::strict, smtp::Manner::postfix, smtp::Manner::sendmail,
                                 smtp::Manner::exim, smtp::Manner::opensmtpd);
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        INFO(to_text(manner) << ", seed " << seed);
        converse(manner, smtp::Era::today, seed);
    }
}

TEST_CASE("so does a session of 1982", "[smtp]") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        INFO("seed " << seed);
        converse(smtp::Manner::strict, smtp::Era::y1982, seed);
    }
}

TEST_CASE("octets that mean nothing are answered or waited for, and never grow", "[smtp]") {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        INFO("seed " << seed);
        Dice dice(seed);
        ServerSession session(settings(smtp::Manner::strict, smtp::Era::today));
        Watch watch(session);
        watch.see(session.open({}), dice);
        for (int piece = 0; piece < 20; ++piece) {
            std::string octets(1 + dice.below(3000), '\0');
            for (char& octet : octets) octet = static_cast<char>(dice.below(256));
            watch.see(session.receive(octets, {}), dice);
        }
        REQUIRE(watch.custody == 0);
    }
}
