// Servers that are cut off, confused or malicious: whatever they do, each recipient is settled exactly once,
// and counts as handed over only when the server took the letter.
#include <catch2/catch.hpp>

#include <array>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "smtp/client_session.h"
#include "tests/support/client_dialogue.h"
#include "tests/support/dialogue.h"

namespace {

/// A seeded draw after the other.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    std::uint64_t below(std::uint64_t limit) {
        return random_.below(limit, 0, base::Purpose::jitter, 0, drawn_++);
    }
    bool one_in(std::uint64_t many) { return below(many) == 0; }

private:
    base::Random random_;
    std::uint64_t drawn_ = 0;
};

/// What happened to each recipient in the actions of a session.
struct Ledger {
    std::vector<int> settled, relayed;
    int hang_ups = 0;

    explicit Ledger(std::size_t recipients) : settled(recipients), relayed(recipients) {}
    void add(const smtp::ClientActions& actions) {
        for (const auto& action : actions) {
            hang_ups += std::holds_alternative<smtp::HangUp>(action);
            if (const auto* one = std::get_if<smtp::Settled>(&action)) {
                ++settled.at(one->recipient);
                relayed.at(one->recipient) += one->outcome == smtp::Outcome::relayed;
            }
        }
    }
};

/// A server that mostly does what it should. `honest` ones answer each command once; others also talk out of
/// turn, so that nobody can say what an answer was for.
class RandomServer {
public:
    enum class Kind : std::uint8_t { honest, rude };
    RandomServer(Dice& dice, Kind kind) : dice_(dice), kind_(kind) {}

    std::string answer(const smtp::ClientAction& action) {
        std::string said;
        if (kind_ == Kind::rude && dice_.one_in(20)) said += noise();
        if (const auto* line = std::get_if<smtp::Say>(&action)) said += to_command(*line);
        if (std::holds_alternative<smtp::SayLetter>(action) && !in_chunks_) said += after_letter();
        return said;
    }
    std::string greeting() { return reply(220); }
    /// Local parts that it took a letter for.
    const std::set<std::string>& taken() const { return taken_; }
    int letters_without_recipient() const { return empty_letters_; }

private:
    std::string reply(int usual, int rarity = 12) {
        static constexpr std::array codes{250, 354, 421, 450, 451, 452, 454, 500, 503, 535, 550, 552, 554};
        code_ = dice_.one_in(static_cast<std::uint64_t>(rarity))
                    ? codes[static_cast<std::size_t>(dice_.below(codes.size()))]
                    : usual;
        std::string said;
        if (dice_.one_in(9)) said = std::to_string(code_) + "-more\r\n";
        return said + std::to_string(code_) + (dice_.one_in(5) ? "\r\n" : " 2.0.0 text\r\n");
    }
    bool succeeded() const { return code_ / 100 == 2; }

    std::string hello() {
        static constexpr std::array lines{"PIPELINING", "SIZE 100000", "8BITMIME", "CHUNKING",
                                          "BINARYMIME", "DSN",         "STARTTLS", "AUTH PLAIN",
                                          "SMTPUTF8",   "REQUIRETLS"};
        std::string said = "250-mx\r\n";
        for (const char* line : lines)
            if (dice_.one_in(2)) said += std::string("250-") + line + "\r\n";
        if (dice_.one_in(3)) said += "250-LIMITS RCPTMAX=" + std::to_string(dice_.below(4)) + "\r\n";
        if (dice_.one_in(3)) said += "250-LIMITS MAILMAX=" + std::to_string(dice_.below(4)) + "\r\n";
        return said + "250 HELP\r\n";
    }

