// From the configuration to the options of the parts.
#pragma once
#include <functional>

#include "accounts/accounts.hpp"
#include "chatd/config.hpp"
#include "db/database.hpp"
#include "db/journal.hpp"
#include "files/files.hpp"
#include "net/options.hpp"

namespace chatd::app {

db::DatabaseOptions database_options(const Config& config, const std::string& url);
/// Of searches, and of who keeps their index.
db::DatabaseOptions search_options(const Config& config, const std::string& url);
db::DatabaseOptions indexing_options(const Config& config, const std::string& url);
db::JournalOptions journal_options(const Config& config, const std::string& url);
/// Without configured keys the daemon signs with one that it makes and keeps in its data directory.
accounts::Options accounts_options(const Config& config);
files::Files::Rules file_rules(const Config& config);
std::unique_ptr<files::Storage> file_storage(const Config& config);
/// Signed with keys that are made of those of the tokens.
files::Links file_links(const Config& config);
/// Of the second listener, if there is one.
net::Options metrics_options(const Config& config);
net::Options server_options(const Config& config, std::function<bool(std::string_view)> origin_allowed);

}  // namespace chatd::app
