#include "chatd/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <limits>

#include "chatd/error.hpp"

namespace chatd {
namespace {
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t foreign = 64;

constexpr auto values = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(foreign);
    for (std::size_t i = 0; i < alphabet.size(); ++i) table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}();

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }
Error broken(const char* what) { return Error(Code::internal, std::string("OpenSSL failed: ") + what); }
}  // namespace

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (count > std::numeric_limits<int>::max() || RAND_bytes(raw(out), static_cast<int>(count)) != 1) throw broken("RAND_bytes");
    return out;
}

std::string random_string(std::size_t characters) {
    auto out = random_bytes(characters);
    for (auto& c : out) c = alphabet[static_cast<unsigned char>(c) & 63];
    return out;
}

std::string sha256(std::string_view bytes) {
    static const auto* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);  // EVP_sha256() is looked up anew each time
    std::string out(32, '\0');
    if (EVP_Digest(bytes.data(), bytes.size(), raw(out), nullptr, algorithm, nullptr) != 1) throw broken("SHA-256");
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::string out(32, '\0');
    if (key.size() > std::numeric_limits<int>::max()) throw broken("HMAC key");
    // OpenSSL takes a null key for "the last one": an empty key must still have an address.
    auto address = key.empty() ? "" : key.data();
    if (!HMAC(EVP_sha256(), address, static_cast<int>(key.size()), raw(bytes), bytes.size(), raw(out), nullptr)) throw broken("HMAC");
    return out;
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char each : bytes) {
        auto byte = static_cast<unsigned char>(each);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string base64url(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (char each : bytes) {
        auto byte = static_cast<unsigned char>(each);
        bits = bits << 8 | byte;
        held += 8;
        while (held >= 6) {
            held -= 6;
            out += alphabet[bits >> held & 63];
        }
    }
    if (held > 0) out += alphabet[bits << (6 - held) & 63];
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return {};
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (char each : text) {
        auto value = values[static_cast<unsigned char>(each)];
        if (value == foreign) return {};
        bits = bits << 6 | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> held & 255);
        }
    }
    if ((bits & ((1U << held) - 1)) != 0) return {};
    return out;
}

bool same_bytes(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace chatd
