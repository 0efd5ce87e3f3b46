// Hostile clients, in a process of their own so that they are in nobody's way but the daemon's. Each kind is a raw socket that does one
// thing badly; what the daemon does about it is answered as one word: an HTTP status, a WebSocket close code, `closed`, or `open`.
// Parent and child: {kind, n, withinMs, port, token, channel} → {kind, endings: {word: how many}}.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const apart_ms = 100;  // those of a kind come one after the other: it is slowness that is tried here, not a flood

const wsHead = (token) => `GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${
  token ? `Authorization: Bearer ${token}\r\n` : ''}\r\n`;

/// A client's frame, masked with zeros.
function frame(first, payload, announced = payload.length) {
  const length = announced < 126 ? [0x80 | announced] : [0xfe, announced >> 8, announced & 255];
  return Buffer.concat([Buffer.from([first, ...length, 0, 0, 0, 0]), payload]);
}
const event = (name, data, id) => frame(0x81, Buffer.from(JSON.stringify({ event: name, data, id })));

class Raw {
  constructor(port) {
    this.received = Buffer.alloc(0);
    this.bytes = 0;
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('error', () => {});
    this.socket.on('data', (chunk) => {
      this.bytes += chunk.length;
      if (this.received.length < 4_000_000) this.received = Buffer.concat([this.received, chunk]);
    });
    this.over = new Promise((done) => this.socket.once('close', done));
    this.socket.once('end', () => this.socket.end());
    this.socket.once('close', () => { this.closed = true; });
  }
  send(bytes) { if (!this.closed && this.socket.writable) this.socket.write(bytes); }
  async until(text, withinMs = 10_000) {
    for (const end = Date.now() + withinMs; !this.received.includes(text); await sleep(20)) if (this.closed || Date.now() > end) return false;
    return true;
  }
  /// One piece each second until the daemon has had enough.
  async drip(pieces) {
    for (const piece of pieces) {
      if (this.closed || this.answered) return;
      this.send(piece);
      await sleep(1_000);
    }
  }
  get answered() { return this.received.includes('HTTP/1.1 4'); }
  /// The end as one word.
  ending() {
    const text = this.received.toString('latin1');
    const status = text.match(/^HTTP\/1\.1 (4\d\d|5\d\d)/m)?.[1];
    if (status) return status;
    let at = text.indexOf('\r\n\r\n') + 4;
    for (; text.startsWith('HTTP/1.1 101') && at + 2 <= this.received.length;) {
      const [first, second] = [this.received[at], this.received[at + 1] & 127];
      const head = second === 126 ? 4 : second === 127 ? 10 : 2;
      const length = second === 126 ? this.received.readUInt16BE(at + 2) : second === 127 ? Number(this.received.readBigUInt64BE(at + 2)) : second;
      if ((first & 15) === 8 && at + head + 2 <= this.received.length) return String(this.received.readUInt16BE(at + head));
      at += head + length;
    }
    return this.closed ? 'closed' : 'open';
  }
}

function* endless(first, piece) { for (yield first; ;) yield piece; }
const signedIn = async (raw, { token }) => { raw.send(wsHead(token)); await raw.until('"hello"'); };
/// Asks for more than it will ever read: some 400 KB each time.
function ask(raw, channel) { for (let i = 0; i < 4; i++) raw.send(event('chat:join', { channel_id: channel }, `j${i}`)); }

