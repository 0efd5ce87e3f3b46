// All of them, in the order of the fault matrix.
import killDaemon from './nemeses/kill_daemon.mjs';
import killPostgres from './nemeses/kill_postgres.mjs';
import partitionDb from './nemeses/partition_db.mjs';
import pauseDaemon from './nemeses/pause_daemon.mjs';
import postgresAway from './nemeses/postgres_away.mjs';
import slowClient from './nemeses/slow_client.mjs';

export const nemeses = [killDaemon, killPostgres, postgresAway, partitionDb, slowClient, pauseDaemon];
