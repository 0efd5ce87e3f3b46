// The people whose chats carry the load: visitors and technicians of one tenant, a chat for each pair, and one chat that all
// technicians are in. Technicians come by one statement, since five hundred passwords would cost a minute to hash.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { seconds, sign } from '../support/tokens.mjs';

/// Answers the load generator's files: `tokens` and `rooms` of the pairs, `crowd` and `room` of the one large chat.
export async function fill(daemon, people) {
  await daemon.addTenant('bench');
  await daemon.addChatConfig({ tenant: 'bench', id: 'bench' });
  const technicians = addTechnicians(daemon, people);
  const tokens = [], rooms = [];
  await atOnce(8, technicians, async (technician, i) => {
    const visitor = await post(daemon, '/api/widget/bench/visitors', null, { name: `Visitor ${i}` });
    rooms[i] = await chat(daemon, visitor.access_token, technician);
    tokens[i] = `${visitor.access_token}\n${technician}`;
  });
  const host = await post(daemon, '/api/widget/bench/visitors', null, { name: 'Host' });
  const room = await chat(daemon, host.access_token, technicians[0]);
  await atOnce(8, technicians.slice(1), (technician) => post(daemon, `/api/live-chat/${room}/join`, technician, {}));
  return {
    tokens: written(daemon, 'tokens', tokens), rooms: written(daemon, 'rooms', rooms),
    crowd: written(daemon, 'crowd', [host.access_token, ...technicians]), room: written(daemon, 'room', [room]),
  };
}

/// A list of lines as a file in the daemon's directory.
export function written(daemon, name, lines) {
  const file = path.join(daemon.home, name);
  fs.writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

async function chat(daemon, visitor, technician) {
  const { session } = await post(daemon, '/api/live-chat/start', visitor, { subject: 'Under load' });
  await post(daemon, `/api/live-chat/${session.session_id}/accept`, technician, {});
  return session.session_id;
}

/// Their access tokens, good for half a day.
export function addTechnicians(daemon, count, tenant = 'bench') {
  const rows = sql(daemon, `
    WITH made AS (
        INSERT INTO users (tenant_id, kind, name, email)
        SELECT t.id, 'technician', 'Technician ' || n, 't' || n || '@${tenant}.test'
          FROM tenants t, generate_series(1, ${Number(count)}) n WHERE t.slug = '${tenant}' RETURNING tenant_id, id),
    allowed AS (
        INSERT INTO user_roles (tenant_id, user_id, role_id)
        SELECT made.tenant_id, made.id, r.id FROM made JOIN roles r ON r.tenant_id = made.tenant_id AND r.name = 'technician')
    INSERT INTO user_sessions (tenant_id, user_id) SELECT tenant_id, id FROM made RETURNING tenant_id, user_id, id`);
  return rows.map(([tid, sub, sid]) => sign({ iss: 'chatd', aud: 'chatd', sub, tid: Number(tid), sid: Number(sid), kind: 'staff', iat: seconds(), exp: seconds(43_200) }));
}

/// The rows of one statement, in the daemon's own PostgreSQL.
export function sql(daemon, statement) {
  const home = path.join(daemon.dataDir, 'postgres/data/postmaster.pid');
  const socket = fs.readFileSync(home, 'utf8').split('\n')[4];
  const ended = spawnSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', 'chatd', '-c', statement, 'postgres'], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`psql: ${ended.error?.message ?? ended.stderr}`);
  return ended.stdout.trim().split('\n').map((line) => line.split('|'));
}

export async function post(daemon, where, token, body) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(daemon.url + where, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(30_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${where}: HTTP ${answer.status} ${text}`);
  return JSON.parse(text);
}

async function atOnce(width, items, act) {
  const queue = [...items.entries()];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await act(next[1], next[0]);
  }));
}
