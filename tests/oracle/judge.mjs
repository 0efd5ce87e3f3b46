// What each model holds against what the daemon tells the same person afresh, as JSON with sorted keys.
import { setTimeout as sleep } from 'node:timers/promises';
import { open } from '../support/doors.mjs';
import { everything } from './world.mjs';

const toldWithinMs = 4_000;

/// Every difference, as text; none is good.
export async function judge(world) {
  const found = [];
  for (const { name, model, client } of world.devices) {
    found.push(...model.wrong.map((text) => `${name}: ${text}`), ...client.violations.filter((text) => !/: seq \d+ of channel/.test(text)));  // the model knows better who is in
  }
  world.statuses = new Map();
  const people = new Map(world.devices.map((device) => [device.user, device]));
  for (const [user, { token, staff }] of people) {
    const client = await open('plain', { url: world.daemon.url, token, name: 'afresh' });
    try {
      await judgePerson(world, user, staff, client, found);
    } finally { await client.close(); }
  }
  await judgeTold(world, found);
  return found;
}

async function judgePerson(world, user, staff, client, found) {
  const devices = world.devices.filter((device) => device.user === user);
  const differ = (name, what, held, fresh) => {
    const at = difference(fresh, held);
    if (at) found.push(`${name}: ${what}${at}`);
  };
  for (const id of new Set(devices.flatMap(({ model }) => [...model.channels.keys()]))) {
    const fresh = await client.send('chat:join', { channel_id: id });
    for (const { name, model } of devices) {
      if (!model.channels.has(id) && isOver(fresh)) continue;  // began and ended while it was away
      if (!model.channels.has(id)) found.push(`${name}: does not hold chat ${id}, another device of the same person does`);
      else if (!fresh.ok) found.push(`${name}: holds chat ${id}, which is ${fresh.error.code}`);
      else differ(name, `chat ${id}`, inOneOrder(model.snapshot(id)), inOneOrder(fresh.data, model.snapshot(id)));
    }
  }
  const mine = await everything(client.token, client.url, '/api/live-chat/mine?');
  for (const { name, model } of devices) differ(name, 'own chats', inOrder(model.mine()), inOrder(mine.filter(({ session_id }) => world.chats.includes(session_id))));
  if (!staff) return;
  const list = await everything(client.token, client.url, '/api/live-chat/agent/sessions?');
  world.statuses.set(user, (await client.send('agent:status')).data.status);
  await Promise.all(world.devices.map((device) => device.client.barrier()));  // to connect makes `online` of `offline`
  await Promise.all(devices.map((device) => device.refresh()));
  for (const { name, model } of devices) {
    if (keepsList(world.statuses.get(user)) && model.keepsList) differ(name, 'what waits and own chats', inOrder(model.waitingOrMine().map(told)), inOrder(list.map(told)));
  }
}

const isOver = ({ ok, data }) => ok && !['pending', 'active'].includes(data.session.status);
/// Who wants no alerts is not told what waits: asks for the list when it is to be shown.
const keepsList = (status) => status !== 'do_not_respond' && status !== 'offline';
/// Of a chat in which one is not, its messages are not told.
const told = ({ last_message, unread, ...session }) => session;
/// A place in the queue is told by its own push, which is judged by itself.
const unplaced = ({ position, ...session }) => session;
/// A snapshot with its people by id, and of the marks in the backstage those of which the other one knows: no push tells the mark that somebody
/// has there who comes back.
function inOneOrder({ session, participants, backstage, ...rest }, other) {
  const marks = backstage && Array.isArray(backstage.cursors) ? Object.fromEntries(backstage.cursors.map(({ user_id, message_id }) => [user_id, message_id])) : backstage?.cursors;
  const here = new Set(participants.map(({ id }) => String(id)));
  const known = backstage && Object.fromEntries(Object.entries(marks).filter(([user]) => here.has(user) && (!other?.backstage || user in other.backstage.cursors)));
  return { ...rest, session: unplaced(session), participants: [...participants].sort((a, b) => a.id - b.id), backstage: backstage ? { ...backstage, cursors: known } : null };
}
const inOrder = (sessions) => sessions.map(unplaced).sort((a, b) => a.session_id - b.session_id);

/// The queue and the statuses are told at most so often: the last telling is what the statistics say, and what everybody says of themself.
async function judgeTold(world, found) {
  const client = await open('plain', { url: world.daemon.url, token: world.staff.mona.token, name: 'afresh' });
  try {
    const { data: { total, by_priority, by_team, waits } } = await client.send('queue:stats');
    const places = new Map(waits.map(({ session_id }, i) => [session_id, i + 1]));
    const wrong = () => world.devices.flatMap(({ name, model }) => [
      ...(model.queue ? [difference({ total, by_priority, by_team }, { total: model.queue.total, by_priority: model.queue.by_priority, by_team: model.queue.by_team })] : []),
      ...[...model.positions].filter(([id, place]) => model.channels.has(id) && places.has(id) && places.get(id) !== place).map(([id, place]) => ` position of ${id}: ${place} instead of ${places.get(id)}`),
      ...[...world.statuses].filter(([user, status]) => model.statuses.has(user) && model.statuses.get(user) !== status).map(([user, status]) => ` status of ${user}: ${model.statuses.get(user)} instead of ${status}`),
    ].filter(Boolean).map((text) => `${name}: as last told${text}`));
    for (const end = Date.now() + toldWithinMs; wrong().length > 0 && Date.now() < end;) await sleep(50);
    found.push(...wrong());
  } finally { await client.close(); }
}

/// Where two values differ first, as " path: held instead of fresh"; absent and null are the same. Undefined where they agree.
export function difference(fresh, held, path = '') {
  if (isRecord(fresh) && isRecord(held)) {
    for (const name of [...new Set([...Object.keys(fresh), ...Object.keys(held)])].sort()) {
      const at = difference(fresh[name], held[name], `${path}.${name}`);
      if (at) return at;
    }
    return undefined;
  }
  if (Array.isArray(fresh) && Array.isArray(held)) {
    for (let i = 0; i < Math.max(fresh.length, held.length); i++) {
      const at = difference(fresh[i], held[i], `${path}[${i}]`);
      if (at) return at;
    }
    return undefined;
  }
  if ((fresh ?? null) === (held ?? null)) return undefined;
  return ` ${path}: held ${shortly(held)}, afresh ${shortly(fresh)}`;
}
const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const shortly = (value) => { const text = JSON.stringify(value) ?? 'nothing'; return text.length > 200 ? `${text.slice(0, 200)}…` : text; };
