// Certificates and keys as DER octets and as OpenSSL's objects; for the files of this floor alone, as
// openssl.h is. DER: ITU-T X.690; private keys: PKCS #8 (RFC 5958).
#pragma once
#include <string>
#include <string_view>

#include "crypto/certificate.h"
#include "crypto/openssl.h"

namespace crypto {

/// Requires: a complete certificate, a private key.
std::string to_der(X509* certificate);
std::string to_der(EVP_PKEY* key);

/// Null when the octets are none, or when more follow them.
CertificateOwner certificate_from_der(OSSL_LIB_CTX* library, std::string_view der);
KeyOwner key_from_der(OSSL_LIB_CTX* library, std::string_view der);

/// As describe_certificate, of a certificate at hand.
CertificateDescription describe(X509* certificate);

}  // namespace crypto
