#include "inspect/confinement.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <string_view>
#include <vector>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHATD_SANITIZED 1
#endif
#endif

namespace chatd::inspect {
namespace {

constexpr rlim_t cpu_s = 3;

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "which architecture the numbers of the system calls are of"
#endif

/// Memory, the descriptors that are open, the end. All others fail with EPERM, which every library can bear.
constexpr std::array allowed{
    __NR_read,         __NR_write,      __NR_pread64,   __NR_pwrite64,  __NR_lseek,   __NR_fstat,         __NR_close,         __NR_mmap,
    __NR_munmap,       __NR_mremap,     __NR_mprotect,  __NR_madvise,   __NR_brk,     __NR_futex,         __NR_rt_sigprocmask, __NR_rt_sigaction,
    __NR_rt_sigreturn, __NR_sigaltstack, __NR_getpid,   __NR_gettid,    __NR_getrandom, __NR_clock_gettime, __NR_sched_yield,   __NR_exit,
    __NR_exit_group,
};

bool limit(__rlimit_resource what, rlim_t most) {
    const rlimit both{most, most};
    return ::setrlimit(what, &both) == 0;
}

/// When memory is short this one goes before the daemon. Only while it may still be looked into.
void be_the_first_to_go() {
    const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    constexpr std::string_view most = "1000";
    [[maybe_unused]] const auto written = ::write(file, most.data(), most.size());
    ::close(file);
}

}  // namespace

bool limit_resources() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    be_the_first_to_go();
    bool good = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
    good = limit(RLIMIT_CPU, cpu_s) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 16) && limit(RLIMIT_NPROC, 0) && good;
#ifndef CHATD_SANITIZED  // whose shadow memory is terabytes
    good = limit(RLIMIT_AS, rlim_t{768} << 20U) && good;
#endif
    return good;
}

bool limit_files(std::uint64_t bytes_max) { return limit(RLIMIT_FSIZE, bytes_max); }

bool give_up_calls() {
    std::vector<sock_filter> program{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
    for (const auto call : allowed) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}

}  // namespace chatd::inspect
