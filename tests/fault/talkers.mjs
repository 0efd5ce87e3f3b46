// Clients under load that behave as good clients do: they retry what is not acknowledged with the same key, come back with the last
// seq that they hold, and write down everything that they said and heard.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { http, open } from '../support/doors.mjs';

/// The history, in order, in memory and as JSONL.
export class Recorder {
  constructor(file) {
    this.file = file;
    this.entries = [];
    this.counts = {};  // by type
    this.acks = 0;     // of messages
    this.out = fs.createWriteStream(file);
  }
  count(type) { return this.counts[type] ?? 0; }
  of(type) { return this.entries.filter((entry) => entry.type === type); }
  add(type, rest) {
    const entry = { at: performance.now(), type, ...rest };
    this.entries.push(entry);
    this.counts[type] = this.count(type) + 1;
    if (type === 'ok' && !entry.operation) this.acks++;
    this.out.write(`${JSON.stringify(entry)}\n`);
  }
  async end() { await new Promise((done) => this.out.end(done)); }
}

/// Nobody types on for ever while nothing is acknowledged: so many messages of one person wait in one chat, at most.
const waiting_max = 20;

/// One person at one device, talking in some channels. No answer within `answerWithinMs` means that the connection is dead; who has heard
/// nothing for as long asks, so that they notice it too when they have nothing to say.
export class Talker {
  constructor({ name, door, url, token, user, recorder, answerWithinMs = 20_000 }) {
    Object.assign(this, { name, door, url, token, user, recorder, answerWithinMs });
    this.heads = new Map();    // channel → the last seq held
    this.unacked = new Map();  // key → {channel, content, doubt}, in the order of sending; doubt: a try was answered with nothing or `unavailable`
    this.waiting = new Map();  // channel → how many of them
    this.connections = 0;
    this.asks = null;          // channel → the seq from which a new connection resumes it, until that is answered
    this.live = false;
    this.ended = false;
    this.recoveries = [];      // ms from losing the connection to having resumed
  }

  /// Connects for the first time; the channels come with start or accept.
  async connect() {
    await this.attach();
    this.live = true;
    this.heartbeat = setInterval(() => this.listen(), this.answerWithinMs / 2);
  }

  async listen() {
    const { client, connection } = this;
    if (!this.live || performance.now() - this.heardAt < this.answerWithinMs) return;
    const silent = await client.send('chat:resume', { channels: {} }, { withinMs: this.answerWithinMs }).then(() => false, () => true);
    if (silent && connection === this.connection && this.live) client.drop();
  }

  async attach() {
    const connection = `${this.name}#${++this.connections}`;
    this.connection = connection;
    const onReceive = (entry, client) => { if (connection !== this.connection || !this.isEarly(entry)) this.heard(connection, client, entry); };
    this.client = await open(this.door, { url: this.url, token: this.token, name: connection, onReceive });
  }

  /// Told live of a channel before its resume is answered, perhaps past a hole: it comes again after the answer, in its place.
  isEarly({ kind, event, data, answer }) {
    if (kind === 'ack' && event === 'chat:resume' && answer.ok) this.asks = null;
    return kind === 'push' && event !== 'chat:new_session' && Number.isInteger(data?.seq) && Boolean(this.asks?.has(data.channel_id));
  }

  /// Called the moment that something arrives, so the history has it in the order of the wire.
  heard(connection, client, { kind, event, data, sent, answer }) {
    if (connection === this.connection && kind !== 'sent') this.heardAt = performance.now();
    client.log.length = 0;
    client.pushes.length = 0;
    if (kind === 'ack' && event === 'chat:send_message' && answer.ok) return void this.acknowledged(connection, sent, answer.data);
    if (connection !== this.connection) return;
    if (kind === 'ack' && event === 'chat:join' && answer.ok) return void this.follow(sent.channel_id, answer.data.head_seq);
    if (kind === 'close') return void this.comeBack();
    if (kind !== 'push') return;
    if (event === 'chat:seen') this.recorder.add('cursor', { client: this.name, connection, user: data.user_id, channel: data.channel_id, message: data.message_id });
    if (event === 'chat:new_session' || !Number.isInteger(data.seq) || !this.heads.has(data.channel_id)) return;
    const { channel_id: channel, seq, message } = data;
    this.recorder.add('deliver', { client: this.name, connection, channel, seq, id: message?.id });
    this.heads.set(channel, Math.max(seq, this.heads.get(channel)));
    if (event === 'chat:ended') return void this.heads.delete(channel);  // nothing comes after it
    if (message && message.sender?.id !== this.user && Math.random() < 0.05) this.read(channel, message.id);
  }

  /// Has joined a channel and takes part from `head` on, until it ends.
  follow(channel, head) {
    this.heads.set(channel, head);
    this.recorder.add('open', { client: this.name, connection: this.connection, held: Object.fromEntries(this.heads) });
  }

