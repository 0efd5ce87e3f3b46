// How many files the process may open: raised at the start to what the system allows, and shared out, so that clients never take those
// that the database, the log and the daemon's own files need.
#pragma once

namespace chatd::app {

/// Raises the limit, says in the log what it is, and answers how many connections fit into it: `wanted` or fewer.
int room_for_connections(int wanted);

}  // namespace chatd::app
