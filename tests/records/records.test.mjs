// The same life for every kind of record: made, read, listed, changed, cleared, deleted; and every way to be refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { kinds } from './kinds.mjs';
import { World } from './world.mjs';

let world, document;
before(async () => {
  world = await World.start();
  document = await world.ok(200, 'GET', 'openapi.json');
});
after(async () => { await world?.end(); });

const nothing = 999_999_999;
const without = (record, ...names) => Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
/// Of a record what was given; what a struct in it has beyond that is to be empty.
const given = (record, body) => Object.fromEntries(Object.entries(record).filter(([name]) => name in body).map(([name, value]) => [name, asGiven(value, body[name])]));
function asGiven(value, wanted) {
  if (!isStruct(value) || !isStruct(wanted)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name, one]) => name in wanted || !isEmpty(one)).map(([name, one]) => [name, asGiven(one, wanted[name])]));
}
const isStruct = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isEmpty = (value) => value === null || (Array.isArray(value) && value.length === 0) || (isStruct(value) && Object.values(value).every(isEmpty));

/// As the OpenAPI document describes it, every field there and no other.
function fits(kind, record) {
  const { $ref } = document.paths[`/api/${kind.path}/{id}`].get.responses['200'].content['application/json'].schema;
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'api');
  const schema = document.components.schemas[$ref.split('/').pop()];
  const validate = ajv.compile({ $ref: `api${$ref}` });
  assert.ok(validate(record), `${JSON.stringify(record)}\n${JSON.stringify(validate.errors)}`);
  const shown = Object.keys(schema.properties).filter((name) => !schema.properties[name].writeOnly).sort();
  assert.deepEqual(Object.keys(record).sort(), shown);
}

