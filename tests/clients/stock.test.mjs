// The stock socket.io-client 4 in all the ways that it connects, doing what a widget and a console do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { io } from 'socket.io-client';
import { Daemon, password } from '../support/daemon.mjs';
import { SocketIoClient, http } from '../support/doors.mjs';

let daemon, dana;
before(async () => {
  daemon = await Daemon.start();
  await daemon.addTenant('stock');
  await daemon.addChatConfig({ tenant: 'stock', id: 'stock' });
  await daemon.addUser({ tenant: 'stock', email: 'dana@stock.test', name: 'Dana', role: 'technician' });
  dana = await post('/api/auth/login', { email: 'dana@stock.test', password });
});
after(async () => { await daemon?.dispose(); });

async function post(path, body, token) {
  const answer = await http(daemon.url, 'POST', path, { body, token });
  assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const visitor = () => post('/api/widget/stock/visitors', { name: 'Visa' });
const connect = (token, name, options) => new SocketIoClient({ url: daemon.url, token, name, io: options }).connect();
const transport = (client) => client.socket.io.engine.transport.name;
const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };

const ways = [
  ['WebSocket only', { transports: ['websocket'] }, 'websocket'],
  ['polling only', { transports: ['polling'] }, 'polling'],
  ['polling, then the upgrade', { transports: ['polling', 'websocket'] }, 'websocket'],
];
for (const [name, options, ends] of ways) {
  test(`${name}: a chat from start to end`, async () => {
    const { access_token } = await visitor();
    const visa = await connect(access_token, 'visa', options);
    const tech = await connect(dana.access_token, 'dana', options);
    if (ends === 'websocket' && transport(visa) === 'polling') await new Promise((done) => visa.socket.io.engine.once('upgrade', done));
    assert.equal(transport(visa), ends);
    const { session } = must(await visa.send('chat:start', { subject: name }));
    const id = session.session_id;
    await tech.expect('chat:new_session', (push) => push.session_id === id);
    must(await tech.send('chat:accept', { session_id: id }));
    await visa.expect('chat:session_assigned');
    for (let i = 0; i < 20; i++) {
      must(await visa.send('chat:send_message', { session_id: id, type: 'text', content: `from visa ${i} ✓ ünï` }));
      must(await tech.send('chat:send_message', { session_id: id, type: 'text', content: `from dana ${i}` }));
    }
    for (let i = 0; i < 20; i++) {
      await tech.expect('chat:new_message', ({ message }) => message.content === `from visa ${i} ✓ ünï`);
      await visa.expect('chat:new_message', ({ message }) => message.content === `from dana ${i}`);
    }
    must(await tech.send('chat:end', { session_id: id }));
    await visa.expect('chat:ended', ({ reason }) => reason === 'agent');
    assert.deepEqual([...visa.violations, ...tech.violations], []);
    await visa.close();
    await tech.close();
  });
}

test('the upgrade loses and doubles nothing while messages come', async () => {
  const { access_token } = await visitor();
  const tech = await connect(dana.access_token, 'dana');
  const starter = await connect(access_token, 'starter');
  const { session } = must(await starter.send('chat:start', { subject: 'upgrade' }));
  must(await tech.send('chat:accept', { session_id: session.session_id }));
  let talking = true;
  const talk = (async () => { let n = 0; while (talking) { must(await tech.send('chat:send_message', { session_id: session.session_id, type: 'text', content: `${n++}` })); } return n; })();
  for (let round = 0; round < 5; round++) {
    const visa = await connect(access_token, `visa${round}`, { transports: ['polling', 'websocket'] });
    must(await visa.send('chat:join', { channel_id: session.session_id }));
    if (transport(visa) === 'polling') await new Promise((done) => visa.socket.io.engine.once('upgrade', done));
    const held = visa.held()[session.session_id];
    await visa.until(() => (visa.held()[session.session_id] > held + 5 ? true : undefined), 10_000);
    assert.deepEqual(visa.violations, []);
    await visa.close();
  }
  talking = false;
  await talk;
  await tech.close();
  await starter.close();
});

test('the token may come as a function, and the config id with it', async () => {
  const { access_token } = await visitor();
  const socket = io(daemon.url, { auth: (give) => give({ token: access_token, configId: 'stock' }), query: { configId: 'stock' }, forceNew: true, reconnection: false });
  const hello = await new Promise((done, failed) => { socket.once('hello', done); socket.once('connect_error', failed); });
  assert.equal(hello.protocol, 1);
  assert.ok(hello.connection_id && hello.server_time && hello.user.id);
  socket.disconnect();
});

test('an event without an ack callback works, and its error comes as `error`', async () => {
  const { access_token } = await visitor();
  const visa = await connect(access_token, 'visa');
  visa.socket.emit('chat:typing', { channel_id: 999_999_999, is_typing: true });
  const error = await visa.expect('error');
  assert.equal(error.code, 'not_found');
  await visa.close();
});

test('emitWithAck and time-outs of the client work', async () => {
  const { access_token } = await visitor();
  const visa = await connect(access_token, 'visa');
  const answer = await visa.socket.timeout(10_000).emitWithAck('chat:start', { subject: 'ack' });
  assert.equal(answer.ok, true);
  assert.equal(answer.session.status, 'pending');
  await visa.close();
});

test('a bad token is a connect_error with its code, and the client stays away', async () => {
  const socket = io(daemon.url, { auth: { token: 'garbage' }, transports: ['websocket'], forceNew: true });
  const error = await new Promise((done) => socket.once('connect_error', done));
  assert.equal(error.data.code, 'unauthenticated');
  assert.equal(socket.active, false, 'the client goes on trying');
  socket.disconnect();
});

for (const hard of [false, true]) {
  test(`after ${hard ? 'a crash' : 'a restart'} the stock client comes back by itself and goes on where it was`, { timeout: 120_000 }, async () => {
    const { access_token } = await visitor();
    const options = { reconnection: true, reconnectionDelay: 200, reconnectionDelayMax: 1_000, transports: ['websocket'] };
    const visa = await connect(access_token, 'visa', options);
    const tech = await connect(dana.access_token, 'dana', options);
    const { session } = must(await visa.send('chat:start', { subject: 'reconnect' }));
    const id = session.session_id;
    must(await tech.send('chat:accept', { session_id: id }));
    must(await visa.send('chat:send_message', { session_id: id, type: 'text', content: 'before' }));
    await tech.expect('chat:new_message', ({ message }) => message.content === 'before');
    const again = [visa, tech].map((client) => new Promise((done) => client.socket.io.once('reconnect', done)));
    await daemon.restart({ hard });
    await Promise.all(again);
    await Promise.all([visa, tech].map((client) => client.until(() => client.pushes.filter(({ event }) => event === 'hello').length > 1 || undefined, 10_000)));
    for (const client of [visa, tech]) assert.equal(must(await client.resume()).channels[id].status, 'resumed');
    must(await visa.send('chat:send_message', { session_id: id, type: 'text', content: 'after' }));
    await tech.expect('chat:new_message', ({ message }) => message.content === 'after');
    assert.deepEqual([...visa.violations, ...tech.violations], []);
    await visa.close();
    await tech.close();
  });
}
