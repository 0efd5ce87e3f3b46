// The features, wired to each other, and their operations declared. Also built without a database behind it, for the documents.
#pragma once
#include <boost/asio/io_context.hpp>

#include "accounts/accounts.hpp"
#include "api/api.hpp"
#include "base/cpu_pool.hpp"
#include "base/nursery.hpp"
#include "chatd/config.hpp"
#include "db/journal.hpp"
#include "hub/hub.hpp"
#include "livechat/backstage.hpp"
#include "livechat/desk.hpp"
#include "livechat/livechat.hpp"
#include "messages/messages.hpp"
#include "messages/revisions.hpp"
#include "ops/audit_log.hpp"
#include "presence/presence.hpp"
#include "records/records.hpp"
#include "search/search.hpp"

namespace chatd::app {

struct Features {
    Features(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, db::Journal& journal, db::Database& search_database,
             CpuPool& cpu, const Config& config, accounts::Options accounts);

    hub::Hub hub;
    api::Api api;
    accounts::Accounts accounts;
    records::Records records;
    presence::Presence presence;
    messages::Messages messages;
    messages::Revisions revisions;
    livechat::Backstage backstage;
    livechat::LiveChat livechat;
    livechat::Desk desk;
    search::Search search;
    ops::AuditLog audit_log;
};

}  // namespace chatd::app
