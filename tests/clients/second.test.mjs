// Clients that nobody here has written: python-socketio over both transports, and websocket-client for the plain door.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Daemon, password } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';

const python = '/usr/bin/python3';  // Debian's, which has the packages
const script = fileURLToPath(new URL('second.py', import.meta.url));
const missing = spawnSync(python, ['-c', 'import socketio, websocket, requests']).status !== 0 && 'python3-socketio, python3-websocket or python3-requests is not installed';

let daemon, dana;
before(async () => {
  if (missing) return;
  daemon = await Daemon.start();
  await daemon.addTenant('second');
  await daemon.addChatConfig({ tenant: 'second', id: 'second' });
  await daemon.addUser({ tenant: 'second', email: 'dana@second.test', name: 'Dana', role: 'technician' });
  dana = (await http(daemon.url, 'POST', '/api/auth/login', { body: { email: 'dana@second.test', password } })).body;
});
after(async () => { await daemon?.dispose(); });

for (const way of ['websocket', 'polling', 'upgrade', 'plain']) {
  test(`python: ${way}`, { skip: missing, timeout: 60_000 }, async () => {
    const visitor = (await http(daemon.url, 'POST', '/api/widget/second/visitors', { body: { name: 'Visa' } })).body;
    const child = spawn(python, [script, way, daemon.url, visitor.access_token, dana.access_token], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { out += chunk; });
    const timer = setTimeout(() => child.kill('SIGKILL'), 45_000);
    const code = await new Promise((done) => child.once('close', done));
    clearTimeout(timer);
    assert.equal(code, 0, out);
    assert.match(out, /a whole chat\n$/);
  });
}
