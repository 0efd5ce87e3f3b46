#include "ops/notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "chatd/ids.hpp"
#include "ops/watchdog.hpp"

using namespace chatd;
using namespace std::chrono_literals;

namespace {

/// A service manager that listens on a datagram socket.
class Listener {
public:
    Listener() : path_(std::filesystem::temp_directory_path() / ("chatd-notify-" + Uuid::random().text().substr(0, 8))) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    }
    ~Listener() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(fd_);
        std::filesystem::remove(path_);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// The next datagram, or nothing.
    std::string heard() const {
        std::array<char, 512> buffer{};
        const auto size = ::recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : "";
    }

private:
    std::filesystem::path path_;
    int fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

}  // namespace

TEST(Notify, TheServiceHearsOfEveryStepOfALife) {
    const Listener manager;
    ops::notify_ready("12 connections\nREADY=0");
    EXPECT_EQ(manager.heard(), "READY=1\nSTATUS=12 connections READY=0");
    ops::notify_alive();
    EXPECT_EQ(manager.heard(), "WATCHDOG=1");
    ops::notify_reloading();
    EXPECT_TRUE(manager.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
    ops::notify_stopping(20s);
    EXPECT_EQ(manager.heard(), "STOPPING=1\nSTATUS=draining\nEXTEND_TIMEOUT_USEC=20000000");
    EXPECT_EQ(manager.heard(), "");
}

TEST(Notify, WithoutAManagerNothingHappens) {
    ::unsetenv("NOTIFY_SOCKET");
    ops::notify_ready("ready");
    ops::notify_alive();
    EXPECT_FALSE(ops::watchdog_interval());
}

TEST(Notify, TheWatchdogIsFedTwiceInItsTime) {
    ::setenv("WATCHDOG_USEC", "30000000", 1);
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    EXPECT_EQ(ops::watchdog_interval(), 15s);
    ::setenv("WATCHDOG_PID", "1", 1);
    EXPECT_FALSE(ops::watchdog_interval()) << "that was meant for another process";
    ::unsetenv("WATCHDOG_USEC");
    ::unsetenv("WATCHDOG_PID");
}

TEST(Watchdog, TheManagerHearsAtOnceAndUntilTheEnd) {
    const Listener manager;
    ::setenv("WATCHDOG_USEC", "2000", 1);
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    boost::asio::io_context chat_thread(1);
    ops::Watchdog watchdog(chat_thread);
    watchdog.start();
    EXPECT_EQ(manager.heard(), "WATCHDOG=1");
    chat_thread.run_one();
    EXPECT_EQ(manager.heard(), "WATCHDOG=1");
    watchdog.stop();
    chat_thread.run();
    EXPECT_EQ(manager.heard(), "");
    ::unsetenv("WATCHDOG_USEC");
    ::unsetenv("WATCHDOG_PID");
}
