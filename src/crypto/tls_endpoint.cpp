#include "crypto/tls_endpoint.h"

#include <algorithm>

#include "base/expects.h"
#include "base/ip_address.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/tls_parts.h"

namespace crypto {
namespace {

// Fed and read in pieces of one record (RFC 8446 5.2: 2^14 + 256, and its header), so that no piece of input,
// however large, is copied as a whole.
constexpr std::size_t piece_octets = (1 << 14) + 256 + 5;
constexpr std::size_t quoted_octets = 40;         // of what a peer said first, for an explanation
constexpr std::size_t longest_server_name = 253;  // RFC 1035 2.3.4, as text
constexpr int opportunistic_security_level = 1;   // RFC 7435 3: weak encryption beats none

bool can_be_sent_as_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_server_name &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return base::is_alnum(c) || c == '-' || c == '.' || c == '_'; });
}

}  // namespace

class TlsEndpoint::Connection {
public:
    Connection(const TlsContext::Parts& context, TlsSide side, const Chance& chance, TlsPeer peer);

    TlsStep start();
    TlsStep receive(std::string_view sealed);
    TlsStep send(std::string_view plain);
    TlsStep close();

    TlsState state = TlsState::handshaking;
    std::optional<TlsSession> session;
    std::optional<TlsFailure> failure;

private:
    /// What each step does around its work: chance laid down, errors cleared, hooks pointed at the step.
    template <class Work>
    TlsStep step(Work work);
    void ask_for(const TlsPeer& peer);
    void advance(TlsStep& step);
    void read(TlsStep& step);
    void write(TlsStep& step, std::string_view plain);
    void opened();
    void failed(const TlsStep& step);
    bool wants_more(int result) const;
    bool listens() const {
        return state == TlsState::handshaking || state == TlsState::open || state == TlsState::closing;
    }

    TlsSide side_;
    Chance chance_;
    std::uint64_t steps_ = 0;
    SslOwner ssl_;
    BIO* in_ = nullptr;  // both owned by ssl_
    BIO* out_ = nullptr;
    TlsHooks hooks_;
    std::string waiting_;       // to be sent once open
    std::string first_octets_;  // of the peer
};

TlsEndpoint::Connection::Connection(const TlsContext::Parts& context, TlsSide side, const Chance& chance,
                                    TlsPeer peer)
    : side_(side), chance_(chance) {
    const CleanErrors errors;
    reseed(chance_, {base::Purpose::tls, static_cast<std::uint64_t>(side_), Pool::small});
    ssl_.reset(SSL_new(context.ssl.get()));
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    base::expects(ssl_ && in_ && out_);
    SSL_set_bio(ssl_.get(), in_, out_);
    hooks_.verify = peer.verify;
    hooks_.name = base::visible(peer.name);
    if (side == TlsSide::server) {
        hooks_.verify = Verify::opportunistic;  // no certificate is asked of a client
        attach_hooks(ssl_.get(), hooks_);
        SSL_set_accept_state(ssl_.get());
        return;
    }
    attach_hooks(ssl_.get(), hooks_);
    SSL_set_connect_state(ssl_.get());
    ask_for(peer);
}

void TlsEndpoint::Connection::ask_for(const TlsPeer& peer) {
    SSL* const ssl = ssl_.get();
    X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl);
    X509_VERIFY_PARAM_set_time(rules, peer.now);
    if (peer.verify == Verify::opportunistic) SSL_set_security_level(ssl, opportunistic_security_level);
    std::string name = peer.name;
    if (name.size() > 1 && name.back() == '.') name.pop_back();  // RFC 6066 3: without the last dot
    if (name.empty()) return;
    // RFC 9525 6.3: names stand in the subject's alternative names, and a '*' is a whole label.
    X509_VERIFY_PARAM_set_hostflags(
        rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (base::parse_ip_address(name)) {
        base::expects(X509_VERIFY_PARAM_set1_ip_asc(rules, name.c_str()) == 1);
    } else if (can_be_sent_as_name(name)) {
        base::expects(SSL_set_tlsext_host_name(ssl, name.c_str()) == 1);
        base::expects(X509_VERIFY_PARAM_set1_host(rules, name.data(), name.size()) == 1);
    } else {  // a name from a zone may be any octets: no certificate is for it
        base::expects(X509_VERIFY_PARAM_set1_host(rules, "invalid.", 0) == 1);
    }
}

template <class Work>
TlsStep TlsEndpoint::Connection::step(Work work) {
    const CleanErrors errors;
    TlsStep step;
    hooks_.step = &step;
    // Both sides share seed and subject: the draw's number tells them and their steps apart.
    ++steps_;
    reseed(chance_, {base::Purpose::tls, steps_ * 2 + static_cast<std::uint64_t>(side_),
                     state == TlsState::handshaking ? Pool::large : Pool::small});
    work(step);
    step.sealed = drain(out_);
    step.state = state;
    hooks_.step = nullptr;
    return step;
}

