// A wall clock that a test moves, preloaded into the daemon or PostgreSQL (clock.mjs builds it). CLOCK_REALTIME and what is made of it follow
// a mapped file; every other clock is the kernel's, and so is every wait. A wait until a time of the wall clock would thus be as wrong as the
// clock is. libfaketime cannot be had under AddressSanitizer: it allocates where the sanitizer's allocator asks for the time.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/// At `real_ns` of the true clock this one shows `shown_ns`, and from then on `rate` as fast. `last` says which of the two is in force.
struct Setting {
    int64_t real_ns, shown_ns;
    double rate;
};
struct Shared {
    uint64_t last;
    struct Setting settings[2];
};

static const struct Shared* shared;

__attribute__((constructor)) static void begin(void) {
    const char* path = getenv("CHATD_TEST_CLOCK");
    const long file = path ? syscall(SYS_openat, (long)AT_FDCWD, path, (long)(O_RDONLY | O_CLOEXEC), 0L) : -1;
    if (file < 0) return;
    const long at = syscall(SYS_mmap, NULL, sizeof(struct Shared), (long)PROT_READ, (long)MAP_SHARED, file, 0L);
    syscall(SYS_close, file);
    if (at > 0) shared = (const struct Shared*)at;
}

static int64_t shown_ns(int64_t real_ns) {
    for (;;) {
        const uint64_t last = __atomic_load_n(&shared->last, __ATOMIC_ACQUIRE);
        const struct Setting setting = shared->settings[last % 2];
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (__atomic_load_n(&shared->last, __ATOMIC_RELAXED) == last)
            return setting.shown_ns + (int64_t)((double)(real_ns - setting.real_ns) * setting.rate);
    }
}

int clock_gettime(clockid_t clock, struct timespec* out) {
    const long failed = syscall(SYS_clock_gettime, clock, out);
    if (failed || !shared || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return (int)failed;
    const int64_t shown = shown_ns(out->tv_sec * INT64_C(1000000000) + out->tv_nsec);
    out->tv_sec = shown / 1000000000;
    out->tv_nsec = shown % 1000000000;
    return 0;
}

int gettimeofday(struct timeval* restrict out, void* restrict zone) {
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t* out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}
