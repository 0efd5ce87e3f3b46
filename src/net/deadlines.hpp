// When each connection of one I/O thread wants to be looked at next: an indexed heap with one entry a connection, so that a timer
// a connection is not needed. Pure; the owner asks for the earliest and calls run(). One thread.
#pragma once
#include <chrono>
#include <cstddef>
#include <vector>

namespace chatd::net {

using Time = std::chrono::steady_clock::time_point;

/// Something with a deadline. Being destroyed, it leaves the heap by itself.
class Timed {
public:
    Timed() = default;
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    virtual ~Timed();
    /// The deadline has come; the entry is gone, so set the next one. May destroy this.
    virtual void on_time(Time now) = 0;
    /// The server goes down: end at once, without ceremony. May destroy this.
    virtual void drop() = 0;
    /// The server drains: end with 1012 in a while. Not for things that end by themselves.
    virtual void drain(Time) {}

private:
    friend class Deadlines;
    class Deadlines* heap_ = nullptr;
    std::size_t place_ = 0;
    Time due_{};
};

class Deadlines {
public:
    explicit Deadlines(std::chrono::milliseconds tick) : tick_(tick) {}
    ~Deadlines();
    /// Sets or moves the deadline; `due` is rounded up to the tick.
    void set(Timed& timed, Time due);
    /// Moves it only if that makes it earlier.
    void sooner(Timed& timed, Time due);
    void clear(Timed& timed);
    bool empty() const { return heap_.empty(); }
    std::size_t size() const { return heap_.size(); }
    /// The earliest deadline; there must be one.
    Time earliest() const { return heap_.front()->due_; }
    /// Calls on_time of everything due. What is set meanwhile rings after `now`, however early it was due, so this always ends.
    void run(Time now);
    /// A copy of what is in the heap.
    std::vector<Timed*> all() const { return heap_; }
    /// Drops everything, and what that brings forth.
    void drop_all();

private:
    Time rounded(Time due) const;
    void put(std::size_t place, Timed* timed);
    void up(std::size_t place);
    void down(std::size_t place);

    std::chrono::milliseconds tick_;
    Time running_ = Time::min();
    std::vector<Timed*> heap_;
};

}  // namespace chatd::net
