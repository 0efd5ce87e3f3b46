// A short day at a desk, in which everything happens that a mutant of the server could get wrong: two sides that write at once, edits between
// them, keys that are sent again by another device and with another body, three technicians who want one chat, joins in the middle of it,
// connections that are cut and resume, read marks out of order, people who leave and try to hear on, and in the end a message by another node,
// of which this one hears only by the tail check. The history is judged by fault/checker.mjs.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../fault/checker.mjs';
import { Daemon, password } from '../support/daemon.mjs';
import { http, open } from '../support/doors.mjs';
import { dumpTables, urlOf } from './tables.mjs';

const chats = 6, lines = 30, technicians = 3;
const quietMs = 6_000;     // tail checks have had their time
const revokedAfterMs = 2_200;
const answerWithinMs = 3_000;

/// One person at one device; writes down what it does and hears.
class Voice {
  constructor(day, name, door, signedIn) {
    Object.assign(this, { day, name, door, user: signedIn.user.id, token: signedIn.access_token, connections: 0, held: new Map(), out: new Set() });
  }
  add(type, rest) { this.day.history.push({ at: performance.now(), type, client: this.name, connection: this.connection, ...rest }); }

  async connect() {
    this.connection = `${this.name}#${++this.connections}`;
    const connection = this.connection;
    this.client = await open(this.door, { url: this.day.daemon.url, token: this.token, name: connection, onReceive: (entry) => { if (connection === this.connection) this.heard(entry); } });
  }

  heard({ kind, event, data, sent, answer }) {
    if (kind === 'ack' && answer.ok) return this.answered(event, sent, answer.data);
    if (kind !== 'push') return;
    const { channel_id: channel, seq, message } = data;
    if (event === 'chat:seen') this.add('cursor', { user: data.user_id, channel, message: data.message_id });
    else if (Number.isInteger(seq) && event !== 'chat:new_session' && (this.held.has(channel) || this.out.has(channel))) {
      this.add('deliver', { channel, seq, id: message?.seq === seq ? message.id : undefined });
      if (this.held.has(channel)) this.held.set(channel, Math.max(seq, this.held.get(channel)));
    }
  }

  answered(event, sent, data) {
    if (event === 'chat:join') this.took(sent.channel_id, data);
    if (event === 'chat:resume')
      for (const [id, { status, snapshot }] of Object.entries(data.channels)) {
        if (status === 'resync_required' && this.out.has(Number(id))) this.add('heard', { channel: Number(id), event: 'a snapshot' });
        else if (status === 'resync_required' && snapshot) this.took(Number(id), snapshot);
        else if (status !== 'resumed') this.lose(Number(id));
      }
    if (event !== 'chat:send_message' || sent.other) return;
    this.add('ok', { key: sent.client_id, channel: sent.channel_id, seq: data.seq, id: data.message.id });
    if (this.held.has(sent.channel_id)) this.held.set(sent.channel_id, Math.max(data.seq, this.held.get(sent.channel_id)));
  }
  took(channel, { head_seq: head, messages }) {
    this.add('snapshot', { channel, head, seqs: messages.map(({ seq }) => seq) });
    this.held.set(channel, head);
    this.out.delete(channel);
  }
  lose(channel) {
    this.add('stop', { channel });
    this.held.delete(channel);
  }

  /// Cut, and back with what it holds.
  flap() { return (this.back = this.comeBack()); }
  async comeBack() {
    this.client.drop();
    await this.client.expectClose();
    await this.connect();
    const channels = Object.fromEntries(this.held);
    this.add('open', { held: channels });
    await this.client.send('chat:resume', { channels });
  }

  /// Not before it has resumed: what it says meanwhile would be acknowledged before what it missed.
  async ask(event, data) {
    await this.back;
    return this.client.send(event, data, { withinMs: answerWithinMs }).catch((error) => ({ error: { code: error.message, retryable: true } }));
  }

