// kill -9 of the daemon under load, again and again: nothing acknowledged is lost, doubled or reordered, and every subscriber
// ends with everything. The judge is checker.mjs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { password, Daemon } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';
import { check } from './checker.mjs';
import { Recorder, Talker, dump } from './talkers.mjs';

/// `say` gets one line of progress at a time. Answers `{findings, figures, files}`.
export async function killDaemon({ kills = 3, rate = 200, chats = 30, technicians = 3, loadSeconds = 5, say = () => {} } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-kill9-'));
  const recorder = new Recorder(path.join(folder, 'history.jsonl'));
  const daemon = await Daemon.start({ config: { auth: { access_ttl: '6h' } } });
  const talkers = [];
  let mouth;
  try {
    const rooms = await cast(daemon, { chats, technicians, recorder, talkers });
    say(`${rooms.length} chats, ${talkers.length} clients, ${rate} messages/s`);
    mouth = speak(rooms, rate);
    const ready = [];
    for (let kill = 1; kill <= kills; kill++) {
      await sleep(loadSeconds * 1000 * (0.7 + 0.6 * Math.random()));
      recorder.add('nemesis', { what: 'kill -9' });
      const killed = performance.now();
      await daemon.kill();
      await daemon.launch();
      ready.push(performance.now() - killed);
      await until(() => talkers.every(({ live }) => live), 30_000, () => `not back after a kill: ${describe(talkers.filter(({ live }) => !live))}`);
      say(`kill ${kill}: ready after ${Math.round(ready.at(-1))} ms, ${count(recorder, 'ok')} acknowledged so far`);
    }
    await sleep(loadSeconds * 1000);
    clearInterval(mouth);
    await until(() => talkers.every(({ unacked }) => unacked.size === 0), 60_000, () => `never acknowledged: ${describe(talkers.filter(({ unacked }) => unacked.size > 0))}`);
    const held = await dump(daemon.url, rooms);
    const head = new Map(held.channels.map(({ id, messages }) => [id, Math.max(...messages.map(({ seq }) => seq))]));
    await until(() => talkers.every(({ heads }) => [...heads].every(([id, seq]) => seq >= head.get(id))), 15_000, () => '').catch(() => null);  // I9 tells who
    fs.writeFileSync(path.join(folder, 'dump.json'), JSON.stringify(held));
    const findings = check(recorder.entries, held);
    for (const { client, text } of recorder.entries.filter(({ type }) => type === 'trouble')) findings.push({ rule: 'resume', text: `${client}: ${text}` });
    const recoveries = talkers.flatMap((talker) => talker.recoveries).sort((a, b) => a - b);
    const figures = {
      kills, acknowledged: count(recorder, 'ok'), delivered: count(recorder, 'deliver'), unknown: count(recorder, 'info'), refused: count(recorder, 'fail'),
      ready_ms: ready.map(Math.round), resumed_p99_ms: Math.round(recoveries[Math.floor(recoveries.length * 0.99)] ?? 0),
    };
    return { findings, figures, folder };
  } finally {
    clearInterval(mouth);
    await Promise.all(talkers.map((talker) => talker.end()));
    await recorder.end();
    await daemon.dispose();
  }
}

/// A tenant, its technicians, and a visitor for each chat, accepted; half of everybody on each socket door.
async function cast(daemon, { chats, technicians, recorder, talkers }) {
  await daemon.addTenant('load');
  await daemon.addChatConfig({ tenant: 'load', id: 'load' });
  const doors = ['plain', 'socketio'];
  const join = async (name, door, signedIn) => {
    const talker = new Talker({ name, door, url: daemon.url, token: signedIn.access_token, user: signedIn.user.id, recorder });
    talkers.push(talker);
    await talker.connect();
    return talker;
  };
  const staff = [];
  for (let i = 0; i < technicians; i++) {
    const email = `tech${i}@load.test`;
    await daemon.addUser({ tenant: 'load', email, name: `Tech ${i}`, role: 'technician' });
    staff.push(await join(`tech${i}`, doors[i % 2], await post(daemon, '/api/auth/login', { email, password })));
  }
  const rooms = [];
  for (let i = 0; i < chats; i++) {
    const visitor = await join(`visitor${i}`, doors[i % 2], await post(daemon, '/api/widget/load/visitors', { name: `Visitor ${i}` }));
    const technician = staff[i % staff.length];
    const started = await asked(visitor, 'chat:start', { subject: `Chat ${i}` });
    const id = started.session.session_id;
    const accepted = await asked(technician, 'chat:accept', { channel_id: id });
    if (accepted.session.status !== 'active') throw new Error(`chat ${id} is ${accepted.session.status}`);
    for (const talker of [visitor, technician]) {
      const { head_seq } = await asked(talker, 'chat:join', { channel_id: id });
      talker.follow(id, head_seq);
    }
    rooms.push({ id, token: technician.token, talkers: [visitor, technician] });
  }
  return rooms;
}

/// `rate` messages a second over all rooms, by either side in turn.
function speak(rooms, rate) {
  let n = 0;
  const begun = performance.now();
  return setInterval(() => {
    for (const due = ((performance.now() - begun) / 1000) * rate; n < due; n++) {
      const { id, talkers } = rooms[n % rooms.length];
      talkers[Math.floor(n / rooms.length) % 2].say(id, `message ${n} of the load`);
    }
  }, 10);
}

async function post(daemon, path, body) {
  const answer = await http(daemon.url, 'POST', path, { body });
  if (answer.status >= 300) throw new Error(`${path}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function asked(talker, event, data) {
  const answer = await talker.client.send(event, data);
  if (!answer.ok) throw new Error(`${talker.name}: ${event} was answered ${JSON.stringify(answer.error)}`);
  return answer.data;
}

async function until(holds, withinMs, otherwise) {
  for (const end = performance.now() + withinMs; !holds(); await sleep(20)) if (performance.now() > end) throw new Error(otherwise());
}

const count = (recorder, type) => recorder.entries.reduce((sum, entry) => sum + (entry.type === type ? 1 : 0), 0);
const describe = (talkers) => talkers.slice(0, 5).map(({ name, lastError, unacked }) => `${name} (${unacked.size} unacknowledged; ${lastError?.message ?? 'no error'})`).join('; ');