    std::string to_command(const smtp::Say& said) {
        using smtp::Verb;
        in_chunks_ = false;
        switch (said.verb) {
            case Verb::ehlo:
                return dice_.one_in(12) ? reply(502) : hello();
            case Verb::mail:
                accepted_.clear();
                return reply(250);
            case Verb::rcpt: {
                std::string answer = reply(250, 4);
                if (succeeded()) {
                    const auto begin = said.line.find('<') + 1;
                    accepted_.insert(said.line.substr(begin, said.line.find('@') - begin));
                }
                return answer;
            }
            case Verb::data:
                return reply(354);
            case Verb::bdat: {
                in_chunks_ = true;
                if (said.line.find("LAST") == std::string::npos) return reply(250);
                return after_letter();
            }
            case Verb::starttls:
            case Verb::quit:
                return reply(said.verb == Verb::quit ? 221 : 220);
            case Verb::auth:
                return reply(dice_.one_in(3) ? 334 : 235);
            default:
                return reply(250);
        }
    }
    std::string after_letter() {
        std::string answer = reply(250);
        if (succeeded()) {
            empty_letters_ += accepted_.empty();
            taken_.insert(accepted_.begin(), accepted_.end());
        }
        accepted_.clear();
        return answer;
    }
    std::string noise() {
        switch (dice_.below(4)) {
            case 0:
                return "250 unasked\r\n";
            case 1:
                return std::string("\0\xFF rubbish\n", 11);
            case 2:
                return "999 no\r\n";
            default:
                return "250-half";
        }
    }

    Dice& dice_;
    Kind kind_;
    int code_ = 0;
    bool in_chunks_ = false;
    std::set<std::string> accepted_, taken_;
    int empty_letters_ = 0;
};

smtp::Handover random_handover(Dice& dice) {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.recipients.clear();
    for (auto number = dice.below(6); number-- > 0;)
        mail.recipients.push_back({{"u" + std::to_string(number), "d.example"}, {}});
    static const std::array letters{std::string("a\r\n"),
                                    std::string("\r\n\xC3\xA9\r\n"),
                                    std::string(),
                                    std::string("S: \xC3\xA9\r\n\r\n"),
                                    std::string(300'000, 'x'),
                                    std::string("\r\n\0\n", 4)};
    mail.letter = std::make_shared<const std::string>(letters[static_cast<std::size_t>(dice.below(6))]);
    mail.options.body = dice.one_in(2) ? smtp::Body::binary : smtp::Body::seven_bit;
    mail.options.require_tls = dice.one_in(8);
    mail.manners.tls = static_cast<smtp::TlsUse>(dice.below(4));
    mail.manners.letter_by = static_cast<smtp::ClientManners::LetterBy>(dice.below(2));
    if (dice.one_in(3)) mail.manners.era = smtp::Era::y1982;
    if (dice.one_in(3)) mail.manners.login = {"u", "p", smtp::Login::PlaintextWithoutTls::allowed};
    return mail;
}

struct Conversation {
    Ledger ledger;
    std::set<std::string> taken, relayed;
    bool finished = false;
    int turns = 0;
    int empty_letters = 0;
};

Conversation hammer(std::uint64_t seed, RandomServer::Kind kind) {
    Dice dice(seed);
    const smtp::Handover mail = random_handover(dice);
    RandomServer server(dice, kind);
    smtp::ClientSession session(mail);
    Conversation result{Ledger(mail.recipients.size()), {}, {}};
    base::Instant now;
    smtp::ClientActions actions = session.open(now);
    std::string replies = mail.manners.tls == smtp::TlsUse::implicit ? "" : server.greeting();
    bool greeted = !replies.empty();
    for (; !session.finished() && result.turns < 5'000; ++result.turns) {
        bool handshake = false;
        for (const auto& action : actions) {
            handshake |= std::holds_alternative<smtp::BeginTls>(action);
            replies += server.answer(action);
        }
        result.ledger.add(actions);
        actions.clear();
        if (handshake) {
            replies.clear();
            const auto trust = dice.one_in(6) ? smtp::Trust::unverified : smtp::Trust::verified;
            actions = dice.one_in(8) ? session.lost(smtp::Reason::tls_failed)
                                     : session.secured({"", "", trust, ""}, now);
            if (!std::exchange(greeted, true)) replies = server.greeting();
        } else if (dice.one_in(60)) {
            actions = session.lost();
        } else if (dice.one_in(60) || replies.empty()) {
            now = session.deadline();
            actions = session.on_deadline(now);
        } else {
            const auto size =
                std::min<std::size_t>(1 + static_cast<std::size_t>(dice.below(64)), replies.size());
            actions = session.receive(replies.substr(0, size), now);
            replies.erase(0, size);
        }
    }
    result.ledger.add(actions);
    result.finished = session.finished();
    result.taken = server.taken();
    result.empty_letters = server.letters_without_recipient();
    for (std::size_t one = 0; one < mail.recipients.size(); ++one)
        if (result.ledger.relayed[one] > 0) result.relayed.insert(mail.recipients[one].address.local_part);
    return result;
}

void check_settled_once(const Conversation& conversation) {
    CHECK(conversation.finished);
    CHECK(conversation.ledger.hang_ups == 1);
    for (const int times : conversation.ledger.settled) CHECK(times == 1);
}

}  // namespace

