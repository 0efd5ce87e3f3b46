// When many come back at once, each waits for their turn to be given what they missed. What happens meanwhile comes after it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';

let scene;
before(async () => { scene = await Scene.start({ config: { database: { pool: 4 } } }); });
after(async () => { await scene?.end(); });

async function until(statement, wanted) {
  for (let tries = 0; await scene.daemon.sql(statement) !== wanted; tries++) if (tries === 100) throw new Error(`never ${wanted}: ${statement}`);
}

for (const door of ['plain', 'socketio']) {
  test(`a chat that is taken up again while its technician waits to resume: what was missed comes first (${door})`, async () => {
    const visitor = await scene.visitor('one');
    const chat = await scene.chat(visitor, scene.dana);
    await scene.post(visitor, `/api/live-chat/${chat}/end`, {});
    const [dana, ...crowd] = [await scene.connect(door, scene.dana), await scene.connect(door, scene.visa), await scene.connect(door, scene.visa)];
    const lock = scene.daemon.sql('BEGIN; LOCK TABLE channel_events IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(1.5); COMMIT');
    await until("SELECT count(*) FROM pg_locks WHERE relation = 'channel_events'::regclass AND granted AND mode = 'AccessExclusiveLock'", '1');
    const before = crowd.map((client) => client.send('chat:resume', { channels: { [scene.open]: 0 } }));
    await until("SELECT count(*) FROM pg_locks WHERE relation = 'channel_events'::regclass AND NOT granted", '2');
    const resumed = dana.send('chat:resume', { channels: { [chat]: 2 } });
    await dana.send('agent:activity_ping', {});
    await scene.post(visitor, `/api/channels/${chat}/messages`, { type: 'text', content: 'one thing more' });
    await lock;
    await Promise.all(before);
    const answer = await resumed;
    assert.ok(answer.ok, JSON.stringify(answer.error));
    await dana.expect('chat:new_message', ({ message }) => message.content === 'one thing more');
    const seqs = dana.pushes.filter(({ event, data }) => event !== 'queue-updated' && data.channel_id === chat && data.seq).map(({ data }) => data.seq);
    assert.deepEqual(seqs, [3, 4, 5]);
    for (const client of [dana, ...crowd]) await client.close();
  });
}
