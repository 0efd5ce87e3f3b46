// A client that never reads harms only itself: it is cut, the others go on, and it can resume.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Scene } from './scene.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

test('who never reads is cut with 1013 and can resume', { timeout: 120_000 }, async () => {
  const slow = await scene.connect('plain', scene.visa, 'slow');
  const talker = await scene.connect('plain', scene.dana, 'talker');
  const witness = await scene.connect('plain', scene.visa, 'witness');
  const { data: joined } = await slow.send('chat:join', { channel_id: scene.open });
  await witness.send('chat:join', { channel_id: scene.open });
  await talker.send('chat:join', { channel_id: scene.open });
  slow.socket._socket.pause();  // the kernel's buffers fill, then the daemon's
  const content = 'x'.repeat(16_000);
  let sent = 0;
  const cut = () => scene.daemon.logs.some((line) => line.includes('slow')) || sent >= 900;
  while (!cut()) {
    const answers = await Promise.all(Array.from({ length: 30 }, () => talker.send('chat:send_message', { channel_id: scene.open, type: 'text', content }, { withinMs: 30_000 })));
    for (const answer of answers) assert.ok(answer.ok, JSON.stringify(answer.error));
    sent += answers.length;
  }
  // Nobody else noticed.
  assert.ok(witness.connected && talker.connected);
  await witness.until(() => (witness.held()[scene.open] >= joined.head_seq + sent ? true : undefined), 20_000);
  assert.equal(witness.held()[scene.open], joined.head_seq + sent);
  // The slow one reads what was under way and finds the end of it.
  slow.socket._socket.resume();
  const code = await slow.expectClose(30_000);
  assert.ok([1013, 1006].includes(code), `closed with ${code}`);
  const held = slow.held()[scene.open];
  assert.ok(held < joined.head_seq + sent, 'it got everything and was not cut');
  // It comes back and misses nothing.
  const back = await scene.connect('plain', scene.visa, 'back');
  back.continueFrom(slow);
  const answer = await back.resume();
  assert.ok(answer.ok);
  const head = joined.head_seq + sent;
  // So much as was missed here comes as a snapshot; the rest is in the history.
  const { status, head_seq, snapshot } = answer.data.channels[scene.open];
  assert.equal(status, 'resync_required');
  assert.equal(head_seq, head);
  assert.equal(snapshot.messages.at(-1).seq, head);
  const before = await back.http('GET', `/api/live-chat/${scene.open}/messages?before=${snapshot.messages[0].seq}&limit=200`);
  assert.equal(before.body.data.at(-1).seq, snapshot.messages[0].seq - 1);
  assert.ok((await talker.send('chat:send_message', { channel_id: scene.open, type: 'text', content: 'and on' })).ok);
  await back.expect('chat:new_message', ({ seq }) => seq === head + 1);
  assert.deepEqual([...back.violations, ...witness.violations, ...slow.violations], []);
  await Promise.all([talker, witness, back].map((client) => client.close()));
});

test('who missed much, but reads, gets all of it', { timeout: 120_000 }, async () => {
  const talker = await scene.connect('plain', scene.dana, 'talker');
  for (const door of ['plain', 'socketio']) {
    const away = await scene.connect(door, scene.visa, 'away');
    await away.send('chat:join', { channel_id: scene.open });
    await away.close();
    for (let i = 0; i < 25; i++) assert.ok((await talker.send('chat:send_message', { channel_id: scene.open, type: 'text', content: 'y'.repeat(16_000) })).ok);
    const back = await scene.connect(door, scene.visa, 'back');
    back.continueFrom(away);
    const { data } = await back.resume();
    const { status, head_seq } = data.channels[scene.open];
    assert.equal(status, 'resumed');
    await back.until(() => (back.held()[scene.open] >= head_seq ? true : undefined), 30_000);
    assert.equal(back.held()[scene.open], head_seq);
    assert.deepEqual(back.violations, []);
    await back.close();
  }
  await talker.close();
});

test('a burst larger than what may wait reaches who reads', { timeout: 120_000 }, async () => {
  const talker = await scene.connect('plain', scene.dana, 'talker');
  const reader = await scene.connect('plain', scene.visa, 'reader');
  const { data } = await reader.send('chat:join', { channel_id: scene.open });
  const answers = Array.from({ length: 120 }, () => talker.send('chat:send_message', { channel_id: scene.open, type: 'text', content: 'z'.repeat(16_000) }, { withinMs: 30_000 }));
  for (const answer of await Promise.all(answers)) assert.ok(answer.ok, JSON.stringify(answer.error));
  await reader.until(() => (reader.held()[scene.open] >= data.head_seq + 120 ? true : undefined), 30_000);
  assert.ok(reader.connected, `closed with ${reader.closeCode}`);
  assert.equal(reader.held()[scene.open], data.head_seq + 120);
  await talker.close();
  await reader.close();
});
