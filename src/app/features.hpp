// The features, wired to each other, and their operations declared. Also built without a database behind it, for the documents.
#pragma once
#include <boost/asio/io_context.hpp>

#include "accounts/accounts.hpp"
#include "api/api.hpp"
#include "base/cpu_pool.hpp"
#include "base/nursery.hpp"
#include "chatd/config.hpp"
#include "commands/commands.hpp"
#include "conversation/canned.hpp"
#include "conversation/invites.hpp"
#include "conversation/ratings.hpp"
#include "conversation/transfers.hpp"
#include "db/journal.hpp"
#include "deadlines/deadlines.hpp"
#include "files/files.hpp"
#include "hub/hub.hpp"
#include "livechat/backstage.hpp"
#include "livechat/conversion.hpp"
#include "livechat/desk.hpp"
#include "livechat/livechat.hpp"
#include "messages/messages.hpp"
#include "messages/revisions.hpp"
#include "ops/audit_log.hpp"
#include "presence/presence.hpp"
#include "queue/queue.hpp"
#include "records/records.hpp"
#include "response/first_reply.hpp"
#include "waiting/completion.hpp"
#include "waiting/reopening.hpp"
#include "waiting/waiting.hpp"
#include "tickets/tickets.hpp"
#include "tickets/transcripts.hpp"
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
    files::Files files;
    messages::Messages messages;
    messages::Revisions revisions;
    queue::Queue queue;
    livechat::Backstage backstage;
    tickets::Tickets tickets;
    tickets::Transcripts transcripts;
    livechat::LiveChat livechat;
    livechat::Desk desk;
    deadlines::Deadlines deadlines;
    response::FirstReply first_reply;
    waiting::Waiting waiting;
    waiting::Completion completion;
    waiting::Reopening reopening;
    conversation::CannedResponses canned_responses;
    conversation::Ratings ratings;
    conversation::Invites invites;
    conversation::Transfers transfers;
    livechat::Conversion conversion;
    search::Search search;
    commands::Commands commands;
    ops::AuditLog audit_log;
};

}  // namespace chatd::app
