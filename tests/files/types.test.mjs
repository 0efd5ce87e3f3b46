// What a file is, is found in the file: types that lie, pictures and what they tell of their owners, and pictures made to hurt.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Scene } from '../bad_input/scene.mjs';
import { binary } from '../support/daemon.mjs';
import { chunk, gif, jpeg, png, textChunk } from './pictures.mjs';
import { refused, upload, uploaded } from './uploads.mjs';

let scene;
before(async () => { scene = await Scene.start({ config: { files: { picture_pixels: 1_000_000 } } }); });
after(async () => { await scene?.end(); });

const exe = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40', 'latin1'), Buffer.alloc(35), Buffer.from([0x80, 0, 0, 0]), Buffer.alloc(64), Buffer.from('PE\0\0L\x01', 'latin1'), Buffer.alloc(300)]);
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

const taken = [
  ['photo.png', png(20, 10), 'image/png', 'inline'], ['photo.JPEG', jpeg(), 'image/jpeg', 'inline'], ['a.gif', gif(), 'image/gif', 'inline'],
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
  refused(await upload(scene.url, scene.visa, { name: 'cut.png', bytes: png(50, 50).subarray(0, 60) }), 'unsupported_type');
  refused(await upload(scene.url, scene.visa, { name: 'cut.jpg', bytes: jpeg().subarray(0, 60) }), 'unsupported_type');
  const lying = await uploaded(scene.url, scene.dana, { name: 'lying.png', bytes: png(2, 2, { claimed: [900, 900] }) });
  assert.equal((await fetch(scene.url + lying.url)).status, 200);
});

test('a picture that ends its inspector costs a thumbnail and nothing else', async () => {
  const folder = fs.mkdtempSync(path.join(path.dirname(binary()), 'killed-'));
  const bin = path.join(folder, 'chatd');
  fs.linkSync(binary(), bin);
  fs.writeFileSync(path.join(folder, 'chatd-inspect'), '#!/bin/sh\necho type image/png\necho size 4 4\nkill -9 $$\n', { mode: 0o755 });
  let other;
  try {
    other = await Scene.start({ bin });
    const file = await uploaded(other.url, other.dana, { name: 'a.png', bytes: png(4, 4) });
    assert.deepEqual([file.width, file.height, file.thumbnail_url], [4, 4, null]);
    // Of a client's it is not known that it was cleaned.
    refused(await upload(other.url, other.visa, { name: 'a.png', bytes: png(4, 4) }), 'unsupported_type');
    fs.writeFileSync(path.join(folder, 'chatd-inspect'), '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
    refused(await upload(other.url, other.dana, { name: 'a.png', bytes: png(4, 4) }), 'unsupported_type');
    fs.rmSync(path.join(folder, 'chatd-inspect'));
    refused(await upload(other.url, other.dana, { name: 'a.png', bytes: png(4, 4) }), 'unavailable');
  } finally {
    await other?.end();
    fs.rmSync(folder, { recursive: true });
  }
});
