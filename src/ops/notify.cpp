#include "ops/notify.hpp"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <string>
#include <time.h>

namespace chatd::ops {
namespace {

/// The protocol is lines, so a status is one.
std::string one_line(std::string_view status) {
    std::string out(status);
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

std::string monotonic_us() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::to_string(static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000);
}

void notify(const std::string& state) { sd_notify(0, state.c_str()); }

}  // namespace

void notify_ready(std::string_view status) { notify("READY=1\nSTATUS=" + one_line(status)); }
void notify_status(std::string_view status) { notify("STATUS=" + one_line(status)); }
/// From systemd 253 on, Type=notify-reload wants the time, to tell this reload from an earlier one.
void notify_reloading() { notify("RELOADING=1\nMONOTONIC_USEC=" + monotonic_us()); }
void notify_stopping(std::chrono::microseconds at_most) {
    notify("STOPPING=1\nSTATUS=draining\nEXTEND_TIMEOUT_USEC=" + std::to_string(at_most.count()));
}

std::optional<std::chrono::microseconds> watchdog_interval() {
    std::uint64_t us = 0;
    if (sd_watchdog_enabled(0, &us) <= 0) return {};
    return std::chrono::microseconds(us / 2);
}
void notify_alive() { notify("WATCHDOG=1"); }

}  // namespace chatd::ops
