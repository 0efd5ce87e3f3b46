// One client, three doors: `plain` (WebSocket with JSON frames), `socketio` (stock socket.io-client 4), `rest` (fetch, with a
// plain socket to listen on). Everything that arrives is recorded in order, and what must hold for every connection
// (seq without holes, ids that agree, well-formed errors) is watched all the time: see `violations`.
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { restRoute, problemToError } from './routes.mjs';
import { SeqWatch, shapeOf } from './watch.mjs';

export const answerWithinMs = 15_000;
export const pushWithinMs = 12_000;

/// A connection of one person. Subclasses know the wire.
export class Client {
  constructor({ url, token, name = 'client', onReceive = null }) {
    Object.assign(this, { url, token, name, onReceive });  // onReceive: a hook for recorders, (entry, client) => void
    this.log = [];        // everything, in order: {n, at, kind: open|sent|ack|push|close, …}
    this.pushes = [];     // {event, data, taken}
    this.waiting = new Set();
    this.violations = [];
    this.seqs = new SeqWatch((text) => this.violations.push(`${this.name}: ${text}`));
    this.connected = false;
    this.closeCode = null;
  }

  record(kind, entry = {}) {
    const full = { n: this.log.length, at: Date.now(), kind, ...entry };
    this.log.push(full);
    this.onReceive?.(full, this);
    for (const wake of [...this.waiting]) wake();
    return full;
  }

  received(event, data) {
    for (const wrong of shapeOf(event, data)) this.violations.push(`${this.name}: ${event}: ${wrong}`);
    this.seqs.push(event, data);
    this.pushes.push({ event, data, taken: false });
    this.record('push', { event, data });
    if (event === 'hello') this.onHello?.();
  }

  answered(event, sent, answer) {
    if (answer.ok) this.seqs.ack(event, sent, answer.data);
    this.record('ack', { event, sent, answer });
  }

  closed(code, reason = '') {
    this.connected = false;
    this.closeCode = code;
    this.record('close', { code, reason });
  }

  /// Until `found()` answers something, looked at after each arrival. Answers undefined when the time is over.
  async until(found, withinMs) {
    const first = found();
    if (first !== undefined) return first;
    return new Promise((done) => {
      const end = (result) => { clearTimeout(timer); this.waiting.delete(wake); done(result); };
      const wake = () => { const result = found(); if (result !== undefined) end(result); };
      const timer = setTimeout(() => end(undefined), withinMs);
      this.waiting.add(wake);
    });
  }

  /// The first push that nobody has taken, of that name, for which `matches(data)` holds. Throws with what came instead.
  async expect(event, matches = () => true, withinMs = pushWithinMs) {
    const found = () => this.pushes.find((push) => !push.taken && push.event === event && matches(push.data));
    const push = await this.until(found, withinMs);
    if (!push) throw new Error(`${this.name}: no ${event} within ${withinMs} ms; untaken: ${JSON.stringify(this.untaken())}`);
    push.taken = true;
    return push.data;
  }

  untaken() { return this.pushes.filter((push) => !push.taken).map(({ event, data }) => ({ event, data })); }

  /// Until the socket is closed; its code.
  async expectClose(withinMs = pushWithinMs) {
    const code = await this.until(() => (this.connected ? undefined : this.closeCode ?? undefined), withinMs);
    if (code === undefined) throw new Error(`${this.name}: still open after ${withinMs} ms`);
    return code;
  }

  /// Everything that the daemon had sent before this call has arrived when it returns.
  async barrier() { if (this.connected) await this.send('chat:resume', { channels: {} }); }

  /// What a returning client asks with: the last seq that it holds for each channel.
  held() { return this.seqs.held(); }

  /// Takes over what an earlier connection of the same client held.
  continueFrom({ seqs }) { this.seqs.heads = new Map(seqs.heads); this.seqs.started = new Set(seqs.started); }

  resume(channels = this.held()) { return this.send('chat:resume', { channels }); }
}

export class PlainClient extends Client {
  door = 'plain';

