#include "db/lifeline.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chatd::db {

void Lifeline::tie(int socket) {
    untie();
    std::lock_guard lock(mutex_);
    socket_ = fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void Lifeline::untie() {
    std::lock_guard lock(mutex_);
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
}

bool Lifeline::look(Clock::time_point now) {
    const auto due = due_.load();
    if (due == never) return false;
    if (now.time_since_epoch().count() < due) return true;
    std::lock_guard lock(mutex_);
    if (due_ == due && socket_ >= 0) shutdown(socket_, SHUT_RDWR);
    return true;
}

}  // namespace chatd::db