TlsStep TlsEndpoint::Connection::start() {
    return step([&](TlsStep& step) { advance(step); });
}

TlsStep TlsEndpoint::Connection::receive(std::string_view sealed) {
    return step([&](TlsStep& step) {
        if (first_octets_.size() < quoted_octets)
            first_octets_ += sealed.substr(0, quoted_octets - first_octets_.size());
        while (!sealed.empty() && listens()) {
            const std::string_view piece = sealed.substr(0, piece_octets);
            sealed.remove_prefix(piece.size());
            base::expects(BIO_write(in_, piece.data(), static_cast<int>(piece.size())) ==
                          static_cast<int>(piece.size()));
            advance(step);
        }
    });
}

TlsStep TlsEndpoint::Connection::send(std::string_view plain) {
    return step([&](TlsStep& step) {
        if (state == TlsState::handshaking)
            waiting_ += plain;
        else if (state == TlsState::open || state == TlsState::closed_by_peer)
            write(step, plain);
    });
}

TlsStep TlsEndpoint::Connection::close() {
    return step([&](TlsStep&) {
        if (state == TlsState::handshaking) state = TlsState::closed;
        if (state != TlsState::open && state != TlsState::closed_by_peer) return;
        SSL_shutdown(ssl_.get());
        state = state == TlsState::open ? TlsState::closing : TlsState::closed;
    });
}

/// What the octets at hand allow.
void TlsEndpoint::Connection::advance(TlsStep& step) {
    if (state == TlsState::handshaking) {
        const int result = SSL_do_handshake(ssl_.get());
        if (result != 1) {
            if (!wants_more(result)) failed(step);
            return;
        }
        opened();
        write(step, std::exchange(waiting_, {}));
    }
    if (state == TlsState::open || state == TlsState::closing) read(step);
}

void TlsEndpoint::Connection::read(TlsStep& step) {
    std::array<char, 1 << 14> text;
    for (;;) {
        std::size_t size = 0;
        const int result = SSL_read_ex(ssl_.get(), text.data(), text.size(), &size);
        if (result == 1) {
            step.opened.append(text.data(), size);
            continue;
        }
        if (SSL_get_error(ssl_.get(), result) == SSL_ERROR_ZERO_RETURN)
            state = state == TlsState::closing ? TlsState::closed : TlsState::closed_by_peer;
        else if (!wants_more(result))
            failed(step);
        return;
    }
}

void TlsEndpoint::Connection::write(TlsStep& step, std::string_view plain) {
    std::size_t written = 0;
    if (plain.empty()) return;
    const int result = SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &written);
    if (result != 1) failed(step);
}

bool TlsEndpoint::Connection::wants_more(int result) const {
    const int error = SSL_get_error(ssl_.get(), result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

void TlsEndpoint::Connection::failed(const TlsStep& step) {
    state = TlsState::failed;
    failure = explain_failure(hooks_, step, first_octets_);
    waiting_.clear();
}

void TlsEndpoint::Connection::opened() {
    state = TlsState::open;
    const auto text = [](const char* name) { return std::string(name ? name : ""); };
    SSL* const ssl = ssl_.get();
    TlsSession now_open;
    now_open.version = text(SSL_get_version(ssl));
    now_open.cipher = text(SSL_get_cipher_name(ssl));
    const auto group = SSL_get_negotiated_group(ssl);
    if (group > 0) now_open.group = text(SSL_group_to_name(ssl, static_cast<int>(group)));
    now_open.server_name = text(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));
    if (X509* const certificate = SSL_get0_peer_certificate(ssl)) now_open.peer = describe(certificate);
    now_open.objections = hooks_.objections;
    session = std::move(now_open);
}

// ---- the class that others see ----

TlsEndpoint::TlsEndpoint(const TlsContext& context, TlsSide side, const Chance& chance, TlsPeer peer) {
    base::expects(chance.source() == context.source());
    base::expects(side == TlsSide::client || context.has_identity());
    connection_ = std::make_unique<Connection>(*context.parts_, side, chance, std::move(peer));
}

TlsEndpoint::TlsEndpoint(TlsEndpoint&&) noexcept = default;
TlsEndpoint& TlsEndpoint::operator=(TlsEndpoint&&) noexcept = default;
TlsEndpoint::~TlsEndpoint() = default;

TlsStep TlsEndpoint::start() {
    return connection_->start();
}

TlsStep TlsEndpoint::receive(std::string_view sealed) {
    return connection_->receive(sealed);
}

TlsStep TlsEndpoint::send(std::string_view plain) {
    return connection_->send(plain);
}

TlsStep TlsEndpoint::close() {
    return connection_->close();
}

TlsState TlsEndpoint::state() const {
    return connection_->state;
}

const std::optional<TlsSession>& TlsEndpoint::session() const {
    return connection_->session;
}

const std::optional<TlsFailure>& TlsEndpoint::failure() const {
    return connection_->failure;
}

}  // namespace crypto
