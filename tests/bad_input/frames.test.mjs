// Frames that are no requests at all, on both socket doors: an `error` with its code and the connection goes on, or the close code
// that the protocol has for it; never a crash, nothing stored.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { http } from '../support/doors.mjs';
import { Scene, assertError } from './scene.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

const nested = (levels) => '['.repeat(levels) + ']'.repeat(levels);
const frame = (data) => `{"event":"chat:send_message","data":${data},"id":7}`;

/// What comes back to a frame: `error` as a push or as the answer 7.
const plain = [
  ['no JSON', 'hello', 'bad_json'],
  ['nothing', '', 'bad_json'],
  ['half an object', '{"event":"chat:typing"', 'bad_json'],
  ['two objects', '{"event":"x"}{"event":"y"}', 'bad_json'],
  ['a comment', '{"event":"x" /* y */}', 'bad_json'],
  ['a trailing comma', '{"event":"x",}', 'bad_json'],
  ['NaN', frame('{"channel_id":NaN}'), 'bad_json'],
  ['a key twice', '{"event":"chat:typing","event":"chat:end","data":{}}', 'bad_json'],
  ['a key twice in the data', () => frame(`{"channel_id":${scene.open},"content":"a","content":"b"}`), 'bad_json'],
  ['a lone surrogate', frame('{"content":"\\ud800"}'), ['bad_json', 'invalid']],
  ['U+0000', () => frame(`{"channel_id":${scene.open},"type":"text","content":"a\\u0000b"}`), ['bad_json', 'invalid']],
  ['a number of 400 digits', frame(`{"channel_id":${'9'.repeat(400)}}`), ['bad_json', 'invalid']],
  ['a list', '[]', ['bad_json', 'invalid']],
  ['a text', '"chat:end"', ['bad_json', 'invalid']],
  ['null', 'null', ['bad_json', 'invalid']],
  ['no event', '{"data":{},"id":7}', ['invalid', 'unknown_event', 'bad_json']],
  ['an event that is a number', '{"event":7,"data":{},"id":7}', ['invalid', 'unknown_event', 'bad_json']],
  ['an event of 1,000 characters', `{"event":"${'x'.repeat(1000)}","id":7}`, ['unknown_event', 'invalid']],
  ['data that is a list', '{"event":"chat:typing","data":[1],"id":7}', ['invalid', 'bad_json']],
  ['data that is a text', '{"event":"chat:typing","data":"x","id":7}', ['invalid', 'bad_json']],
  ['an id that is an object', '{"event":"chat:typing","data":{},"id":{}}', ['invalid', 'bad_json']],
  ['an unknown field beside event', '{"event":"chat:typing","data":{},"id":7,"admin":true}', ['unknown_field', 'invalid', 'bad_json']],
  ['too deep', `{"event":"chat:start","data":${nested(100)},"id":7}`, 'too_deep'],
  ['far too deep', nested(30_000), 'too_deep'],
];

for (const [name, text, code] of plain) {
  test(`plain: ${name}`, async () => {
    const before = await scene.stored();
    const client = await scene.connect('plain', scene.visa);
    const seen = client.until(() => errorIn(client), 10_000);
    client.await(7, 'raw', {}).then((answer) => { client.rawAnswer = answer; client.record('raw'); }, () => null);
    client.sendRaw(typeof text === 'function' ? text() : text);
    assertError(await seen, code);
    assert.ok(client.connected, 'the connection is gone');
    assert.deepEqual(await scene.stored(), before);
    await scene.works(client);
    await client.close();
  });
}

function errorIn(client) {
  const push = client.pushes.find(({ event }) => event === 'error');
  return client.rawAnswer?.error ?? push?.data;
}

const closes = [
  ['invalid UTF-8', (socket) => socket.send(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { binary: false }), [1007]],
  ['a frame of 1 MiB', (socket) => socket.send('x'.repeat(1024 * 1024)), [1009]],
  ['a message of many fragments that is too large', (socket) => { for (let i = 0; i < 40; i++) socket.send('x'.repeat(4096), { fin: i === 39 }); }, [1009, 1008]],
  ['a reserved opcode', (socket) => socket._socket.write(Buffer.from([0x83, 0x80, 0, 0, 0, 0])), [1002, 1006]],
  ['an unmasked frame', (socket) => socket._socket.write(Buffer.from([0x81, 0x02, 0x7b, 0x7d])), [1002, 1006]],
  ['a ping of 200 bytes', (socket) => socket._socket.write(Buffer.concat([Buffer.from([0x89, 0xfe, 0, 200, 0, 0, 0, 0]), Buffer.alloc(200)])), [1002, 1006]],
];
for (const [name, act, codes] of closes) {
  test(`plain: ${name} ends the connection, and nothing else`, async () => {
    const client = await scene.connect('plain', scene.visa);
    act(client.socket);
    const code = await client.expectClose();
    assert.ok(codes.includes(code), `closed with ${code}`);
    const next = await scene.connect('plain', scene.visa);
    await scene.works(next);
    await next.close();
  });
}

test('plain: a binary frame is refused', async () => {
  const client = await scene.connect('plain', scene.visa);
  client.sendRaw(Buffer.from('{"event":"chat:resume","data":{"channels":{}},"id":7}'), { binary: true });
  const refused = await client.until(() => (errorIn(client) ?? (client.connected ? undefined : { code: client.closeCode })), 10_000);
  assert.ok(['bad_json', 'invalid', 1003, 1008].includes(refused?.code), JSON.stringify(refused));
  await client.close();
});

