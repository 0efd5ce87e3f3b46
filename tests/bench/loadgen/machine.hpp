// What processes cost, from /proc: CPU time of the daemon and of PostgreSQL with its children, resident memory.
#pragma once
#include <sys/types.h>

namespace chatd::bench {

struct Cpu {
    double daemon = 0, postgres = 0, own = 0, all = 0;  ///< seconds; `all` is the whole machine
};
/// `postgres` is the postmaster; its children are counted too. 0: not measured.
Cpu cpu(pid_t daemon, pid_t postgres);
double resident_kib(pid_t process);

}  // namespace chatd::bench
