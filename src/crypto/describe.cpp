#include <algorithm>
#include <array>

#include "base/ip_address.h"
#include "base/text.h"
#include "crypto/certificate.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace crypto {
namespace {

constexpr std::size_t longest_described_name = 400;  // octets; our own bound for a stranger's text

std::string shortened(std::string text) {
    if (text.size() <= longest_described_name) return text;
    text.resize(longest_described_name);
    return text + "...";
}

std::string name_text(X509_NAME* name) {
    const BioOwner text(BIO_new(BIO_s_mem()));
    // RFC 4514's escapes, those of control characters and high octets among them; the own part first.
    constexpr unsigned long form =
        ASN1_STRFLGS_RFC2253 | XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_DN_REV | XN_FLAG_FN_SN;
    X509_NAME_print_ex(text.get(), name, 0, form);
    return shortened(base::visible(drain(text.get())));
}

std::string octets_in(const ASN1_STRING* text) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string address_text(const std::string& octets) {
    if (octets.size() != 4 && octets.size() != 16) return base::hex(octets);
    base::IpAddress address;
    address.family = octets.size() == 4 ? base::IpAddress::Family::v4 : base::IpAddress::Family::v6;
    std::copy(octets.begin(), octets.end(), address.octets.begin());
    return base::to_text(address);
}

void add_names(CertificateDescription& description, const X509* certificate) {
    const NamesOwner names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        int kind = 0;
        const auto* value = static_cast<const ASN1_STRING*>(
            GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &kind));
        if (kind != GEN_DNS && kind != GEN_IPADD) continue;
        if (description.names.size() == most_described_names) {
            ++description.names_left_out;
            continue;
        }
        const std::string octets = octets_in(value);
        description.names.push_back(
            shortened(kind == GEN_DNS ? base::visible(octets) : address_text(octets)));
    }
}

std::int64_t seconds_of(const ASN1_TIME* time) {
    const std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>> start(ASN1_TIME_set(nullptr, 0));
    int days = 0, seconds = 0;
    if (!start || ASN1_TIME_diff(&days, &seconds, start.get(), time) != 1) return 0;
    return std::int64_t{days} * 86400 + seconds;
}

std::string key_text(const X509* certificate) {
    EVP_PKEY* const key = X509_get0_pubkey(certificate);
    if (!key) return "unknown";
    if (EVP_PKEY_is_a(key, "ED25519")) return "Ed25519";
    std::array<char, 80> group{};
    if (EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1) {
        const std::string name = group.data();
        return name == "prime256v1" ? "P-256" : name == "secp384r1" ? "P-384" : name;
    }
    const char* const kind = EVP_PKEY_get0_type_name(key);
    return std::string(kind ? kind : "unknown") + ' ' + std::to_string(EVP_PKEY_get_bits(key));
}

}  // namespace

CertificateDescription describe(X509* certificate) {
    CertificateDescription description;
    description.subject = name_text(X509_get_subject_name(certificate));
    description.issuer = name_text(X509_get_issuer_name(certificate));
    add_names(description, certificate);
    description.validity = {seconds_of(X509_get0_notBefore(certificate)),
                            seconds_of(X509_get0_notAfter(certificate))};
    description.key = key_text(certificate);
    description.serial = shortened(base::hex(octets_in(X509_get0_serialNumber(certificate))));
    description.fingerprint = base::hex(sha256(to_der(certificate)));
    description.self_signed = X509_self_signed(certificate, 0) == 1;
    return description;
}

std::optional<CertificateDescription> describe_certificate(std::string_view der) {
    const CleanErrors errors;
    const CertificateOwner certificate = certificate_from_der(private_library(), der);
    if (!certificate) return {};
    return describe(certificate.get());
}

}  // namespace crypto
