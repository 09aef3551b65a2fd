// Both halves speak to each other in memory: mails of many kinds, under seeded subsets of what a server may
// offer. What arrives is what was sent, or decodes to it where the client said that it changed it.
#include <catch2/catch.hpp>

#include "base/random.h"
#include "base/text.h"
#include "mail/encoding.h"
#include "smtp/client_session.h"
#include "smtp/replies.h"
#include "smtp/server_session.h"
#include "tests/support/client_dialogue.h"

using smtp::Extension;
using smtp::Outcome;

namespace {

struct Delivered {
    smtp::Transaction transaction;
    std::string letter;
};
struct Exchange {
    std::vector<smtp::Settled> settled;  // by recipient
    std::vector<Delivered> delivered;
    std::vector<smtp::Rewrote> rewrites;
    smtp::ServerOffer offer;  // as it was announced last
    std::vector<std::string> lines;
    std::string user;
    std::optional<smtp::TlsSession> tls;

    bool said(std::string_view lead) const {
        return std::any_of(lines.begin(), lines.end(),
                           [&](const std::string& line) { return line.starts_with(lead); });
    }
};

/// Carries octets, handshakes and rulings between the two until both have nothing more to say.
class Wire {
public:
    Wire(const smtp::Handover& mail, const smtp::ServerSettings& settings)
        : client_(mail), server_(settings) {
        exchange_.settled.resize(mail.recipients.size());
    }

    Exchange run() {
        auto from_server = server_.open({});
        auto from_client = client_.open({});
        for (int turn = 0; turn < 1'000 && !client_.finished(); ++turn) {
            const std::string replies = perform(std::move(from_server));
            take(client_.receive(replies, {}), from_client);
            const std::string commands = perform(std::exchange(from_client, {}));
            from_server = server_.receive(commands, {});
            if (client_begins_tls_ && server_accepts_tls_) {
                client_begins_tls_ = server_accepts_tls_ = false;
                const smtp::TlsSession tls{"TLSv1.3", "TLS_AES_256_GCM_SHA384", smtp::Trust::verified, {}};
                exchange_.tls = tls;
                from_server = server_.secured(tls, {});
                from_client = client_.secured(tls, {});
            }
        }
        CHECK(client_.finished());
        return std::move(exchange_);
    }

private:
    static void take(smtp::ClientActions more, smtp::ClientActions& all) {
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }

    std::string perform(smtp::ServerActions actions) {
        std::string replies;
        for (std::size_t next = 0; next < actions.size(); ++next) {
            if (const auto* answer = std::get_if<smtp::Answer>(&actions[next]))
                replies += to_wire(answer->reply);
            if (const auto* login = std::get_if<smtp::LoggedIn>(&actions[next])) exchange_.user = login->user;
            server_accepts_tls_ |= std::holds_alternative<smtp::AcceptTls>(actions[next]);
            const auto* question = std::get_if<smtp::Decide>(&actions[next]);
            if (!question) continue;
            const auto more = server_.rule(ruling(question->point), {});
            actions.insert(actions.end(), more.begin(), more.end());
        }
        return replies;
    }
    smtp::Ruling ruling(smtp::Point point) {
        if (point == smtp::Point::recipient && server_.asked_recipient().mailbox->local_part == "nobody")
            return {smtp::Ruling::Outcome::refuse, smtp::replies::user_unknown("nobody")};
        if (point != smtp::Point::letter) return {};
        const smtp::Transaction transaction = server_.transaction();
        exchange_.delivered.push_back({transaction, server_.take_letter()});
        return {smtp::Ruling::Outcome::accept, smtp::replies::letter_accepted("A1")};
    }

    std::string perform(smtp::ClientActions actions) {
        std::string commands;
        for (auto& action : actions) {
            if (auto* said = std::get_if<smtp::Say>(&action)) {
                commands += said->line;
                exchange_.lines.push_back(std::move(said->line));
            }
            if (const auto* letter = std::get_if<smtp::SayLetter>(&action)) commands += letter->octets;
            if (const auto* change = std::get_if<smtp::Rewrote>(&action))
                exchange_.rewrites.push_back(*change);
            if (const auto* one = std::get_if<smtp::Settled>(&action))
                exchange_.settled.at(one->recipient) = *one;
            client_begins_tls_ |= std::holds_alternative<smtp::BeginTls>(action);
            const auto* heard = std::get_if<smtp::HeardReply>(&action);
            if (heard && heard->to == smtp::Verb::ehlo)
                exchange_.offer = server_offer(heard->reply, smtp::ExtensionSet::all());
        }
        return commands;
    }

