// All of them, in the order of the fault matrix.
import killDaemon from './nemeses/kill_daemon.mjs';
import killPostgres from './nemeses/kill_postgres.mjs';
import slowClient from './nemeses/slow_client.mjs';

export const nemeses = [killDaemon, killPostgres, slowClient];
