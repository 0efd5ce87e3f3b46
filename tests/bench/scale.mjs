// What a message costs where there is much: in one of nearly ten thousand chats that are heard at once, and on top of ten million stored messages.
import { sql, written } from './people.mjs';
import { seconds, sign } from '../support/tokens.mjs';

/// Active chats by one statement, each of a client of its own who hears it on two connections. Answers the load generator's files.
export async function chats(daemon, count) {
  await daemon.addTenant('scale');
  const rows = sql(daemon, `
    CREATE TEMP TABLE t AS SELECT id FROM tenants WHERE slug = 'scale';
    CREATE TEMP TABLE agents AS WITH made AS (INSERT INTO users (tenant_id, kind, name, email) SELECT t.id, 'technician', 'Technician', 'all@scale.test' FROM t RETURNING id) SELECT id FROM made;
    CREATE TEMP TABLE clients AS WITH made AS (INSERT INTO users (tenant_id, kind, name) SELECT t.id, 'client', 'Client ' || n FROM t, generate_series(1, ${count}) n RETURNING id)
      SELECT id, nextval(pg_get_serial_sequence('chat_channels', 'id')) AS live, nextval(pg_get_serial_sequence('chat_channels', 'id')) AS backstage FROM made;
    INSERT INTO chat_channels (tenant_id, id, kind, session_id) SELECT t.id, live, 'live', live FROM t, clients;
    INSERT INTO chat_channels (tenant_id, id, kind, session_id) SELECT t.id, backstage, 'backstage', live FROM t, clients;
    INSERT INTO live_chat_sessions (tenant_id, channel_id, backstage_id, status, customer_id, agent_id, subject, source, assigned_at)
      SELECT t.id, live, backstage, 'active', c.id, a.id, 'One of many', 'api', now() FROM t, clients c, agents a;
    INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) SELECT t.id, live, c.id, 'customer' FROM t, clients c;
    INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) SELECT t.id, live, a.id, 'agent' FROM t, clients, agents a;
    INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) SELECT t.id, backstage, a.id, 'agent' FROM t, clients, agents a;
    ANALYZE;
    WITH signed_in AS (INSERT INTO user_sessions (tenant_id, user_id) SELECT t.id, c.id FROM t, clients c RETURNING tenant_id, user_id, id)
      SELECT s.tenant_id, s.user_id, s.id, c.live FROM signed_in s JOIN clients c ON c.id = s.user_id ORDER BY c.live`);
  const tokens = rows.map(([tid, sub, sid]) => sign({ iss: 'chatd', aud: 'chatd', sub, tid: Number(tid), sid: Number(sid), kind: 'client', iat: seconds(), exp: seconds(43_200) }));
  const ids = rows.map((row) => row[3]);
  const part = (n) => ({ tokens: written(daemon, `tokens-${n}`, tokens.slice(0, n).flatMap((token) => [token, token])), rooms: written(daemon, `rooms-${n}`, ids.slice(0, n)) });
  return { few: part(Math.min(100, count)), all: part(count) };
}

/// Messages of ended chats of a hundred, as if the search had read them.
export function store(daemon, messages) {
  const at_once = 1_000_000;
  for (let from = 0; from < messages; from += at_once) {
    sql(daemon, `
      CREATE TEMP TABLE t AS SELECT id FROM tenants WHERE slug = 'scale';
      CREATE TEMP TABLE c AS SELECT min(u.id) AS id FROM users u JOIN t ON t.id = u.tenant_id WHERE u.kind = 'client';
      CREATE TEMP TABLE chats AS SELECT nextval(pg_get_serial_sequence('chat_channels', 'id')) AS live, nextval(pg_get_serial_sequence('chat_channels', 'id')) AS backstage
        FROM generate_series(1, ${Math.min(at_once, messages - from) / 100});
      INSERT INTO chat_channels (tenant_id, id, kind, status, session_id, last_seq) SELECT t.id, live, 'live', 'closed', live, 100 FROM t, chats;
      INSERT INTO chat_channels (tenant_id, id, kind, status, session_id) SELECT t.id, backstage, 'backstage', 'closed', live FROM t, chats;
      INSERT INTO search_heads (tenant_id, channel_id, seq) SELECT t.id, live, 100 FROM t, chats;
      INSERT INTO live_chat_sessions (tenant_id, channel_id, backstage_id, status, customer_id, subject, source, assigned_at, ended_at)
        SELECT t.id, live, backstage, 'closed', c.id, 'Long ago', 'api', now(), now() FROM t, c, chats;
      INSERT INTO channel_participants (tenant_id, channel_id, user_id, role, left_at) SELECT t.id, live, c.id, 'customer', now() FROM t, c, chats;
      INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, client_id, body_hash, created_at, content)
        SELECT t.id, live, s.seq, nextval('message_ids'), c.id, gen_random_uuid(), 0, now() - interval '1 year', repeat(md5(s.seq::text), 3)
          FROM t, c, chats CROSS JOIN generate_series(1, 100) AS s (seq)`);
    console.error(`stored ${from + Math.min(at_once, messages - from)}`);
  }
  sql(daemon, 'VACUUM ANALYZE');
  sql(daemon, 'CHECKPOINT');
}