for (const kind of kinds) {
  const at = (id) => `${kind.path}/${id}`;
  const secrets = kind.secrets ?? [];
  const made = async (over = {}) => world.make(kind.path, { ...await kind.make(world), ...over });

  test(kind.path, async (t) => {
    await t.test('is made as it was asked for, and read', async () => {
      const body = await kind.make(world);
      const answer = await world.ask('POST', kind.path, { body });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      fits(kind, answer.body);
      assert.deepEqual(given(answer.body, without(body, ...secrets)), without(body, ...secrets));
      const read = await world.ask('GET', at(answer.body.id));
      assert.deepEqual(read.body, answer.body);
      assert.equal(read.headers.get('etag'), answer.headers.get('etag'));
    });

    await t.test('is listed over pages, each once, in each order', async () => {
      const ids = new Set((await world.all(kind.path)).map((one) => one.id));
      for (let i = ids.size; i < 122; i++) ids.add((await made()).id);
      for (const sort of ['name', 'newest', 'oldest', 'changed']) {
        const listed = await world.all(kind.path, `&sort=${sort}`);
        assert.equal(listed.length, ids.size, sort);
        assert.deepEqual(new Set(listed.map((one) => one.id)), ids);
        const by = { name: (a) => a[kind.naming ?? 'name'].toLowerCase(), newest: (a) => a.created_at, oldest: (a) => a.created_at, changed: (a) => a.updated_at }[sort];
        const values = listed.map(by);
        const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        if (sort !== 'name') assert.deepEqual(values, sort === 'oldest' ? sorted : sorted.reverse(), sort);
        else assert.equal(new Set(values).size <= ids.size, true);
      }
    });

    await t.test('is found by text and filters', async () => {
      const one = await made();
      const name = one[kind.naming ?? 'name'];
      const found = await world.all(kind.path, `&q=${encodeURIComponent(name.toUpperCase())}`);
      assert.ok(found.some((other) => other.id === one.id));
      assert.deepEqual(await world.all(kind.path, '&q=%25_nothing%27%3B--'), []);
      for (const field of kind.filter ?? []) {
        const listed = await world.all(kind.path, `&${field}=${encodeURIComponent(one[field])}`);
        assert.ok(listed.some((other) => other.id === one.id), field);
        assert.ok(listed.every((other) => other[field] === one[field]), field);
      }
    });

    await t.test('changes in what is given and nothing else', async () => {
      const one = await made();
      const after = await world.ok(200, 'PATCH', at(one.id), { body: kind.change });
      fits(kind, after);
      const changed = Object.keys(kind.change);
      assert.deepEqual(given(after, without(kind.change, ...secrets)), without(kind.change, ...secrets));
      assert.deepEqual(without(after, 'updated_at', ...changed), without(one, 'updated_at', ...changed));
      assert.deepEqual(await world.ok(200, 'GET', at(one.id)), after);
      assert.deepEqual(await world.ok(200, 'PATCH', at(one.id), { body: {} }), after);
    });

    await t.test('null clears what may be absent', async () => {
      const one = await made();
      for (const field of kind.clear) {
        const after = await world.ok(200, 'PATCH', at(one.id), { body: { [field]: null } });
        assert.equal(after[field], null, field);
      }
    });

    await t.test('a change for another version is a conflict', async () => {
      const one = await made();
      const { headers } = await world.ask('GET', at(one.id));
      const etag = headers.get('etag');
      const changed = await world.ask('PATCH', at(one.id), { body: kind.change, headers: { 'if-match': etag } });
      assert.equal(changed.status, 200);
      assert.notEqual(changed.headers.get('etag'), etag);
      await world.refused('conflict', 'PATCH', at(one.id), { body: kind.change, headers: { 'if-match': etag } });
      await world.refused('conflict', 'DELETE', at(one.id), { headers: { 'if-match': etag } });
      assert.deepEqual(await world.ok(200, 'GET', at(one.id)), changed.body);
      await world.ok(204, 'DELETE', at(one.id), { headers: { 'if-match': changed.headers.get('etag') } });
    });

    await t.test('what must be one of a kind is', async () => {
      const [first, second] = [await made(), await made()];
      for (const field of kind.unique) {
        await world.refused('conflict', 'POST', kind.path, { body: { ...await kind.make(world), [field]: first[field] } }, field);
        await world.refused('conflict', 'PATCH', at(second.id), { body: { [field]: first[field] } }, field);
      }
      assert.deepEqual(await world.ok(200, 'GET', at(second.id)), second);
    });

    await t.test('what is wrong is named, and nothing changes', async () => {
      const one = await made();
      const before = (await world.all(kind.path)).length;
      for (const [field, values] of Object.entries(kind.wrong))
        for (const value of values) {
          await world.refused(['invalid', 'unknown_field'], 'POST', kind.path, { body: { ...await kind.make(world), [field]: value } }, field);
          await world.refused(['invalid', 'unknown_field'], 'PATCH', at(one.id), { body: { [field]: value } }, field);
        }
      for (const field of kind.refers ?? [])
        for (const id of [nothing, '9223372036854775807']) {
          await world.refused('invalid', 'POST', kind.path, { body: { ...await kind.make(world), [field]: id } }, field);
          await world.refused('invalid', 'PATCH', at(one.id), { body: { [field]: id } }, field);
        }
      for (const field of ['colour', 'tenant_id', 'created_at', 'updated_at', 'password_hash', 'row']) {
        await world.refused('unknown_field', 'POST', kind.path, { body: { ...await kind.make(world), [field]: 1 } }, field);
        await world.refused('unknown_field', 'PATCH', at(one.id), { body: { [field]: 1 } }, field);
      }
      await world.refused(['invalid', 'unknown_field'], 'POST', kind.path, { body: {} });
      for (const body of [[], 'x', 7, null]) await world.refused(['invalid', 'unknown_field'], 'POST', kind.path, { body });
      assert.deepEqual(await world.ok(200, 'GET', at(one.id)), one);
      assert.equal((await world.all(kind.path)).length, before);
    });

    await t.test('a list is asked for rightly or not at all', async () => {
      for (const query of ['limit=0', 'limit=201', 'limit=x', 'sort=colour', 'cursor=x', 'cursor=AAAA', 'colour=red', 'limit=1&limit=2'])
        await world.refused(['invalid', 'unknown_field'], 'GET', `${kind.path}?${query}`);
      const { next_cursor } = await world.ok(200, 'GET', `${kind.path}?limit=1&sort=newest`);
      await world.refused('invalid', 'GET', `${kind.path}?limit=1&sort=name&cursor=${next_cursor}`, undefined, 'cursor');
      for (const text of ['changed 1 x', 'changed 1 ', 'changed 1 99999999999999999999', 'name x y', `name 1 \u0000`, 'newest', 'changed 1 -1'])
        await world.refused('invalid', 'GET', `${kind.path}?sort=${text.split(' ')[0]}&cursor=${Buffer.from(text).toString('base64url')}`, undefined, 'cursor');
    });

    await t.test('is not there for another tenant', async () => {
      const one = await made();
      const as = world.eve;
      for (const id of [one.id, nothing, '9223372036854775807']) {
        await world.refused('not_found', 'GET', at(id), { as });
        await world.refused('not_found', 'PATCH', at(id), { as, body: kind.change });
        await world.refused('not_found', 'DELETE', at(id), { as });
      }
      assert.ok(!(await world.all(kind.path, '', { as })).some((other) => other.id === one.id));
      for (const field of kind.refers ?? []) {
        const mine = await kind.make(world);
        const others = kind.refers.filter((name) => name !== field);
        if (mine[field]) await world.refused('invalid', 'POST', kind.path, { as, body: without(mine, ...others) }, field);
      }
      for (const id of kind.textId ? [] : ['first', '1.5', '-1', '0', '99999999999999999999'])
        await world.refused(['invalid', 'not_found'], 'GET', at(id));
      assert.deepEqual(await world.ok(200, 'GET', at(one.id)), one);
    });

    await t.test('is for those who may', async () => {
      const one = await made();
      for (const [as, code] of [[null, 'unauthenticated'], [world.visa, 'forbidden'], [world.dana, 'forbidden']]) {
        if (as === world.dana && kind.technicians) continue;
        await world.refused(code, 'POST', kind.path, { as, body: await kind.make(world) });
        await world.refused(code, 'PATCH', at(one.id), { as, body: kind.change });
        await world.refused(code, 'DELETE', at(one.id), { as });
        if (as === world.dana && !kind.secret) {
          await world.ok(200, 'GET', at(one.id), { as });
          continue;
        }
        await world.refused(code, 'GET', at(one.id), { as });
        await world.refused(code, 'GET', kind.path, { as });
      }
      assert.deepEqual(await world.ok(200, 'GET', at(one.id)), one);
    });

    await t.test('is made, changed and deleted once for each key', async () => {
      const key = { 'idempotency-key': `k-${world.next()}-${kind.path}` };
      const body = await kind.make(world);
      const first = await world.ok(201, 'POST', kind.path, { body, headers: key });
      assert.deepEqual(await world.ok(201, 'POST', kind.path, { body, headers: key }), first);
      await world.refused('idempotency_conflict', 'POST', kind.path, { body: await kind.make(world), headers: key });
      const change = { 'idempotency-key': `${key['idempotency-key']}-change` };
      const after = await world.ok(200, 'PATCH', at(first.id), { body: kind.change, headers: change });
      assert.deepEqual(await world.ok(200, 'PATCH', at(first.id), { body: kind.change, headers: change }), after);
      const end = { 'idempotency-key': `${key['idempotency-key']}-end` };
      for (let i = 0; i < 2; i++) await world.ok(204, 'DELETE', at(first.id), { headers: end });
      await world.refused('not_found', 'GET', at(first.id));
    });

    await t.test('is deleted, but not while something refers to it', async () => {
      const one = await made();
      if (kind.held) {
        const holder = await kind.held(world, one.id);
        const error = await world.refused('conflict', 'DELETE', at(one.id));
        assert.ok(error.details.used_by[kind.heldBy] >= 1, JSON.stringify(error));
        await world.ok(204, 'DELETE', `${kind.holders ?? kind.heldBy}/${holder.id}`);
      }
      await world.ok(204, 'DELETE', at(one.id));
      await world.refused('not_found', 'GET', at(one.id));
      await world.refused('not_found', 'DELETE', at(one.id));
      await world.refused('not_found', 'PATCH', at(one.id), { body: kind.change });
    });

    await t.test('two who change it at once both find their change in it, or are told', async () => {
      const one = await made();
      const etag = (await world.ask('GET', at(one.id))).headers.get('etag');
      const answers = await Promise.all(Array.from({ length: 8 }, () => world.ask('PATCH', at(one.id), { body: kind.change, headers: { 'if-match': etag } })));
      assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
      assert.equal(answers.filter((answer) => answer.body.code === 'conflict').length, 7);
    });
  });
}
