// What the service manager is told (sd_notify): ready, status, watchdog, reloading, stopping. Without one ($NOTIFY_SOCKET is not set)
// nothing happens. Any thread; never blocks, never fails: a service manager that does not listen is no reason to stop.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace chatd::ops {

/// Migrated, database up, listening. Also the end of a reload.
void notify_ready(std::string_view status);
/// One line for `systemctl status`.
void notify_status(std::string_view status);
/// SIGHUP was taken; notify_ready() must follow.
void notify_reloading();
/// The drain has begun and may take so long.
void notify_stopping(std::chrono::microseconds at_most);

/// How often notify_alive() must be called so that the manager does not take us for hung: half of WatchdogSec. Nothing if it does not watch.
std::optional<std::chrono::microseconds> watchdog_interval();
void notify_alive();

}  // namespace chatd::ops
