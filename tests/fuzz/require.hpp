// What a fuzz target promises beside not crashing.
#pragma once
#include <cstdio>
#include <cstdlib>

namespace chatd::fuzz {

/// Ends the run with the promise that does not hold.
inline void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", promise);
    std::abort();
}

}  // namespace chatd::fuzz