  /// Asks until there is a definite answer, on whatever connection; the daemon must make nothing twice of it. `mark`: see checker.mjs.
  async ask(event, data, mark) {
    const about = { operation: event, key: randomUUID(), user: this.user, channel: data.channel_id };
    for (;;) {
      while (!this.live && !this.ended) await sleep(20);
      if (this.ended) throw new Error(`${this.name} ended before ${event} was answered`);
      const { connection } = this;
      const asked = performance.now();
      this.recorder.add('invoke', { ...about, mark });
      const answer = await this.client.send(event, data, { withinMs: this.answerWithinMs }).catch((error) => error);
      if (answer.ok) {
        this.recorder.add('ok', { ...about, seq: answer.data.seq ?? undefined, effect: mark && answer.data.session.session_id });
        return answer;
      }
      if (answer.error && !answer.error.retryable) {
        this.recorder.add('fail', { ...about, code: answer.error.code, agent: answer.error.details?.agent?.id });
        return answer;
      }
      this.recorder.add('info', { ...about, why: answer.error?.code ?? answer.message, ms: performance.now() - asked });
      if (answer.error) await sleep((answer.error.retry_after_ms ?? 200) * (0.5 + Math.random()));
      else if (connection === this.connection && this.live) this.client.drop();
      else await sleep(20);
    }
  }

  read(channel, message) { this.client.send('chat:seen', { channel_id: channel, message_id: message }).catch(() => null); }

  /// False: too many wait already.
  say(channel, content) {
    const waiting = this.waiting.get(channel) ?? 0;
    if (waiting >= waiting_max) return false;
    const key = randomUUID();
    this.unacked.set(key, { channel, content, doubt: false, since: performance.now() });
    this.waiting.set(channel, waiting + 1);
    if (this.live) this.transmit(key);
    return true;
  }

  async transmit(key) {
    const entry = this.unacked.get(key);
    const { channel, content } = entry;
    const { connection } = this;
    const asked = performance.now();
    this.recorder.add('invoke', { key, channel, sender: this.user, content });
    const request = { channel_id: channel, type: 'text', content, client_id: key };
    const answer = await this.client.send('chat:send_message', request, { withinMs: this.answerWithinMs }).catch((error) => error);
    if (answer.ok) return;  // see acknowledged()
    if (answer.error && !answer.error.retryable) {
      this.recorder.add('fail', { key, code: answer.error.code });
      return this.settled(key);
    }
    entry.doubt = true;
    this.recorder.add('info', { key, why: answer.error?.code ?? answer.message, ms: performance.now() - asked });
    if (answer.error) await sleep((answer.error.retry_after_ms ?? 200) * (0.5 + Math.random()));
    if (connection !== this.connection || this.ended || !this.live) return;
    if (!answer.error) this.client.drop();
    else if (this.unacked.has(key)) this.transmit(key);
  }

  acknowledged(connection, { client_id: key, channel_id: channel }, { message: { id, seq }, replayed }) {
    this.recorder.add('ok', { key, channel, seq, id, client: this.name, connection, replayed, doubt: this.unacked.get(key)?.doubt });
    if (connection === this.connection) this.heads.set(channel, Math.max(seq, this.heads.get(channel)));
    this.settled(key);
  }

  /// How long the oldest message has waited for its acknowledgement.
  get waitedMs() { return this.unacked.size === 0 ? 0 : performance.now() - this.unacked.values().next().value.since; }

  settled(key) {
    const entry = this.unacked.get(key);
    if (!entry) return;
    this.unacked.delete(key);
    this.waiting.set(entry.channel, this.waiting.get(entry.channel) - 1);
  }

  async comeBack() {
    if (this.ended || this.returning) return;
    this.returning = true;
    this.live = false;
    const lost = performance.now();
    for (let wait = 50; !this.ended; wait = Math.min(wait * 2, 1_000)) {
      await sleep(wait * (0.5 + Math.random()));
      try {
        this.asks = new Map(this.heads);
        await this.attach();
        await this.resume();
        break;
      } catch (error) { this.lastError = error; this.client?.drop?.(); }
    }
    this.recoveries.push(performance.now() - lost);
    this.returning = false;
    if (!this.client.connected) return void this.comeBack();
    this.live = true;
    for (const key of [...this.unacked.keys()]) this.transmit(key);
  }

  async resume() {
    const held = Object.fromEntries([...this.asks].filter(([channel]) => this.heads.has(channel)));  // one may have left meanwhile
    this.recorder.add('open', { client: this.name, connection: this.connection, held });
    const answer = await this.client.send('chat:resume', { channels: held });
    if (!answer.ok) throw new Error(`${this.name}: chat:resume answered ${JSON.stringify(answer.error)}`);
    for (const [id, { status }] of Object.entries(answer.data.channels))
      if (status !== 'resumed') this.lost(Number(id), status);
  }
  /// A channel that one was in could not be resumed.
  lost(channel, status) { this.recorder.add('trouble', { client: this.name, text: `channel ${channel} was ${status}` }); }

  async end() {
    this.ended = true;
    clearInterval(this.heartbeat);
    await this.client?.close().catch(() => null);
  }
}

/// Everything that the daemon holds of the channels, through the REST door.
export async function dump(url, channels) {
  const all = [];
  for (const { id, token } of channels) {
    const messages = [];
    let cursor = '';
    do {
      const answer = await http(url, 'GET', `/api/live-chat/${id}/messages?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { token });
      if (answer.status !== 200) throw new Error(`the history of ${id}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
      for (const { id: message, seq, client_id, sender, content, type, system } of answer.body.data)
        messages.push({ id: message, seq, client_id, sender: sender?.id ?? 0, content, type, system: system ?? undefined });
      cursor = answer.body.next_cursor;
    } while (cursor);
    all.push({ id, messages });
  }
  return { channels: all };
}
