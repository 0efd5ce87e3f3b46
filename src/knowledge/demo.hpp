// Canned responses and articles of the demo (SPEC 16). Blocking.
#pragma once
#include "db/database.hpp"

namespace chatd::knowledge {

/// In the tenant `demo`, for the teams that are in it.
void fill_demo(db::Tx& tx);

}  // namespace chatd::knowledge
