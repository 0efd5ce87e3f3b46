// What a file is, is found in the file: types that lie, pictures and what they tell of their owners, and pictures made to hurt.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Scene } from '../bad_input/scene.mjs';
import { binary } from '../support/daemon.mjs';
import { chunk, gif, jpeg, png, textChunk, webp } from './pictures.mjs';
import { refused, upload, uploaded } from './uploads.mjs';

let scene;
before(async () => { scene = await Scene.start({ config: { files: { picture_pixels: 1_000_000 } } }); });
after(async () => { await scene?.end(); });

const exe = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40', 'latin1'), Buffer.alloc(35), Buffer.from([0x80, 0, 0, 0]), Buffer.alloc(64), Buffer.from('PE\0\0L\x01', 'latin1'), Buffer.alloc(300)]);
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

const taken = [
  ['photo.png', png(20, 10), 'image/png', 'inline'], ['photo.JPEG', jpeg(), 'image/jpeg', 'inline'], ['a.gif', gif(), 'image/gif', 'inline'], ['a.webp', webp(), 'image/webp', 'inline'],
  ['manual.pdf', pdf, 'application/pdf', 'attachment'], ['a.txt', 'hello\n', 'text/plain; charset=utf-8', 'attachment'], ['a.csv', 'a,b\n1,2\n', 'text/csv; charset=utf-8', 'attachment'],
  ['a.json', '{"a": 1}', 'application/json', 'attachment'], ['logs.gz', gzipSync('log'), 'application/gzip', 'attachment'], ['server.log', 'x\n'.repeat(10), 'text/plain; charset=utf-8', 'attachment'],
  ['page.txt', '<html><script>alert(1)</script></html>', 'text/plain; charset=utf-8', 'attachment'],
];
for (const [name, bytes, type, disposition] of taken) {
  test(`taken: ${name}`, async () => {
    const file = await uploaded(scene.url, scene.dana, { name, bytes, type: 'application/x-lie' });
    assert.equal(file.content_type, type);
    assert.equal(file.name, name);
    const back = await fetch(scene.url + file.url);
    assert.equal(back.headers.get('content-type'), type);
    assert.equal(back.headers.get('content-disposition').split(';')[0], disposition);
    assert.deepEqual(Buffer.from(await back.arrayBuffer()), Buffer.from(bytes));
  });
}

const lies = [
  ['setup.exe', exe], ['invoice.pdf', exe], ['photo.png', exe], ['photo.jpg', png(2, 2)], ['photo.png', '<html><script>x</script></html>'], ['a.txt', exe], ['a.txt', png(2, 2)],
  ['pic.svg', svg], ['page.html', '<!doctype html><script>x</script>'], ['run.bat', '@echo off\r\ndel *.*\r\n'], ['run.ps1', 'Remove-Item x'], ['a.docx', exe], ['a.zip', png(2, 2)],
  ['photo.png.exe', png(2, 2)], ['noise.bin', Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7919 + 13) % 256))],
];
// What Windows and desktops run or take orders from, all of it text.
for (const extension of ['vbe', 'jse', 'ws', 'wsh', 'wsc', 'sct', 'psm1', 'psd1', 'mht', 'mhtml', 'xht', 'iqy', 'slk', 'rdp', 'desktop', 'command', 'inf', 'settingcontent-ms', 'library-ms'])
  lies.push([`open-me.${extension}`, 'full address:s:desk.test\n']);
for (const [name, bytes] of lies) test(`refused: ${name}`, async () => { refused(await upload(scene.url, scene.dana, { name, bytes, type: 'image/png' }), 'unsupported_type'); });

test('a file without an extension gets one', async () => {
  assert.equal((await uploaded(scene.url, scene.dana, { name: 'image', bytes: png(2, 2) })).name, 'image.png');
  assert.equal((await uploaded(scene.url, scene.dana, { name: 'README', bytes: 'x' })).name, 'README');
});

test('a picture has its size and a small one of it', async () => {
  const file = await uploaded(scene.url, scene.visa, { name: 'wide.png', bytes: png(800, 400) });
  assert.deepEqual([file.width, file.height], [800, 400]);
  const small = await fetch(scene.url + file.thumbnail_url);
  assert.equal(small.headers.get('content-type'), 'image/jpeg');
  assert.equal(small.headers.get('content-disposition').split(';')[0], 'inline');
  const bytes = Buffer.from(await small.arrayBuffer());
  const at = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  assert.deepEqual([bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)], [320, 160]);
  const turned = await uploaded(scene.url, scene.visa, { name: 'turned.jpg', bytes: jpeg({ orientation: 6 }) });
  assert.deepEqual([turned.width, turned.height], [8, 16]);
});

test('a client\'s picture does not say where it was taken; a technician\'s is left as it is', async () => {
  const secret = 'GPS 47.3769 N 8.5417 E';
  const pictures = [['a.jpg', jpeg({ secret, orientation: 6 })], ['a.png', png(4, 4, { more: [textChunk(secret), chunk('eXIf', Buffer.from(secret))], trailer: secret })], ['a.gif', gif(secret)]];
  for (const [name, bytes] of pictures) {
    const body = async (who) => Buffer.from(await (await fetch(scene.url + (await uploaded(scene.url, who, { name, bytes })).url)).arrayBuffer());
    const clients = await body(scene.visa);
    assert.ok(!clients.includes(secret), name);
    assert.ok(clients.length < bytes.length && clients.length > 20, name);
    assert.deepEqual(await body(scene.dana), bytes);
    // What is left is a picture still, turned as before.
    const again = await uploaded(scene.url, scene.visa, { name, bytes: clients });
    assert.ok(again.width > 0 && again.thumbnail_url, name);
    if (name === 'a.jpg') assert.deepEqual([again.width, again.height], [8, 16]);
  }
});

