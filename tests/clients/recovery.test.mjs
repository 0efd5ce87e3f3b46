// Socket.IO's connection state recovery with the stock client: who asks for it (`auth: {recovery: true}`) comes back after a cut with the same
// id, `recovered`, and is given what it missed, once and in order; or is told that it was not, and resumes as everybody does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Daemon, password } from '../support/daemon.mjs';
import { PlainClient, SocketIoClient, http } from '../support/doors.mjs';

let daemon, dana;
before(async () => {
  daemon = await Daemon.start({ config: { limits: { recovery_time: '1s' } } });
  await daemon.addTenant('back');
  await daemon.addChatConfig({ tenant: 'back', id: 'back' });
  await daemon.addUser({ tenant: 'back', email: 'dana@back.test', name: 'Dana', role: 'technician' });
  dana = await new PlainClient({ url: daemon.url, token: (await signIn()).access_token, name: 'dana' }).connect();
});
after(async () => { await dana?.close(); await daemon?.dispose(); });

const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };
const signIn = async () => (await http(daemon.url, 'POST', '/api/auth/login', { body: { email: 'dana@back.test', password } })).body;
const says = async (person, channel_id, content) => must(await person.send('chat:send_message', { channel_id, type: 'text', content }));
const texts = (client) => client.pushes.filter(({ event }) => event === 'chat:new_message').map(({ data }) => data.message.content);

/// A client that recovers. Comes back when it is told to, not before.
class Recovering extends SocketIoClient {
  constructor(token, name, io = {}) {
    super({ url: daemon.url, token, name, io: { auth: (give) => give({ token: this.token, recovery: true }), transports: ['websocket'], ...io } });
  }
  /// The connection is lost without a word.
  async lose() {
    const gone = new Promise((done) => this.socket.once('disconnect', done));
    this.drop();
    await gone;
  }
  async back() {
    const here = new Promise((done, failed) => { this.socket.once('hello', done); this.socket.once('connect_error', failed); });
    this.socket.connect();
    await here;
    return this.socket.recovered;
  }
}
async function visitor(io) {
  const { body } = await http(daemon.url, 'POST', '/api/widget/back/visitors', { body: { name: 'Visa' } });
  return new Recovering(body.access_token, 'visa', io).connect();
}
async function chat(visa) {
  const { session } = must(await visa.send('chat:start', { subject: 'Recovery' }));
  must(await dana.send('chat:accept', { session_id: session.session_id }));
  await says(dana, session.session_id, 'before');
  await visa.expect('chat:new_message', ({ message }) => message.content === 'before');
  return session.session_id;
}

/// Who comes back during `act` waits for what they missed: what it is read by is held. `act` is given a wait for that.
async function whileReadingWaits(act) {
  const holding = daemon.sql(`DO $$ BEGIN LOCK TABLE user_access_scopes IN ACCESS EXCLUSIVE MODE;
    WHILE NOT EXISTS (SELECT FROM pg_class WHERE relname = 'reading_goes_on') LOOP PERFORM pg_sleep(0.01); END LOOP; END $$`);
  const locks = (granted) => `SELECT count(*) > 0 FROM pg_locks WHERE relation = 'user_access_scopes'::regclass AND ${granted ? '' : 'NOT '}granted`;
  const until = async (granted) => { while (await daemon.sql(locks(granted)) !== 't'); };
  try {
    await until(true);
    await act(() => until(false));
  } finally {
    await daemon.sql('CREATE TABLE reading_goes_on ()');
    await holding;
    await daemon.sql('DROP TABLE reading_goes_on');
  }
}

for (const [way, io] of [['WebSocket', {}], ['long-polling', { transports: ['polling'] }], ['an upgraded connection', { transports: ['polling', 'websocket'] }]]) {
  test(`by ${way}: what was missed comes once and in order, under the same id, then what is live`, async () => {
    const visa = await visitor(io);
    if (io.transports?.length === 2 && visa.socket.io.engine.transport.name === 'polling') await new Promise((done) => visa.socket.io.engine.once('upgrade', done));
    const id = await chat(visa);
    await says(visa, id, 'mine');
    const { id: sid } = visa.socket;
    await visa.lose();
    for (const text of ['one', 'two']) await says(dana, id, text);
    assert.equal(await visa.back(), true);
    assert.equal(visa.socket.id, sid);
    await says(dana, id, 'three');
    await visa.expect('chat:new_message', ({ message }) => message.content === 'three');
    assert.deepEqual(texts(visa), ['before', 'one', 'two', 'three']);
    assert.deepEqual(visa.violations, []);
    // Again, and resuming by our own means on top of it finds nothing more.
    await visa.lose();
    await says(dana, id, 'four');
    assert.equal(await visa.back(), true);
    await visa.expect('chat:new_message', ({ message }) => message.content === 'four');
    assert.equal(must(await visa.resume()).channels[id].status, 'resumed');
    await visa.barrier();
    assert.deepEqual(texts(visa), ['before', 'one', 'two', 'three', 'four']);
    assert.deepEqual(visa.violations, []);
    await visa.close();
  });
}

test('the next connection may come before the end of the last is noticed', async () => {
  const visa = await visitor();
  const id = await chat(visa);
  const { id: sid, _pid: pid, _lastOffset: offset } = visa.socket;
  const twin = new Recovering(visa.token, 'twin');
  twin.options.auth = (give) => give({ token: visa.token, recovery: true, pid, offset });
  await says(dana, id, 'meanwhile');
  await visa.expect('chat:new_message', ({ message }) => message.content === 'meanwhile');
  await twin.connect();
  assert.equal(twin.socket.id, sid);
  await twin.barrier();
  assert.deepEqual(texts(twin), ['meanwhile']);
  await visa.expectClose();
  await twin.close();
});

