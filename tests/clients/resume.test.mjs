// Resuming at large: many channels in one request, and what does not fit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Daemon, password } from '../support/daemon.mjs';
import { PlainClient, http } from '../support/doors.mjs';

const must = (answer) => { assert.ok(answer.ok, JSON.stringify(answer.error)); return answer.data; };

let daemon;
before(async () => {
  daemon = await Daemon.start();
  await daemon.addTenant('resume');
  await daemon.addChatConfig({ tenant: 'resume', id: 'resume' });
});
after(async () => { await daemon?.dispose(); });

async function visitor() {
  const { body } = await http(daemon.url, 'POST', '/api/widget/resume/visitors', { body: { name: 'Visa' } });
  return new PlainClient({ url: daemon.url, token: body.access_token, name: 'visa' }).connect();
}
async function again(client) {
  client.drop();
  const next = await new PlainClient({ url: daemon.url, token: client.token, name: client.name }).connect();
  next.continueFrom(client);
  return next;
}

test('three hundred channels are resumed by one request, each from where it was', async () => {
  let visa = await visitor();
  const channels = {};
  for (let i = 0; i < 300; i++) {
    const { session } = must(await visa.send('chat:start', { subject: `Chat ${i}`, message: 'Hello' }));
    channels[session.session_id] = i % 10 === 0 ? 1 : 2;  // of each tenth the end is missed
    must(await visa.send('chat:end', { session_id: session.session_id }));
  }
  visa = await again(visa);
  visa.seqs.heads.clear();
  const answer = must(await visa.resume({ ...channels, 999999999: 5 }));
  assert.equal(answer.channels[999999999].status, 'gone');
  const resumed = Object.entries(answer.channels).filter(([, { status, head_seq }]) => status === 'resumed' && head_seq === 2);
  assert.equal(resumed.length, 300);
  await visa.barrier();
  assert.equal(visa.pushes.filter(({ event }) => event === 'chat:ended').length, 30);
  assert.deepEqual(visa.violations, []);
  await visa.close();
});

test('what does not fit one answer comes as a snapshot, or is to be joined; what fits is told event by event', async () => {
  let visa = await visitor();
  const ids = [];
  for (let i = 0; i < 4; i++) {
    const { session } = must(await visa.send('chat:start', { subject: `Large ${i}` }));
    ids.push(session.session_id);
    const content = 'x'.repeat(16_000);
    for (let k = 0; k < 12; k++) must(await visa.send('chat:send_message', { channel_id: session.session_id, type: 'text', content }));
    must(await visa.send('chat:end', { session_id: session.session_id }));
  }
  visa = await again(visa);
  visa.seqs.heads.clear();
  const { channels } = must(await visa.resume(Object.fromEntries(ids.map((id) => [id, 0]))));
  const by = (status) => ids.filter((id) => channels[id].status === status);
  assert.ok(by('resumed').length >= 2 && by('resync_required').length >= 1, JSON.stringify(ids.map((id) => channels[id].status)));
  await visa.barrier();
  for (const id of by('resumed')) assert.equal(visa.pushes.filter(({ data }) => data.channel_id === id && data.seq).length, 13);
  for (const id of by('resync_required')) {
    const { head_seq, snapshot } = channels[id];
    assert.equal(head_seq, 13);
    if (snapshot) assert.equal(snapshot.head_seq, 13);
    if (snapshot) assert.equal(snapshot.session.status, 'abandoned');
    must(await visa.send('chat:join', { session_id: id }));
  }
  await visa.close();
});

test('a resume that is refused takes nothing away from a connection that was live', async () => {
  const visa = await visitor();
  const email = 'dana@resume.test';
  await daemon.addUser({ tenant: 'resume', email, name: 'Dana', role: 'technician' });
  const { body } = await http(daemon.url, 'POST', '/api/auth/login', { body: { email, password } });
  const dana = await new PlainClient({ url: daemon.url, token: body.access_token, name: 'dana' }).connect();
  const { session } = must(await visa.send('chat:start', { subject: 'Live' }));
  must(await dana.send('chat:accept', { session_id: session.session_id }));
  assert.equal((await visa.resume({ [session.session_id]: -1 })).error.code, 'invalid');
  must(await visa.resume({ [session.session_id]: 1 }));
  must(await dana.send('chat:send_message', { channel_id: session.session_id, type: 'text', content: 'Still there?' }));
  await visa.expect('chat:new_message', ({ message }) => message.content === 'Still there?');
  assert.deepEqual(visa.violations, []);
  await Promise.all([visa, dana].map((one) => one.close()));
});
