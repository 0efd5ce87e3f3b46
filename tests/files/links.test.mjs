// Links: who makes them, who holds them, how they end; the headers and the parts of what they give.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';
import { http } from '../support/doors.mjs';
import { problemToError } from '../support/routes.mjs';
import { refused, uploaded } from './uploads.mjs';

const bytes = Buffer.from(randomBytes(500).toString('hex'));
let scene, file;
before(async () => {
  scene = await Scene.start({ config: { files: { link_ttl: '2s' }, limits: { outbox_time: '2s', outbox_bytes: '64KiB' } } });
  file = await uploaded(scene.url, scene.dana, { name: 'thousand.log', bytes });
});
after(async () => { await scene?.end(); });

const fresh = async (who = scene.dana) => (await http(scene.url, 'POST', `/api/files/${file.id}/link`, { token: who.token })).body.attachment;
const get = (url, headers = {}, method = 'GET') => fetch(scene.url + url, { method, headers });

test('a link needs no token, and says how its file is to be taken', async () => {
  const answer = await get((await fresh()).url);
  assert.equal(answer.status, 200);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  const said = Object.fromEntries(answer.headers);
  assert.equal(said['content-disposition'], "attachment; filename=\"thousand.log\"; filename*=UTF-8''thousand.log");
  assert.equal(said['x-content-type-options'], 'nosniff');
  assert.equal(said['content-security-policy'], "sandbox; default-src 'none'");
  assert.equal(said['cache-control'], 'private, no-store');
  assert.equal(said['cross-origin-resource-policy'], 'cross-origin');
  assert.equal(said['referrer-policy'], 'no-referrer');
  assert.equal(said['accept-ranges'], 'bytes');
  assert.equal(said['content-length'], '1000');
});

test('whoever may not see the file gets no link', async () => {
  for (const who of [scene.stranger, scene.visa, scene.omar, scene.alien])
    refused(await http(scene.url, 'POST', `/api/files/${file.id}/link`, { token: who.token }), 'not_found');
  refused(await http(scene.url, 'POST', `/api/files/${file.id}/link`), 'unauthenticated');
  refused(await http(scene.url, 'POST', '/api/files/999999999/link', { token: scene.dana.token }), 'not_found');
});

