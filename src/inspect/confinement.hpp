// What the inspector's process may still do once it looks at what a stranger sent: compute, and write what it has found. Linux only.
#pragma once
#include <cstdint>

namespace chatd::inspect {

/// Little of everything that can be counted. Before anything else; false where the kernel refuses.
bool limit_resources();
/// Of each file that it writes.
bool limit_files(std::uint64_t bytes_max);
/// From now on it opens nothing, connects to nothing, starts nothing and touches no other process; such calls fail. When all that it needs is
/// open and loaded; false where the kernel has no seccomp.
bool give_up_calls();

}  // namespace chatd::inspect
