// An S3-compatible storage: Amazon's, MinIO, Ceph, Garage … One PUT from the staged file, ranged GETs, one DELETE; signed by libcurl
// (AWS Signature 4), path-style, keys of [a-z0-9/-] and no query. Blocking; one connection for each thread of files that uses it.
#pragma once
#include "files/storage.hpp"

namespace chatd::files {

struct S3Place {
    std::string endpoint;  ///< https://s3.eu-central-1.amazonaws.com, http://127.0.0.1:9000
    std::string region = "us-east-1", bucket;
    std::string prefix;  ///< of keys; [a-z0-9/-], empty or with a slash at its end
    std::string access_key, secret_key;
    std::chrono::milliseconds connect_time = std::chrono::seconds(5);
};

class S3 final : public Storage {
public:
    explicit S3(S3Place place);
    void put(const std::string& key, const StagedFile& staged, const std::string& sha256) override;
    std::unique_ptr<Reader> open(const std::string& key) override;
    void remove(const std::string& key) override;
    /// Nothing: whatever was put has had its row before, and the row stays until the bytes have gone.
    std::vector<std::string> older_than(std::chrono::seconds) override { return {}; }
    std::string owner() override { return {}; }
    void set_owner(const std::string&) override {}
    /// Each piece is a request.
    std::size_t piece_bytes() const override { return 1024 * 1024; }

private:
    const S3Place place_;
};

}  // namespace chatd::files
