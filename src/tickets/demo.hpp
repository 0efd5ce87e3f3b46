// Tickets of the demo, and the devices that they are about (SPEC 16). Blocking.
#pragma once
#include "db/database.hpp"

namespace chatd::tickets {

/// In the tenant `demo`, for the people who are in it.
void fill_demo(db::Tx& tx);

}  // namespace chatd::tickets
