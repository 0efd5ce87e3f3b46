// A virus scanner behind its socket. The real one's signatures are not to be had here, so this one speaks its INSTREAM and knows one word.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';
import { refused, upload, uploaded } from './uploads.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clamd-'));
const socketPath = path.join(folder, 'clamd.sock');
let behaviour = 'scan', seen = 0;

/// zINSTREAM\0, then chunks with a length before each, then a length of 0.
function serve(socket) {
  let bytes = Buffer.alloc(0), file = Buffer.alloc(0), begun = false;
  socket.on('error', () => {});
  socket.on('data', (piece) => {
    bytes = Buffer.concat([bytes, piece]);
    if (!begun) {
      if (bytes.length < 10) return;
      assert.equal(bytes.subarray(0, 10).toString('latin1'), 'zINSTREAM\0');
      bytes = bytes.subarray(10);
      begun = true;
    }
    while (bytes.length >= 4) {
      const size = bytes.readUInt32BE(0);
      if (size === 0) { seen = file.length; answer(socket, file); return; }
      if (bytes.length < 4 + size) return;
      file = Buffer.concat([file, bytes.subarray(4, 4 + size)]);
      bytes = bytes.subarray(4 + size);
    }
  });
}
function answer(socket, file) {
  if (behaviour === 'silent') return;
  if (behaviour === 'trickles') { const drop = setInterval(() => socket.write('.'), 200); socket.on('close', () => clearInterval(drop)); return; }
  if (behaviour === 'hangs up') { socket.destroy(); return; }
  const text = behaviour === 'error' ? 'INSTREAM size limit exceeded. ERROR' : file.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
  socket.end(`${text}\0`);
}

let scene, scanner;
const start = async () => { scanner = net.createServer(serve); await new Promise((done) => scanner.listen(socketPath, done)); };
before(async () => { await start(); scene = await Scene.start({ config: { files: { clamd: { socket: socketPath, time: '1s' } } } }); });
after(async () => { scanner.close(); await scene?.end(); fs.rmSync(folder, { recursive: true, force: true }); });

const rows = () => scene.daemon.sql('SELECT count(*) FROM attachments');

test('a clean file is taken, and every byte of it was seen', async () => {
  await uploaded(scene.url, scene.visa, { bytes: 'x'.repeat(300_000) });
  assert.equal(seen, 300_000);
});

test('a virus is refused by its name, and nothing is left', async () => {
  const before = await rows();
  const error = refused(await upload(scene.url, scene.visa, { bytes: 'EICAR' }), 'infected');
  assert.equal(error.details.virus, 'Eicar-Test-Signature');
  assert.deepEqual(await rows(), before);
});

test('without an answer of the scanner nothing is taken', async () => {
  const before = await rows();
  for (behaviour of ['silent', 'trickles', 'hangs up', 'error']) refused(await upload(scene.url, scene.visa, {}), 'unavailable');
  behaviour = 'scan';
  scanner.close();
  refused(await upload(scene.url, scene.visa, {}), 'unavailable');
  assert.deepEqual(await rows(), before);
  await start();
  await uploaded(scene.url, scene.visa, {});
});

test('unless the operator wants it so', async () => {
  const other = await Scene.start({ config: { files: { clamd: { socket: path.join(folder, 'nobody'), unreachable: 'accept' } } } });
  try { await uploaded(other.url, other.visa, {}); } finally { await other.end(); }
});

/// A scanner that listens and takes nobody any more: as many wait already as its socket lets wait.
async function deaf(at) {
  const program = `require('net').createServer().listen({ path: ${JSON.stringify(at)}, backlog: 1 }, () => { process.stdout.write('listens'); setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)); })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const waiting = [];
  for (let full = false; !full;) {
    const socket = net.connect(at);
    full = await new Promise((done) => { socket.once('connect', () => done(false)); socket.once('error', (error) => { assert.equal(error.code, 'EAGAIN'); done(true); }); });
    waiting.push(socket);
  }
  return () => { for (const socket of waiting) socket.destroy(); child.kill('SIGKILL'); };
}

test('a scanner that hangs is one that does not answer, in its time', async () => {
  const at = path.join(folder, 'deaf.sock');
  const close = await deaf(at);
  const scenes = [];
  try {
    for (const unreachable of ['refuse', 'accept']) scenes.push(await Scene.start({ config: { files: { clamd: { socket: at, time: '1s', unreachable } } } }));
    const [strict, lenient] = scenes;
    // More at once than there are threads that ask it.
    for (const answer of await Promise.all(Array.from({ length: 6 }, () => upload(strict.url, strict.visa, {})))) refused(answer, 'unavailable');
    await uploaded(lenient.url, lenient.visa, {});
  } finally {
    close();
    for (const one of scenes) await one.end();
  }
});
