// The directory: the records of a tenant's people, clients and settings, kept by hand or in step with a host platform.
// Each is a kind of record (records/kind.hpp) and has a file of its own; here they are put together. Start-up only.
#pragma once
#include "accounts/chat_configs.hpp"
#include "base/cpu_pool.hpp"
#include "records/records.hpp"

namespace chatd::directory {

records::Kind organizations();
records::Kind contacts();
records::Kind boards();
records::Kind devices();
records::Kind agreements();
records::Kind users(CpuPool& cpu);
records::Kind roles();
records::Kind teams();
records::Kind skills();
records::Kind holidays();
records::Kind chat_configs(accounts::ChatConfigs& configs);

void add_kinds(records::Records& records, CpuPool& cpu, accounts::ChatConfigs& configs);

/// Throws `invalid` unless it could be one: something, an @, something with a dot or a name.
void check_email(const std::string& email);

}  // namespace chatd::directory
