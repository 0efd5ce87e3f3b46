// The proxy's weather, each kind: what passes, what does not, and what the two ends notice.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { Proxy } from './proxy.mjs';

/// A server that echoes, a proxy before it, and one client through it.
async function wire(t) {
  const sockets = new Set();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => { sockets.add(socket); socket.on('error', () => null); socket.pipe(socket); });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await Proxy.open({ port: server.address().port });
  const client = net.connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(client, 'connect');
  const got = { text: '', error: null, ended: false };
  client.on('data', (piece) => { got.text += piece; client.emit('more'); });
  client.on('error', (error) => { got.error = error.code; });
  client.on('end', () => { got.ended = true; });
  t.after(async () => { client.destroy(); await proxy.close(); for (const socket of sockets) socket.destroy(); server.close(); });
  const until = async (holds) => { while (!holds()) await once(client, 'more'); };
  return { server, sockets, proxy, client, got, until };
}

test('calm weather passes everything in order, the end of the stream too', async (t) => {
  const { client, got } = await wire(t);
  const text = 'abcdefghij'.repeat(100_000);
  client.end(text);
  await once(client, 'end');
  assert.equal(got.text, text);
});

test('latency and jitter keep the order', async (t) => {
  const { proxy, client, got, until } = await wire(t);
  proxy.set({ latency: 5, jitter: 30 });
  for (let i = 0; i < 50; i++) { client.write(`${i},`); await new Promise(setImmediate); }
  const wanted = [...Array(50).keys()].map((i) => `${i},`).join('');
  await until(() => got.text.length >= wanted.length);
  assert.equal(got.text, wanted);
});

test('a drip passes little at a time, and everything', async (t) => {
  const { proxy, client, got, until } = await wire(t);
  proxy.set({ up: { drip: 500 } });
  client.write('x'.repeat(100));
  await until(() => got.text.length > 0);
  assert.ok(got.text.length < 100);
  await until(() => got.text.length === 100);
});

test('a cut holds both directions or one; healed, what waited goes on', async (t) => {
  const { proxy, client, sockets, got, until } = await wire(t);
  client.write('before ');
  await until(() => got.text === 'before ');
  proxy.cut({ up: false });  // the server hears, its answer does not come
  const heard = once([...sockets][0], 'data');
  client.write('during ');
  await heard;
  assert.equal(got.text, 'before ');
  proxy.calm();
  await until(() => got.text === 'before during ');
});

for (const answered of [false, true]) {
  test(`a trap resets the marked connection ${answered ? 'in place of the answer' : 'before it passes'}`, async (t) => {
    const { proxy, client, sockets, got, until } = await wire(t);
    let heard = 'COMMIT ';
    const sprung = proxy.trap({ mark: 'marked', text: 'COMMIT', answered });
    client.write('COMMIT ');
    await until(() => got.text === 'COMMIT ');
    [...sockets][0].on('data', (piece) => { heard += piece; });
    client.write('marked ');
    await until(() => got.text === 'COMMIT marked ');
    const gone = new Promise((done) => client.once('close', done));
    client.write('COMMIT');
    await Promise.all([sprung, gone]);
    assert.equal(got.text, 'COMMIT marked ');
    assert.equal(heard, answered ? 'COMMIT marked COMMIT' : 'COMMIT marked ');
  });
}

test('a reset is seen by both ends', async (t) => {
  const { proxy, client, sockets, got, until } = await wire(t);
  client.write('x');
  await until(() => got.text === 'x');
  const closed = (socket) => new Promise((done) => socket.once('close', done));
  const both = [closed(client), closed([...sockets][0])];
  proxy.reset();
  await Promise.all(both);
  assert.equal(got.error, 'ECONNRESET');
  assert.equal(proxy.open, 0);
});

test('a swallowed connection stays open at both ends and is dumb; another one is not', async (t) => {
  const { proxy, client, sockets, got, until } = await wire(t);
  client.write('x');
  await until(() => got.text === 'x');
  proxy.swallow();
  client.write('y');
  [...sockets][0].write('z');
  const other = net.connect({ port: proxy.port, host: '127.0.0.1' });
  other.write('hello');
  const [answer] = await once(other, 'data');
  other.destroy();
  assert.equal(String(answer), 'hello');
  assert.equal(got.text, 'x');
  assert.ok(!client.destroyed && ![...sockets][0].destroyed);
});

test('half closed: the target sees the end, the client nothing', async (t) => {
  const { proxy, client, sockets, got, until } = await wire(t);
  client.write('x');
  await until(() => got.text === 'x');
  const server = [...sockets][0];
  server.unpipe();
  server.removeAllListeners('end');
  const ended = once(server, 'end');
  server.resume();
  proxy.halfClose();
  await ended;
  assert.equal(got.ended, false);
});

test('while it refuses, new connections are reset and old ones go on', async (t) => {
  const { proxy, client, got, until } = await wire(t);
  client.write('x');
  await until(() => got.text === 'x');
  proxy.refuse();
  const other = net.connect({ port: proxy.port, host: '127.0.0.1' });
  const [error] = await once(other, 'error');
  assert.equal(error.code, 'ECONNRESET');
  client.write('y');
  await until(() => got.text === 'xy');
});
