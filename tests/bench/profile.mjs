// usage: node tests/bench/profile.mjs [pairs|connect] [plain|socketio]
// By hand, with perf(1) at hand and the release preset built (tests/bench/run builds it). Where the processor's time goes while pairs write or while connections come: the
// share of each function of the daemon with all that it calls, the largest first. Unwinding takes perf half a minute.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon } from '../support/daemon.mjs';
import { fill, written } from './people.mjs';

const release = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../build/release');
const [load = 'pairs', door = 'plain'] = process.argv.slice(2);
const daemon = await Daemon.start({ bin: path.join(release, 'chatd'), config: { auth: { access_ttl: '12h' }, limits: { connections_per_user: 1000 } } });
try {
  const scene = await fill(daemon, 500);
  const ids = fs.readFileSync(scene.rooms, 'utf8').trim().split('\n');
  const rooms = load === 'connect' ? written(daemon, 'many', Array.from({ length: 8_000 }, (_, i) => ids[i % ids.length])) : scene.rooms;
  const args = ['--port', daemon.port, '--door', door, '--mode', load === 'connect' ? 'idle' : 'closed', '--seconds', 6, '--tokens', scene.tokens, '--rooms', rooms, '--pid', daemon.pid];
  const generator = spawn(path.join(release, 'tests/bench/chatd_loadgen'), args.map(String), { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((done) => generator.once('exit', done));
  await sleep(2_500);
  const data = path.join(daemon.home, 'perf.data');
  spawnSync('perf', ['record', '-q', '--call-graph', 'dwarf,16384', '-F', '399', '-o', data, '-p', String(daemon.pid), '--', 'sleep', '4'], { stdio: 'inherit' });
  await ended;
  const report = spawnSync('perf', ['report', '-i', data, '--children', '-g', 'none', '--sort', 'symbol'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (report.status !== 0) throw new Error(`perf: ${report.error?.message ?? report.stderr}`);
  const lines = report.stdout.split('\n').filter((line) => /^\s+\d/.test(line)).map((line) => line.replace(/(\s+-)+\s*$/, '').trimEnd().slice(0, 150));
  console.log(lines.slice(0, 150).join('\n'));
} finally { await daemon.dispose(); }