    smtp::ClientSession client_;
    smtp::ServerSession server_;
    Exchange exchange_;
    bool client_begins_tls_ = false, server_accepts_tls_ = false;
};

smtp::Handover handover(const std::string& letter) {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.letter = std::make_shared<const std::string>(letter);
    return mail;
}

// A server that offers one of many subsets; the client prefers chunks in every other one.
smtp::ServerSettings subset(std::uint64_t seed, smtp::Handover& mail) {
    const base::Random random(seed);
    smtp::ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.offers = {};
    for (std::size_t one = 0; one < smtp::extension_count; ++one)
        if (random.below(2, 0, base::Purpose::jitter, one, 0) == 0)
            settings.offers.add(static_cast<Extension>(one));
    settings.tls = smtp::ServerSettings::Tls::available;
    settings.nonce = seed;
    mail.manners.nonce = ~seed;
    mail.manners.letter_by = static_cast<smtp::ClientManners::LetterBy>(seed % 2);
    return settings;
}

void check_everybody(const Exchange& exchange, Outcome outcome,
                     smtp::Reason reason = smtp::Reason::other_reply) {
    for (const smtp::Settled& one : exchange.settled) {
        CHECK(one.outcome == outcome);
        CHECK(one.reason == reason);
    }
}

std::string body_of(const std::string& letter) {
    return letter.substr(letter.find("\r\n\r\n") + 4);
}

constexpr std::uint64_t subsets = 64;
const std::string mime =
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";

}  // namespace

TEST_CASE("a plain letter arrives octet for octet under every offer", "[smtp]") {
    const auto letter = GENERATE(as<std::string>{}, "Subject: a\r\n\r\nb\r\n", "\r\n.\r\n..\r\n.a\r\n",
                                 ".\r\n", "Subject: big\r\n\r\n" + std::string(900, 'x') + "\r\n");
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover(letter);
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        check_everybody(exchange, Outcome::relayed);
        REQUIRE(exchange.delivered.size() == 1);
        CHECK(exchange.delivered[0].letter == letter);
        CHECK(exchange.delivered[0].transaction.recipients.size() == 2);
        CHECK(exchange.rewrites.empty());
        CHECK(exchange.tls.has_value() == exchange.said("STARTTLS"));
    }
}

TEST_CASE("an unknown recipient fails alone under every offer", "[smtp]") {
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\na\r\n");
        mail.recipients[0].address.local_part = "nobody";
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        CHECK(exchange.settled[0].outcome == Outcome::failed);
        CHECK(exchange.settled[0].reply->code == 550);
        CHECK(exchange.settled[1].outcome == Outcome::relayed);
        mail.recipients.pop_back();
        const Exchange alone = Wire(mail, settings).run();
        check_everybody(alone, Outcome::failed);
        CHECK(alone.delivered.empty());
    }
}

TEST_CASE("an eight bit letter arrives as it is, or encoded and said to be", "[smtp]") {
    const std::string letter = mime + "na\xC3\xAFve = \xE2\x82\xAC\r\n.\r\n";
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover(letter);
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        check_everybody(exchange, Outcome::relayed);
        REQUIRE(exchange.delivered.size() == 1);
        const std::string& arrived = exchange.delivered[0].letter;
        if (exchange.offer.has(Extension::eight_bit_mime)) {
            CHECK(arrived == letter);
            CHECK(exchange.rewrites.empty());
        } else {
            CHECK(std::none_of(arrived.begin(), arrived.end(), base::is_high));
            CHECK(mail::from_quoted_printable(body_of(arrived)) == body_of(letter));
            REQUIRE(exchange.rewrites.size() == 1);
            CHECK(exchange.rewrites[0].how == smtp::Rewrote::How::to_seven_bit);
            CHECK_FALSE(exchange.rewrites[0].what.empty());
        }
    }
}