  /// Until it is acknowledged or refused, with the same key.
  async say(channel, content, key = randomUUID()) {
    for (;;) {
      this.add('invoke', { key, channel, sender: this.user, content });
      const answer = await this.ask('chat:send_message', { channel_id: channel, type: 'text', content, client_id: key });
      if (answer.ok) return answer.data.message;
      if (!answer.error.retryable) return void this.add('fail', { key, code: answer.error.code });
      this.add('info', { key });
      await sleep(50);
    }
  }

  /// A key that was used, with another body: by a connection whose acks are not those of a message.
  async sayOtherwise(channel, key) {
    this.add('invoke', { key, other: true });
    const answer = await http(this.day.daemon.url, 'POST', `/api/channels/${channel}/messages`, { token: this.token, body: { type: 'text', content: 'something else', client_id: key } });
    this.add(answer.status < 300 ? 'ok' : 'fail', { key, other: true, code: answer.body.code });
  }

  /// An operation that is no message, written down.
  async operate(operation, data, rest = {}) {
    const about = { operation, key: randomUUID(), user: this.user, channel: data.channel_id, ...rest };
    this.add('invoke', about);
    const answer = await this.ask(operation, data);
    if (answer.ok) this.add('ok', { ...about, seq: answer.data.seq ?? undefined, effect: rest.mark && answer.data.session.session_id });
    else this.add(answer.error.retryable ? 'info' : 'fail', { ...about, code: answer.error.code, agent: answer.error.details?.agent?.id });
    return answer;
  }
}

/// `{findings, acknowledged}`.
export async function workADay(daemon) {
  const day = { daemon, history: [], voices: [] };
  await daemon.addTenant('desk');
  await daemon.addChatConfig({ tenant: 'desk', id: 'desk' });
  const doors = ['plain', 'socketio'];
  const voice = async (name, signedIn) => {
    const made = new Voice(day, name, doors[day.voices.length % 2], signedIn);
    day.voices.push(made);
    await made.connect();
    return made;
  };
  const staff = [];
  for (let i = 0; i < technicians; i++) {
    await daemon.addUser({ tenant: 'desk', email: `t${i}@desk.test`, name: `Tech ${i}`, role: 'technician' });
    staff.push(await voice(`tech${i}`, (await http(daemon.url, 'POST', '/api/auth/login', { body: { email: `t${i}@desk.test`, password } })).body));
  }
  const node = await Daemon.start({ bin: daemon.bin, config: { database: { url: urlOf(daemon) } } });
  try {
    const open = await Promise.all(Array.from({ length: chats }, async (_, i) => serve(day, staff, voice, i)));
    await abandon(day, voice);
    for (const { visitor, id } of open) await sayElsewhere(day, node, visitor, id);
    await sleep(quietMs);
    const dump = dumpTables(daemon);
    return { findings: check(day.history, dump), acknowledged: day.history.filter(({ type, operation, other }) => type === 'ok' && !operation && !other).length };
  } finally {
    await Promise.all(day.voices.map(({ client }) => client.close().catch(() => null)));
    await node.dispose();
  }
}

/// The last word of a chat, which no later one tells to be missing.
async function sayElsewhere(day, node, { user, token }, channel) {
  const about = { key: randomUUID(), channel };
  const add = (type, rest) => day.history.push({ at: performance.now(), type, ...about, ...rest });
  const content = `by another node ${about.key}`;
  add('invoke', { sender: user, content });
  const { status, body } = await http(node.url, 'POST', `/api/channels/${channel}/messages`, { token, body: { type: 'text', content, client_id: about.key } });
  if (status !== 201) throw new Error(`by another node: HTTP ${status} ${JSON.stringify(body)}`);
  add('ok', { seq: body.seq, id: body.message.id });
}

/// Somebody who does not wait.
async function abandon(day, voice) {
  const visitor = await voice('hasty', (await http(day.daemon.url, 'POST', '/api/widget/desk/visitors', { body: { name: 'Hasty' } })).body);
  const { data: { session: { session_id: id } } } = await visitor.operate('chat:start', { subject: 'Never mind' }, { mark: 'Never mind' });
  await visitor.operate('chat:end', { channel_id: id });
}

