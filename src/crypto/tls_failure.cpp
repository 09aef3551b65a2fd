#include <openssl/sslerr.h>

#include "base/text.h"
#include "crypto/tls_parts.h"

namespace crypto {
namespace {

/// The alert that ended it: the last one of the step.
const TlsMessage* ending_alert(const TlsStep& step) {
    for (auto message = step.messages.rbegin(); message != step.messages.rend(); ++message)
        if (message->type == TlsMessageType::alert && message->octets.size() == 2) return &*message;
    return nullptr;
}

bool heard_a_message(const TlsStep& step) {
    for (const TlsMessage& message : step.messages)
        if (message.direction == TlsDirection::received) return true;
    return false;
}

bool is_about_certificates(std::uint8_t alert) {
    return (alert >= 42 && alert <= 46) || alert == 48;  // RFC 8446 6.2: bad_certificate to unknown_ca
}

/// RFC 8446 5.1: a record begins with its type, 20 to 23, and the major version, 3.
bool looks_like_tls(std::string_view first_octets) {
    if (first_octets.empty()) return true;
    const bool type = first_octets[0] >= 20 && first_octets[0] <= 23;
    return type && (first_octets.size() < 2 || first_octets[1] == 3);
}

TlsFailure from_peers_alert(std::uint8_t alert) {
    TlsFailure failure;
    failure.fault = is_about_certificates(alert) ? TlsFault::certificate_refused_by_peer
                    : alert == 70                ? TlsFault::no_common_version
                    : alert == 40                ? TlsFault::no_common_cipher
                                                 : TlsFault::other;
    failure.what = "the other side ended the connection with the alert " + alert_name(alert);
    if (!alert_meaning(alert).empty()) failure.what += ": it " + std::string(alert_meaning(alert));
    return failure;
}

TlsFailure from_error(unsigned long error) {
    const int reason = ERR_GET_REASON(error);
    switch (ERR_GET_LIB(error) == ERR_LIB_SSL ? reason : 0) {
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_NO_PROTOCOLS_AVAILABLE:
        case SSL_R_VERSION_TOO_LOW:
        case SSL_R_VERSION_TOO_HIGH:
        case SSL_R_WRONG_SSL_VERSION:
            return {TlsFault::no_common_version, "the two sides have no version of TLS in common", {}, {}};
        case SSL_R_NO_SHARED_CIPHER:
        case SSL_R_NO_SUITABLE_KEY_SHARE:
        case SSL_R_NO_SUITABLE_GROUPS:
        case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
        case SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
        case SSL_R_WRONG_CIPHER_RETURNED:
        case SSL_R_UNKNOWN_CIPHER_RETURNED:
            return {TlsFault::no_common_cipher,
                    "the two sides have no cipher, key exchange or signature in common",
                    {},
                    {}};
        case SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC:
        case SSL_R_BAD_RECORD_TYPE:
        case SSL_R_DIGEST_CHECK_FAILED:
            return {TlsFault::damaged_record, "a record was changed on its way: its seal is broken", {}, {}};
        default:
            break;
    }
    const char* const text = ERR_reason_error_string(error);
    return {TlsFault::other,
            std::string("the TLS connection broke: ") + (text ? text : "no reason is known"),
            {},
            {}};
}

TlsFailure from_objections(const std::vector<CertificateObjection>& objections) {
    TlsFailure failure{TlsFault::certificate_refused, "the server's certificate was refused", objections, {}};
    for (std::size_t i = 0; i < objections.size(); ++i)
        failure.what += (i == 0 ? ": " : "; ") + objections[i].why;
    return failure;
}

}  // namespace

TlsFailure explain_failure(const TlsHooks& hooks, const TlsStep& step, std::string_view first_octets) {
    const unsigned long error = ERR_peek_error();  // the first one: what follows it are its echoes
    const TlsMessage* const alert = ending_alert(step);
    const bool refused =
        ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_CERTIFICATE_VERIFY_FAILED;
    TlsFailure failure;
    if (alert && alert->direction == TlsDirection::received)
        failure = from_peers_alert(static_cast<std::uint8_t>(alert->octets[1]));
    else if (!hooks.objections.empty() && refused)
        failure = from_objections(hooks.objections);
    else if (!heard_a_message(step) && !looks_like_tls(first_octets))
        failure = {TlsFault::not_tls,
                   "what arrived is not TLS but '" +
                       base::visible(first_octets.substr(0, first_octets.find_first_of("\r\n"))) +
                       "': the other side does not know that TLS begins here",
                   {},
                   {}};
    else
        failure = from_error(error);
    if (alert) failure.alert = static_cast<std::uint8_t>(alert->octets[1]);
    return failure;
}

}  // namespace crypto
