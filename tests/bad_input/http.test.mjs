// The REST door and what is below it: bodies, routes, methods, headers, and HTTP that is none.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { http } from '../support/doors.mjs';
import { statusOf } from '../support/routes.mjs';
import { Scene } from './scene.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

const messages = () => `/api/channels/${scene.open}/messages`;
const good = JSON.stringify({ type: 'text', content: 'x' });
const deep = '{"a":'.repeat(60) + '1' + '}'.repeat(60);

const bodies = [
  ['no JSON', 'hello', 'bad_json'],
  ['half an object', '{"content":', 'bad_json'],
  ['a key twice', '{"type":"text","content":"a","content":"b"}', 'bad_json'],
  ['invalid UTF-8', Buffer.from([...Buffer.from('{"content":"'), 0xff, ...Buffer.from('"}')]), 'bad_json'],
  ['U+0000', '{"type":"text","content":"a\\u0000b"}', ['bad_json', 'invalid']],
  ['a list', '[]', 'invalid'],
  ['null', 'null', 'invalid'],
  ['too deep', `{"type":"text","content":${deep}}`, 'too_deep'],
  ['too large', JSON.stringify({ type: 'text', content: 'x'.repeat(1024 * 1024) }), 'too_large'],
  ['an unknown field', '{"type":"text","content":"x","colour":"red"}', 'unknown_field'],
  ['a channel in the body that differs from the path\'s', () => JSON.stringify({ type: 'text', content: 'x', channel_id: scene.foreign }), ['invalid', 'unknown_field']],
];
for (const [name, body, code] of bodies) {
  test(`a body: ${name}`, async () => {
    const before = await scene.stored();
    const answer = await http(scene.url, 'POST', messages(), { token: scene.visa.token, body: typeof body === 'function' ? body() : body, raw: true });
    isProblem(answer, code);
    assert.deepEqual(await scene.stored(), before);
  });
}

function isProblem(answer, codes) {
  const expected = [codes].flat();
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, JSON.stringify(answer.body));
  assert.ok(expected.includes(answer.body.code), `expected ${expected.join(' or ')}: ${JSON.stringify(answer.body)}`);
  assert.equal(answer.status, statusOf[answer.body.code]);
  assert.equal(answer.body.status, answer.status);
  assert.ok(answer.body.request_id && answer.body.title && answer.body.type);
}

const requests = [
  ['a route that is not there', 'GET', '/api/nothing', 'not_found'],
  ['an id that is a word', 'GET', '/api/live-chat/first/messages', ['invalid', 'not_found']],
  ['a negative id', 'GET', '/api/live-chat/-1/messages', ['invalid', 'not_found']],
  ['a huge id', 'GET', '/api/live-chat/99999999999999999999999/messages', ['invalid', 'not_found']],
  ['an id that is not there', 'GET', '/api/live-chat/999999999/messages', 'not_found'],
  ['another tenant\'s id', 'GET', () => `/api/live-chat/${scene.foreign}/messages`, 'not_found'],
  ['a limit of nothing', 'GET', () => `/api/live-chat/${scene.open}/messages?limit=0`, 'invalid'],
  ['a limit of a million', 'GET', () => `/api/live-chat/${scene.open}/messages?limit=1000000`, 'invalid'],
  ['a limit that is a word', 'GET', () => `/api/live-chat/${scene.open}/messages?limit=all`, 'invalid'],
  ['a cursor that is a word', 'GET', () => `/api/live-chat/${scene.open}/messages?cursor=%27%3B--`, 'invalid'],
  ['an unknown filter', 'GET', () => `/api/live-chat/${scene.open}/messages?colour=red`, 'unknown_field'],
  ['a status that is none', 'GET', '/api/live-chat/agent/sessions?status=sleeping', 'invalid'],
  ['a method that is not taken', 'DELETE', () => `/api/live-chat/${scene.open}/messages`, 'method_not_allowed'],
  ['a start by GET', 'GET', '/api/live-chat/start', ['method_not_allowed', 'invalid', 'not_found']],
  ['an encoded slash and dots', 'GET', '/api/live-chat/..%2f..%2fetc/messages', ['invalid', 'not_found']],
];
for (const [name, method, path, code] of requests) {
  test(name, async () => {
    const answer = await http(scene.url, method, typeof path === 'function' ? path() : path, { token: scene.dana.token });
    isProblem(answer, code);
    if (answer.status === 405) assert.match(answer.headers.get('allow') ?? '', /GET|POST/);
  });
}

