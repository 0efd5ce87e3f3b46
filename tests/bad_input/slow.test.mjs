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
  await back.until(() => (back.held()[scene.open] >= head ? true : undefined), 30_000);
  assert.equal(back.held()[scene.open], head);
  assert.deepEqual([...back.violations, ...witness.violations, ...slow.violations], []);
  await Promise.all([talker, witness, back].map((client) => client.close()));
});
