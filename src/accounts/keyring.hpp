// The keys that chatd believes: shared secrets (HS256) and the public keys of host platforms (a JWK set: RS256, ES256, EdDSA).
// Each key has one algorithm and a name (`kid`); a token can choose among them and nothing else. Owned by Accounts; chat thread.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace chatd::accounts {

enum class Algorithm { hs256, rs256, es256, eddsa };
/// As in a token's header: "HS256".
std::string_view name(Algorithm algorithm);

/// A key made ready once, so that a signature costs microseconds and not the parsing of a PEM.
class Key {
public:
    explicit Key(std::string secret);
    Key(Algorithm algorithm, std::shared_ptr<evp_pkey_st> public_key);
    Algorithm algorithm() const { return algorithm_; }
    /// True if `signature` (raw, as in a JWS) is this key's over `text`.
    bool verifies(std::string_view text, std::string_view signature) const;
    /// Raw signature; only a secret can sign.
    std::string sign(std::string_view text) const;

private:
    Algorithm algorithm_;
    std::string secret_;
    std::shared_ptr<evp_pkey_st> public_key_;
};

class Keyring {
public:
    /// At least 32 bytes, else throws `invalid`: a shorter one can be guessed from any token (RFC 7518, 3.2). The first one added signs.
    /// Rotation: put the new one first and keep the old one for as long as its tokens live.
    void add_secret(std::string kid, std::string secret);
    /// Puts the usable signature keys of a JWK set (RFC 7517) in the place of all earlier public ones. Keys of other kinds are passed over.
    /// Throws `invalid`, changing nothing, if it is no JWK set, has a `kid` twice or one of a secret, or no usable key.
    void set_public_keys(std::string_view jwk_set);

    const Key* find(std::string_view kid) const;
    bool can_sign() const { return !signing_kid_.empty(); }
    const std::string& signing_kid() const { return signing_kid_; }

private:
    std::map<std::string, Key, std::less<>> secrets_, public_keys_;
    std::string signing_kid_;
};

/// A JWK set in a file that somebody else may replace at any time.
class KeyFile {
public:
    explicit KeyFile(std::filesystem::path path) : path_(std::move(path)) {}
    /// Reads the file if it is not the one read last; true if the keyring was changed. Throws, keeping the old keys, when it cannot
    /// be read or used; a bad file is reported once for each of its versions. To be called every few seconds.
    bool refresh(Keyring& keyring);

private:
    struct Version {
        std::filesystem::file_time_type written;
        std::uintmax_t bytes = 0;
        bool operator==(const Version&) const = default;
    };
    std::filesystem::path path_;
    Version seen_;
    bool missing_ = false;
};

}  // namespace chatd::accounts
