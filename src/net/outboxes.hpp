// What waits for clients that do not read as fast as they are told things, on one I/O thread. One outbox may hold so much, and all of them
// together so much: an outbox may never be larger than what is left, so that few hogs have much room, many have little, and those
// who read are never in their way. I/O thread only.
#pragma once
#include <algorithm>
#include <cstddef>

namespace chatd::net {

class Outboxes {
public:
    Outboxes(std::size_t one_max, std::size_t all_max) : one_max_(one_max), all_max_(all_max) {}
    /// The most that one outbox may hold now.
    std::size_t room() const { return std::min(one_max_, all_max_ - std::min(bytes_, all_max_)); }
    std::size_t bytes() const { return bytes_; }

private:
    friend class Outbox;
    std::size_t one_max_, all_max_;
    std::size_t bytes_ = 0;
};

/// The size of one of them.
class Outbox {
public:
    explicit Outbox(Outboxes& all) : all_(all) {}
    /// One that is empty may outlive its thread's others.
    ~Outbox() {
        if (bytes_ > 0) clear();
    }
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    void add(std::size_t bytes) { bytes_ += bytes, all_.bytes_ += bytes; }
    void remove(std::size_t bytes) { bytes_ -= bytes, all_.bytes_ -= bytes; }
    void clear() { remove(bytes_); }
    std::size_t bytes() const { return bytes_; }
    /// An empty one never is.
    bool full() const { return bytes_ > 0 && bytes_ > all_.room(); }

private:
    Outboxes& all_;
    std::size_t bytes_ = 0;
};

}  // namespace chatd::net
