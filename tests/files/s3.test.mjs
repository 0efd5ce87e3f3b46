// Files in S3: a server that others wrote (s3rver) keeps them. It does not check signatures of version 4, so what stands before it here does.
import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Scene } from '../bad_input/scene.mjs';
import { http as ask } from '../support/doors.mjs';
import { refused, upload, uploaded } from './uploads.mjs';

const S3rver = createRequire(import.meta.url)('s3rver');
const access = 'S3RVER', secret = 'S3RVER', region = 'eu-test-1', bucket = 'files';
const kept = fs.mkdtempSync(path.join(os.tmpdir(), 's3-'));
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
const sign = (key, text) => createHmac('sha256', key).update(text).digest();

/// Signature 4 as Amazon's pages define it, from the request as it came. Undefined where it is right.
function wrong(request, body) {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (!found) return `no signature: ${request.headers.authorization}`;
  const [, key, day, where, signed, signature] = found;
  if (key !== access || where !== region) return 'another key or region';
  if (!signed.split(';').includes('host') || !signed.split(';').includes('x-amz-date')) return `too few headers are signed: ${signed}`;
  const claimed = request.headers['x-amz-content-sha256'];
  if (claimed !== hash(body)) return `the body is not the one that was signed: ${claimed}`;
  const { pathname, search } = new URL(request.url, 'http://x');
  const headers = signed.split(';').map((name) => `${name}:${request.headers[name].trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [request.method, pathname, search.slice(1), headers, signed, claimed].join('\n');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], `${day}/${region}/s3/aws4_request`, hash(canonical)].join('\n');
  const derived = ['aws4_request'].reduce(sign, sign(sign(sign(`AWS4${secret}`, day), region), 's3'));
  return sign(derived, text).toString('hex') === signature ? undefined : 'the signature is wrong';
}

let scene, server, gate, failing = null, held = null;
const complaints = [], asked = [], refusedDeletes = new Set();
before(async () => {
  server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory: kept, configureBuckets: [{ name: bucket }], allowMismatchedSignatures: true });
  const behind = await server.run();
  gate = http.createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      const complaint = wrong(request, body);
      if (complaint) complaints.push(`${request.method} ${request.url}: ${complaint}`);
      asked.push(request.method);
      if (held && request.method === 'GET') { held.push(response); return; }
      if (failing && request.method === 'DELETE') refusedDeletes.add(request.url);
      if (complaint || failing) { response.writeHead(complaint ? 403 : failing).end('<Error/>'); return; }
      const headers = { ...request.headers };
      delete headers.authorization;
      http.request({ port: behind.port, host: '127.0.0.1', method: request.method, path: request.url, headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      }).end(body);
    });
  });
  await new Promise((done) => gate.listen(0, '127.0.0.1', done));
  const s3 = { endpoint: `http://127.0.0.1:${gate.address().port}`, region, bucket, prefix: 'chatd', access_key: access, secret };
  scene = await Scene.start({ config: { files: { storage: 's3', s3, staged_for: '4s' } } });
});
after(async () => { await scene?.end(); gate?.close(); await server?.close(); fs.rmSync(kept, { recursive: true, force: true }); });

const objects = () => fs.readdirSync(kept, { recursive: true }).filter((name) => name.endsWith('_object'));
async function until(holds, says, withinMs = 20_000) {
  for (const late = Date.now() + withinMs; !(await holds());) { assert.ok(Date.now() < late, says()); await new Promise((done) => setTimeout(done, 100)); }
}
const get = (url, headers = {}) => fetch(scene.url + url, { headers });

test('a file goes there and comes back, whole and in parts', async () => {
  const bytes = Buffer.from(randomBytes(1_500_000).toString('hex'));
  const file = await uploaded(scene.url, scene.visa, { name: 'large.txt', bytes });
  assert.ok(objects().length >= 1 && objects().every((name) => name.includes('chatd/')), objects().join());
  asked.length = 0;
  assert.deepEqual(Buffer.from(await (await get(file.url)).arrayBuffer()), bytes);
  assert.deepEqual(asked, ['GET', 'GET', 'GET']);  // 3 MB
  const part = await get(file.url, { range: 'bytes=1000000-1999999' });
  assert.equal(part.status, 206);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(1_000_000, 2_000_000));
  assert.deepEqual(complaints, []);
});

test('a message with it stays, what nobody sends goes', async () => {
  const sent = await uploaded(scene.url, scene.visa, { bytes: 'sent' });
  const { status } = await ask(scene.url, 'POST', `/api/channels/${scene.open}/messages`, { token: scene.visa.token, body: { type: 'file', attachment_ids: [sent.id] } });
  assert.equal(status, 201);
  for (const until = Date.now() + 20_000; objects().length > 1;) { assert.ok(Date.now() < until, objects().join()); await new Promise((done) => setTimeout(done, 100)); }
  assert.equal(await (await get(sent.url)).text(), 'sent');
  assert.deepEqual(complaints, []);
});

test('a storage that fails is a clean error, and nothing is left of the upload', async () => {
  const before = objects().length;
  for (const [status, code] of [[500, 'unavailable'], [403, 'unavailable'], [507, 'storage_full']]) {
    failing = status;
    refused(await upload(scene.url, scene.dana, {}), code);
  }
  failing = null;
  const file = await uploaded(scene.url, scene.dana, {});
  failing = 500;
  // The head is told before the first piece is read: the body is cut.
  await assert.rejects(async () => (await get(file.url)).text());
  failing = null;
  assert.equal(await (await get(file.url)).text(), 'hello\n');
  assert.equal(objects().length, before + 1);
});

test('what the storage does not remove now it removes later', async () => {
  const lost = await uploaded(scene.url, scene.visa, { bytes: 'lost' });
  const row = (what) => scene.daemon.sql(`SELECT ${what} FROM attachments WHERE id = ${lost.id}`);
  const key = await row('storage_key');
  const isThere = () => objects().some((name) => name.includes(key));
  failing = 500;
  refusedDeletes.clear();
  await until(() => [...refusedDeletes].some((url) => url.endsWith(key)), () => 'no sweep');
  assert.ok(isThere());
  assert.equal(await row('count(*)'), '1');
  failing = null;
  await until(async () => !isThere() && (await row('count(*)')) === '0', () => objects().join());
});

test('downloads that wait for the storage hold up no upload', async () => {
  const file = await uploaded(scene.url, scene.dana, {});
  held = [];
  const waiting = [1, 2, 3, 4].map(() => get(file.url).then((answer) => answer.text()));
  for (const one of waiting) one.catch(() => {});
  await until(() => held.length === waiting.length, () => `${held.length} ask`);
  await uploaded(scene.url, scene.omar, { bytes: 'meanwhile' });
  for (const response of held.splice(0)) response.writeHead(500).end();
  held = null;
  await Promise.allSettled(waiting);
});
