// The times of the queue and of chats: the operator's, unless the tenant says otherwise, unless the team does (SPEC 19.22). Each as what
// somebody notices; where nobody would notice in time, by the time that is told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk, must } from './desk.mjs';

let desk, nora, nick, plain, hasty;
before(async () => {
  const queue = { offer_timeout: '10m', first_reply_after: '1h', no_answer_after: '1h', transfer_timeout: '1h', aging: '10m' };
  desk = await Desk.start({ queue, chat: { auto_close: '1h', resume_within: '1h' } });
  nick = await desk.staff('nick', 'technician', { team: 'Plain' });
  nora = await desk.staff('nora', 'technician', { team: 'Hasty' });
  const { data } = await desk.rest('GET', '/api/teams?limit=200');
  [plain, hasty] = ['Plain', 'Hasty'].map((name) => data.find((one) => one.name === name));
  for (const team of [plain, hasty]) await desk.rest('PATCH', `/api/teams/${team.id}`, { assignment: 'round_robin' });
});
after(async () => { await desk?.end(); });

const of = ({ id }) => ({ session_id }) => session_id === id;
const set = (key, value) => desk.daemon.sql(`INSERT INTO tenant_settings (tenant_id, key, value) SELECT id, '${key}', '"${value}"' FROM tenants WHERE slug = 'desk'
  ON CONFLICT (tenant_id, key) DO UPDATE SET value = excluded.value`);
const forget = (key) => desk.daemon.sql(`DELETE FROM tenant_settings WHERE key = '${key}'`);
const team = (settings) => desk.rest('PATCH', `/api/teams/${hasty.id}`, { settings });

/// Seconds that whoever is offered a new chat of that team has.
async function offered(to, { id }) {
  const chat = await desk.chat('Visitor', { team_id: id });
  const offer = await to.expect('chat:offer', of(chat));
  must(await to.send('chat:accept', { channel_id: chat.id, offer_id: offer.offer_id }));
  must(await to.send('chat:end', { channel_id: chat.id }));
  return (Date.parse(offer.expires_at) - Date.now()) / 1_000;
}
/// Until the queue goes by what is set now: it hears of a change within a second or two.
async function becomes(seconds, to, of_team) {
  const until = Date.now() + 10_000;
  for (let is; ;) {
    is = await offered(to, of_team);
    if (Math.abs(is - seconds) < 15) return;
    assert.ok(Date.now() < until, `an offer lasts ${is} s, not ${seconds}`);
  }
}

test('queue.offer_timeout: the operator\'s, the tenant\'s, the team\'s, and back', async () => {
  await becomes(600, nick, plain);
  await set('queue.offer_timeout', '5m');
  await becomes(300, nick, plain);
  await team({ offer_timeout: '100s' });
  await becomes(100, nora, hasty);
  await becomes(300, nick, plain);
  await team({});
  await becomes(300, nora, hasty);
  await set('queue.offer_timeout', 'soon');  // no time: it does not count
  await becomes(600, nick, plain);
  await forget('queue.offer_timeout');
});

test('queue.first_reply_after: the tenant\'s reminds, a team\'s that is longer does not', async () => {
  await set('queue.first_reply_after', '1s');
  await team({ first_reply_after: '1h' });
  const slow = await desk.chat('Slow', { team_id: hasty.id }), quick = await desk.chat('Quick', { team_id: plain.id });
  for (const [who, chat] of [[nora, slow], [nick, quick]]) {
    await who.expect('chat:offer', of(chat));
    must(await who.send('chat:accept', { channel_id: chat.id }));
  }
  await nick.expect('chat:reply_reminder', of(quick));
  await nora.barrier();
  assert.ok(!nora.pushes.some(({ event }) => event === 'chat:reply_reminder'));
  for (const [who, chat] of [[nora, slow], [nick, quick]]) must(await who.send('chat:end', { channel_id: chat.id }));
  await forget('queue.first_reply_after');
  await team({});
});

test('queue.no_answer_after and chat.auto_close: the tenant\'s, and the team\'s over it', async () => {
  await set('queue.no_answer_after', '1s');
  await team({ no_answer_after: '1h' });
  const patient = await desk.chat('Patient', { team_id: hasty.id }), asked = await desk.chat('Asked', { team_id: plain.id });
  await asked.client.expect('chat:no_answer', of(asked));
  await patient.client.barrier();
  assert.ok(!patient.client.pushes.some(({ event }) => event === 'chat:no_answer'));
  await forget('queue.no_answer_after');
  await set('chat.auto_close', '1s');
  await team({ auto_close: '1h' });
  for (const [who, chat] of [[nora, patient], [nick, asked]]) must(await who.send('chat:accept', { channel_id: chat.id }));
  const over = await asked.client.expect('chat:ended', of(asked));
  assert.equal(over.reason, 'idle');
  assert.equal(must(await nora.send('chat:session', { channel_id: patient.id })).session.status, 'active');
  must(await nora.send('chat:end', { channel_id: patient.id }));
  await forget('chat.auto_close');
  await team({});
});

test('queue.transfer_timeout: the tenant\'s, for a technician and for a team that says nothing', async () => {
  await set('queue.transfer_timeout', '1s');
  const chat = await desk.chat('Handed', { team_id: plain.id });
  must(await nick.send('chat:accept', { channel_id: chat.id }));
  for (const to of [{ agent_id: nora.id }, { team_id: hasty.id }]) {
    must(await nick.send('chat:transfer', { channel_id: chat.id, ...to }));
    await nick.expect('chat:transferred', ({ session_id, transfer }) => session_id === chat.id && transfer.state === 'returned');
  }
  await team({ transfer_timeout: '1h' });
  const { transfer } = must(await nick.send('chat:transfer', { channel_id: chat.id, team_id: hasty.id }));
  assert.equal(transfer.state, 'pending');
  must(await nick.send('chat:end', { channel_id: chat.id }));
  await forget('queue.transfer_timeout');
  await team({});
});

test('chat.resume_within: what is older is not told event by event, a snapshot is', async () => {
  const chat = await desk.chat('Gone', { team_id: plain.id, message: 'one' });
  must(await nick.send('chat:accept', { channel_id: chat.id }));
  const resume = async (last_seq) => must(await chat.client.send('chat:resume', { channels: { [chat.id]: last_seq } })).channels[chat.id];
  await desk.daemon.sql(`UPDATE chat_messages SET created_at = now() - interval '59 minutes' WHERE channel_id = ${chat.id}`);
  assert.equal((await resume(1)).status, 'resumed');
  await desk.daemon.sql(`UPDATE chat_messages SET created_at = now() - interval '61 minutes' WHERE channel_id = ${chat.id}`);
  await desk.daemon.sql(`UPDATE channel_events SET created_at = now() - interval '61 minutes' WHERE channel_id = ${chat.id}`);
  const late = await resume(1);
  assert.equal(late.status, 'resync_required');
  assert.equal(late.snapshot.session.status, 'active');
  assert.ok(late.snapshot.messages.some(({ content }) => content === 'one'));
});
