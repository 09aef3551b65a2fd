#include "crypto/certificate.h"

#include <openssl/core_names.h>
#include <openssl/rand.h>

#include <array>

#include "base/expects.h"
#include "base/ip_address.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"

namespace crypto {
namespace {

constexpr std::size_t longest_common_name = 64;     // RFC 5280 appendix A.1: ub-common-name
constexpr std::size_t longest_dns_name = 253;       // RFC 1035 2.3.4, as text without the last dot
constexpr std::size_t most_names = 100;             // our own bound for one certificate
constexpr std::size_t serial_octets = 16;           // RFC 5280 4.1.2.2: at most 20, not negative
constexpr std::int64_t last_second = 253402300799;  // 9999-12-31 23:59:59: RFC 5280 4.1.2.5

enum class Role : std::uint8_t { authority, host };

struct Signer {
    EVP_PKEY* key;
    X509* certificate;  // null: the certificate signs itself
};

base::Problem problem(std::string what, std::string mend) {
    return {{}, std::move(what), std::move(mend)};
}

std::optional<base::Problem> wrong_validity(const Validity& validity) {
    if (validity.from < 0 || validity.until > last_second || validity.until < validity.from)
        return problem("a certificate cannot be valid from " + std::to_string(validity.from) + " until " +
                           std::to_string(validity.until) + " seconds after 1970",
                       "let it begin in 1970 or later and end after that, before the year 10000");
    return {};
}

bool is_dns_name(std::string_view name) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    if (name.empty() || name.size() > longest_dns_name) return false;
    for (const std::string_view label : base::split(name, '.')) {
        if (label.empty() || label.size() > 63) return false;  // RFC 1035 2.3.4
        for (const char c : label)
            if (!base::is_alnum(c) && c != '-' && c != '_') return false;
    }
    return true;
}

std::optional<base::Problem> wrong_names(const std::vector<std::string>& names) {
    if (names.empty() || names.size() > most_names)
        return problem("a certificate for " + std::to_string(names.size()) + " names",
                       "give 1 to " + std::to_string(most_names) + " DNS names or IP addresses");
    for (const std::string& name : names)
        if (!base::parse_ip_address(name) && !is_dns_name(name))
            return problem("no certificate can hold the name '" + base::visible(name) + "'",
                           "give a DNS name in ASCII without a final dot, or an IP address");
    return {};
}

KeyOwner make_key(OSSL_LIB_CTX* library, KeyKind kind) {
    KeyOwner key(kind == KeyKind::ed25519 ? EVP_PKEY_Q_keygen(library, nullptr, "ED25519")
                                          : EVP_PKEY_Q_keygen(library, nullptr, "EC", "P-256"));
    base::expects(key != nullptr);
    return key;
}

void set_serial(OSSL_LIB_CTX* library, X509* certificate) {
    std::array<unsigned char, serial_octets> octets{};
    base::expects(RAND_bytes_ex(library, octets.data(), octets.size(), 0) == 1);
    octets[0] = static_cast<unsigned char>((octets[0] & 0x7F) | 0x40);  // positive, and of one length
    const std::unique_ptr<BIGNUM, Freed<BN_free>> number(
        BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
    base::expects(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

void set_common_name(X509* certificate, std::string_view name) {
    base::expects(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                             octets_of(name), static_cast<int>(name.size()), -1, 0) == 1);
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const ExtensionOwner extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    base::expects(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

/// Built by hand, not from a line of configuration: a name with a comma stays one name.
void add_names(X509* certificate, const std::vector<std::string>& names) {
    const NamesOwner all(GENERAL_NAMES_new());
    for (const std::string& text : names) {
        GENERAL_NAME* const name = GENERAL_NAME_new();
        base::expects(name != nullptr && sk_GENERAL_NAME_push(all.get(), name) > 0);
        const auto address = base::parse_ip_address(text);
        ASN1_STRING* const value = address ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
        base::expects(value != nullptr);
        if (address)
            ASN1_STRING_set(value, address->octets.data(),
                            address->family == base::IpAddress::Family::v4 ? 4 : 16);
        else
            ASN1_STRING_set(value, text.data(), static_cast<int>(text.size()));
        GENERAL_NAME_set0_value(name, address ? GEN_IPADD : GEN_DNS, value);
    }
    // RFC 5280 4.2.1.6: without a subject the names are critical.
    const int critical = X509_NAME_entry_count(X509_get_subject_name(certificate)) == 0 ? 1 : 0;
    base::expects(
        X509_add1_ext_i2d(certificate, NID_subject_alt_name, all.get(), critical, X509V3_ADD_DEFAULT) == 1);
}

void sign(OSSL_LIB_CTX* library, X509* certificate, EVP_PKEY* key) {
    const char* const digest = EVP_PKEY_is_a(key, "ED25519") ? nullptr : "SHA256";  // RFC 8410 3: none
    const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    base::expects(EVP_DigestSignInit_ex(context.get(), nullptr, digest, library, nullptr, key, nullptr) == 1);
    base::expects(X509_sign_ctx(certificate, context.get()) > 0);
}

CertificateOwner make_certificate(OSSL_LIB_CTX* library, const IdentityRequest& request, Role role,
                                  EVP_PKEY* key, const Signer& signer) {
    CertificateOwner made(X509_new_ex(library, nullptr));
    X509* const certificate = made.get();
    base::expects(certificate != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1);
    set_serial(library, certificate);
    base::expects(ASN1_TIME_set(X509_getm_notBefore(certificate), request.validity.from) != nullptr);
    base::expects(ASN1_TIME_set(X509_getm_notAfter(certificate), request.validity.until) != nullptr);
    const std::string& name = request.names.front();
    if (name.size() <= longest_common_name) set_common_name(certificate, name);
    X509* const issuer = signer.certificate ? signer.certificate : certificate;
    base::expects(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
    base::expects(X509_set_pubkey(certificate, key) == 1);
    const bool is_authority = role == Role::authority;
    add_extension(certificate, issuer, NID_basic_constraints,
                  is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(certificate, issuer, NID_key_usage,
                  is_authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
    if (signer.certificate) add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
    if (!is_authority) {
        add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
        add_names(certificate, request.names);
    }
    sign(library, certificate, signer.key);
    return made;
}

/// What the draws are for: another request draws other octets, the same one the same.
std::uint64_t number_of(const IdentityRequest& request, Role role, std::string_view issuer) {
    std::string text(issuer);
    text += static_cast<char>('0' + static_cast<int>(role));
    text += static_cast<char>('0' + static_cast<int>(request.kind));
    text += std::to_string(request.validity.from) + ' ' + std::to_string(request.validity.until);
    for (const std::string& name : request.names) text += ' ' + name;
    const std::string digest = sha256(text);
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(digest[i]);
    return number;
}

}  // namespace

base::Result<Identity> self_signed(const IdentityRequest& request, const Chance& chance) {
    if (const auto wrong = wrong_names(request.names)) return *wrong;
    if (const auto wrong = wrong_validity(request.validity)) return *wrong;
    const CleanErrors errors;
    OSSL_LIB_CTX* const library = library_of(chance.source());
    reseed(chance, {base::Purpose::certificate, number_of(request, Role::host, "")});
    const KeyOwner key = make_key(library, request.kind);
    const CertificateOwner certificate =
        make_certificate(library, request, Role::host, key.get(), {key.get(), nullptr});
    return Identity{{to_der(certificate.get())}, to_der(key.get())};
}

base::Result<Authority> Authority::make(const std::string& name, Validity validity, KeyKind kind,
                                        const Chance& chance) {
    if (name.empty() || name.size() > longest_common_name)
        return problem("an authority's name has " + std::to_string(name.size()) + " octets",
                       "give it 1 to " + std::to_string(longest_common_name));
    for (const char c : name)
        if (!base::is_printable(c))
            return problem("an authority's name is '" + base::visible(name) + "'",
                           "keep it to printable ASCII");
    if (const auto wrong = wrong_validity(validity)) return *wrong;
    const CleanErrors errors;
    const IdentityRequest request{{name}, validity, kind};
    OSSL_LIB_CTX* const library = library_of(chance.source());
    reseed(chance, {base::Purpose::certificate, number_of(request, Role::authority, "")});
    const KeyOwner key = make_key(library, kind);
    const CertificateOwner certificate =
        make_certificate(library, request, Role::authority, key.get(), {key.get(), nullptr});
    return Authority(Identity{{to_der(certificate.get())}, to_der(key.get())});
}

base::Result<Authority> Authority::from_pem(std::string_view certificate, std::string_view key,
                                            const std::string& file) {
    auto own = identity_from_pem(certificate, key, file);
    if (!own) return own.problem();
    const CleanErrors errors;
    const CertificateOwner read = certificate_from_der(private_library(), own->chain.front());
    if (!read || X509_check_ca(read.get()) == 0)
        return base::Problem{{file},
                             "this certificate is not an authority's: it may not sign others",
                             "give a CA certificate and its key"};
    return Authority(std::move(*own));
}

base::Result<Identity> Authority::issue(const IdentityRequest& request, const Chance& chance) const {
    if (const auto wrong = wrong_names(request.names)) return *wrong;
    if (const auto wrong = wrong_validity(request.validity)) return *wrong;
    const CleanErrors errors;
    OSSL_LIB_CTX* const library = library_of(chance.source());
    const CertificateOwner own = certificate_from_der(library, certificate());
    const KeyOwner own_key = key_from_der(library, own_.key);
    base::expects(own && own_key);  // both were made or read by this class
    reseed(chance, {base::Purpose::certificate, number_of(request, Role::host, certificate())});
    const KeyOwner key = make_key(library, request.kind);
    const CertificateOwner made =
        make_certificate(library, request, Role::host, key.get(), {own_key.get(), own.get()});
    return Identity{{to_der(made.get())}, to_der(key.get())};
}

std::string Authority::certificate_pem() const {
    return chain_pem(own_);
}

std::string Authority::key_pem() const {
    return crypto::key_pem(own_);
}

}  // namespace crypto
