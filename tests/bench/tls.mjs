// Memory of a connection over TLS that has signed in and is silent.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon } from '../support/daemon.mjs';
import { open } from '../support/doors.mjs';
import { residentMib } from './start.mjs';

export async function idleOverTls(bin, connections) {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';  // the certificate is our own
  process.removeAllListeners('warning');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-tls-'));
  const [certificate, key] = ['cert.pem', 'key.pem'].map((name) => path.join(folder, name));
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', '/CN=bench.test', '-keyout', key, '-out', certificate]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  fs.chmodSync(key, 0o600);
  const daemon = await Daemon.start({ bin, config: { server: { tls: { certificate, key } }, limits: { connections_per_user: 10_000 } } });
  try {
    await daemon.addTenant('bench');
    await daemon.addChatConfig({ tenant: 'bench', id: 'bench' });
    const answer = await fetch(`${daemon.url}/api/widget/bench/visitors`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Visa"}' });
    const { access_token: token } = await answer.json();
    const first = await open('plain', { url: daemon.url, token });
    await sleep(500);
    const before = residentMib(daemon.pid);
    const all = [first];
    while (all.length <= connections) all.push(...await Promise.all(Array.from({ length: 50 }, () => open('plain', { url: daemon.url, token }))));
    await sleep(2_000);
    const kib_per_connection = Number(((residentMib(daemon.pid) - before) * 1024 / (all.length - 1)).toFixed(2));
    return { connections: all.length - 1, kib_per_connection };
  } finally {
    await daemon.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
