// Both halves of an AUTH exchange as pure state machines: PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195) and
// SCRAM-SHA-256 (RFC 5802, 7677; without channel binding), in the frame that SMTP gives them (RFC 4954). Know
// no socket, no reply codes and no chance: nonces are handed in. Names and passwords are compared octet by
// octet.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace smtp {

enum class Mechanism : std::uint8_t { plain, login, cram_md5, scram_sha_256 };

inline constexpr std::array mechanisms{Mechanism::scram_sha_256, Mechanism::cram_md5, Mechanism::plain,
                                       Mechanism::login};  // the strongest first

/// "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256": the words of EHLO and AUTH.
std::string_view to_text(Mechanism mechanism);
/// By the word, without case (RFC 4954 8); nothing when we do not speak it.
std::optional<Mechanism> mechanism_named(std::string_view word);
/// Whether the password itself crosses the wire: then only under TLS (RFC 4954 4).
constexpr bool is_plaintext(Mechanism mechanism) {
    return mechanism == Mechanism::plain || mechanism == Mechanism::login;
}
/// Whether the client speaks first; only then may AUTH carry an initial response (RFC 4954 4). LOGIN, which
/// no RFC defines, takes one because clients in the field send the user name there.
constexpr bool takes_initial_response(Mechanism mechanism) {
    return mechanism != Mechanism::cram_md5;
}

inline constexpr std::size_t longest_auth_line = 12288;    // RFC 4954 4, in base64
inline constexpr std::size_t longest_credential = 255;     // octets; RFC 4616 2: servers must take 255
inline constexpr std::size_t longest_scram_nonce = 1024;   // of the peer; our own bound, the RFC names none
inline constexpr std::uint32_t least_scram_rounds = 4096;  // RFC 7677 4
/// A client's bound on the work that a server may ask for; our own, about a quarter of a second.
inline constexpr std::uint32_t most_scram_rounds = 1'000'000;

/// Who may log in. A teaching server keeps the password itself; SCRAM would not need it.
struct User {
    std::string name;
    std::string password;
    /// SCRAM's salt; empty: made from the server's and the user's name, so that a user who does not exist has
    /// one as well.
    std::string salt = {};
};
using Users = std::vector<User>;

/// Octets as the argument of AUTH: base64, or "=" for none (RFC 4954 4).
std::string to_initial_response(std::string_view octets);

class SaslServer {
public:
    /// What goes into a 334, not yet in base64.
    struct Challenge {
        std::string octets;
    };
    struct Granted {
        std::string user;
    };
    /// The credentials are wrong. `why` never tells a wrong password from a user that does not exist.
    struct Denied {
        std::string why;
    };
    enum class Fault : std::uint8_t {
        not_base64,            // 501 5.5.2
        too_long,              // 500 5.5.6
        server_speaks_first,   // 501 5.7.0: an initial response where there can be none
        not_of_this_mechanism  // decoded, but not the message that belongs here
    };
    struct Malformed {
        Fault fault;
        std::string what;
    };
    /// The client sent "*": 501.
    struct Cancelled {};
    using Outcome = std::variant<Challenge, Granted, Denied, Malformed, Cancelled>;

    /// `users` must outlive the exchange. Requires: `nonce` is printable ASCII without a comma, not empty,
    /// and new for each exchange: crypto::nonce_octets in base64 will do.
    SaslServer(Mechanism mechanism, std::string host, std::string nonce, const Users& users);

    /// The argument of AUTH as it came, if there was one. Requires: called first, once.
    Outcome begin(std::optional<std::string_view> initial_response);
    /// A line of the client's, as it came, without CRLF. After anything but a Challenge the exchange is over,
    /// and each further line is Malformed.
    Outcome respond(std::string_view line);

private:
    enum class Step : std::uint8_t { begin, first, second, last, over };

    Outcome take(std::string_view octets);
    Outcome take_plain(std::string_view octets);
    Outcome take_login_user(std::string_view octets);
    Outcome take_login_password(std::string_view octets);
    Outcome take_cram(std::string_view octets);
    Outcome take_scram_first(std::string_view octets);
    Outcome take_scram_final(std::string_view octets);
    Outcome take_scram_end(std::string_view octets);
    Outcome decide(std::string_view name, std::string_view password) const;
    Outcome ended(Outcome outcome);

    Mechanism mechanism_;
    std::string host_;
    std::string nonce_;
    const Users* users_;
    Step step_ = Step::begin;
    std::string name_;        // as the client gave it
    std::string gs2_header_;  // RFC 5802 5.1
    std::string full_nonce_;
    std::string auth_message_;  // RFC 5802 3; grows to its end with the client's final message
};

class SaslClient {
public:
    /// What goes onto the client's next line, not yet in base64.
    struct Response {
        std::string octets;
    };
    /// The server cannot be believed or understood: the client sends "*" and leaves.
    struct Broken {
        std::string why;
    };
    using Outcome = std::variant<Response, Broken>;

    /// Requires: `nonce` as for SaslServer; user and password without NUL.
    SaslClient(Mechanism mechanism, std::string user, std::string password, std::string nonce);

    /// The initial response, or nothing where the server speaks first. Who calls it has sent it.
    std::optional<std::string> initial();
    /// The text of a 334, as it came.
    Outcome answer(std::string_view challenge);
    /// Asked when 235 arrives: why that success is not to be believed, or nothing.
    std::optional<std::string> doubt() const;

private:
    enum class Step : std::uint8_t { begin, first, second, done, broken };

    Outcome take(std::string_view challenge);
    std::string first_message() const;
    Outcome answer_scram_first(std::string_view challenge);
    Outcome answer_scram_final(std::string_view challenge);

    Mechanism mechanism_;
    std::string user_;
    std::string password_;
    std::string nonce_;
    Step step_ = Step::begin;
    std::string expected_signature_;  // of the server, SCRAM
};

}  // namespace smtp
