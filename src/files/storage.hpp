// Where the bytes of files are kept, by key. Blocking; for the threads of files. What is put is durable when put() returns, and never
// changes: a key is random and used once. Also the staged file, on its way from the socket into the storage.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatd::files {

/// A file of its own below `incoming/`, locked while this lives, so that a sweep knows the dead ones from those under way; gone with this
/// unless it was moved away. Throws `storage_full`, or `unavailable`.
class StagedFile {
public:
    explicit StagedFile(const std::filesystem::path& folder);
    ~StagedFile();
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;

    void append(std::string_view bytes);
    /// What another process wrote into it counts too.
    std::uint64_t measure();
    /// 32 bytes. Reads it all.
    std::string sha256() const;
    /// On disk, whatever happens to the power.
    void sync() const;
    int descriptor() const { return fd_; }
    std::uint64_t bytes() const { return bytes_; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    int fd_ = -1;
    std::uint64_t bytes_ = 0;
};

class Reader {
public:
    virtual ~Reader() = default;
    /// At most `count` bytes from there on; fewer than one: there is no more. Throws Error.
    virtual std::string read(std::uint64_t from, std::size_t count) = 0;
};

class Storage {
public:
    virtual ~Storage() = default;
    /// `sha256` is that of the content, in hex. Throws `storage_full`, `unavailable`.
    virtual void put(const std::string& key, const StagedFile& staged, const std::string& sha256) = 0;
    /// Throws `not_found`.
    virtual std::unique_ptr<Reader> open(const std::string& key) = 0;
    /// It may be gone already.
    virtual void remove(const std::string& key) = 0;
    /// Keys of what was put longer ago than that; only where it can be told without cost.
    virtual std::vector<std::string> older_than(std::chrono::seconds age) = 0;
    /// Whose files these are: the id of a database, as set_owner() left it. Nothing where older_than() tells nothing.
    virtual std::string owner() = 0;
    virtual void set_owner(const std::string& database) = 0;
    /// How much is best read at once.
    virtual std::size_t piece_bytes() const = 0;
};

/// [a-z0-9/], with 128 bits of chance.
std::string new_storage_key();

/// Removes what dead daemons left below `incoming/`.
void sweep_incoming(const std::filesystem::path& folder);

/// A directory: 256 folders, so that none gets large; a file beside it says whose it is. Made when missing.
class Disk final : public Storage {
public:
    explicit Disk(std::filesystem::path root) : root_(std::move(root)) {}
    void put(const std::string& key, const StagedFile& staged, const std::string& sha256) override;
    std::unique_ptr<Reader> open(const std::string& key) override;
    void remove(const std::string& key) override;
    std::vector<std::string> older_than(std::chrono::seconds age) override;
    std::string owner() override;
    void set_owner(const std::string& database) override;
    std::size_t piece_bytes() const override { return 128 * 1024; }

private:
    std::filesystem::path owner_file() const { return root_.native() + ".database"; }
    std::filesystem::path root_;
};

}  // namespace chatd::files
