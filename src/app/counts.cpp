#include "app/counts.hpp"

#include "chatd/log.hpp"
#include "chatd/metrics.hpp"

namespace chatd::app {

namespace {

using metrics::counter_from;
using metrics::gauge_from;

void add_wire(const net::Server& server) {
    gauge_from("chatd_ws_connections", "Open WebSocket and Socket.IO connections.", [&server] {
        const auto now = server.counters();
        return static_cast<double>(now.plain_open + now.engine_open);
    });
    const auto wire = [&server](const char* name, const char* help, std::uint64_t net::Counters::* value) {
        counter_from(name, help, [&server, value] { return static_cast<double>(server.counters().*value); });
    };
    wire("chatd_connections_accepted_total", "Connections accepted.", &net::Counters::accepted);
    wire("chatd_http_requests_total", "HTTP requests read.", &net::Counters::requests);
    wire("chatd_received_bytes_total", "Bytes read from sockets.", &net::Counters::bytes_in);
    wire("chatd_sent_bytes_total", "Bytes written to sockets.", &net::Counters::bytes_out);
    wire("chatd_slow_client_cuts_total", "Connections closed because their peer did not read.", &net::Counters::slow_clients);
    wire("chatd_protocol_errors_total", "Connections closed for what they sent.", &net::Counters::protocol_errors);
    wire("chatd_accept_pauses_total", "Times that no connection could be accepted for want of file descriptors.", &net::Counters::accept_pauses);
}

void add_hub(const hub::Hub& hub) {
    counter_from("chatd_published_total", "Durable events published.", [&hub] { return double(hub.counters().published); });
    counter_from("chatd_deliveries_total", "Pushes handed to connections.", [&hub] { return double(hub.counters().delivered); });
    counter_from("chatd_seq_gap_repairs_total", "Holes filled from the database.",
                 [&hub] { return double(hub.counters().holes_filled + hub.counters().tails_filled); });
    gauge_from("chatd_channels_watched", "Channels that somebody listens to.", [&hub] { return double(hub.channels()); });
}

void add_database(const db::DatabaseGauges& database) {
    const auto seconds = [](std::uint64_t us) { return static_cast<double>(us) / 1e6; };
    gauge_from("chatd_db_pool_size", "Connections of the pool.", [&database] { return double(database.connections); });
    gauge_from("chatd_db_pool_in_use", "Database connections at work.", [&database] { return double(database.in_use); });
    gauge_from("chatd_db_pool_queued", "Store functions that wait for a connection.", [&database] { return double(database.queued); });
    counter_from("chatd_db_calls_total", "Store functions run.", [&database] { return double(database.done); });
    counter_from("chatd_db_failures_total", "Store functions that failed.", [&database] { return double(database.failed); });
    counter_from("chatd_db_refused_total", "Store functions refused because too many waited.", [&database] { return double(database.refused); });
    counter_from("chatd_db_wait_seconds_total", "Time that store functions waited for a connection.", [&database, seconds] { return seconds(database.wait_us); });
    counter_from("chatd_db_work_seconds_total", "Time that store functions took.", [&database, seconds] { return seconds(database.work_us); });
}

void add_journal(const db::JournalGauges& journal) {
    gauge_from("chatd_journal_queued", "Messages that wait for the next commit.", [&journal] { return double(journal.queued); });
    counter_from("chatd_journal_batches_total", "Commits of messages.", [&journal] { return double(journal.batches); });
    counter_from("chatd_journal_stored_total", "Messages stored.", [&journal] { return double(journal.stored); });
    counter_from("chatd_journal_unavailable_total", "Messages answered with `unavailable`.", [&journal] { return double(journal.unavailable); });
    counter_from("chatd_journal_commit_seconds_total", "Time of all commits.", [&journal] { return static_cast<double>(journal.commit_us) / 1e6; });
    counter_from("chatd_idempotent_replays_total", "Messages that had been stored before, under the same key.", [&journal] { return double(journal.replayed); });
    counter_from("chatd_in_doubt_commits_total", "Batches that were run again because the answer to their commit was lost, or a lock was.",
                 [&journal] { return double(journal.retried); });
}

}  // namespace

void add_metrics(const Counted& counted) {
    metrics::add_process_metrics();
    add_wire(counted.server);
    add_hub(counted.features.hub);
    add_database(counted.database.gauges());
    add_journal(counted.journal.gauges());
    gauge_from("chatd_database_up", "1 if the last check of the database was good.", [&probes = counted.probes] { return probes.database() ? 1.0 : 0.0; });
    gauge_from("chatd_tasks_running", "Coroutines under way.", [&nursery = counted.nursery] { return double(nursery.running()); });
    counter_from("chatd_log_dropped_total", "Log lines dropped because the sink was slow.", [] { return double(log::dropped()); });
    metrics::counter("chatd_config_reload_failures_total", "Reloads that were refused.");
}

}  // namespace chatd::app