async function serve(day, staff, voice, i) {
  const signedIn = (await http(day.daemon.url, 'POST', '/api/widget/desk/visitors', { body: { name: `Visitor ${i}` } })).body;
  const visitor = await voice(`visitor${i}`, signedIn), phone = await voice(`phone${i}`, signedIn);
  const key = randomUUID();
  const [{ data: { session: { session_id: id } } }] = await Promise.all(
    [visitor, phone].map((one) => one.operate('chat:start', { subject: `Chat ${i}`, client_id: key }, { key, mark: `Chat ${i}` })));
  await Promise.all([visitor, phone].map((one) => one.ask('chat:join', { channel_id: id })));
  await Promise.all(staff.map((one) => one.operate('chat:accept', { channel_id: id })));  // one wins
  const agent = staff.find(({ user }) => user === winner(day, id)), others = staff.filter((one) => one !== agent);
  await agent.ask('chat:join', { channel_id: id });
  const said = [];
  await Promise.all([
    talk(visitor, id, said), talk(agent, id, said), talk(phone, id, said),
    repeat(lines / 2, () => again(visitor, phone, id, said)),
    repeat(lines / 2, () => revise(visitor, agent, id, said)),
    repeat(lines / 4, () => visit(others[0], id)),
    repeat(8, () => sleep(100).then(() => phone.flap())),
    repeat(lines, () => look([visitor, phone, agent], id, said)),
  ]);
  // Who has left tries to hear on; what is said after the time that an end may take is not for them.
  await Promise.all([visit(others[1], id), visit(others[0], id, { resumes: false })]);
  await sleep(revokedAfterMs);
  await others[1].ask('chat:resume', { channels: { [id]: 1 } });
  for (let n = 0; n < 5; n++) await visitor.say(id, `after ${n} of chat ${i}`);
  return { visitor, id };
}

const winner = (day, id) => day.history.find(({ type, operation, channel, seq }) => type === 'ok' && operation === 'chat:accept' && channel === id && seq !== undefined)?.user;
const of = (list) => list[Math.floor(Math.random() * list.length)];
async function repeat(times, what) { for (let n = 0; n < times; n++) await what(n); }

/// Comes in, goes, and asks for what came since.
async function visit(voice, channel, { resumes = true } = {}) {
  voice.add('grant', { connection: undefined, channel });
  await voice.ask('chat:join', { channel_id: channel });
  await voice.operate('chat:leave', { channel_id: channel });
  voice.add('revoke', { connection: undefined, channel });
  voice.held.delete(channel);
  voice.out.add(channel);
  if (resumes) await voice.ask('chat:resume', { channels: { [channel]: 1 } });
}

function talk(voice, id, said) {
  return repeat(lines, async (n) => {
    const key = randomUUID();
    const message = await voice.say(id, `${voice.name} ${n}`, key);
    if (message) said.push({ voice, key, message });
  });
}

/// The other device sends a key again, at once with the first or later; now and then with another body.
async function again(visitor, phone, id, said) {
  const key = randomUUID();
  await Promise.all([visitor.say(id, `twice ${key}`, key), phone.say(id, `twice ${key}`, key)]);
  const old = of(said.filter(({ voice }) => voice.user === visitor.user));
  if (!old) return;
  await phone.say(id, old.message.content, old.key);
  await visitor.sayOtherwise(id, old.key);
}

/// Events between the messages, by other connections to PostgreSQL than theirs.
async function revise(visitor, agent, id, said) {
  const own = of(said);
  if (!own) return void await sleep(5);
  await agent.ask('chat:react', { message_id: own.message.id, emoji: of(['👍', '🎉', '👀']) });
  await visitor.ask('chat:react', { message_id: own.message.id, emoji: '👍', remove: true });
}

/// Read marks out of order, from several devices.
async function look(voices, id, said) {
  const { message } = of(said) ?? {};
  if (message) await of(voices).ask('chat:seen', { channel_id: id, message_id: message.id });
  else await sleep(5);
}
