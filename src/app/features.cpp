#include "app/features.hpp"

#include <algorithm>
#include <map>

#include "app/settings.hpp"
#include "channels/store.hpp"
#include "chatd/log.hpp"
#include "chatd/metrics.hpp"
#include "directory/directory.hpp"
#include "knowledge/articles.hpp"
#include "knowledge/canned_responses.hpp"
#include "messages/store.hpp"

namespace chatd::app {

namespace {

metrics::Counter& outcomes(const api::Operation& operation, std::string_view code) {
    return metrics::counter("chatd_operations_total", "Operations by name and outcome.", {{"operation", operation.name()}, {"code", code}});
}

struct Measures {
    metrics::Counter& done;
    metrics::Histogram& took;
};
/// Found once for each operation; chat thread.
const Measures& measures_of(const api::Operation& operation) {
    static std::map<std::string, Measures, std::less<>> known;
    if (const auto found = known.find(operation.name()); found != known.end()) return found->second;
    auto& took = metrics::histogram("chatd_operation_duration_seconds", "From the call to the reply.", metrics::latency_s, {{"operation", operation.name()}});
    return known.emplace(operation.name(), Measures{outcomes(operation, "ok"), took}).first->second;
}

void observe(const api::Observation& seen) {
    const auto& measures = measures_of(seen.operation);
    const auto code = seen.error ? facts(seen.error->code).name : std::string_view("ok");
    (seen.error ? outcomes(seen.operation, code) : measures.done).add();
    measures.took.observe(std::chrono::duration<double>(seen.took).count());
    const auto level = seen.error ? log::Level::info : log::Level::debug;
    if (!log::enabled(level)) return;
    const auto user = seen.call.signed_in() ? seen.call.caller().user : UserId();
    const auto dur_s = std::chrono::duration<double>(seen.took).count();
    if (seen.error)
        log::info("refused", {{"operation", seen.operation.name()}, {"code", code}, {"user_id", user}, {"request_id", seen.call.request_id}, {"dur_s", dur_s}});
    else
        log::debug("done", {{"operation", seen.operation.name()}, {"user_id", user}, {"request_id", seen.call.request_id}, {"dur_s", dur_s}});
}

void report(const api::Operation& operation, const Call& call, std::string_view what) {
    log::error("an operation failed", {{"operation", operation.name()}, {"request_id", call.request_id}, {"what", what}});
}

api::Api::Options api_options(const Config& config) {
    api::Api::Options options;
    options.rate_limits = config.limits.profile != LimitsProfile::off;
    options.observe = observe;
    options.report = report;
    options.searching = config.limits.searches;
    return options;
}

tickets::TranscriptForms transcript_forms(const Config& config) {
    const auto& wanted = config.tickets.transcript;
    const auto has = [&](TranscriptForm form) { return std::ranges::find(wanted, form) != wanted.end(); };
    return {has(TranscriptForm::description), has(TranscriptForm::update), has(TranscriptForm::file), has(TranscriptForm::link), config.tickets.transcript_bytes.bytes};
}

livechat::LiveChat::Limits livechat_limits(const Config& config) {
    livechat::LiveChat::Limits out;
    out.starting = config.limits.starts;
    out.joining = config.limits.joins;
    out.resuming_max = static_cast<std::size_t>(std::max(1, config.database.pool / 2));
    out.resume.events_max = config.chat.resume_events;
    out.resume.bytes_max = static_cast<std::size_t>(config.limits.outbox_bytes.bytes) / 2;
    out.resume.age_max = std::chrono::duration_cast<std::chrono::seconds>(config.chat.resume_within);
    out.tickets = transcript_forms(config);
    return out;
}

queue::Queue::Options queue_options(const Config& config) {
    routing::Policy policy;
    policy.offer_timeout = config.queue.offer_timeout;
    policy.assigned_first = config.queue.assigned_first;
    policy.relax_skills_after = config.queue.relax_skills_after;
    policy.overflow_after = config.queue.overflow_after;
    policy.aging = config.queue.aging;
    return {policy, config.presence.grace};
}

waiting::Patience patience(const Config& config) {
    return {config.queue.no_answer_after, config.queue.abandon_after, config.chat.auto_close, config.chat.reopen_within};
}

void report_deadline(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        log::error("a deadline was not judged", {{"what", error.what()}});
    }
}

void report_hub(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        log::warning("what connections have not heard cannot be read; it is tried again", {{"what", error.what()}});
    }
}