test('what is said while the missed is read comes after it, and not again after the next cut', async () => {
  const visa = await visitor();
  const id = await chat(visa);
  let back;
  await whileReadingWaits(async (waits) => {
    await visa.lose();
    await says(dana, id, 'missed');
    back = visa.back();
    await waits();
    await says(dana, id, 'meanwhile');
  });
  assert.equal(await back, true);
  await visa.expect('chat:new_message', ({ message }) => message.content === 'meanwhile');
  await visa.lose();
  await says(dana, id, 'later');
  assert.equal(await visa.back(), true);
  await visa.expect('chat:new_message', ({ message }) => message.content === 'later');
  await visa.barrier();
  assert.deepEqual(texts(visa), ['before', 'missed', 'meanwhile', 'later']);
  assert.deepEqual(visa.violations, []);
  await visa.close();
});

test('who goes while the missed is read is not there to be found, and resumes', async () => {
  const visa = await visitor();
  const id = await chat(visa);
  const { _pid: pid, _lastOffset: offset } = visa.socket;
  const engine = `${daemon.url}/socket.io/?EIO=4&transport=polling`;
  await whileReadingWaits(async (waits) => {
    await visa.lose();
    await says(dana, id, 'missed');
    const { sid } = JSON.parse((await (await fetch(engine)).text()).slice(1));
    const post = async (body) => assert.equal((await fetch(`${engine}&sid=${sid}`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })).status, 200);
    await post(`40${JSON.stringify({ token: visa.token, pid, offset })}`);
    await waits();
    await post('1');
    await dana.barrier();
  });
  assert.ok(!await visa.back());
  assert.equal(must(await visa.resume()).channels[id].status, 'resumed');
  await visa.barrier();
  assert.deepEqual(texts(visa), ['before', 'missed']);
  assert.deepEqual(visa.violations, []);
  await visa.close();
});

test('who is away too long, or after a restart of the daemon, is not recovered, and resumes', async () => {
  const visa = await visitor();
  const id = await chat(visa);
  await visa.lose();
  await says(dana, id, 'late');
  const forgotten = Date.now() + 1_100;
  while (Date.now() < forgotten) await dana.barrier();
  assert.ok(!await visa.back());
  assert.equal(must(await visa.resume()).channels[id].status, 'resumed');
  await visa.expect('chat:new_message', ({ message }) => message.content === 'late');
  await visa.lose();
  await daemon.restart({ hard: true });
  assert.ok(!await visa.back());
  assert.equal(must(await visa.resume()).channels[id].status, 'resumed');
  await visa.barrier();
  assert.deepEqual(texts(visa), ['before', 'late']);
  assert.deepEqual(visa.violations, []);
  await visa.close();
  dana = await new PlainClient({ url: daemon.url, token: (await signIn()).access_token, name: 'dana' }).connect();
});

test('rights that are gone stay gone: whoever was taken out of a chat is not recovered into it', async () => {
  const visa = await visitor();
  const id = await chat(visa);
  const console_ = await new Recovering(dana.token, 'console').connect();
  must(await console_.send('chat:join', { session_id: id }));
  await says(visa, id, 'hello');
  await console_.expect('chat:new_message', ({ message }) => message.content === 'hello');
  await console_.lose();
  must(await dana.send('chat:leave', { session_id: id }));
  await says(visa, id, 'between us');
  assert.ok(!await console_.back());
  await console_.barrier();
  assert.deepEqual(texts(console_), ['hello']);
  await console_.close();
  await visa.close();
});

test('a private id is of one sign-in: not of another person, not of another device, not after the sign-out', async () => {
  const visa = await visitor();
  await chat(visa);
  const { _pid: pid, _lastOffset: offset } = visa.socket;
  await visa.lose();
  for (const token of [dana.token, (await signIn()).access_token]) {
    const thief = new Recovering(token, 'thief');
    thief.options.auth = (give) => give({ token, recovery: true, pid, offset });
    await thief.connect();
    assert.notEqual(thief.socket._pid, pid);
    await thief.barrier();
    assert.deepEqual(texts(thief), []);
    await thief.close();
  }
  assert.equal(await visa.back(), true);
  await visa.close();
  const signedIn = await signIn();
  const tech = await new Recovering(signedIn.access_token, 'tech').connect();
  await tech.lose();
  assert.ok((await http(daemon.url, 'POST', '/api/auth/logout', { token: signedIn.access_token, body: {} })).status < 300);
  await assert.rejects(tech.back(), (error) => error.data.code === 'unauthenticated');
  tech.token = (await signIn()).access_token;
  assert.ok(!await tech.back());
  await tech.close();
});

test('nobody gets an argument more who has not asked, and nonsense in place of an id is no sign of life', async () => {
  const { body } = await http(daemon.url, 'POST', '/api/widget/back/visitors', { body: { name: 'Visa' } });
  const usual = await new SocketIoClient({ url: daemon.url, token: body.access_token, name: 'usual' }).connect();
  const lengths = new Set();
  usual.socket.onAny((event, ...more) => lengths.add(more.length));
  await chat(usual);
  assert.deepEqual([...lengths], [1]);
  assert.equal(usual.socket._pid, undefined);
  await usual.close();
  for (const wrong of [{ pid: 5 }, { pid: 'x'.repeat(10_000) }, { pid: '', offset: {} }, { pid: 'a', offset: 'b' }, { recovery: 'yes' }]) {
    const odd = new Recovering(body.access_token, 'odd');
    odd.options.auth = (give) => give({ token: body.access_token, ...wrong });
    await odd.connect();
    assert.ok(!odd.socket.recovered);
    await odd.close();
  }
});