test('plain: hundreds of bad frames in a row end the connection with 1008, at most', async () => {
  const client = await scene.connect('plain', scene.visa);
  for (let i = 0; i < 500 && client.connected; i++) client.sendRaw('{');
  const code = await client.until(() => (client.connected ? undefined : client.closeCode), 5_000);
  assert.ok(code === undefined || code === 1008, `closed with ${code}`);
  await client.close();
});

/// A raw Engine.IO session over WebSocket, connected to the main namespace.
async function engine(token) {
  const socket = new WebSocket(`${scene.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const got = [];
  const wakes = [];
  socket.on('message', (text, binary) => { got.push(binary ? text : text.toString()); if (text.toString() === '2') socket.send('3'); wakes.splice(0).forEach((wake) => wake()); });
  let closeCode;
  socket.on('close', (code) => { closeCode = code; wakes.splice(0).forEach((wake) => wake()); });
  socket.on('error', () => null);
  await new Promise((done, failed) => { socket.once('open', done); socket.once('error', failed); });
  const until = async (found, withinMs = 10_000) => {
    const end = Date.now() + withinMs;
    for (;;) {
      const result = found();
      if (result !== undefined || Date.now() > end) return result;
      await new Promise((done) => { const timer = setTimeout(done, 100); wakes.push(() => { clearTimeout(timer); done(); }); });
    }
  };
  const session = { socket, got, until, closed: () => closeCode };
  if (token) {
    socket.send(`40${JSON.stringify({ token })}`);
    const welcome = await until(() => got.find((text) => typeof text === 'string' && (text.startsWith('40') || text.startsWith('44'))));
    assert.ok(welcome?.startsWith('40'), `not connected: ${welcome}`);
  }
  return session;
}

const packets = [
  ['no packet type', 'x'],
  ['an empty packet', ''],
  ['an unknown Engine.IO type', '9'],
  ['an unknown Socket.IO type', '4x'],
  ['an event without a name', '42[]'],
  ['an event whose name is a number', '42[7,{}]'],
  ['an event that is no list', '42{"a":1}'],
  ['an event cut off', '42["chat:typing",{"channel'],
  ['an ack id of 300 digits', `42${'9'.repeat(300)}["chat:typing",{}]`],
  ['a negative count of attachments', '45-1-["x"]'],
  ['a million attachments', '451000000-["x",{"_placeholder":true,"num":0}]'],
  ['an attachment that was not announced', Buffer.from([1, 2, 3])],
  ['a placeholder out of range', '451-["x",{"_placeholder":true,"num":7}]'],
  ['another namespace', '40/admin,'],
  ['an event in another namespace', '42/admin,["chat:typing",{}]'],
  ['an ack of nothing', '43123[]'],
  ['a second CONNECT', '40{}'],
  ['far too deep', `42["chat:start",${nested(30_000)}]`],
  ['a key twice', '427["chat:typing",{"channel_id":1,"channel_id":2}]'],
];
for (const [name, packet] of packets) {
  test(`socketio: ${name}`, async () => {
    const before = await scene.stored();
    const session = await engine(scene.visa.token);
    const heard = session.got.length;
    session.socket.send(packet);
    session.socket.send('429["chat:my_sessions",{}]');
    // Either the packet was answered or overlooked and the next one works, or the connection was ended for it.
    const after = await session.until(() => session.closed() ?? session.got.slice(heard).find((text) => typeof text === 'string' && text.startsWith('439')));
    assert.ok(after !== undefined, `neither an answer nor an end; got ${session.got.slice(heard).join(' ').slice(0, 500)}`);
    session.socket.close();
    assert.deepEqual(await scene.stored(), before);
    const fresh = await scene.connect('socketio', scene.visa);
    await scene.works(fresh);
    await fresh.close();
  });
}

test('socketio: too large is cut', async () => {
  const session = await engine(scene.visa.token);
  session.socket.send(`42["chat:typing","${'x'.repeat(1024 * 1024)}"]`);
  assert.ok(await session.until(() => session.closed()) !== undefined);
});

test('socketio: who never sends CONNECT is cut', { timeout: 30_000 }, async () => {
  const session = await engine();
  assert.ok(await session.until(() => session.closed(), 25_000) !== undefined, 'still open');
});

test('engine.io: sessions that are not there, transports and versions that are none', async () => {
  const get = (query) => http(scene.url, 'GET', `/socket.io/?${query}`);
  for (const [query, status] of [['EIO=4&transport=polling&sid=nothing', 400], ['EIO=4&transport=pigeon', 400], ['EIO=3&transport=polling', 400], ['transport=polling', 400], ['', 400]])
    assert.equal((await get(query)).status, status, query);
  const post = await http(scene.url, 'POST', '/socket.io/?EIO=4&transport=polling&sid=nothing', { body: '4', raw: true });
  assert.equal(post.status, 400);
});

test('the daemon has not logged an internal error', () => {
  const bad = scene.daemon.logs.filter((line) => /"level":"(error|critical)"/.test(line));
  assert.deepEqual(bad, []);
});
