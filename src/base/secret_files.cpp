// Secrets that live in files: those an operator names in the configuration, and the key that the daemon makes for itself.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "chatd/config.hpp"
#include "chatd/crypto.hpp"

namespace chatd {
namespace {

constexpr std::size_t bytes_max = 64 * 1024;

std::string reason() { return std::generic_category().message(errno); }

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

Error bad_file(const std::filesystem::path& file, const std::string& why) {
    return Error(Code::invalid, "names the file " + file.string() + ", which " + why);
}

}  // namespace

std::string read_secret_file(const std::filesystem::path& file) {
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat facts{};
    if (descriptor.fd < 0 || ::fstat(descriptor.fd, &facts) != 0) throw bad_file(file, "cannot be read: " + reason());
    if (!S_ISREG(facts.st_mode)) throw bad_file(file, "is not a file");
    if (facts.st_mode & S_IROTH) throw bad_file(file, "everybody may read; chmod 600 it");
    std::string out;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto got = ::read(descriptor.fd, buffer.data(), buffer.size());
        if (got < 0) throw bad_file(file, "cannot be read: " + reason());
        if (got == 0) break;
        out.append(buffer.data(), static_cast<std::size_t>(got));
        if (out.size() > bytes_max) throw bad_file(file, "is too large for a secret");
    }
    while (out.ends_with('\n') || out.ends_with('\r')) out.pop_back();
    if (out.empty()) throw bad_file(file, "is empty");
    return out;
}

AuthKey kept_auth_key(const std::filesystem::path& data_dir) {
    const auto file = data_dir / "auth.key";
    if (!std::filesystem::exists(file)) {
        std::filesystem::create_directories(data_dir);
        // Written whole under another name first: a crash leaves no half key, and of two daemons that start at once one wins.
        const auto fresh = data_dir / ("auth.key." + random_string(8));
        const auto text = random_string(64) + "\n";
        {
            const Descriptor descriptor{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
            const bool written = descriptor.fd >= 0 && ::write(descriptor.fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                                 ::fsync(descriptor.fd) == 0;
            if (!written) throw Error(Code::internal, "cannot write " + fresh.string() + ": " + reason());
        }
        if (::link(fresh.c_str(), file.c_str()) != 0 && errno != EEXIST)
            throw Error(Code::internal, "cannot write " + file.string() + ": " + reason());
        ::unlink(fresh.c_str());
    }
    auto secret = read_secret_file(file);
    auto kid = "own-" + to_hex(sha256(secret)).substr(0, 8);
    return AuthKey{std::move(kid), Secret{std::move(secret)}, {}};
}

}  // namespace chatd