// What decodes to no text is refused before anybody looks for a route, wherever it stands; the field is named.
for (const [target, field] of [
  ['/api/%00', 'path'], ['/api/live-chat/%00/messages', 'path'], ['/api/live-chat/1%002/messages', 'path'], ['/%00', 'path'], ['/portal%00.html', 'path'],
  ['/api/%ff%fe', 'path'], ['/api/%2', 'path'], ['/api/%zz', 'path'],
  ['/api/live-chat/agent/sessions?q=%00', 'q'], ['/api/live-chat/agent/sessions?q=fine&skill=a%00b', 'skill'], ['/api/live-chat/admin/all-sessions?cursor=%00', 'cursor'],
  ['/api/live-chat/agent/sessions?q=%c3', 'q'], ['/api/live-chat/agent/sessions?limit=%', 'limit'], ['/api/live-chat/agent/sessions?%00=1', 'query'],
  ['/api/search/messages?q=%00', 'q'], ['/api/devices?external_id=%00', 'external_id'], ['/api/widget/%00', 'path'], ['/socket.io/?EIO=4&transport=polling&configId=%00', 'configId'],
]) {
  test(`no text: ${target}`, async () => {
    const answer = await http(scene.url, 'GET', target, { token: scene.dana.token });
    isProblem(answer, 'invalid');
    assert.deepEqual(answer.body.errors.map((one) => one.field), [field]);
    assert.equal((await http(scene.url, 'GET', '/api/me', { token: scene.dana.token })).status, 200);
  });
}

test('what is not there and what is another tenant\'s are answered alike', async () => {
  const missing = await http(scene.url, 'GET', '/api/live-chat/999999999/messages', { token: scene.dana.token });
  const foreign = await http(scene.url, 'GET', `/api/live-chat/${scene.foreign}/messages`, { token: scene.dana.token });
  const same = ({ status, body }, id) => ({ status, code: body.code, title: body.title, detail: body.detail.replaceAll(String(id), 'ID') });
  assert.deepEqual(same(missing, 999999999), same(foreign, scene.foreign));
});

/// Sends bytes as they are; answers what came until the other side closed or 3 s of silence.
function raw(bytes, { half = false } = {}) {
  return new Promise((done) => {
    const socket = net.connect(scene.daemon.port, '127.0.0.1');
    let got = '';
    const end = (closed) => { socket.destroy(); done({ got, closed, status: Number(/^HTTP\/1\.\d (\d{3})/.exec(got)?.[1]) }); };
    socket.setTimeout(3_000, () => end(false));
    socket.on('data', (chunk) => { got += chunk; });
    socket.on('error', () => end(true));
    socket.on('close', () => end(true));
    socket.write(bytes);
    if (half) socket.end();
  });
}

