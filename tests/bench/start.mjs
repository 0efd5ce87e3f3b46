// How long a daemon takes from its start to the first answered WebSocket handshake, and what memory it has when nobody is there.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon, freePort } from '../support/daemon.mjs';
import { startPostgres } from './postgres.mjs';

/// The medians of some starts each way.
export async function start(bin, rounds) {
  const empty = [], warm = [], resident = [];
  for (let i = 0; i < rounds; i++) {
    const daemon = new Daemon({ bin });
    empty.push(await firstHandshake(daemon));
    await daemon.dispose();
  }
  const postgres = await startPostgres();
  const daemon = new Daemon({ bin, config: { database: { url: postgres.url } } });
  await firstHandshake(daemon);  // makes the tables
  for (let i = 0; i < rounds + 2; i++) {
    await daemon.stop();
    warm.push(await firstHandshake(daemon));
    await sleep(1_500);
    resident.push(residentMib(daemon.pid));
  }
  await daemon.dispose();
  await postgres.end();
  return { empty_directory_ms: median(empty), database_up_ms: median(warm), idle_rss_mib: median(resident) };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/// ms; the daemon goes on.
async function firstHandshake(daemon) {
  daemon.port = await freePort();
  const begun = performance.now();
  const child = spawn(daemon.bin, ['serve', '--listen', `127.0.0.1:${daemon.port}`, '--data-dir', daemon.dataDir, '--config', daemon.configFile], { stdio: 'ignore' });
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  daemon.child = child;
  while (!await handshake(daemon.port)) {
    if (performance.now() - begun > 60_000 || child.exitCode !== null) throw new Error('no handshake');
    await sleep(1);
  }
  return performance.now() - begun;
}

function handshake(port) {
  const request = `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
    + 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chatd\r\n\r\n';
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
    socket.once('data', (chunk) => { socket.destroy(); done(chunk.toString().startsWith('HTTP/1.1 101')); });
    socket.once('error', () => done(false));
  });
}

export const residentMib = (pid) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
