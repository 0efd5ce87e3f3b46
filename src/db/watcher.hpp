// A thread that looks after what waits: while there is something, it calls `look` every tick; while there is nothing, it sleeps.
// Owns the thread. wake() may be called from any thread, and costs nothing while it is awake.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace chatd::db {

class Watcher {
public:
    static constexpr auto tick = std::chrono::milliseconds(50);

    /// `look` says whether there is still something to look after.
    explicit Watcher(std::function<bool()> look) : look_(std::move(look)), thread_([this] { watch(); }) {}
    ~Watcher() { stop(); }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    void wake() {
        if (awake_) return;
        std::lock_guard lock(mutex_);
        awake_ = true;
        wake_.notify_one();
    }
    void stop() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

private:
    void watch() {
        for (std::unique_lock lock(mutex_); !stopping_;) {
            if (awake_) wake_.wait_for(lock, tick, [this] { return stopping_; });
            else wake_.wait(lock, [this] { return stopping_ || awake_; });
            // It falls asleep first and looks then: what comes in between wakes it, or is seen.
            awake_ = false;
            lock.unlock();
            const bool more = look_();
            lock.lock();
            if (more) awake_ = true;
        }
    }

    const std::function<bool()> look_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> awake_{false};
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace chatd::db