TEST_CASE("a binary letter arrives as it is in chunks, or in base64", "[smtp]") {
    const std::string binary = std::string("\0\1\r\2\n\xFF\n.\n", 10) + std::string(2'000, '\xAA');
    const std::string letter =
        "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
        "Content-Transfer-Encoding: binary\r\n\r\n" +
        binary;
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover(letter);
        mail.options.body = smtp::Body::binary;
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        check_everybody(exchange, Outcome::relayed);
        REQUIRE(exchange.delivered.size() == 1);
        const std::string& arrived = exchange.delivered[0].letter;
        if (exchange.offer.has(Extension::binarymime)) {
            CHECK(arrived == letter);
            CHECK(exchange.said("BDAT"));
        } else {
            CHECK(mail::from_base64_lenient(body_of(arrived)) == binary);
            CHECK(exchange.rewrites.size() == 1);
        }
    }
}

TEST_CASE("a letter whose header is UTF-8 arrives as it is or not at all", "[smtp]") {
    const std::string letter = "Subject: na\xC3\xAFve\r\n\r\na\r\n";
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover(letter);
        mail.manners.part = smtp::ClientManners::Part::originator;
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        if (exchange.offer.has(Extension::smtputf8)) {
            check_everybody(exchange, Outcome::relayed);
            CHECK(exchange.delivered.at(0).letter == letter);
            CHECK(exchange.delivered.at(0).transaction.options.utf8);
        } else {
            check_everybody(exchange, Outcome::failed, smtp::Reason::utf8_not_possible);
            CHECK(exchange.delivered.empty());
            CHECK_FALSE(exchange.said("MAIL"));
        }
    }
}

TEST_CASE("an address outside ASCII is said as it is, rewritten by its writer, or fails (RFC 6531 3.2)",
          "[smtp]") {
    using Part = smtp::ClientManners::Part;
    const Part part = GENERATE(Part::originator, Part::relay);
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\na\r\n");
        mail.manners.part = part;
        mail.recipients[0].address.domain = "b\xC3\xBC\x63her.example";
        mail.recipients.push_back({{"\xC3\xA9va", "dest.example"}, {}});
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        const bool utf8 = exchange.offer.has(Extension::smtputf8);
        const bool rewritten = !utf8 && part == Part::originator;
        CHECK(exchange.settled[0].outcome == (utf8 || rewritten ? Outcome::relayed : Outcome::failed));
        CHECK(exchange.settled[1].outcome == Outcome::relayed);
        CHECK(exchange.settled[2].outcome == (utf8 ? Outcome::relayed : Outcome::failed));
        CHECK(exchange.rewrites.size() == (rewritten ? 1 : 0));
        const auto& first = exchange.delivered.at(0).transaction.recipients.at(0).path.mailbox;
        if (utf8 || rewritten)
            CHECK(first->domain == (utf8 ? "b\xC3\xBC\x63her.example" : "xn--bcher-kva.example"));
    }
}

TEST_CASE("what DSN carries arrives, or stays ours to answer for", "[smtp]") {
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\na\r\n");
        mail.options.returned = smtp::Return::header;
        mail.options.envelope_id = "a+b=c";
        mail.recipients[0].options = {{true, true, false, false}, "rfc822;al+ice@src.example"};
        mail.recipients[1].options.notify = {true, false, false, false};
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        check_everybody(exchange, Outcome::relayed);
        const auto& transaction = exchange.delivered.at(0).transaction;
        const bool dsn = exchange.offer.has(Extension::dsn);
        using Notices = smtp::Settled::Notices;
        for (const smtp::Settled& one : exchange.settled)
            CHECK(one.notices == (dsn ? Notices::theirs : Notices::ours));
        if (dsn) {
            CHECK(transaction.options.returned == mail.options.returned);
            CHECK(transaction.options.envelope_id == mail.options.envelope_id);
            for (std::size_t one = 0; one < 2; ++one)
                CHECK(transaction.recipients[one].options == mail.recipients[one].options);
        } else {
            CHECK(transaction.options == smtp::SenderOptions{});
        }
    }
}

