// Idempotency-Key by REST: what a key may be, what it means beside client_id, and that the repetition is the same to the byte.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { Scene } from './scene.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

/// The answer as it came over the wire.
async function post(who, path, key, body = {}) {
  const headers = { authorization: `Bearer ${who.token}`, 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const answer = await fetch(scene.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text), replayed: answer.headers.get('idempotency-replayed') };
}
const start = (who, key, body = {}) => post(who, '/api/live-chat/start', key, { subject: 'Keys', ...body });

test('a repetition has status, body and a header that says so', async () => {
  const paul = await scene.visitor('one');
  const first = await start(paul, 'start of today');
  assert.equal(first.status, 422, 'a blank is not visible');
  for (const key of [randomUUID(), 'short', '!', '~'.repeat(255)]) {
    const visitor = await scene.visitor('one');
    const once = await start(visitor, key), again = await start(visitor, key);
    assert.deepEqual([once.status, once.replayed, again.status, again.replayed], [201, null, 201, 'true']);
    assert.equal(again.text, once.text);
  }
});

test('a key that is none is refused and named', async () => {
  const before = await scene.stored();
  for (const key of ['', ' ', 'two words', 'x'.repeat(256), 'caf\u00e9', 'tab\tstop']) {
    const { status, body } = await start(scene.visa, key);
    assert.equal(status, 422, JSON.stringify(key));
    assert.deepEqual(body.errors.map((error) => error.field), ['Idempotency-Key']);
  }
  assert.deepEqual(await scene.stored(), before);
});

test('header and client_id are one key, and must not differ', async () => {
  const visitor = await scene.visitor('one');
  const key = randomUUID();
  const once = await start(visitor, key), again = await start(visitor, undefined, { client_id: key }), both = await start(visitor, key.toUpperCase(), { client_id: key });
  assert.equal(again.text, once.text);
  assert.equal(both.text, once.text);
  const { status, body } = await start(visitor, key, { client_id: randomUUID() });
  assert.equal(status, 422);
  assert.deepEqual(body.errors.map((error) => error.field), ['client_id']);
});

test('another request or operation under the key is a conflict', async () => {
  const visitor = await scene.visitor('one');
  const { body } = await start(visitor, 'mine');
  const id = body.session.session_id;
  assert.equal((await start(visitor, 'mine', { priority: 'high' })).body.code, 'idempotency_conflict');
  assert.equal((await post(visitor, `/api/live-chat/${id}/end`, 'mine')).body.code, 'idempotency_conflict');
  assert.equal((await start(visitor, 'mine', { priority: 'medium' })).replayed, 'true', 'what is so by default need not be said');
});

test('a message takes any key', async () => {
  const send = (key, content) => post(scene.visa, `/api/channels/${scene.open}/messages`, key, { type: 'text', content });
  for (const key of [randomUUID(), 'words']) {
    const once = await send(key, 'by key'), again = await send(key, 'by key');
    assert.deepEqual([once.replayed, again.replayed, again.body.replayed], [null, 'true', true]);
    assert.equal(again.body.message.id, once.body.message.id);
    assert.equal((await send(key, 'other')).body.code, 'idempotency_conflict');
  }
});

test('records are made once for each key', async () => {
  const make = (key, name) => post(scene.ada, '/api/organizations', key, { name });
  const once = await make('org', 'Once Ltd'), again = await make('org', 'Once Ltd');
  assert.equal(once.status, 201, once.text);
  assert.equal(again.text, once.text);
  assert.equal(again.replayed, 'true');
  assert.equal((await make('org', 'Twice Ltd')).body.code, 'idempotency_conflict');
});

test('tokens are never answered again', async () => {
  const become = (key) => fetch(`${scene.url}/api/widget/one/visitors`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: '{}' }).then((answer) => answer.json());
  assert.notEqual((await become('same')).access_token, (await become('same')).access_token);
});