test('pictures made to hurt are refused or are files like others', async () => {
  refused(await upload(scene.url, scene.visa, { name: 'bomb.png', bytes: png(2, 2, { claimed: [60_000, 60_000] }) }), 'invalid');
  // Fill bytes do not hide what comes behind them, nor does a small screen a large frame.
  refused(await upload(scene.url, scene.visa, { name: 'filled.jpg', bytes: jpeg({ claimed: [65_535, 256], fill: [0xff] }) }), 'invalid');
  refused(await upload(scene.url, scene.visa, { name: 'frame.gif', bytes: gif('', [2_000, 2_000]) }), 'invalid');
  const filled = await uploaded(scene.url, scene.visa, { name: 'filled.jpg', bytes: jpeg({ fill: [0xff, 0xff, 0xff] }) });
  assert.deepEqual([filled.width, filled.height], [16, 8]);
  refused(await upload(scene.url, scene.visa, { name: 'cut.png', bytes: png(50, 50).subarray(0, 60) }), 'unsupported_type');
  refused(await upload(scene.url, scene.visa, { name: 'cut.jpg', bytes: jpeg().subarray(0, 60) }), 'unsupported_type');
  const lying = await uploaded(scene.url, scene.dana, { name: 'lying.png', bytes: png(2, 2, { claimed: [900, 900] }) });
  assert.equal((await fetch(scene.url + lying.url)).status, 200);
});

test('what looks at a file can do nothing else', async () => {
  // A picture whose copy nobody takes: the inspector waits in the middle of its work.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inspected-'));
  const file = path.join(folder, 'a.png');
  fs.writeFileSync(file, png(4, 4, { more: [chunk('prVt', randomBytes(4 << 20))] }));
  const input = fs.openSync(file, 'r');
  const child = spawn(path.join(path.dirname(binary()), 'chatd-inspect'), ['1000000', '320', '1'], { stdio: [input, 'pipe', 'ignore', 'pipe', 'ignore'] });
  try {
    let told = '';
    while (!told.includes('type image/png')) told += (await once(child.stdout, 'data'))[0];
    const about = (what) => fs.readFileSync(`/proc/${child.pid}/${what}`, 'utf8');
    assert.match(about('status'), /^NoNewPrivs:\t1$/m);
    assert.match(about('status'), /^Seccomp:\t2$/m);
    assert.equal(about('oom_score_adj').trim(), '1000');
    assert.match(about('limits'), /^Max processes +0 +0 /m);
    assert.match(about('limits'), new RegExp(`^Max file size +${fs.statSync(file).size + (16 << 20)} `, 'm'));
    assert.match(about('limits'), /^Max cpu time +3 +3 /m);
  } finally {
    child.kill('SIGKILL');
    fs.closeSync(input);
    fs.rmSync(folder, { recursive: true });
  }
});

/// A folder with the daemon and an inspector of one's own making.
function inspectedBy(script) {
  const folder = fs.mkdtempSync(path.join(path.dirname(binary()), 'inspector-'));
  const bin = path.join(folder, 'chatd');
  fs.linkSync(binary(), bin);
  fs.writeFileSync(path.join(folder, 'chatd-inspect'), script(folder), { mode: 0o755 });
  return { folder, bin };
}

test('whoever uploads many files at once has one looked at, and nobody waits for them', async () => {
  const script = (folder) => `#!/bin/sh\necho "$3" >> ${folder}/begun\nwhile [ ! -e ${folder}/open ]; do sleep 0.05; done\necho type text/plain\necho done\n`;
  const { folder, bin } = inspectedBy(script);
  const begun = () => (fs.existsSync(path.join(folder, 'begun')) ? fs.readFileSync(path.join(folder, 'begun'), 'utf8').trim().split('\n') : []);
  const until = async (count) => { for (const late = Date.now() + 10_000; begun().length < count;) { assert.ok(Date.now() < late, begun().join()); await new Promise((done) => setTimeout(done, 50)); } };
  let other;
  try {
    other = await Scene.start({ bin });
    const many = [1, 2, 3].map(() => upload(other.url, other.visa, {}));
    await until(1);
    const one = upload(other.url, other.dana, {});
    await until(2);
    assert.deepEqual(begun(), ['1', '0']);  // the client's, the technician's
    fs.writeFileSync(path.join(folder, 'open'), '');
    for (const answer of await Promise.all([...many, one])) assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.deepEqual(begun(), ['1', '0', '1', '1']);
  } finally {
    await other?.end();
    fs.rmSync(folder, { recursive: true });
  }
});

test('a picture that ends its inspector costs a thumbnail and nothing else', async () => {
  const { folder, bin } = inspectedBy(() => '#!/bin/sh\necho type image/png\necho size 4 4\nkill -9 $$\n');
  let other;
  try {
    other = await Scene.start({ bin });
    const file = await uploaded(other.url, other.dana, { name: 'a.png', bytes: png(4, 4) });
    assert.deepEqual([file.width, file.height, file.thumbnail_url], [4, 4, null]);
    // Of a client's it is not known that it was cleaned, nor that it could not be.
    refused(await upload(other.url, other.visa, { name: 'a.png', bytes: png(4, 4) }), 'unavailable');
    fs.writeFileSync(path.join(folder, 'chatd-inspect'), '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
    refused(await upload(other.url, other.dana, { name: 'a.png', bytes: png(4, 4) }), 'unavailable');
    fs.rmSync(path.join(folder, 'chatd-inspect'));
    refused(await upload(other.url, other.dana, { name: 'a.png', bytes: png(4, 4) }), 'unavailable');
  } finally {
    await other?.end();
    fs.rmSync(folder, { recursive: true });
  }
});
