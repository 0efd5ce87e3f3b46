// Searches over a million messages, through the daemon: filled by SQL, indexed by the daemon's own worker, asked by a technician and a client.
import { addTechnicians, sql } from './people.mjs';
import { median } from './start.mjs';
import { seconds, sign } from '../support/tokens.mjs';

/// The n-th of thirty thousand made-up words.
const word = `string_agg((ARRAY['ba','ke','li','mo','nu','ra','se','ti','vo','zu','dra','ple','sti','gro','win','tor'])[1 + (n * 7919 / (16 ^ k)::int) % 16], '' ORDER BY k)
  FROM generate_series(1, 30000) n, generate_series(0, 3) k GROUP BY n`;

/// Words as people use them: the n-th most usual one comes 1/n times as often as the first. Chats of fifty messages, one after the other.
const filling = (messages) => `
  CREATE TEMP TABLE words (n, word) AS SELECT n, ${word};
  CREATE UNIQUE INDEX ON words (n);
  CREATE TEMP TABLE t AS SELECT id FROM tenants WHERE slug = 'bench';
  INSERT INTO users (tenant_id, kind, name) SELECT t.id, 'client', 'Client ' || n FROM t, generate_series(1, 2000) n;
  CREATE TEMP TABLE clients AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM users WHERE kind = 'client';
  CREATE TEMP TABLE chats AS SELECT n, nextval(pg_get_serial_sequence('chat_channels', 'id')) AS live, nextval(pg_get_serial_sequence('chat_channels', 'id')) AS backstage
    FROM generate_series(1, ${messages / 50}) n;
  INSERT INTO chat_channels (tenant_id, id, kind, status, session_id, last_seq) SELECT t.id, live, 'live', 'closed', live, 50 FROM t, chats;
  INSERT INTO chat_channels (tenant_id, id, kind, status, session_id) SELECT t.id, backstage, 'backstage', 'closed', live FROM t, chats;
  INSERT INTO live_chat_sessions (tenant_id, channel_id, backstage_id, status, customer_id, subject, source, assigned_at, ended_at)
    SELECT t.id, live, backstage, 'closed', c.id, w.word || ' ' || v.word, 'api', now(), now()
      FROM t, chats JOIN clients c ON c.n = chats.n % 2000 JOIN words w ON w.n = 1 + chats.n % 5000 JOIN words v ON v.n = 1 + chats.n * 31 % 30000;
  INSERT INTO channel_participants (tenant_id, channel_id, user_id, role, left_at) SELECT tenant_id, channel_id, customer_id, 'customer', now() FROM live_chat_sessions;
  INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, client_id, body_hash, created_at, content)
    SELECT t.id, chats.live, s.seq, nextval('message_ids'), c.id, gen_random_uuid(), 0, now() - interval '1 year' + (chats.n * 50 + s.seq) * interval '20 s', m.content
      FROM t, (SELECT * FROM chats ORDER BY n) chats JOIN clients c ON c.n = chats.n % 2000
     CROSS JOIN generate_series(1, 50) AS s (seq)
     CROSS JOIN LATERAL (SELECT string_agg(w.word, ' ') AS content FROM generate_series(1, 10 + (chats.n + s.seq)::int % 6) k, LATERAL (SELECT floor(30000 ^ random())::int AS n WHERE k > 0 AND s.seq > 0) r JOIN words w ON w.n = r.n) m;
  ANALYZE`;

export async function search(daemon, messages, rounds) {
  await daemon.addTenant('bench');
  const [technician] = addTechnicians(daemon, 1);
  sql(daemon, filling(messages));
  const words = sql(daemon, `SELECT ${word} ORDER BY n`).map(([one]) => one);
  const client = clientToken(daemon);
  const begun = performance.now();
  await daemon.restart();
  while (sql(daemon, 'SELECT 1 FROM chat_channels c LEFT JOIN search_heads h ON h.tenant_id = c.tenant_id AND h.channel_id = c.id WHERE c.last_seq > coalesce(h.seq, 0) UNION ALL SELECT 1 FROM search_changes LIMIT 1')[0][0] === '1')
    await new Promise((done) => setTimeout(done, 1_000));
  const indexed_s = (performance.now() - begun) / 1000;
  sql(daemon, 'ANALYZE');
  const figures = { messages, indexed_s, index_mib: Number(sql(daemon, "SELECT (pg_total_relation_size('search_documents') + pg_total_relation_size('search_words')) / 1048576")[0][0]) };
  const usual = () => words[Math.floor(words.length ** Math.random())];  // as often as it is written
  const kinds = {
    word: (q) => ({ q: q() }), two_words: (q) => ({ q: `${q()} ${q()}` }), prefix: (q) => ({ q: q().slice(0, 3) }), part: (q) => ({ q: q().slice(1, 6), match: 'substring' }),
    phrase: (q) => ({ q: `"${q()} ${q()}"` }), best: (q) => ({ q: q(), sort: 'relevance' }), none: () => ({ q: 'zzzznothing' }), without: (q) => ({ q: `${q()} -${q()}` }),
  };
  const all = [];
  for (const [token, who] of [[technician, 'technician'], [client, 'client']]) {
    for (const [kind, make] of Object.entries(kinds)) {
      const took = [];
      for (let i = 0; i < rounds + 5; i++) {
        const query = new URLSearchParams(make(usual));
        const at = performance.now();
        await get(daemon, `/api/search/messages?${query}`, token);
        if (i >= 5) took.push(performance.now() - at);
      }
      all.push(...took);
      figures[`${who}_${kind}_ms`] = { p50: round(median(took)), p99: round(percentile(took, 0.99)), max: round(Math.max(...took)) };
      console.error(`${who} ${kind}: ${JSON.stringify(figures[`${who}_${kind}_ms`])}`);
    }
  }
  figures.all_ms = { p50: round(median(all)), p99: round(percentile(all, 0.99)), max: round(Math.max(...all)) };
  return figures;
}

const round = (value) => Math.round(value * 10) / 10;
const percentile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

/// One of the clients that the filling made: ten chats of fifty messages.
function clientToken(daemon) {
  const [[tid, sub, sid]] = sql(daemon, `INSERT INTO user_sessions (tenant_id, user_id) SELECT tenant_id, min(id) FROM users WHERE kind = 'client' GROUP BY tenant_id RETURNING tenant_id, user_id, id`);
  return sign({ iss: 'chatd', aud: 'chatd', sub, tid: Number(tid), sid: Number(sid), kind: 'client', iat: seconds(), exp: seconds(43_200) });
}

async function get(daemon, where, token) {
  const answer = await fetch(daemon.url + where, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(30_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${where}: HTTP ${answer.status} ${text}`);
}
