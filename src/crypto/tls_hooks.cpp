#include <algorithm>

#include "crypto/tls_parts.h"

namespace crypto {
namespace {

TlsHooks* hooks_of(const SSL* ssl) {
    return static_cast<TlsHooks*>(SSL_get_app_data(ssl));
}

std::string text_of(const void* octets, std::size_t size) {
    return {static_cast<const char*>(octets), size};
}

void note(TlsStep& step, TlsDirection direction, TlsMessageType type, std::string octets) {
    step.messages.push_back({direction, type, std::move(octets)});
}

void on_message(int written, int, int content, const void* octets, std::size_t size, SSL* ssl, void*) {
    TlsHooks* const hooks = hooks_of(ssl);
    if (!hooks || !hooks->step) return;
    const auto direction = written ? TlsDirection::sent : TlsDirection::received;
    const std::string text = text_of(octets, size);
    if (content == SSL3_RT_HANDSHAKE) note(*hooks->step, direction, handshake_type(text), text);
    if (content == SSL3_RT_ALERT) note(*hooks->step, direction, TlsMessageType::alert, text);
    // OpenSSL tells of a ChangeCipherSpec that it sends, but of the peer's only by the record's header.
    const bool change =
        written ? content == SSL3_RT_CHANGE_CIPHER_SPEC
                : content == SSL3_RT_HEADER && !text.empty() && text.front() == SSL3_RT_CHANGE_CIPHER_SPEC;
    if (change) note(*hooks->step, direction, TlsMessageType::change_cipher_spec, "\x01");
}

void on_secret(const SSL* ssl, const char* line) {
    TlsHooks* const hooks = hooks_of(ssl);
    if (hooks && hooks->step) hooks->step->secrets.emplace_back(line);
}

TlsHooks* hooks_of(X509_STORE_CTX* verification) {
    const auto* const ssl = static_cast<const SSL*>(
        X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
    return ssl ? hooks_of(ssl) : nullptr;
}

/// Notes what is wrong and goes on, so that a student hears every reason and not only the first.
int on_objection(int accepted, X509_STORE_CTX* verification) {
    TlsHooks* const hooks = hooks_of(verification);
    if (accepted || !hooks) return accepted;
    const auto objection = objection_of(X509_STORE_CTX_get_error(verification), hooks->name);
    auto& all = hooks->objections;
    if (std::find(all.begin(), all.end(), objection) == all.end()) all.push_back(objection);
    return 1;
}

int alert_error(CertificateFault fault) {
    switch (fault) {
        case CertificateFault::unknown_authority:
            return X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
        case CertificateFault::self_signed:
            return X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
        case CertificateFault::expired:
            return X509_V_ERR_CERT_HAS_EXPIRED;
        case CertificateFault::not_yet_valid:
            return X509_V_ERR_CERT_NOT_YET_VALID;
        case CertificateFault::wrong_name:
            return X509_V_ERR_HOSTNAME_MISMATCH;
        case CertificateFault::bad_signature:
            return X509_V_ERR_CERT_SIGNATURE_FAILURE;
        case CertificateFault::other:
            break;
    }
    return X509_V_ERR_CERT_REJECTED;
}

/// The whole verification; its error decides which alert is sent.
int on_certificate(X509_STORE_CTX* verification, void*) {
    TlsHooks* const hooks = hooks_of(verification);
    X509_STORE_CTX_set_verify_cb(verification, on_objection);
    const int accepted = X509_verify_cert(verification);
    if (!hooks) return accepted;
    if (accepted <= 0 && hooks->objections.empty())  // it ended without saying why
        hooks->objections.push_back(objection_of(X509_STORE_CTX_get_error(verification), hooks->name));
    if (hooks->objections.empty()) return 1;
    X509_STORE_CTX_set_error(verification, alert_error(hooks->objections.front().fault));
    return hooks->verify == Verify::opportunistic ? 1 : 0;
}

}  // namespace

void install_hooks(SSL_CTX* context) {
    SSL_CTX_set_msg_callback(context, on_message);
    SSL_CTX_set_keylog_callback(context, on_secret);
    SSL_CTX_set_cert_verify_callback(context, on_certificate, nullptr);
}

void attach_hooks(SSL* ssl, TlsHooks& hooks) {
    SSL_set_app_data(ssl, &hooks);
    SSL_set_verify(ssl, hooks.verify == Verify::required ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
}

CertificateObjection objection_of(int error, const std::string& name) {
    switch (error) {
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return {CertificateFault::self_signed, "it signs itself: nobody else vouches for it"};
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_CERT_UNTRUSTED:
            return {CertificateFault::unknown_authority, "no authority that is trusted here signed it"};
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return {CertificateFault::expired, "it has expired"};
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return {CertificateFault::not_yet_valid, "it is not valid yet"};
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return {CertificateFault::wrong_name, "it is for other names, not for " + name};
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
            return {CertificateFault::bad_signature, "its signature is wrong"};
        case X509_V_ERR_INVALID_CA:
            return {CertificateFault::other, "what signed it may not sign certificates"};
        case X509_V_ERR_INVALID_PURPOSE:
            return {CertificateFault::other, "it was not made for a server"};
        default:
            return {CertificateFault::other, X509_verify_cert_error_string(error)};
    }
}

}  // namespace crypto