messages::Revisions::Limits revision_limits(const Config& config) {
    messages::Revisions::Limits out;
    out.revising = config.limits.messages;
    out.message_bytes_max = config.limits.message_bytes.bytes;
    out.edit_within = std::chrono::duration_cast<std::chrono::seconds>(config.chat.edit_within);
    return out;
}

Task<std::vector<hub::StoredEvent>> stored_events(db::Database& database, TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to) {
    return database.run(messages::store::events, tenant, channel, from, to);
}
Task<std::vector<std::pair<ChannelId, std::int64_t>>> stored_heads(db::Database& database, std::vector<std::pair<TenantId, ChannelId>> watched) {
    std::vector<TenantId> tenants;
    std::vector<ChannelId> channels;
    for (const auto& [tenant, channel] : watched) {
        tenants.push_back(tenant);
        channels.push_back(channel);
    }
    return database.read(channels::store::heads, std::move(tenants), std::move(channels));
}

}  // namespace

Features::Features(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, db::Journal& journal, db::Database& search_database,
                   CpuPool& cpu, const Config& config, accounts::Options accounts_options)
    : hub(chat_thread, static_cast<std::size_t>(config.limits.recoveries), config.limits.recovery_time),
      api(api_options(config)),
      accounts(database, cpu, std::move(accounts_options)),
      records(database),
      presence(chat_thread, nursery, database, hub, config.presence.grace),
      files(chat_thread, nursery, database, file_rules(config), file_storage(config)),
      messages(chat_thread, database, journal, hub, {config.limits.messages, config.limits.message_bytes.bytes}),
      revisions(database, hub, revision_limits(config)),
      queue(chat_thread, nursery, database, hub, presence, queue_options(config)),
      backstage(database, hub, messages),
      tickets(database),
      transcripts(chat_thread, nursery, database, cpu, transcript_forms(config)),
      livechat(chat_thread, nursery, database, hub, messages, presence, queue, backstage, livechat_limits(config)),
      desk(database),
      deadlines(chat_thread, nursery, database, report_deadline),
      first_reply(chat_thread, nursery, database, hub, livechat, deadlines, config.queue.first_reply_after),
      waiting(database, hub, livechat, deadlines, patience(config)),
      completion(database, livechat, messages),
      reopening(database, messages, livechat, backstage, patience(config)),
      canned_responses(database, messages),
      ratings(database, hub, std::chrono::duration_cast<std::chrono::seconds>(config.chat.rate_within)),
      invites(database, livechat, backstage),
      transfers(chat_thread, nursery, database, messages, livechat, queue, deadlines, config.queue.transfer_timeout),
      conversion(database, livechat, transcript_forms(config)),
      search(search_database, {config.limits.searches, config.database.search_time}),
      commands(api, database, messages),
      audit_log(database) {
    hub::Store store;
    store.events = [&database](TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to) {
        return stored_events(database, tenant, channel, from, to);
    };
    store.heads = [&database](std::vector<std::pair<TenantId, ChannelId>> watched) { return stored_heads(database, std::move(watched)); };
    store.fails = report_hub;
    hub.fill_holes_from(std::move(store));
    accounts.declare(api);
    directory::add_kinds(records, cpu, accounts.configs());
    records.add(knowledge::canned_responses());
    records.add(knowledge::articles());
    tickets::add_kinds(records);
    records.declare(api);
    tickets.declare(api);
    transcripts.declare(api);
    presence.declare(api);
    files.declare(api);
    messages.declare(api);
    revisions.declare(api);
    queue.declare(api);
    backstage.declare(api);
    livechat.declare(api);
    desk.declare(api);
    first_reply.declare(api);
    waiting.declare(api);
    completion.declare(api);
    canned_responses.declare(api);
    ratings.declare(api);
    invites.declare(api);
    transfers.declare(api);
    conversion.declare(api);
    search.declare(api);
    commands.declare(api);
    audit_log.declare(api);
}

}  // namespace chatd::app
