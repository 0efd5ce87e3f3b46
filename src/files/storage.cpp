#include "files/storage.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"
#include "chatd/log.hpp"

namespace chatd::files {
namespace {

namespace fs = std::filesystem;

/// A new one may not be locked yet.
constexpr std::chrono::seconds incoming_rest{60};

[[noreturn]] void failed(std::string_view what, const fs::path& path) {
    const int why = errno;
    if (why == ENOSPC || why == EDQUOT) throw Error(Code::storage_full, "There is no room for files right now.");
    log::error("the file storage fails", {{"what", what}, {"path", path.string()}, {"why", std::strerror(why)}});
    throw unavailable("The file storage does not work right now.");
}

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

/// By the file system's clock. False where it cannot be told.
bool rested_for(const fs::directory_entry& entry, std::chrono::seconds time) {
    std::error_code failed;
    const auto written = entry.last_write_time(failed);
    return !failed && entry.is_regular_file(failed) && fs::file_time_type::clock::now() - written > time;
}

void sync_folder(const fs::path& folder) {
    const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.fd < 0 || ::fsync(opened.fd) != 0) failed("fsync", folder);
}

void make_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) {
        sync_folder(folder.parent_path());
    } else if (errno == ENOENT) {
        make_folder(folder.parent_path());
        make_folder(folder);
    } else if (errno != EEXIST) {
        failed("mkdir", folder);
    }
}

class DiskReader final : public Reader {
public:
    explicit DiskReader(const fs::path& path) : file_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
        if (file_.fd >= 0) return;
        if (errno == ENOENT) throw not_found("There is no such file.");
        failed("open", path);
    }
    std::string read(std::uint64_t from, std::size_t count) override {
        std::string out(count, '\0');
        const auto got = ::pread(file_.fd, out.data(), count, static_cast<off_t>(from));
        if (got < 0) failed("read", "a file");
        out.resize(static_cast<std::size_t>(got));
        return out;
    }

private:
    Descriptor file_;
};

}  // namespace

StagedFile::StagedFile(const fs::path& folder) : path_(folder / to_hex(random_bytes(16))) {
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
    fd_ = ::open(path_.c_str(), flags, 0600);
    if (fd_ < 0 && errno == ENOENT) {
        make_folder(folder);
        fd_ = ::open(path_.c_str(), flags, 0600);
    }
    if (fd_ < 0) failed("create", path_);
    ::flock(fd_, LOCK_EX | LOCK_NB);
}

StagedFile::~StagedFile() {
    ::unlink(path_.c_str());
    ::close(fd_);
}

void StagedFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(fd_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) failed("write", path_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        bytes_ += static_cast<std::uint64_t>(written);
    }
}

std::uint64_t StagedFile::measure() {
    struct stat facts {};
    if (::fstat(fd_, &facts) != 0) failed("fstat", path_);
    return bytes_ = static_cast<std::uint64_t>(facts.st_size);
}

std::string StagedFile::sha256() const {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
    std::string piece(64 * 1024, '\0');
    for (std::uint64_t at = 0; at < bytes_;) {
        const auto got = ::pread(fd_, piece.data(), piece.size(), static_cast<off_t>(at));
        if (got <= 0) failed("read", path_);
        EVP_DigestUpdate(digest.get(), piece.data(), static_cast<std::size_t>(got));
        at += static_cast<std::uint64_t>(got);
    }
    std::string out(32, '\0');
    EVP_DigestFinal_ex(digest.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr);
    return out;
}

void StagedFile::sync() const {
    if (::fsync(fd_) != 0) failed("fsync", path_);
}

std::string new_storage_key() {
    const auto name = to_hex(random_bytes(16));
    return name.substr(0, 2) + '/' + name;
}

void sweep_incoming(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (!rested_for(entry, incoming_rest)) continue;
        const Descriptor opened{::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC)};
        if (opened.fd >= 0 && ::flock(opened.fd, LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
    }
}

void Disk::put(const std::string& key, const StagedFile& staged, const std::string&) {
    staged.sync();
    const auto to = root_ / key;
    make_folder(to.parent_path());
    if (::rename(staged.path().c_str(), to.c_str()) != 0) failed("rename", to);
    sync_folder(to.parent_path());
}

std::unique_ptr<Reader> Disk::open(const std::string& key) { return std::make_unique<DiskReader>(root_ / key); }

void Disk::remove(const std::string& key) {
    const auto path = root_ / key;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) failed("unlink", path);
}

std::vector<std::string> Disk::older_than(std::chrono::seconds age) {
    std::vector<std::string> out;
    std::error_code ignored;
    for (const auto& folder : fs::directory_iterator(root_, ignored))
        for (const auto& entry : fs::directory_iterator(folder.path(), ignored))
            if (rested_for(entry, age)) out.push_back(folder.path().filename().string() + '/' + entry.path().filename().string());
    return out;
}

std::string Disk::owner() {
    const auto path = owner_file();
    const Descriptor opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (opened.fd < 0 && errno == ENOENT) return {};
    std::string out(64, '\0');
    const auto got = opened.fd < 0 ? -1 : ::read(opened.fd, out.data(), out.size());
    if (got < 0) failed("read", path);
    out.resize(static_cast<std::size_t>(got));
    return out.substr(0, out.find('\n'));
}

void Disk::set_owner(const std::string& database) {
    const auto path = owner_file();
    make_folder(path.parent_path());
    StagedFile file(path.parent_path());
    file.append(database + '\n');
    file.sync();
    if (::rename(file.path().c_str(), path.c_str()) != 0) failed("rename", path);
    sync_folder(path.parent_path());
}

}  // namespace chatd::files
