// Uploads: what is taken, what is refused by which name, and that nothing is left of what was not taken.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';
import { boundary, filesIn, head, Raw, refused, tail, upload, uploaded } from './uploads.mjs';

const limit = 256 * 1024;
let scene;
before(async () => { scene = await Scene.start({ config: { files: { upload_bytes: '256KiB', daily_bytes: '1MiB' }, limits: { body_time: '2s', bytes_per_s_min: '1MiB' } } }); });
after(async () => { await scene?.end(); });

const stored = () => filesIn(path.join(scene.daemon.dataDir, 'files'));
/// No staged file is left, and no row, when the upload of this test has been refused.
async function leavesNothing(attempt) {
  const known = new Set(stored()), rows = await scene.daemon.sql('SELECT count(*) FROM attachments');
  const result = await attempt();
  const left = () => stored().filter((name) => !known.has(name));
  for (let i = 0; i < 100 && left().length; i++) await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(left(), []);
  assert.deepEqual(await scene.daemon.sql('SELECT count(*) FROM attachments'), rows);
  return result;
}

test('a file is taken whole and given back byte for byte', async () => {
  const bytes = Buffer.from(randomBytes(100_001).toString('hex'));
  const file = await uploaded(scene.url, scene.dana, { name: 'dump.txt', bytes });
  assert.equal(file.name, 'dump.txt');
  assert.equal(file.size, bytes.length);
  const back = await fetch(scene.url + file.url);
  assert.equal(back.status, 200);
  assert.equal(createHash('sha256').update(Buffer.from(await back.arrayBuffer())).digest('hex'), createHash('sha256').update(bytes).digest('hex'));
});

test('the answer names the file and its url', async () => {
  const { body, headers } = await upload(scene.url, scene.visa, {});
  assert.equal(body.attachment_url, body.attachment.url);
  assert.match(headers.get('content-type'), /^application\/json/);
});

test('a body in chunks, after 100-continue', async () => {
  const raw = new Raw(scene.url);
  await raw.start(scene.dana, 'Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n');
  await raw.until((text) => text.startsWith('HTTP/1.1 100 ') || undefined);
  for (const piece of [head('a.txt').slice(0, 7), head('a.txt').slice(7), 'x', 'yz', tail]) await raw.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
  await raw.write('0\r\n\r\n');
  const { status, body } = await raw.answer();
  assert.equal(status, 201);
  assert.equal(body.attachment.size, 3);
  // The connection is as good as before.
  raw.received = Buffer.alloc(0);
  await raw.write('GET /healthz HTTP/1.1\r\nHost: chatd\r\n\r\n');
  assert.match(await raw.until((text) => text.includes('\r\n\r\n') ? text : undefined), /^HTTP\/1.1 200 /);
  raw.end();
});

test('who may not upload is told before the body is taken', async () => {
  for (const [who, code] of [[null, 'unauthenticated'], [{ token: 'nonsense' }, 'unauthenticated']]) {
    const raw = new Raw(scene.url);
    await raw.start(who, 'Content-Length: 100000\r\nExpect: 100-continue\r\n');
    refused(await raw.answer(), code);
    assert.doesNotMatch(raw.received.toString(), /100 Continue/);
    await raw.ended;
  }
});

test('a channel that one may not post in refuses before the body is taken', async () => {
  for (const [channel, code] of [[scene.foreign, 'not_found'], [999999, 'not_found'], [scene.closed, 'session_closed'], ['x', 'invalid']]) {
    const answer = await leavesNothing(() => upload(scene.url, scene.dana, { query: `?channel_id=${channel}` }));
    refused(answer, code);
  }
  refused(await upload(scene.url, scene.omar, { query: `?channel_id=${scene.open}` }), 'not_participant');
  refused(await upload(scene.url, scene.paul, { query: `?session_id=${scene.open}` }), 'not_found');
  refused(await leavesNothing(() => upload(scene.url, scene.paul, { fields: { channel_id: scene.open } })), 'not_found');
  await uploaded(scene.url, scene.visa, { fields: { session_id: scene.open } });
});

const forms = [
  ['no form', 'application/json', '{}', 'unsupported_type'],
  ['a form without boundary', 'multipart/form-data', 'x', 'unsupported_type'],
  ['a form of another kind', 'application/x-www-form-urlencoded', 'file=x', 'unsupported_type'],
  ['no file', null, `--${boundary}\r\nContent-Disposition: form-data; name="channel_id"\r\n\r\n${tail}`, 'invalid'],
  ['a file without a name', null, `--${boundary}\r\nContent-Disposition: form-data; name="file"\r\n\r\nx${tail}`, 'invalid'],
  ['two files', null, `${head()}a\r\n${head()}b${tail}`, 'invalid'],
  ['nothing in the file', null, `${head()}${tail}`, 'invalid'],
  ['no end', null, `${head()}abc`, 'invalid'],
  ['something before the first boundary', null, `${'x'.repeat(10_000)}\r\n${head()}a${tail}`, 'invalid'],
  ['an unknown field', null, `--${boundary}\r\nContent-Disposition: form-data; name="colour"\r\n\r\nred\r\n${head()}a${tail}`, 'unknown_field'],
  ['a long field', null, `--${boundary}\r\nContent-Disposition: form-data; name="channel_id"\r\n\r\n${'1'.repeat(1000)}\r\n${head()}a${tail}`, 'too_large'],
  ['many parts', null, `${Array.from({ length: 20 }, (_, i) => `--${boundary}\r\nContent-Disposition: form-data; name="f${i}"\r\n\r\n1\r\n`).join('')}${head()}a${tail}`, ['invalid', 'too_large']],
  ['a long header', null, `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${'x'.repeat(10_000)}"\r\n\r\nx${tail}`, 'too_large'],
];
for (const [name, type, body, codes] of forms) {
  test(`a body: ${name}`, async () => {
    const answer = await leavesNothing(async () => {
      const got = await fetch(`${scene.url}/api/chat-upload/upload`, { method: 'POST', body, headers: { authorization: `Bearer ${scene.dana.token}`, 'content-type': type ?? `multipart/form-data; boundary=${boundary}` } });
      return { status: got.status, headers: got.headers, body: await got.json() };
    });
    assert.ok([codes].flat().includes(answer.body.code), JSON.stringify(answer.body));
    refused(answer, answer.body.code);
  });
}

