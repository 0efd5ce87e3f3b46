// What the daemon holds in the end, as fault/checker.mjs wants it: read from its own PostgreSQL.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const socketOf = (daemon) => fs.readFileSync(path.join(daemon.dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[4];

/// The daemon's own PostgreSQL, for another node.
export const urlOf = (daemon) => `postgresql://chatd@/postgres?host=${encodeURIComponent(socketOf(daemon))}`;

/// The output of a script, in the daemon's own PostgreSQL.
export function sql(daemon, script) {
  const args = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', socketOf(daemon), '-U', 'chatd', '-f', '-', 'postgres'];
  const { status, stdout, stderr, error } = spawnSync('psql', args, { input: script, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`psql: ${error?.message ?? stderr}`);
  return stdout;
}

export function dumpTables(daemon) {
  const rows = (select) => JSON.parse(sql(daemon, `SELECT coalesce(json_agg(r), '[]') FROM (${select}) r;`));
  const channels = rows(`
    SELECT c.id, coalesce((SELECT json_agg(e.seq) FROM channel_events e WHERE e.tenant_id = c.tenant_id AND e.channel_id = c.id), '[]') AS events,
           coalesce((SELECT json_agg(json_build_object('seq', m.seq, 'id', m.id, 'client_id', m.client_id, 'sender', m.sender_id, 'content', m.content, 'type', m.type,
                                                       'system', m.system, 'deleted', m.deleted_at IS NOT NULL))
                       FROM chat_messages m WHERE m.tenant_id = c.tenant_id AND m.channel_id = c.id), '[]') AS messages
      FROM chat_channels c WHERE c.kind = 'live'`);
  return {
    channels,
    sessions: rows('SELECT channel_id AS id, status, agent_id FROM live_chat_sessions'),
    requests: rows('SELECT id, channel_id AS channel, status, priority, enqueued_at, accepted_by FROM pending_chat_requests'),
    cursors: rows("SELECT p.channel_id AS channel, p.user_id AS user, p.last_read_message_id AS message FROM channel_participants p JOIN chat_channels c USING (tenant_id) WHERE c.id = p.channel_id AND c.kind = 'live'"),
    made: rows("SELECT 'chat:start' AS operation, subject AS mark, channel_id AS id FROM live_chat_sessions"),
  };
}