  async connect() {
    const protocols = this.token ? ['chatd', `bearer.${this.token}`] : ['chatd'];
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/ws`, protocols, this.socketOptions);
    this.socket = socket;
    this.nextId = 1;
    this.pending = new Map();
    const opened = new Promise((done, failed) => {
      socket.on('unexpected-response', (request, response) => {
        let body = '';
        response.on('data', (chunk) => { body += chunk; });
        response.on('end', () => failed(Object.assign(new Error(`refused with HTTP ${response.statusCode} ${body}`), { status: response.statusCode, body })));
      });
      socket.on('error', failed);
      socket.on('open', () => { this.connected = true; this.record('open'); if (!this.token) done(); });
      this.onHello = done;
      socket.on('message', (text) => this.frame(text.toString()));
      socket.on('close', (code, reason) => {
        this.closed(code, reason.toString());
        this.dropPending();
        failed(Object.assign(new Error(`closed with ${code} ${reason}; got ${JSON.stringify(this.untaken())}`), { code }));
      });
    });
    await opened;
    return this;
  }

  dropPending() {
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const { failed } of lost) failed(new Error(`${this.name}: the connection went before the answer`));
  }

  frame(text) {
    let frame;
    try { frame = JSON.parse(text); } catch { this.violations.push(`${this.name}: a frame is not JSON: ${text.slice(0, 200)}`); return; }
    if ('ack' in frame) {
      const request = this.pending.get(frame.ack);
      if (!request) { this.violations.push(`${this.name}: an answer nobody asked for: ${text.slice(0, 200)}`); return; }
      this.pending.delete(frame.ack);
      const answer = frame.ok ? { ok: true, data: frame.data ?? {} } : { ok: false, error: frame.error };
      this.answered(request.event, request.data, answer);
      request.done(answer);
    } else {
      this.received(frame.event, frame.data);
    }
  }

  send(event, data = {}, { withinMs = answerWithinMs } = {}) {
    const id = this.nextId++;
    const answer = this.await(id, event, data, withinMs);
    this.record('sent', { event, data });
    this.seqs.sent(event, data);
    this.socket.send(JSON.stringify({ event, data, id }));
    return answer;
  }

  await(id, event, data, withinMs = answerWithinMs) {
    return new Promise((done, failed) => {
      const timer = setTimeout(() => { this.pending.delete(id); failed(new Error(`${this.name}: no answer to ${event} within ${withinMs} ms`)); }, withinMs);
      const settle = (then) => (value) => { clearTimeout(timer); then(value); };
      this.pending.set(id, { event, data, done: settle(done), failed: settle(failed) });
    });
  }

  /// As it is, for bad input.
  sendRaw(text, options) { this.socket.send(text, options); }

  /// Cut, as when a cable is pulled: no close frame.
  drop() { this.socket.terminate(); }

  async close() {
    if (!this.socket || this.socket.readyState === WebSocket.CLOSED) return;
    const gone = new Promise((done) => this.socket.once('close', done));
    this.socket.close(1000);
    setTimeout(() => this.socket.terminate(), 2_000).unref();
    await gone;
  }
}

export class SocketIoClient extends Client {
  door = 'socketio';

  constructor(options) {
    super(options);
    this.options = { transports: ['websocket'], reconnection: false, forceNew: true, ...options.io };
  }

  async connect() {
    const auth = this.token ? { token: this.token } : {};
    const socket = io(this.url, { auth, ...this.options });
    this.socket = socket;
    this.lost = new Set();
    socket.onAny((event, data) => this.received(event, data));
    const opened = new Promise((done, failed) => {
      socket.once('hello', () => done());
      socket.on('connect', () => { this.connected = true; this.closeCode = null; this.record('open'); });
      socket.on('connect_error', (error) => {
        this.record('connect_error', { message: error.message, data: error.data });
        failed(Object.assign(new Error(`connect_error ${error.message} ${JSON.stringify(error.data)}`), { data: error.data }));
      });
      socket.on('disconnect', (reason) => {
        this.closed(reason);
        for (const failedToAnswer of [...this.lost]) failedToAnswer(new Error(`${this.name}: the connection went before the answer`));
        failed(new Error(`disconnected: ${reason}`));
      });
    });
    await opened.catch((error) => { if (!this.options.reconnection) socket.disconnect(); throw error; });
    return this;
  }

  send(event, data = {}, { withinMs = answerWithinMs } = {}) {
    this.record('sent', { event, data });
    this.seqs.sent(event, data);
    return new Promise((done, failed) => {
      const end = (then, value) => { clearTimeout(timer); this.lost.delete(giveUp); then(value); };
      const giveUp = (error) => end(failed, error);
      const timer = setTimeout(() => giveUp(new Error(`${this.name}: no answer to ${event} within ${withinMs} ms`)), withinMs);
      this.lost.add(giveUp);
      this.socket.emit(event, data, (answer) => {
        const { ok, error, ...rest } = answer ?? {};
        const normal = ok ? { ok: true, data: rest } : { ok: false, error };
        this.answered(event, data, normal);
        end(done, normal);
      });
    });
  }

  drop() { this.socket.io.engine.transport.ws?.terminate?.() ?? this.socket.io.engine.close(); }

  async close() { this.socket?.disconnect(); }
}

/// Acts through routes where there is one and through its plain socket where there is none; listens on that socket.
export class RestClient extends PlainClient {
  door = 'rest';

  constructor(options) {
    super(options);
    this.seqs.actsElsewhere = true;  // the acting connection is a HTTP request: the person's socket is another one
  }

  async send(event, data = {}, options = {}) {
    const route = restRoute(event, data);
    if (!route) return super.send(event, data, options);
    this.record('sent', { event, data });
    const answer = await this.http(route.method, route.path, route.body);
    const normal = answer.status < 400 ? { ok: true, status: answer.status, data: answer.body ?? {} } : { ok: false, status: answer.status, error: problemToError(answer) };
    this.answered(event, data, normal);
    return normal;
  }
}

/// A request of the REST door: `{status, headers, body}`, the body parsed where it is JSON.
export async function http(url, method, path, { token, body, form, headers = {}, raw = false } = {}) {
  const all = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body !== undefined ? { 'content-type': 'application/json' } : {}), ...headers };
  const text = body === undefined ? undefined : raw ? body : JSON.stringify(body);
  const answer = await fetch(url + path, { method, headers: all, body: form ?? text, signal: AbortSignal.timeout(answerWithinMs) });
  const answered = await answer.text();
  let parsed;
  try { parsed = answered === '' ? undefined : JSON.parse(answered); } catch { parsed = answered; }
  return { status: answer.status, headers: answer.headers, body: parsed };
}

Client.prototype.http = function request(method, path, body, headers) {
  return http(this.url, method, path, { token: this.token, body, headers });
};

const doors = { plain: PlainClient, socketio: SocketIoClient, rest: RestClient };
export const doorNames = Object.keys(doors);

export async function open(door, options) {
  return new doors[door](options).connect();
}