/// The kinds. Each returns when it has done its worst, or never.
export const kinds = {
  'well behaved': async (raw, { token, channel }) => {  // is none, to compare with
    await signedIn(raw, { token });
    ask(raw, channel);
    await sleep(8_000);
    raw.socket.end();
  },
  'never reads': async (raw, { token, channel }) => {
    await signedIn(raw, { token });
    raw.socket.pause();
    ask(raw, channel);
    await sleep(8_000);
    raw.socket.resume();  // to find the end
  },
  'reads a byte a second': async (raw, { token, channel }) => {
    await signedIn(raw, { token });
    raw.socket.pause();
    ask(raw, channel);
    for (let i = 0; i < 8; i++) { raw.socket.read(1); await sleep(1_000); }
    raw.socket.resume();
  },
  'a header without end, a byte a second': (raw) => raw.drip(endless('GET / HTTP/1.1\r\nX: ', 'a')),
  // What is too large is so with its first pieces, or on a busy machine its time would be over before it is.
  'headers without end': async (raw) => { for (raw.send('GET / HTTP/1.1\r\n'); !raw.closed && !raw.answered; await sleep(20)) raw.send(`X-Y: ${'a'.repeat(500)}\r\n`.repeat(200)); },
  'a body a byte a second': (raw) => raw.drip(endless('POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', 'a')),
  'a body without end': async (raw) => {
    raw.send('POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (; !raw.closed && !raw.answered; await sleep(5)) raw.send(`40000\r\n${'a'.repeat(0x40000)}\r\n`);
  },
  'a chunk header without end': async (raw) => {
    raw.send('POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;');
    for (; !raw.closed && !raw.answered; await sleep(5)) raw.send('a'.repeat(100_000));
  },
  'half open': () => {},
  'connects and is gone': (raw, { token }) => signedIn(raw, { token }),
  'never signs in': async (raw) => { raw.send(wsHead()); },
  'a frame a byte a second': async (raw, { token }) => {
    await signedIn(raw, { token });
    await raw.drip(endless(frame(0x81, Buffer.from('{'), 1_000), 'a'));
  },
  'fragments without end': async (raw, { token }) => {
    await signedIn(raw, { token });
    for (raw.send(frame(0x01, Buffer.from('{'))); !raw.closed; await sleep(10)) raw.send(frame(0x00, Buffer.from(' ')));
  },
  'pings inside a message without end': async (raw, { token }) => {
    await signedIn(raw, { token });
    await raw.drip(endless(frame(0x01, Buffer.from('{')), frame(0x89, Buffer.alloc(0))));
  },
  'polling that never polls': async (raw, { port, token }) => {
    let end;
    raw.over = new Promise((done) => { end = done; });  // the session's, not the connection's
    raw.send('GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n');
    if (!await raw.until('"sid":"')) return end();
    const sid = raw.received.toString().match(/"sid":"([^"]+)"/)[1];
    const body = `40${JSON.stringify({ token })}`;
    const post = new Raw(port);
    post.send(`POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    for (let i = 0; i < 60 && !raw.answered; i++) {  // the least that can be said to it, to see whether it is there
      await sleep(1_000);
      const probe = new Raw(port);
      probe.send(`POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\n6`);
      await probe.over;
      if (probe.ending() !== '400') continue;
      raw.received = probe.received;
    }
    end();
  },
  'an upgrade without end': async (raw, { token, port }) => {
    const polling = new Raw(port);
    polling.send('GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n');
    if (!await polling.until('"sid":"')) return;
    const sid = polling.received.toString().match(/"sid":"([^"]+)"/)[1];
    raw.send(wsHead(token).replace('/ws', `/socket.io/?EIO=4&transport=websocket&sid=${sid}`));
    raw.send(frame(0x81, Buffer.from('2probe')));
  },
};

export async function run({ kind, n, withinMs, port, token, channel }) {
  const raws = [], done = [];
  while (raws.length < n) {
    const raw = new Raw(port);
    raws.push(raw);
    done.push(Promise.resolve(kinds[kind](raw, { port, token, channel })).catch(() => {}));
    await sleep(apart_ms);
  }
  await Promise.race([Promise.all(raws.map(({ over }) => over)), sleep(withinMs)]);
  const endings = {};
  for (const raw of raws) endings[raw.ending()] = (endings[raw.ending()] ?? 0) + 1;
  for (const raw of raws) raw.socket.destroy();
  await Promise.race([Promise.all(done), sleep(1_500)]);
  return { kind, endings };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.on('message', async (order) => process.send(await run(order)));
  process.on('disconnect', () => process.exit(0));
}
