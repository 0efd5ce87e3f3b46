// A TCP proxy that makes bad weather: between clients and the daemon, or between the daemon and PostgreSQL. Bytes are never changed and
// never lost from the middle of a stream, as on a real wire: what is held back comes later, or the connection ends.
// Owns its listening port and every connection through it.
import { once } from 'node:events';
import net from 'node:net';

const held_max = 256 * 1024;  // past it the sender is not read any more, and notices as over any full wire
const slice_ms = 20;          // of a drip

/// `weather`, by direction (`up` is towards the target), each of:
///   latency, jitter (ms for each piece, order kept) · drip (bytes a second) · cut (nothing passes; what comes waits)
export class Proxy {
  static async open(target) {
    const proxy = new Proxy(target);
    await proxy.listen();
    return proxy;
  }

  constructor({ host = '127.0.0.1', port }) {
    Object.assign(this, { target: { host, port }, pipes: new Set(), trapSet: null, weather: { up: {}, down: {} }, refusing: false, accepted: 0, random: Math.random });
    this.server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => this.enter(socket));
  }

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /// The same for both directions, or one: `{up: {drip: 1}}`. Holds for the connections that are open as well; what is not named is calm.
  set({ up, down, ...both }) {
    this.weather = { up: { ...both, ...up }, down: { ...both, ...down } };
    for (const { lanes } of this.pipes) for (const lane of lanes) lane.changed();
  }
  calm() { this.refusing = false; this.set({}); }

  /// A partition: `up`, `down` or both. Connections made meanwhile are cut too. `calm()` heals it, and what waited goes on.
  cut({ up = true, down = true } = {}) { this.set({ up: { cut: up }, down: { cut: down } }); }

  /// Some or all of the open connections die…
  /// … with RST at both ends;
  reset(which = () => true) { for (const pipe of this.chosen(which)) pipe.reset(); }
  /// … without a word: both ends stay open and nobody hears anything on them any more;
  swallow(which = () => true) { for (const pipe of this.chosen(which)) pipe.swallow(); }
  /// … by halves: the target sees the end of the stream, the client does not.
  halfClose(which = () => true) { for (const pipe of this.chosen(which)) pipe.halfClose(); }
  /// Once: the connection on which `mark` went up is reset when `text` goes up, before it passes or, `answered`, in place of its answer.
  /// Done when it has happened.
  trap({ mark, text, answered }) { return new Promise((done) => { this.trapSet = { mark, text, answered, done }; }); }
  /// New connections are reset until `calm()`.
  refuse() { this.refusing = true; }

  chosen(which) { return [...this.pipes].filter(which); }
  get open() { return this.pipes.size; }

  enter(socket) {
    this.accepted++;
    if (this.refusing) return socket.resetAndDestroy();
    const pipe = new Pipe(this, socket);
    this.pipes.add(pipe);
  }

  async close() {
    for (const pipe of [...this.pipes]) pipe.end();
    if (this.server.listening) { this.server.close(); await once(this.server, 'close'); }
  }
}

/// One connection through the proxy.
class Pipe {
  constructor(proxy, client) {
    Object.assign(this, { proxy, client, swallowed: false });
    this.target = net.connect({ ...proxy.target, allowHalfOpen: true });
    this.lanes = [new Lane(this, client, this.target, 'up'), new Lane(this, this.target, client, 'down')];
    for (const socket of [client, this.target]) {
      socket.setNoDelay(true);
      socket.on('error', () => { if (!this.swallowed) this.reset(); });
      socket.on('close', () => { if (client.destroyed && this.target.destroyed) this.end(); });
    }
  }
  reset() {
    for (const socket of [this.client, this.target]) if (!socket.destroyed) socket.resetAndDestroy();
    this.end();
  }
  swallow() {
    this.swallowed = true;
    for (const lane of this.lanes) lane.swallow();
  }
  halfClose() {
    this.lanes[0].swallow();
    this.target.end();
  }
  end() {
    for (const lane of this.lanes) lane.stop();
    for (const socket of [this.client, this.target]) socket.destroy();
    this.proxy.pipes.delete(this);
  }
}

/// One direction of one connection: takes pieces from `from`, gives them to `to` when they are due.
class Lane {
  constructor(pipe, from, to, direction) {
    Object.assign(this, { pipe, from, to, direction, pieces: [], bytes: 0, last: 0, over: false, swallowing: false, timer: null });
    from.on('data', (piece) => this.take(piece));
    from.on('end', () => { this.over = true; this.pump(); });
    to.on('drain', () => this.pump());
    from.resume();
  }
  get weather() { return this.pipe.proxy.weather[this.direction]; }

  take(piece) {
    if (this.swallowing || this.trapped(piece)) return;
    const { latency = 0, jitter = 0 } = this.weather;
    const due = latency + jitter > 0 ? performance.now() + latency + jitter * this.pipe.proxy.random() : 0;
    this.last = Math.max(this.last, due);
    this.pieces.push({ piece, due: this.last });
    this.bytes += piece.length;
    if (this.bytes > held_max) this.from.pause();
    this.pump();
  }

  /// Whether this piece was the last of its connection.
  trapped(piece) {
    const { pipe, pipe: { proxy } } = this;
    const trap = pipe.sprung ?? proxy.trapSet;
    if (!trap) return false;
    if (this.direction === 'up') {
      pipe.marked ||= piece.includes(trap.mark);
      if (!pipe.marked || !piece.includes(trap.text)) return false;
      pipe.sprung = trap;
      proxy.trapSet = null;
      if (trap.answered) return false;
    } else if (!pipe.sprung) {
      return false;
    }
    pipe.reset();
    trap.done();
    return true;
  }

  pump() {
    if (this.timer || this.swallowing) return;
    const { cut, drip } = this.weather;
    while (this.pieces.length > 0 && !cut && !this.to.writableNeedDrain && !this.to.connecting) {
      const wait = this.pieces[0].due - performance.now();
      if (wait > 0) return this.later(wait);
      this.give(drip ? Math.max(1, Math.round((drip * slice_ms) / 1000)) : Infinity);
      if (drip) return this.later(Math.max(slice_ms, 1000 / drip));
    }
    if (this.to.connecting) this.to.once('connect', () => this.pump());
    if (this.over && this.pieces.length === 0 && !cut && !this.to.writableEnded) this.to.end();
  }

  give(most) {
    const first = this.pieces[0];
    const part = first.piece.subarray(0, most);
    if (part.length === first.piece.length) this.pieces.shift();
    else first.piece = first.piece.subarray(most);
    this.bytes -= part.length;
    if (!this.to.destroyed) this.to.write(part);
    if (this.bytes <= held_max && this.from.isPaused()) this.from.resume();
  }

  later(ms) { this.timer = setTimeout(() => { this.timer = null; this.pump(); }, ms); }
  changed() { this.stop(); this.pump(); }
  stop() { clearTimeout(this.timer); this.timer = null; }
  swallow() { this.stop(); this.swallowing = true; this.pieces = []; this.bytes = 0; this.from.resume(); }
}
