// What is left: after a crash, a full disk, and a day that nobody sent what they uploaded. In the end the files are those of the rows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';
import { http } from '../support/doors.mjs';
import { chunk, png } from './pictures.mjs';
import { filesIn, head, Raw, refused, upload, uploaded } from './uploads.mjs';

let scene;
const disk = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-files-'));
const small = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status === 0;
process.once('exit', () => { if (small) spawnSync('umount', ['-l', disk]); fs.rmSync(disk, { recursive: true, force: true }); });
before(async () => { scene = await Scene.start({ config: { files: { directory: disk, staged_for: '3s' } } }); });
after(async () => { await scene?.end(); });

const below = (folder) => filesIn(path.join(disk, folder));
const keys = async () => String(await scene.daemon.sql('SELECT storage_key FROM attachments ORDER BY 1')).split('\n').map((line) => line.trim()).filter(Boolean);
const send = (who, body) => http(scene.url, 'POST', `/api/channels/${scene.open}/messages`, { token: who.token, body: { type: 'file', ...body } });
async function within(ms, holds) {
  for (const until = Date.now() + ms; ;) {
    try { return await holds(); } catch (error) { if (Date.now() > until) throw error; }
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('a full disk is said, leaves nothing, and is over when there is room', { skip: !small && 'needs root, for a small disk' }, async () => {
  refused(await upload(scene.url, scene.dana, { name: 'a.log', bytes: 'x'.repeat(6 * 1024 * 1024) }), 'storage_full');
  await within(5_000, () => assert.deepEqual(below('incoming'), []));
  const ballast = path.join(disk, 'ballast');
  const file = fs.openSync(ballast, 'w');
  try { for (;;) fs.writeSync(file, Buffer.alloc(1 << 16)); } catch (error) { assert.equal(error.code, 'ENOSPC'); }
  fs.closeSync(file);
  refused(await upload(scene.url, scene.dana, { bytes: 'x'.repeat(100_000) }), 'storage_full');
  fs.rmSync(ballast);
  await uploaded(scene.url, scene.dana, { bytes: 'x'.repeat(100_000) });
  // Room for the picture, and none for the one without its metadata.
  const picture = png(4, 4, { more: [chunk('prVt', randomBytes(2_500_000))] });
  refused(await upload(scene.url, scene.visa, { name: 'a.png', bytes: picture }), 'storage_full');
  await within(5_000, () => assert.deepEqual(below('incoming'), []));
});

test('what nobody sends goes; what was sent stays', async () => {
  const kept = await uploaded(scene.url, scene.visa, { bytes: 'kept' });
  assert.equal((await send(scene.visa, { attachment_ids: [kept.id] })).status, 201);
  const lost = await uploaded(scene.url, scene.visa, { bytes: 'lost' });
  await within(15_000, async () => assert.equal((await http(scene.url, 'POST', `/api/files/${lost.id}/link`, { token: scene.visa.token })).status, 404));
  refused(await send(scene.visa, { attachment_ids: [lost.id] }), 'not_found');
  assert.equal((await fetch(scene.url + kept.url)).status, 200);
  assert.equal((await fetch(scene.url + lost.url)).status, 404);
  await within(10_000, async () => assert.deepEqual(below('stored').sort(), await keys()));
});

test('the file of a deleted message goes, unless a ticket has it', async () => {
  const sent = async (bytes) => {
    const file = await uploaded(scene.url, scene.visa, { bytes });
    const { body } = await send(scene.visa, { attachment_ids: [file.id] });
    return { file, message: body.message.id, key: await scene.daemon.sql(`SELECT storage_key FROM attachments WHERE id = ${file.id}`) };
  };
  const named = await sent('of a ticket');
  const made = await http(scene.url, 'POST', `/api/live-chat/${scene.open}/convert-to-ticket`, { token: scene.dana.token, body: {} });
  assert.ok(made.status < 300, JSON.stringify(made.body));
  const gone = await sent('of nobody');
  for (const { message } of [named, gone]) assert.ok((await http(scene.url, 'DELETE', `/api/messages/${message}`, { token: scene.visa.token })).status < 300);
  await within(15_000, async () => assert.ok(!below('stored').includes(gone.key) && !(await keys()).includes(gone.key)));
  assert.ok(below('stored').includes(named.key) && (await keys()).includes(named.key));
  assert.equal((await fetch(scene.url + named.file.url)).status, 404);
});

test('a crash in the middle of an upload leaves nothing that is not swept', async () => {
  const raw = new Raw(scene.url);
  await raw.start(scene.dana, 'Content-Length: 1000000\r\n');
  await raw.write(head() + 'x'.repeat(100_000));
  await within(5_000, () => assert.equal(below('incoming').length, 1));
  await scene.daemon.kill();
  raw.end();
  const [left] = below('incoming');
  // Nobody holds it any more; but a young one might be of somebody who has not locked it yet.
  const old = new Date(Date.now() - 120_000);
  fs.utimesSync(path.join(disk, 'incoming', left), old, old);
  await scene.daemon.launch();
  await within(15_000, () => assert.deepEqual(below('incoming'), []));
});

test('the daemon ends in order while a file comes and another goes', async () => {
  const large = await uploaded(scene.url, scene.dana, { name: 'large.log', bytes: 'x'.repeat(2 * 1024 * 1024) });
  const up = new Raw(scene.url), down = new Raw(scene.url);
  await up.start(scene.dana, 'Content-Length: 1000000\r\n');
  await up.write(head() + 'x'.repeat(100_000));
  down.socket.pause();
  await down.write(`GET ${large.url} HTTP/1.1\r\nHost: chatd\r\n\r\n`);
  await within(5_000, () => assert.equal(below('incoming').length, 1));
  assert.equal((await scene.daemon.stop()).code, 0);
  assert.deepEqual(below('incoming'), []);
  for (const raw of [up, down]) raw.end();
  await scene.daemon.launch();
});

test('an upload under way is nothing that was left', async () => {
  const raw = new Raw(scene.url);
  const body = `${head()}${'x'.repeat(50_000)}\r\n--b0undary--\r\n`;
  await raw.start(scene.dana, `Content-Length: ${body.length}\r\n`);
  await raw.write(body.slice(0, 20_000));
  await within(5_000, () => assert.equal(below('incoming').length, 1));
  const old = new Date(Date.now() - 120_000);
  fs.utimesSync(path.join(disk, 'incoming', below('incoming')[0]), old, old);
  await new Promise((done) => setTimeout(done, 5_000));  // sweeps have passed
  await raw.write(body.slice(20_000));
  assert.equal((await raw.answer()).status, 201);
  raw.end();
});

test('files without a row go, and rows without their file', async () => {
  const folder = path.join(disk, 'stored', 'ab');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `ab${randomBytes(15).toString('hex')}`), 'nobody knows it');
  // A row whose bytes never came: the daemon was killed between the two.
  await scene.daemon.sql(`INSERT INTO attachments (tenant_id, uploader_id, name, size, content_type, sha256, storage_key, created_at)
    SELECT tenant_id, id, 'half.txt', 1, 'text/plain', sha256('x'), 'cd/half', now() - interval '1 hour' FROM users WHERE id = ${scene.dana.id}`);
  await within(20_000, async () => {
    assert.deepEqual(below('stored').sort(), await keys());
    assert.ok(!(await keys()).includes('cd/half'));
  });
});

test('a daemon with another database removes nothing of what is there', async () => {
  await within(10_000, async () => assert.deepEqual(below('stored').sort(), await keys()));
  const before = below('stored');
  assert.ok(before.length > 0);
  await scene.daemon.stop();
  let other;
  try {
    other = await Scene.start({ config: { files: { directory: disk, staged_for: '1s' } } });
    // Each round of a sweep takes what lies in incoming/ first; so after the third one a second has passed, and files were swept since.
    for (const round of ['first', 'second', 'third']) {
      const left = path.join(disk, 'incoming', round);
      fs.writeFileSync(left, '');
      fs.utimesSync(left, 1, 1);
      await within(15_000, () => assert.ok(!fs.existsSync(left)));
    }
    assert.deepEqual(below('stored').sort(), before.sort());
    // Nor does it leave anything there that the other would not know.
    refused(await upload(other.url, other.dana, {}), 'unavailable');
    assert.ok(other.daemon.logs.some((line) => line.includes("another database's")));
  } finally { await other?.end(); }
  await scene.daemon.launch();
});
