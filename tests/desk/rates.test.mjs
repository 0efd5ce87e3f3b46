// A list that is asked for a text is a search, and has a search's rate: one person's, over all lists and doors.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk, must } from './desk.mjs';

let desk, dana, omar;
before(async () => {
  desk = await Desk.start({ limits: { profile: 'normal', searches: '1/h burst 3' } });
  dana = await desk.staff('dana');
  omar = await desk.staff('omar');
});
after(async () => { await desk?.end(); });

test('so many texts are looked for in lists, then one waits; lists themselves, searches and others do not', async () => {
  const { id } = await desk.chat('Vera');
  for (const path of ['/api/live-chat/agent/sessions?q=vera', '/api/contacts?q=vera', '/api/canned-responses?q=vera'])
    assert.equal((await dana.http('GET', path)).status, 200, path);
  for (const path of ['/api/live-chat/agent/sessions?q=vera', '/api/tickets?q=vera']) {
    const refused = await dana.http('GET', path);
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited'], path);
    assert.ok(Number(refused.headers.get('retry-after')) > 60, refused.headers.get('retry-after'));
  }
  const { ok, error } = await dana.send('chat:agent_sessions', { q: 'vera' });
  assert.ok(!ok && error.code === 'rate_limited' && error.retry_after_ms > 60_000, JSON.stringify(error));
  assert.equal(must(await dana.send('chat:agent_sessions', {})).data[0].session_id, id);
  assert.equal((await dana.http('GET', '/api/tickets')).status, 200);
  assert.equal((await dana.http('GET', '/api/search/sessions?q=vera')).status, 200);
  assert.equal(must(await omar.send('chat:agent_sessions', { q: 'vera' })).data[0].session_id, id);
});
