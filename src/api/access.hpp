// Whether a caller may ask for an operation at all: by Api::call before it runs, and by whoever lists what may be asked. Pure.
#pragma once
#include "api/operation.hpp"

namespace chatd::api {

/// Why the caller may not; nothing if they may.
std::optional<Error> refusal(const Access& access, const Caller& caller);

}  // namespace chatd::api
