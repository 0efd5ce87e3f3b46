// All of them, in the order of the fault matrix.
import killDaemon from './nemeses/kill_daemon.mjs';
import killPostgres from './nemeses/kill_postgres.mjs';

export const nemeses = [killDaemon, killPostgres];
