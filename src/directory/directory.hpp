// The directory: the records of a tenant's clients and of what they have, kept in step with a host platform or by hand.
// Each is a kind of record (records/kind.hpp) and has a file of its own; here they are put together. Start-up only.
#pragma once
#include "records/records.hpp"

namespace chatd::directory {

records::Kind organizations();
records::Kind contacts();
records::Kind boards();
records::Kind devices();
records::Kind agreements();

void add_kinds(records::Records& records);

/// Throws `invalid` unless it could be one: something, an @, something with a dot or a name.
void check_email(const std::string& email);

}  // namespace chatd::directory