test('no body at all', async () => {
  for (const more of ['Content-Length: 0\r\n', '']) {
    const raw = new Raw(scene.url);
    await raw.start(scene.dana, more);
    refused(await raw.answer(), 'invalid');
    raw.end();
  }
});

test('what announces too much is refused before it comes', async () => {
  const raw = new Raw(scene.url);
  await raw.start(scene.dana, `Content-Length: ${limit * 4}\r\nExpect: 100-continue\r\n`);
  refused(await raw.answer(), 'too_large');
  await raw.ended;
  raw.end();
});

test('what grows too large is refused while it comes, though it goes on', async () => {
  await leavesNothing(async () => {
    const raw = new Raw(scene.url);
    await raw.start(scene.dana, 'Transfer-Encoding: chunked\r\n');
    const block = 'x'.repeat(64 * 1024);
    await raw.write(`${head().length.toString(16)}\r\n${head()}\r\n`);
    for (let i = 0; i < 40 && !raw.over; i++) raw.write(`${block.length.toString(16)}\r\n${block}\r\n`);
    const answer = await raw.answer();
    refused(answer, 'too_large');
    assert.equal(answer.headers.get('connection'), 'close');
    raw.end();
  });
});

test('an upload that is cut leaves nothing', () => leavesNothing(async () => {
  const raw = new Raw(scene.url);
  await raw.start(scene.dana, 'Content-Length: 100000\r\n');
  await raw.write(head() + 'x'.repeat(50_000));
  await new Promise((done) => setTimeout(done, 200));
  raw.end();
}));

test('an upload that comes too slowly is refused', () => leavesNothing(async () => {
  const raw = new Raw(scene.url);
  await raw.start(scene.dana, 'Content-Length: 100000\r\n');
  await raw.write(head() + 'x');
  const { status, body } = await raw.answer();
  assert.deepEqual([status, body.code], [408, 'timeout']);
  raw.end();
}));

const names = [
  ['../../etc/passwd', 'passwd'], ['C:\\Users\\x\\report.txt', 'report.txt'], ['.bashrc', 'bashrc'], ['a\u202Egol.txt', 'agol.txt'], ['...', 'file'],
  ['naïve – 文件.txt', 'naïve – 文件.txt'], ['a"b\'c;d.txt', null], ['x'.repeat(400) + '.txt', null], ['con.txt', null], ['a<b>|c?.txt', null],
];
for (const [given, expected] of names) {
  test(`a name is made safe: ${given.slice(0, 30)}`, async () => {
    const file = await uploaded(scene.url, scene.dana, { name: given });
    if (expected) assert.equal(file.name, expected);
    assert.ok(Buffer.byteLength(file.name) <= 200);
    assert.doesNotMatch(file.name, /[/\\\u0000-\u001f\u202a-\u202e<>:"|?*]|^\.|^(con|nul)\b/i);
    const back = await fetch(scene.url + file.url);
    assert.equal(await back.text(), 'hello\n');
    assert.match(back.headers.get('content-disposition'), /^attachment; filename=".*"; filename\*=UTF-8''/);
  });
}

test('the same key takes the same file once', async () => {
  const key = `k-${randomBytes(8).toString('hex')}`;
  const first = await upload(scene.url, scene.dana, { key, bytes: 'one' });
  const rows = await scene.daemon.sql('SELECT count(*) FROM attachments');
  const again = await upload(scene.url, scene.dana, { key, bytes: 'one' });
  assert.equal(again.body.attachment.id, first.body.attachment.id);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  refused(await upload(scene.url, scene.dana, { key, bytes: 'two' }), 'idempotency_conflict');
  for (let i = 0; i < 100 && String(await scene.daemon.sql('SELECT count(*) FROM attachments')) !== String(rows); i++) await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(await scene.daemon.sql('SELECT count(*) FROM attachments'), rows);
});

test('a client uploads so much in a day and no more, also at once', async () => {
  const visitor = await scene.visitor('one');
  const bytes = 'x'.repeat(200 * 1024);
  const answers = await Promise.all(Array.from({ length: 8 }, () => upload(scene.url, visitor, { name: 'x.txt', bytes })));
  const taken = answers.filter(({ status }) => status === 201);
  assert.equal(taken.length, 5);
  for (const answer of answers.filter(({ status }) => status !== 201)) refused(answer, 'quota_exceeded');
});
