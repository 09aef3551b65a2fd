// Digests against the examples of the documents that define them.
#include "crypto/hash.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "crypto/chance.h"

using namespace crypto;
using base::hex;

TEST_CASE("MD5 of RFC 1321 A.5 and SHA-256 of FIPS 180", "[hash]") {
    CHECK(hex(md5("")) == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(hex(md5("message digest")) == "f96b697d7cb7938d525a2f31aaf161d0");
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("HMAC of RFC 2104 and RFC 4231", "[hash]") {
    CHECK(hex(hmac_md5("Jefe", "what do ya want for nothing?")) == "750c783e6ab0b503eaa86e310a5db738");
    CHECK(hex(hmac_md5(std::string(16, '\x0b'), "Hi There")) == "9294727a3638bb1c13f48ef8158bfc9d");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha256(std::string(131, '\xaa'),
                          "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HMAC without a key or without octets", "[hash]") {
    CHECK(hex(hmac_md5("", "")) == "74e6f7298a9c2d168935f58c001bad88");
    CHECK(hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("PBKDF2 with HMAC-SHA-256, RFC 7914 11", "[hash]") {
    CHECK(hex(pbkdf2_sha256("passwd", "salt", 1, 64)) ==
          "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
          "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
    CHECK(pbkdf2_sha256("", "salt", 2, 32).size() == 32);
    CHECK(pbkdf2_sha256("passwd", "salt", 2, 32) != pbkdf2_sha256("passwd", "salt", 1, 32));
}

TEST_CASE("equal in constant time is equal", "[hash]") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("secret", "secret"));
    CHECK_FALSE(equal_in_constant_time("secret", "secreT"));
    CHECK_FALSE(equal_in_constant_time("secret", "secret "));
}

TEST_CASE("a seeded nonce repeats itself, the system's does not", "[hash]") {
    CHECK(nonce_octets(Chance::seeded(1, 2), 18) == nonce_octets(Chance::seeded(1, 2), 18));
    CHECK(nonce_octets(Chance::seeded(1, 2), 18) != nonce_octets(Chance::seeded(1, 3), 18));
    CHECK(nonce_octets(Chance::seeded(1, 2), 18) != nonce_octets(Chance::seeded(2, 2), 18));
    CHECK(nonce_octets(Chance::system(), 18) != nonce_octets(Chance::system(), 18));
    CHECK(nonce_octets(Chance::system(), 0).empty());
}
