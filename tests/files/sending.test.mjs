// Messages with files: who may send which, what everybody sees of them, and that one file is part of one message.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';
import { http } from '../support/doors.mjs';
import { refused, uploaded } from './uploads.mjs';

let scene;
before(async () => { scene = await Scene.start(); });
after(async () => { await scene?.end(); });

const send = (who, body, channel = scene.open) => http(scene.url, 'POST', `/api/channels/${channel}/messages`, { token: who.token, body: { type: 'file', ...body } });
const history = async (who, channel = scene.open) => (await http(scene.url, 'GET', `/api/live-chat/${channel}/messages?limit=200`, { token: who.token })).body.data;
const text = async (url) => (await fetch(scene.url + url)).text();

for (const door of ['plain', 'socketio']) {
  test(`a message with files reaches everybody, by ${door}`, async () => {
    const dana = await scene.connect(door, scene.dana, 'dana'), visa = await scene.connect(door, scene.visa, 'visa');
    for (const client of [dana, visa]) assert.ok((await client.send('chat:join', { channel_id: scene.open })).ok);
    const one = await uploaded(scene.url, scene.visa, { name: 'one.txt', bytes: '1' }), two = await uploaded(scene.url, scene.visa, { name: 'two.txt', bytes: '22' });
    const client_id = randomUUID();
    const asked = { channel_id: scene.open, type: 'file', content: 'Look', attachment_ids: [two.id, one.id], client_id };
    const { data } = await visa.send('chat:send_message', asked);
    const { message } = data;
    assert.equal(message.type, 'file');
    assert.deepEqual(message.attachments.map(({ id, name, size, width }) => ({ id, name, size, width })), [{ id: two.id, name: 'two.txt', size: 2, width: null }, { id: one.id, name: 'one.txt', size: 1, width: null }]);
    const push = await dana.expect('chat:new_message', ({ message: { id } }) => id === message.id);
    assert.deepEqual(push.message, message);
    assert.equal(await text(push.message.attachments[0].url), '22');
    assert.deepEqual((await history(scene.dana)).find(({ id }) => id === message.id), message);
    // The same key again, by whatever door, is the same message.
    const again = await visa.send('chat:send_message', asked);
    assert.ok(again.data.replayed);
    assert.deepEqual(again.data.message, message);
    const other = await visa.send('chat:send_message', { ...asked, content: 'Else' });
    assert.equal(other.error.code, 'idempotency_conflict');
    // A file alone needs no words, and its url will do.
    const three = await uploaded(scene.url, scene.dana, { name: 'three.txt' });
    const alone = await dana.send('chat:send_message', { channel_id: scene.open, type: 'file', attachment_url: three.url });
    assert.equal(alone.data.message.content, '');
    assert.equal(alone.data.message.seq, message.seq + 1);
    await visa.expect('chat:new_message', ({ message: { attachments } }) => attachments[0]?.id === three.id);
    // Who comes back is told the same.
    const late = await scene.connect(door, scene.visa, 'late');
    assert.ok((await late.send('chat:resume', { channels: { [scene.open]: message.seq - 1 } })).ok);
    assert.deepEqual((await late.expect('chat:new_message', ({ seq }) => seq === message.seq)).message, message);
    for (const client of [dana, visa, late]) { assert.deepEqual(client.violations, []); await client.close(); }
  });
}

test('a file that is not one\'s own, not there, or sent already is not found, and nothing is stored', async () => {
  const mine = await uploaded(scene.url, scene.visa), danas = await uploaded(scene.url, scene.dana), foreign = await uploaded(scene.url, scene.stranger);
  const sent = await uploaded(scene.url, scene.visa);
  assert.equal((await send(scene.visa, { attachment_ids: [sent.id] })).status, 201);
  const before = await history(scene.visa);
  for (const id of [danas.id, foreign.id, sent.id, 999999999]) {
    refused(await send(scene.visa, { attachment_ids: [id] }), 'not_found');
    refused(await send(scene.visa, { attachment_ids: [mine.id, id] }), 'not_found');
  }
  refused(await send(scene.visa, { attachment_url: danas.url }), 'not_found');
  assert.deepEqual(await history(scene.visa), before);
  assert.equal((await send(scene.visa, { attachment_ids: [mine.id] })).status, 201);
});

