// The connection to PostgreSQL is cut exactly at COMMIT of an operation with a key, while the daemon lives: before the COMMIT arrives, or in
// place of its answer. It happened or it did not; the caller is answered truly, and whoever should hear of it does, in the room and outside.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { Daemon, password } from '../support/daemon.mjs';
import { PlainClient, RestClient, http } from '../support/doors.mjs';
import { Postgres } from './postgres.mjs';
import { Proxy } from './proxy.mjs';

let postgres, network, daemon, dana, omar, visa;
before(async () => {
  postgres = await Postgres.start();
  network = await Proxy.open({ port: postgres.port });
  daemon = await Daemon.start({ config: { database: { url: postgres.urlAt(network.port) } } });
  await daemon.addTenant('doubt');
  await daemon.addChatConfig({ tenant: 'doubt', id: 'doubt' });
  [dana, omar] = await Promise.all(['dana', 'omar'].map(technician));
});
after(async () => {
  for (const one of [dana, omar, visa]) await one?.close();
  await daemon?.dispose();
  await network?.close();
  await postgres?.dispose();
});

const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };
async function technician(name) {
  await daemon.addUser({ tenant: 'doubt', email: `${name}@doubt.test`, name, role: 'technician' });
  const { body } = await http(daemon.url, 'POST', '/api/auth/login', { body: { email: `${name}@doubt.test`, password } });
  return new PlainClient({ url: daemon.url, token: body.access_token, name }).connect();
}
async function visitor(Door = PlainClient) {
  await visa?.close();
  const { body } = await http(daemon.url, 'POST', '/api/widget/doubt/visitors', { body: { name: 'Visa' } });
  visa = await new Door({ url: daemon.url, token: body.access_token, name: 'visa' }).connect();
  return visa;
}
/// The operation's connection is cut at its COMMIT; the answer, and the one of the same asked again.
async function cut(person, event, data, answered) {
  const keyed = { ...data, client_id: randomUUID() };
  const sprung = network.trap({ mark: keyed.client_id, text: 'COMMIT', answered });
  const [first] = await Promise.all([person.send(event, keyed), sprung]);
  return { first, again: await person.send(event, keyed) };
}
const heard = (person, event, session_id) => person.pushes.filter((push) => push.event === event && push.data.session_id === session_id).length;
const calm = () => Promise.all([dana, omar, visa].map((one) => one.barrier()));

for (const answered of [true, false]) {
  const when = answered ? 'after it happened' : 'before it happened';
  for (const Door of [PlainClient, RestClient]) {
    test(`${when}, ${Door === RestClient ? 'by REST' : 'by a socket'}: a chat begins, is accepted, and left, once, and everybody hears of it`, async () => {
      await visitor(Door);
      const started = await cut(visa, 'chat:start', { subject: 'In doubt', message: 'Hello' }, answered);
      if (answered) assert.deepEqual(must(started.first), must(started.again));
      else assert.equal(started.first.error.code, 'unavailable');
      const { session_id } = must(started.again).session;
      const news = await dana.expect('chat:new_session', (push) => push.session_id === session_id);
      assert.ok(news.session.backstage_id, 'technicians see the whole session');
      await omar.expect('chat:new_session', (push) => push.session_id === session_id);

      const accepted = await cut(dana, 'chat:accept', { session_id }, answered);
      assert.equal(accepted.first.ok, answered);
      must(accepted.again);
      await omar.expect('chat:session_assigned', (push) => push.session_id === session_id);
      await visa.expect('chat:session_assigned', (push) => push.session_id === session_id);
      must(await visa.send('chat:send_message', { channel_id: session_id, type: 'text', content: 'Are you there?' }));
      await dana.expect('chat:new_message', ({ message }) => message.content === 'Are you there?');

      const left = await cut(dana, 'chat:leave', { session_id }, answered);
      assert.equal(left.first.ok, answered);
      must(left.again);
      await visa.expect('chat:participant_left', (push) => push.session_id === session_id);
      await omar.expect('chat:new_session', (push) => push.session_id === session_id);
      must(await visa.send('chat:send_message', { channel_id: session_id, type: 'text', content: 'Gone?' }));
      await calm();
      assert.equal(dana.pushes.filter(({ data }) => data.message?.content === 'Gone?').length, 0, 'who left hears on');
      for (const [event, times] of [['chat:new_session', 2], ['chat:session_assigned', 1], ['chat:participant_left', 0]])
        assert.equal(heard(omar, event, session_id), times, `${event} to who is outside`);
      for (const person of [dana, omar, visa]) assert.deepEqual(person.violations, []);
    });
  }
}

test('a chat that begins without a key rings when its client starts again, though the answer to its COMMIT was lost', async () => {
  await visitor();
  const subject = `Unkeyed ${randomUUID()}`;
  const sprung = network.trap({ mark: subject, text: 'COMMIT', answered: true });
  await Promise.all([visa.send('chat:start', { subject }), sprung]);
  const { session } = must(await visa.send('chat:start', { subject: 'Once more' }));
  assert.equal(session.subject, subject);
  await dana.expect('chat:new_session', (push) => push.session_id === session.session_id);
  await calm();
  assert.equal(heard(omar, 'chat:new_session', session.session_id), 1);
});

test('PostgreSQL stays away after the COMMIT: unavailable within 2 s, and everybody hears of it when it is back', async () => {
  await visitor();
  const data = { subject: 'Away', client_id: randomUUID() };
  const sprung = network.trap({ mark: data.client_id, text: 'COMMIT', answered: true });
  const answer = visa.send('chat:start', data);
  await sprung;
  network.refuse();
  network.reset();
  assert.equal((await answer).error.code, 'unavailable');
  assert.equal(dana.pushes.filter((push) => push.event === 'chat:new_session' && push.data.session.subject === 'Away').length, 0);
  network.calm();
  const news = await dana.expect('chat:new_session', ({ session }) => session.subject === 'Away');
  const again = must(await visa.send('chat:start', data));
  assert.equal(again.session.session_id, news.session_id);
  await calm();
  assert.equal(heard(omar, 'chat:new_session', news.session_id), 1);
  for (const person of [dana, omar, visa]) assert.deepEqual(person.violations, []);
});