test('a link that was touched leads nowhere', async () => {
  const { url } = await fresh();
  const other = await uploaded(scene.url, scene.dana, { name: 'thousand.log' });
  const touched = [
    url.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 3600}`), url.replace(/signature=./, (text) => `signature=${text.endsWith('A') ? 'B' : 'A'}`),
    url.replace(`/${file.id}/`, `/${other.id}/`), `${url}&as=inline`, `${url}&of=thumbnail`, url.replace('thousand', 'hundred'), url.replace(/signature=.*/, 'signature=A'),
    url.replace(/signature=.*/, `signature=${'A'.repeat(43)}`),
  ];
  for (const one of touched) assert.equal((await get(one)).status, 404, one);
  for (const one of [url.replace(/&signature=.*/, ''), url.replace(/expires=\d+&/, ''), url.replace(/expires=\d+/, 'expires=x'), `${url}&as=window`, `${url}&more=1`])
    assert.equal((await get(one)).status, 422, one);
});

test('a link ends, and history has fresh ones', async () => {
  const mine = await uploaded(scene.url, scene.visa, { bytes: 'mine' });
  const { body } = await http(scene.url, 'POST', `/api/channels/${scene.open}/messages`, { token: scene.visa.token, body: { type: 'file', attachment_ids: [mine.id], content: 'x' } });
  await http(scene.url, 'PATCH', `/api/messages/${body.message.id}`, { token: scene.visa.token, body: { content: 'y' } });
  const old = body.message.attachments[0].url;
  const expires = Number(new URL(scene.url + old).searchParams.get('expires'));
  while (Date.now() / 1000 < expires + 0.1) await new Promise((done) => setTimeout(done, 100));
  const answer = await get(old);
  assert.equal(answer.status, 410);
  assert.equal(problemToError({ status: 410, headers: answer.headers, body: await answer.json() }).code, 'link_expired');
  const history = (await http(scene.url, 'GET', `/api/live-chat/${scene.open}/messages?limit=200`, { token: scene.dana.token })).body.data;
  assert.equal(await (await get(history.find(({ id }) => id === body.message.id).attachments[0].url)).text(), 'mine');
  // What was told long ago, too.
  const late = await scene.connect('plain', scene.dana, 'late');
  await late.send('chat:resume', { channels: { [scene.open]: body.message.seq } });
  const push = await late.expect('chat:message_updated', ({ message }) => message.id === body.message.id);
  assert.equal(await (await get(push.message.attachments[0].url)).text(), 'mine');
  await late.close();
});

const parts = [
  ['bytes=0-9', 206, [0, 10]], ['bytes=990-', 206, [990, 1000]], ['bytes=-5', 206, [995, 1000]], ['bytes=0-0', 206, [0, 1]], ['bytes=999-5000', 206, [999, 1000]],
  ['bytes=0-', 206, [0, 1000]], ['bytes=-5000', 206, [0, 1000]], ['bytes=1000-', 416], ['bytes=-0', 416], ['bytes=5-1', 200], ['bytes=0-1,5-6', 200], ['bytes=x', 200], ['items=0-1', 200],
  ['bytes=', 200], ['bytes=99999999999999999999-', 200], ['bytes=0-99999999999999999999', 200],
];
for (const [range, status, part] of parts) {
  test(`a range: ${range}`, async () => {
    const answer = await get((await fresh()).url, { range });
    assert.equal(answer.status, status);
    const body = Buffer.from(await answer.arrayBuffer());
    if (status === 416) { assert.equal(answer.headers.get('content-range'), 'bytes */1000'); return; }
    const [from, to] = part ?? [0, 1000];
    assert.deepEqual(body, bytes.subarray(from, to));
    assert.equal(answer.headers.get('content-range'), status === 206 ? `bytes ${from}-${to - 1}/1000` : null);
    assert.equal(answer.headers.get('content-length'), String(to - from));
  });
}

test('conditions: what one has is not sent again, what has changed is sent whole', async () => {
  const { url } = await fresh();
  const head = await get(url, {}, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-length'), '1000');
  assert.equal(await head.text(), '');
  const etag = head.headers.get('etag');
  assert.equal((await get(url, { 'if-none-match': etag })).status, 304);
  assert.equal((await get(url, { 'if-none-match': '"other"' })).status, 200);
  assert.equal((await get(url, { range: 'bytes=0-1', 'if-range': etag })).status, 206);
  assert.equal((await get(url, { range: 'bytes=0-1', 'if-range': '"other"' })).status, 200);
  assert.equal((await get(url, {}, 'POST')).status, 405);
});

test('requests in a row on one connection each get their part', async () => {
  const { url } = await fresh();
  const { port, hostname } = new URL(scene.url);
  const socket = net.connect(Number(port), hostname);
  const got = [];
  socket.on('data', (piece) => got.push(piece));
  const request = (range) => `GET ${url} HTTP/1.1\r\nHost: chatd\r\nRange: ${range}\r\n`;
  socket.write(`${request('bytes=0-3')}\r\n${request('bytes=4-7')}\r\n${request('bytes=8-11')}Connection: close\r\n\r\n`);
  await new Promise((done) => socket.on('end', done));
  socket.destroy();
  const answers = Buffer.concat(got).toString('latin1').split('HTTP/1.1 206 Partial Content').slice(1).map((text) => text.split('\r\n\r\n')[1]);
  assert.deepEqual(answers, [0, 4, 8].map((from) => bytes.subarray(from, from + 4).toString('latin1')));
});

test('who takes nothing of a large file is cut, and holds up nobody', async () => {
  const size = 20 * 1024 * 1024;
  const large = await uploaded(scene.url, scene.dana, { name: 'large.log', bytes: 'x'.repeat(size) });
  const { port, hostname } = new URL(scene.url);
  const lazy = Array.from({ length: 10 }, () => net.connect({ port: Number(port), host: hostname }));
  const taken = lazy.map((socket) => new Promise((done) => {
    let bytes = 0;
    socket.on('data', (piece) => { bytes += piece.length; });
    socket.on('error', () => {});
    socket.on('close', () => done(bytes));
  }));
  for (const socket of lazy) { socket.pause(); socket.write(`GET ${large.url} HTTP/1.1\r\nHost: chatd\r\n\r\n`); }
  for (let i = 0; i < 20; i++) assert.equal((await get((await fresh()).url)).status, 200);
  const slow = async () => Number(/chatd_slow_client_cuts_total (\d+)/.exec(await (await fetch(`${scene.url}/metrics`)).text())?.[1] ?? -1);
  for (const until = Date.now() + 20_000; (await slow()) < 10;) { assert.ok(Date.now() < until, `cut: ${await slow()}`); await new Promise((done) => setTimeout(done, 100)); }
  for (const socket of lazy) socket.resume();
  for (const bytes of await Promise.all(taken)) assert.ok(bytes < size, `${bytes}`);
});
