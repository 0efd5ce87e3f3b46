// Rights are live (SPEC 3.10): two seconds after a change that nobody told the daemon of, an open socket hears nothing that its
// user may not read, and goes on hearing the rest.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon, password } from '../support/daemon.mjs';
import { PlainClient, SocketIoClient, http } from '../support/doors.mjs';

const promised = 2_000;
const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };

let daemon;
before(async () => {
  daemon = await Daemon.start();
  await daemon.addTenant('live');
  await daemon.addChatConfig({ tenant: 'live', id: 'live' });
});
after(async () => { await daemon?.dispose(); });

async function technician(name, Kind = PlainClient) {
  const email = `${name}@live.test`;
  const record = await daemon.addUser({ tenant: 'live', email, name, role: 'technician' });
  const { body } = await http(daemon.url, 'POST', '/api/auth/login', { body: { email, password } });
  return Object.assign(await new Kind({ url: daemon.url, token: body.access_token, name }).connect(), { id: record.id });
}
async function visitor(Kind = PlainClient) {
  const { body } = await http(daemon.url, 'POST', '/api/widget/live/visitors', { body: { name: 'Visa' } });
  return Object.assign(await new Kind({ url: daemon.url, token: body.access_token, name: 'visa' }).connect(), { id: body.user.id });
}

/// A chat of a visitor, accepted by `agent`, with `others` in it.
async function chat(visa, agent, ...others) {
  const { session } = must(await visa.send('chat:start', { subject: 'Help' }));
  must(await agent.send('chat:accept', { session_id: session.session_id }));
  for (const other of others) must(await other.send('chat:join', { session_id: session.session_id }));
  return session.session_id;
}
let n = 0;
/// Says something; true for each listener who hears it before the next thing that it is certain to hear.
async function heard(speaker, channel, ...listeners) {
  const content = `message ${n++}`;
  must(await speaker.send('chat:send_message', { channel_id: channel, type: 'text', content }));
  await Promise.all(listeners.map((one) => one.barrier()));
  return listeners.map((one) => one.pushes.some(({ event, data }) => event === 'chat:new_message' && data.message.content === content));
}

for (const Kind of [PlainClient, SocketIoClient]) {
  test(`${Kind.name}: who is put out of a chat hears it no more, on any connection; the others do`, async () => {
    const [visa, dana, omar] = [await visitor(), await technician(`dana${Kind.name}`), await technician(`omar${Kind.name}`, Kind)];
    const channel = await chat(visa, dana, omar);
    assert.deepEqual(await heard(visa, channel, dana, omar), [true, true]);
    await daemon.sql(`UPDATE channel_participants SET left_at = now() WHERE channel_id = ${channel} AND user_id = ${omar.id}`);
    await sleep(promised);
    assert.deepEqual(await heard(visa, channel, dana, omar), [true, false]);
    must(await omar.send('chat:join', { session_id: channel }));
    assert.deepEqual(await heard(visa, channel, dana, omar), [true, true]);
    await Promise.all([visa, dana, omar].map((one) => one.close()));
  });
}

test('who looks at a chat that is over is shut out when their access scope is', async () => {
  const [visa, dana, nora] = [await visitor(), await technician('dana3'), await technician('nora3')];
  const channel = await chat(visa, dana);
  must(await dana.send('chat:end', { session_id: channel }));
  const { session } = must(await nora.send('chat:join', { session_id: channel }));
  assert.equal(session.status, 'closed');
  const messages = must(await visa.send('chat:messages', { session_id: channel })).data;
  must(await dana.send('chat:seen', { session_id: channel, message_id: messages[0].id }));
  await nora.expect('chat:seen', ({ user_id }) => user_id === dana.id);
  await daemon.sql(`INSERT INTO user_access_scopes (tenant_id, user_id, kind, object_id) SELECT tenant_id, id, 'organization', 999999 FROM users WHERE id = ${nora.id}`);
  await sleep(promised);
  must(await visa.send('chat:seen', { session_id: channel, message_id: messages.at(-1).id }));
  await dana.expect('chat:seen', ({ user_id }) => user_id === visa.id);
  await nora.barrier();
  assert.ok(!nora.pushes.some(({ event, data }) => event === 'chat:seen' && data.user_id === visa.id));
  assert.equal((await nora.send('chat:messages', { session_id: channel })).error.code, 'not_found', 'as by request');
  await Promise.all([visa, dana, nora].map((one) => one.close()));
});

test('a change is seen that was begun before others and committed after them', async () => {
  const [visa, dana, omar] = [await visitor(), await technician('dana4'), await technician('omar4')];
  const channel = await chat(visa, dana, omar);
  // The first transaction takes its ids, then waits; many others commit meanwhile and are read.
  const slow = daemon.sql(`BEGIN; UPDATE channel_participants SET left_at = now() WHERE channel_id = ${channel} AND user_id = ${omar.id}; SELECT pg_sleep(6); COMMIT`);
  for (let i = 0; i < 5; i++) {
    await daemon.sql(`UPDATE users SET name = 'Dana ${i}' WHERE id = ${dana.id}`);
    await sleep(200);
  }
  assert.deepEqual(await heard(visa, channel, omar), [true], 'not committed: he is still in it');
  await slow;
  await sleep(promised);
  assert.deepEqual(await heard(visa, channel, dana, omar), [true, false]);
  const { message } = must(await dana.send('chat:send_message', { channel_id: channel, type: 'text', content: 'Who am I?' }));
  assert.equal(message.sender.name, 'Dana 4', 'a new name is used at once, too');
  await Promise.all([visa, dana, omar].map((one) => one.close()));
});
