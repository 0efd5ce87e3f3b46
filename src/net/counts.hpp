// What one I/O thread counts. Written by that thread, read by any.
#pragma once
#include <atomic>
#include <cstdint>

namespace chatd::net {

class Count {
public:
    void add(std::uint64_t n = 1) { value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed); }
    void sub(std::uint64_t n = 1) { value_.store(value_.load(std::memory_order_relaxed) - n, std::memory_order_relaxed); }
    std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

struct Counts {
    Count accepted, refused, http_open, plain_open, engine_open, websockets_open, bytes_in, bytes_out, frames_in, frames_out, requests,
        slow_clients, silent_clients, protocol_errors, accept_pauses;
};

}  // namespace chatd::net
