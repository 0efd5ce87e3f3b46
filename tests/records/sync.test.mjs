// PUT /api/sync/{kind}: what a host platform sends again and again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { World } from './world.mjs';

let world;
before(async () => { world = await World.start(); });
after(async () => { await world?.end(); });

const sync = async (kind, data, options) => (await world.ok(200, 'PUT', `sync/${kind}`, { body: { data }, ...options })).data;
const statuses = (results) => results.map((one) => one.status);

test('records are made, then unchanged, then changed in what is given', async () => {
  const records = [{ external_id: 'h-1', name: 'Harbour' }, { external_id: 'h-2', name: 'Alder' }];
  const first = await sync('organizations', records);
  assert.deepEqual(statuses(first), ['created', 'created']);
  assert.deepEqual(first.map((one) => one.external_id), ['h-1', 'h-2']);
  const again = await sync('organizations', records);
  assert.deepEqual(statuses(again), ['unchanged', 'unchanged']);
  assert.deepEqual(again.map((one) => one.id), first.map((one) => one.id));
  const version = (await world.ask('GET', `organizations/${first[0].id}`)).headers.get('etag');
  await sync('organizations', records);
  assert.equal((await world.ask('GET', `organizations/${first[0].id}`)).headers.get('etag'), version, 'unchanged is untouched');
  assert.deepEqual(statuses(await sync('organizations', [{ external_id: 'h-1', name: 'Harbour Dental' }, records[1]])), ['updated', 'unchanged']);

  const person = { external_id: 'p-1', name: 'Priya', email: 'priya@harbour.test', organization_id: first[0].id, preferences: { allow_email: true } };
  assert.deepEqual(statuses(await sync('contacts', [person])), ['created']);
  const [{ id }] = await sync('contacts', [{ external_id: 'p-1', name: 'Priya Nair' }]);
  const contact = await world.ok(200, 'GET', `contacts/${id}`);
  assert.deepEqual([contact.name, contact.email, contact.organization_id], ['Priya Nair', person.email, first[0].id]);
  assert.deepEqual(statuses(await sync('devices', [{ external_id: 'd-1', name: 'LT-1', contact_id: id }])), ['created']);
  const tess = { external_id: 'u-1', kind: 'technician', name: 'Tess', email: 'tess@here.test', password: 'a long enough password' };
  assert.deepEqual(statuses(await sync('users', [tess])), ['created']);
  assert.deepEqual(statuses(await sync('users', [tess])), ['unchanged'], 'a password is not set again');
});

test('one that is wrong says so and stops no other', async () => {
  const results = await sync('contacts', [
    { external_id: 'w-1', name: 'Good' },
    { external_id: 'w-2' },
    { external_id: 'w-3', name: 'Bad', email: 'no' },
    { external_id: 'w-4', name: 'Bad', organization_id: 999_999_999 },
    { external_id: 'w-5', name: 'Bad', colour: 'red' },
    { name: 'No id' },
    7,
    { external_id: 'w-1', name: 'Good again' },
    { external_id: 'w-8', name: 'Good too' },
  ]);
  assert.deepEqual(statuses(results), ['created', 'error', 'error', 'error', 'error', 'error', 'error', 'updated', 'created']);
  assert.deepEqual(results.map((one) => one.error?.field), [undefined, 'name', 'email', 'organization_id', 'colour', 'external_id', 'external_id', undefined, undefined]);
  assert.equal(results[4].error.code, 'unknown_field');
});

test('a thousand at once, and not one more', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ external_id: `m-${i}`, name: `Many ${i}` }));
  const first = await sync('organizations', many);
  assert.ok(first.every((one) => one.status === 'created'));
  assert.ok((await sync('organizations', many)).every((one) => one.status === 'unchanged'));
  for (const data of [[...many, { external_id: 'm-1000', name: 'Too many' }], [], 'x', null, {}])
    await world.refused('invalid', 'PUT', 'sync/organizations', { body: { data } }, 'data');
  await world.refused('invalid', 'PUT', 'sync/organizations', { body: {} }, 'data');
  await world.refused('unknown_field', 'PUT', 'sync/organizations', { body: { data: [many[0]], colour: 'red' } }, 'colour');
});

test('the same platform twice at once makes each record once', async () => {
  const data = Array.from({ length: 50 }, (_, i) => ({ external_id: `r-${i}`, name: `Race ${i}` }));
  const runs = await Promise.all(Array.from({ length: 4 }, () => sync('organizations', data)));
  for (let i = 0; i < data.length; i++) {
    assert.equal(runs.filter((run) => run[i].status === 'created').length, 1);
    assert.equal(new Set(runs.map((run) => run[i].id)).size, 1);
  }
});

test('it is for those who may, and of their tenant', async () => {
  const data = [{ external_id: 't-1', name: 'Ours' }];
  await world.refused('forbidden', 'PUT', 'sync/organizations', { as: world.dana, body: { data } });
  await world.refused('forbidden', 'PUT', 'sync/organizations', { as: world.visa, body: { data } });
  await world.refused('unauthenticated', 'PUT', 'sync/organizations', { as: null, body: { data } });
  const [ours] = await sync('organizations', data);
  const [theirs] = await sync('organizations', data, { as: world.eve });
  assert.equal(theirs.status, 'created');
  assert.notEqual(ours.id, theirs.id);
  await world.refused('not_found', 'PUT', 'sync/boards', { body: { data } });
});