TEST_CASE("whatever an honest server answers, everybody is settled once, and relayed only what it took",
          "[smtp]") {
    int relayed = 0;
    for (std::uint64_t seed = 0; seed < 6'000; ++seed) {
        INFO("seed " << seed);
        const Conversation conversation = hammer(seed, RandomServer::Kind::honest);
        check_settled_once(conversation);
        for (const std::string& one : conversation.relayed) {
            ++relayed;
            CHECK(conversation.taken.contains(one));
        }
    }
    CHECK(relayed > 500);
}

TEST_CASE("a server that talks out of turn confuses nobody into a crash, a loop or a lost recipient",
          "[smtp]") {
    for (std::uint64_t seed = 10'000; seed < 16'000; ++seed) {
        INFO("seed " << seed);
        check_settled_once(hammer(seed, RandomServer::Kind::rude));
    }
}

TEST_CASE("cut after every line, everybody is settled once", "[smtp]") {
    const auto script = GENERATE(
        as<std::string>{}, "220 mx|250-mx|250 PIPELINING|250 ok|250 ok|250 ok|354 go|250 taken|221 bye",
        "220 mx|250-mx|250-PIPELINING|250 CHUNKING|250 ok|250 ok|450 no|250 taken|221 bye",
        "220 mx|250 mx|250 ok|250 ok|452 many|354 go|250 taken|250 ok|250 ok|354 go|250 taken|221 bye",
        "220 mx|250-mx|250 LIMITS RCPTMAX=1|250 ok|550 no|250 reset|250 ok|250 ok|354 go|250 taken|221 bye",
        "220 mx|250-mx|250 AUTH PLAIN|235 ok|250 ok|250 ok|250 ok|354 go|250 taken|221 bye",
        "220 mx|502 what|250 mx|250 ok|250 ok|250 ok|354 go|250 taken|221 bye");
    const auto lines = base::split(script, '|');
    for (std::size_t count = 0; count <= lines.size(); ++count)
        for (const bool silence : {false, true}) {
            INFO(script << " cut after " << count);
            smtp::Handover mail = support::to_alice_and_bob();
            mail.manners.letter_by = smtp::ClientManners::LetterBy::chunks;
            if (script.find("AUTH") != std::string::npos)
                mail.manners.login = {"u", "p", smtp::Login::PlaintextWithoutTls::allowed};
            smtp::ClientSession session(mail);
            Ledger ledger(2);
            ledger.add(session.open({}));
            for (std::size_t line = 0; line < count; ++line)
                ledger.add(session.receive(std::string(lines[line]) + "\r\n", {}));
            ledger.add(silence ? session.on_deadline(session.deadline()) : session.lost());
            CHECK(session.finished());
            CHECK(ledger.settled == std::vector<int>{1, 1});
            CHECK(ledger.hang_ups == 1);
            if (count == lines.size()) CHECK(ledger.relayed[0] + ledger.relayed[1] >= 1);
        }
}

TEST_CASE("an endless reply, line or letter of replies is left, without growing", "[smtp]") {
    const std::string piece =
        GENERATE("250-x\r\n", "250-", "x", "\n", "\r", std::string("\0", 1), "250 x\r\n");
    smtp::ClientSession session(support::to_alice_and_bob());
    Ledger ledger(2);
    ledger.add(session.open({}));
    std::string block;
    while (block.size() < 65'536) block += piece;
    for (int turn = 0; turn < 200; ++turn) ledger.add(session.receive(block, {}));
    ledger.add(session.on_deadline(session.deadline()));
    ledger.add(session.lost());
    CHECK(session.finished());
    CHECK(ledger.settled == std::vector<int>{1, 1});
}
