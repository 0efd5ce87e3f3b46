// What a database needs for searches beside its tables: an extension that an operator's database may not let us make. Blocking; at the start.
#pragma once
#include <optional>
#include <string>

namespace chatd::search {

/// What is in the way of it, if something is.
std::optional<std::string> prepare(const std::string& url);

}  // namespace chatd::search
