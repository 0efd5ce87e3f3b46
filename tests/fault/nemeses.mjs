// All of them, in the order of the fault matrix.
import badNetwork from './nemeses/bad_network.mjs';
import clock from './nemeses/clock.mjs';
import diskFull from './nemeses/disk_full.mjs';
import flap from './nemeses/flap.mjs';
import killCluster from './nemeses/kill_cluster.mjs';
import killDaemon from './nemeses/kill_daemon.mjs';
import killPostgres from './nemeses/kill_postgres.mjs';
import logFull from './nemeses/log_full.mjs';
import partitionDb from './nemeses/partition_db.mjs';
import pauseDaemon from './nemeses/pause_daemon.mjs';
import postgresAway from './nemeses/postgres_away.mjs';
import sighup from './nemeses/sighup.mjs';
import sigterm from './nemeses/sigterm.mjs';
import slowClient from './nemeses/slow_client.mjs';
import starveDescriptors from './nemeses/starve_descriptors.mjs';
import storm from './nemeses/storm.mjs';

export const nemeses = [killDaemon, killPostgres, killCluster, storm, postgresAway, diskFull, partitionDb, slowClient, flap, badNetwork, logFull,
  starveDescriptors, sigterm, sighup, pauseDaemon, clock];