test('what makes no sense is refused by name', async () => {
  const file = await uploaded(scene.url, scene.visa);
  const cases = [
    [{ attachment_ids: [] }, 'attachment_ids'], [{}, 'attachment_ids'], [{ attachment_ids: ['x'] }, 'attachment_ids[0]'], [{ attachment_ids: Array.from({ length: 11 }, (_, i) => i + 1) }, 'attachment_ids'],
    [{ type: 'text', content: 'x', attachment_ids: [file.id] }, 'type'], [{ type: 'text' }, 'content'], [{ type: 'system_event', attachment_ids: [file.id] }, 'type'],
    [{ attachment_url: 'https://elsewhere.test/x.png' }, 'attachment_url'], [{ attachment_url: '/api/files/x/y' }, 'attachment_url'],
  ];
  for (const [body, field] of cases) {
    const error = refused(await send(scene.visa, body), 'invalid');
    assert.ok(error.details.errors.some((one) => one.field === field), `${JSON.stringify(body)}: ${JSON.stringify(error)}`);
  }
  // The same id twice is one file.
  const { body } = await send(scene.visa, { attachment_ids: [file.id, file.id], attachment_url: file.url });
  assert.equal(body.message.attachments.length, 1);
});

test('only who may post sends; the file stays theirs', async () => {
  const file = await uploaded(scene.url, scene.omar), visitors = await uploaded(scene.url, scene.paul);
  refused(await send(scene.omar, { attachment_ids: [file.id] }), 'not_participant');
  refused(await send(scene.paul, { attachment_ids: [visitors.id] }), 'not_found');
  const danas = await uploaded(scene.url, scene.dana);
  refused(await send(scene.dana, { attachment_ids: [danas.id] }, scene.closed), 'session_closed');
  refused(await send(scene.omar, { attachment_ids: [file.id] }, scene.foreign), 'not_found');
  assert.equal((await scene.daemon.sql(`SELECT status FROM attachments WHERE id IN (${file.id}, ${visitors.id})`)).toString().replaceAll(/\s+/g, ' ').trim(), 'staged staged');
});

test('two messages want one file: one gets it', async () => {
  for (let round = 0; round < 10; round++) {
    const file = await uploaded(scene.url, scene.visa), spare = await uploaded(scene.url, scene.visa);
    const wanted = [[file.id], [file.id, spare.id], [spare.id, file.id], [file.id]];
    const answers = await Promise.all(wanted.map((attachment_ids) => send(scene.visa, { attachment_ids })));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    for (const answer of answers.filter(({ status }) => status !== 201)) refused(answer, 'not_found');
  }
});

test('a private note has files that the client cannot get', async () => {
  const file = await uploaded(scene.url, scene.dana);
  const { body } = await send(scene.dana, { attachment_ids: [file.id], visibility: 'internal' });
  assert.equal(body.message.visibility, 'internal');
  refused(await http(scene.url, 'POST', `/api/files/${file.id}/link`, { token: scene.visa.token }), 'not_found');
  assert.equal((await http(scene.url, 'POST', `/api/files/${file.id}/link`, { token: scene.omar.token })).status, 200);
});

test('a deleted message shows no files, and their links lead nowhere', async () => {
  const file = await uploaded(scene.url, scene.visa);
  const { body: { message } } = await send(scene.visa, { attachment_ids: [file.id], content: 'a' });
  const edited = await http(scene.url, 'PATCH', `/api/messages/${message.id}`, { token: scene.visa.token, body: { content: 'b' } });
  assert.deepEqual(edited.body.message.attachments, message.attachments);
  assert.equal((await http(scene.url, 'DELETE', `/api/messages/${message.id}`, { token: scene.visa.token })).status, 204);
  assert.equal((await fetch(scene.url + file.url)).status, 404);
  const late = await scene.connect('plain', scene.dana, 'late');
  await late.send('chat:resume', { channels: { [scene.open]: message.seq } });
  await late.barrier();
  assert.doesNotMatch(JSON.stringify(late.pushes), new RegExp(`files/${file.id}/`));
  await late.close();
});

test('files are there after a crash', async () => {
  const staged = await uploaded(scene.url, scene.visa, { bytes: 'staged' }), sent = await uploaded(scene.url, scene.visa, { bytes: 'sent' });
  const { body: { message } } = await send(scene.visa, { attachment_ids: [sent.id] });
  await scene.daemon.restart({ hard: true });
  assert.equal(await text(message.attachments[0].url), 'sent');
  assert.equal((await send(scene.visa, { attachment_ids: [staged.id] })).status, 201);
  assert.equal(await text(staged.url), 'staged');
});