TEST_CASE("REQUIRETLS goes on under verified TLS to a server that offers it, or nowhere", "[smtp]") {
    bool offered = false, relayed = false;
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\na\r\n");
        mail.options.require_tls = true;
        const auto settings = subset(seed, mail);
        const Exchange exchange = Wire(mail, settings).run();
        offered |= exchange.offer.has(Extension::require_tls);
        if (exchange.tls && exchange.offer.has(Extension::require_tls)) {
            relayed = true;
            check_everybody(exchange, Outcome::relayed);
            CHECK(exchange.delivered.at(0).transaction.options.require_tls);
        } else {
            check_everybody(exchange, Outcome::failed, smtp::Reason::require_tls_not_possible);
        }
    }
    CHECK(relayed == offered);
}

TEST_CASE("a log-in works with every mechanism under every offer of AUTH", "[smtp]") {
    bool offered = false, logged_in = false;
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\na\r\n");
        mail.manners.login = smtp::Login{"ann", "secret"};
        auto settings = subset(seed, mail);
        settings.accounts = {{"ann", "secret"}};
        const Exchange exchange = Wire(mail, settings).run();
        offered |= exchange.offer.has(Extension::auth);
        if (exchange.offer.mechanisms.empty()) {
            check_everybody(exchange, Outcome::deferred, smtp::Reason::auth_not_offered);
            continue;
        }
        check_everybody(exchange, Outcome::relayed);
        CHECK(exchange.user == "ann");
        logged_in = true;
        mail.manners.login->password = "wrong";
        const Exchange refused = Wire(mail, settings).run();
        check_everybody(refused, Outcome::deferred, smtp::Reason::auth_failed);
    }
    CHECK(logged_in == offered);
}

TEST_CASE("recipients beyond the server's limit are handed over in further transactions", "[smtp]") {
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\na\r\n");
        for (int number = 0; number < 5; ++number)
            mail.recipients.push_back({{"u" + std::to_string(number), "dest.example"}, {}});
        auto settings = subset(seed, mail);
        settings.recipient_limit = 3;
        const Exchange exchange = Wire(mail, settings).run();
        check_everybody(exchange, Outcome::relayed);
        REQUIRE(exchange.delivered.size() == 3);
        std::size_t recipients = 0;
        for (const Delivered& one : exchange.delivered) {
            CHECK(one.letter == "\r\na\r\n");
            recipients += one.transaction.recipients.size();
        }
        CHECK(recipients == 7);
    }
}

TEST_CASE("a letter that the server announces as too big is never sent", "[smtp]") {
    for (std::uint64_t seed = 0; seed < subsets; ++seed) {
        INFO("subset " << seed);
        smtp::Handover mail = handover("\r\n" + std::string(70'000, 'x') + "\r\n");
        auto settings = subset(seed, mail);
        settings.letter_limit = 65'536;
        const Exchange exchange = Wire(mail, settings).run();
        const bool announced = exchange.offer.has(Extension::size);
        check_everybody(exchange, Outcome::failed,
                        announced ? smtp::Reason::letter_too_big : smtp::Reason::other_reply);
        CHECK(exchange.said("MAIL") != announced);
        CHECK(exchange.delivered.empty());
    }
}

TEST_CASE("two hosts of 1982 understand each other", "[smtp]") {
    smtp::Handover mail = handover("\r\n.a\r\n");
    mail.manners.era = smtp::Era::y1982;
    mail.recipients[1].source_route = {"mx.dest.example", "other.example"};
    smtp::ServerSettings settings;
    settings.host = "mx.dest.example";
    settings.era = smtp::Era::y1982;
    const Exchange exchange = Wire(mail, settings).run();
    check_everybody(exchange, Outcome::relayed);
    CHECK(exchange.delivered.at(0).letter == "\r\n.a\r\n");
    CHECK(exchange.delivered.at(0).transaction.recipients.at(1).path.source_route ==
          mail.recipients[1].source_route);
    CHECK(exchange.said("HELO"));
    CHECK_FALSE(exchange.said("EHLO"));
}
