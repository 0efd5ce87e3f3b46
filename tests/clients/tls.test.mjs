// TLS in the process: REST, plain WebSocket and Socket.IO over it; a new certificate on SIGHUP, with open connections left alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { Daemon } from '../support/daemon.mjs';
import { http, open } from '../support/doors.mjs';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';  // the certificate is our own
process.removeAllListeners('warning');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-tls-'));
const certificate = path.join(folder, 'cert.pem');
const key = path.join(folder, 'key.pem');
function makeCertificate(name) {
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  fs.chmodSync(key, 0o600);
}
function shownName() {
  return new Promise((done, failed) => {
    const socket = tls.connect(daemon.port, '127.0.0.1', { rejectUnauthorized: false }, () => { done(socket.getPeerCertificate().subject.CN); socket.destroy(); });
    socket.once('error', failed);
  });
}

let daemon, token;
before(async () => {
  makeCertificate('first.test');
  daemon = await Daemon.start({ config: { server: { tls: { certificate, key } } } });
  await daemon.addTenant('tls');
  await daemon.addChatConfig({ tenant: 'tls', id: 'tls' });
  const visitor = await http(daemon.url, 'POST', '/api/widget/tls/visitors', { body: { name: 'Visa' } });
  assert.equal(visitor.status, 201, JSON.stringify(visitor.body));
  token = visitor.body.access_token;
});
after(async () => { await daemon?.dispose(); fs.rmSync(folder, { recursive: true, force: true }); });

for (const door of ['plain', 'socketio', 'rest']) {
  test(`${door} over TLS`, async () => {
    const visa = await open(door, { url: daemon.url, token, io: { rejectUnauthorized: false } });
    const answer = await visa.send('chat:start', { subject: door });
    assert.ok(answer.ok, JSON.stringify(answer.error));
    await visa.close();
  });
}

test('polling over TLS', async () => {
  const visa = await open('socketio', { url: daemon.url, token, io: { transports: ['polling'], rejectUnauthorized: false } });
  assert.ok((await visa.send('chat:my_sessions')).ok);
  await visa.close();
});

test('without TLS nobody is answered, and nothing breaks', async () => {
  const plain = await fetch(`http://127.0.0.1:${daemon.port}/healthz`).catch((error) => error);
  assert.ok(plain instanceof Error || plain.status === 400);
  assert.equal((await http(daemon.url, 'GET', '/healthz')).status, 200);
});

test('old versions of TLS are refused', async () => {
  const refused = await new Promise((done) => {
    const socket = tls.connect({ port: daemon.port, host: '127.0.0.1', rejectUnauthorized: false, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, () => { socket.destroy(); done(false); });
    socket.once('error', () => done(true));
  });
  assert.ok(refused);
});

test('SIGHUP takes a new certificate; open connections go on', async () => {
  const visa = await open('plain', { url: daemon.url, token });
  assert.equal(await shownName(), 'first.test');
  makeCertificate('second.test');
  process.kill(daemon.pid, 'SIGHUP');
  let name;
  for (let tries = 0; tries < 100 && name !== 'second.test'; tries++) { await new Promise((done) => setTimeout(done, 50)); name = await shownName(); }
  assert.equal(name, 'second.test');
  assert.ok((await visa.send('chat:my_sessions')).ok);
  await visa.close();
});