const head = (lines) => `${lines.join('\r\n')}\r\n\r\n`;
const auth = () => `Authorization: Bearer ${scene.visa.token}`;
const rawCases = [
  ['no HTTP at all', () => 'hello\r\n\r\n', [400]],
  ['a TLS hello', () => Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 1, 0, 0, 1, 0]), [400, NaN]],
  ['a header of 100 KiB', () => head(['GET /api/me HTTP/1.1', 'Host: x', `X-Long: ${'a'.repeat(100 * 1024)}`]), [431, 400]],
  ['a thousand headers', () => head(['GET /api/me HTTP/1.1', 'Host: x', ...Array.from({ length: 1000 }, (_, i) => `X-${i}: y`)]), [431, 400]],
  ['a target of 100 KiB', () => head([`GET /${'a'.repeat(100 * 1024)} HTTP/1.1`, 'Host: x']), [414, 431, 400]],
  ['a target of 6 KiB', () => head([`GET /${'a'.repeat(6 * 1024)} HTTP/1.1`, 'Host: x']), [414, 431, 400]],
  ['a method that is none', () => head(['EXPLODE /api/me HTTP/1.1', 'Host: x']), [400, 405, 501]],
  ['a length that is a word', () => head([`POST ${messages()} HTTP/1.1`, 'Host: x', auth(), 'Content-Length: many']), [400]],
  ['a negative length', () => head([`POST ${messages()} HTTP/1.1`, 'Host: x', auth(), 'Content-Length: -5']), [400]],
  ['two lengths that differ', () => head([`POST ${messages()} HTTP/1.1`, 'Host: x', auth(), 'Content-Length: 5', 'Content-Length: 6']) + good, [400]],
  ['a length and chunks', () => `${head([`POST ${messages()} HTTP/1.1`, 'Host: x', auth(), 'Content-Length: 5', 'Transfer-Encoding: chunked'])}0\r\n\r\n`, [400]],
  ['chunks that are none', () => `${head([`POST ${messages()} HTTP/1.1`, 'Host: x', auth(), 'Transfer-Encoding: chunked'])}zz\r\n`, [400]],
  ['a length beyond the limit', () => head([`POST ${messages()} HTTP/1.1`, 'Host: x', auth(), 'Content-Type: application/json', 'Content-Length: 99999999999']), [413, 400]],
  ['HTTP/3.7', () => head(['GET /api/me HTTP/3.7', 'Host: x']), [400, 505]],
  ['a way out of the web folder', () => head(['GET /../../../../etc/passwd HTTP/1.1', 'Host: x']), [400, 404]],
  ['an upgrade to something else', () => head(['GET /ws HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: h2c']), [400, 404, 426]],
  ['an upgrade without a key', () => head(['GET /ws HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']), [400, 426]],
  ['an upgrade of another version', () => head(['GET /ws HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 7']), [400, 426]],
];
for (const [name, bytes, statuses] of rawCases) {
  test(`HTTP: ${name}`, async () => {
    const before = await scene.stored();
    const { status, got } = await raw(bytes());
    assert.ok(statuses.some((one) => Object.is(one, status)), `HTTP ${status}: ${got.slice(0, 300)}`);
    assert.ok(!/root:/.test(got));
    assert.deepEqual(await scene.stored(), before);
  });
}

test('HTTP: several requests on one connection, one of them bad, are answered in order', async () => {
  const one = head(['GET /healthz HTTP/1.1', 'Host: x']);
  const bad = head(['GET /api/nothing HTTP/1.1', 'Host: x']);
  const last = head(['GET /healthz HTTP/1.1', 'Host: x', 'Connection: close']);
  const { got } = await raw(one + bad + last);
  assert.deepEqual([...got.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((found) => found[1]), ['200', '404', '200']);
});

test('HTTP: a request that is never finished is given up', { timeout: 40_000 }, async () => {
  const closed = await new Promise((done) => {
    const socket = net.connect(scene.daemon.port, '127.0.0.1', () => socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '));
    const drip = setInterval(() => socket.write('a'), 1_000);
    socket.on('close', () => { clearInterval(drip); done(true); });
    socket.on('error', () => null);
    socket.on('data', () => null);
    setTimeout(() => { clearInterval(drip); socket.destroy(); done(false); }, 35_000).unref();
  });
  assert.ok(closed, 'the connection was kept');
});

test('CORS: an origin that no config allows gets no permission', async () => {
  const answer = await http(scene.url, 'OPTIONS', '/api/live-chat/start', { headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' } });
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
});

test('afterwards everything works', async () => {
  const client = await scene.connect('plain', scene.visa);
  await scene.works(client);
  await client.close();
});
