// The figures of docs/performance.md: node tests/bench/bench.mjs [--only NAME,NAME] [--seconds 6] [--rounds 3] [--people 500] [--connections 10000]
// Needs the release preset: cmake --preset release && cmake --build --preset release. Writes build/bench.json and prints a table.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon, password } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';
import { startPostgres } from './postgres.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bin = process.env.CHATD_BIN ?? path.join(root, 'build/release/chatd');
const loadgen = process.env.CHATD_LOADGEN ?? path.join(root, 'build/release/tests/bench/chatd_loadgen');
const options = { only: '', seconds: 6, rounds: 3, people: 500, connections: 10_000 };
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const wanted = (name) => options.only === '' || options.only.split(',').includes(name);

/// Runs the load generator; its figures.
function generate(scene, ...args) {
  const ended = spawnSync(loadgen, ['--port', scene.daemon.port, '--pid', scene.daemon.pid, '--postgres', scene.postgres, ...args].map(String), { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`loadgen ${args.join(' ')}: ${ended.stderr}`);
  return JSON.parse(ended.stdout);
}

/// A daemon with `people` visitors and as many technicians, a chat for each pair, and one chat with all technicians in it.
async function prepare() {
  const daemon = await Daemon.start({ bin, config: { auth: { access_ttl: '12h' }, limits: { connections_per_user: 1000 } } });
  const scene = { daemon, postgres: daemon.postgresPids()[0] ?? 0, tokens: path.join(daemon.home, 'tokens'), rooms: path.join(daemon.home, 'rooms'), crowd: path.join(daemon.home, 'crowd'), room: path.join(daemon.home, 'room') };
  const post = async (where, token, body) => {
    const answer = await http(daemon.url, 'POST', where, { token, body });
    if (answer.status >= 300) throw new Error(`${where}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await daemon.addTenant('bench');
  await daemon.addChatConfig({ tenant: 'bench', id: 'bench' });
  const numbers = Array.from({ length: Number(options.people) }, (_, i) => i);
  const technicians = [];
  await atOnce(4, numbers, async (i) => {
    const email = `t${i}@bench.test`;
    await daemon.addUser({ tenant: 'bench', email, name: `Technician ${i}`, role: 'technician' });
    technicians[i] = await post('/api/auth/login', null, { email, password });
  });
  const tokens = [], rooms = [];
  await atOnce(8, numbers, async (i) => {
    const visitor = await post('/api/widget/bench/visitors', null, { name: `Visitor ${i}` });
    const { session } = await post('/api/live-chat/start', visitor.access_token, { subject: `Chat ${i}` });
    await post(`/api/live-chat/${session.session_id}/accept`, technicians[i].access_token, {});
    tokens[i] = `${visitor.access_token}\n${technicians[i].access_token}`;
    rooms[i] = session.session_id;
  });
  fs.writeFileSync(scene.tokens, `${tokens.join('\n')}\n`);
  fs.writeFileSync(scene.rooms, `${rooms.join('\n')}\n`);
  const host = await post('/api/widget/bench/visitors', null, { name: 'Host' });
  const { session } = await post('/api/live-chat/start', host.access_token, { subject: 'Everybody' });
  await post(`/api/live-chat/${session.session_id}/accept`, technicians[0].access_token, {});
  await atOnce(8, technicians.slice(1), ({ access_token }) => post(`/api/live-chat/${session.session_id}/join`, access_token, {}));
  fs.writeFileSync(scene.crowd, `${[host, ...technicians].map(({ access_token }) => access_token).join('\n')}\n`);
  fs.writeFileSync(scene.room, `${session.session_id}\n`);
  return scene;
}

async function atOnce(width, items, act) {
  const queue = [...items];
  await Promise.all(Array.from({ length: width }, async () => { while (queue.length > 0) await act(queue.shift()); }));
}

/// ms from starting the process to the first answered WebSocket handshake; the process goes on.
async function firstHandshake(config) {
  const daemon = new Daemon({ bin, config });
  const port = await new Promise((done) => { const server = net.createServer().listen(0, '127.0.0.1', () => { const found = server.address().port; server.close(() => done(found)); }); });
  daemon.port = port;
  return { daemon, first: () => handshakeAfterStart(daemon) };
}

async function handshakeAfterStart(daemon) {
  const begun = performance.now();
  const child = spawn(bin, ['serve', '--listen', `127.0.0.1:${daemon.port}`, '--data-dir', daemon.dataDir, '--config', daemon.configFile], { stdio: 'ignore' });
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  daemon.child = child;
  for (;;) {
    if (await handshake(daemon.port)) return performance.now() - begun;
    if (performance.now() - begun > 60_000 || child.exitCode !== null) throw new Error('no handshake');
    await sleep(1);
  }
}

function handshake(port) {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chatd\r\n\r\n`));
    socket.once('data', (chunk) => { socket.destroy(); done(chunk.toString().startsWith('HTTP/1.1 101')); });
    socket.once('error', () => done(false));
  });
}

const rssMib = (pid) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

const measures = {
  async start() {
    const figures = {};
    const empty = await firstHandshake({});
    figures.empty_directory_ms = await empty.first();
    await sleep(1_500);
    figures.idle_rss_mib = rssMib(empty.daemon.pid);
    await empty.daemon.dispose();
    const postgres = await startPostgres();
    const warm = await firstHandshake({ database: { url: postgres.url } });
    await warm.first();  // makes the tables
    const times = [];
    for (let i = 0; i < 5; i++) { await warm.daemon.stop(); times.push(await warm.first()); }
    figures.database_up_ms = times.sort((a, b) => a - b)[2];
    await warm.daemon.dispose();
    await postgres.end();
    return figures;
  },
  idle: (scene) => {
    const file = path.join(scene.daemon.home, 'many');
    const ids = fs.readFileSync(scene.rooms, 'utf8').trim().split('\n');
    fs.writeFileSync(file, `${Array.from({ length: Number(options.connections) / 2 }, (_, i) => ids[i % ids.length]).join('\n')}\n`);
    return generate(scene, '--door', 'plain', '--mode', 'idle', '--tokens', scene.tokens, '--rooms', file, '--seconds', 4);
  },
  pairs_plain: (scene) => pairs(scene, 'plain', 'closed'),
  pairs_socketio: (scene) => pairs(scene, 'socketio', 'closed'),
  rate_plain: (scene) => pairs(scene, 'plain', 'open', '--rate', 2000),
  fan_plain: (scene) => fan(scene, 'plain'),
  fan_socketio: (scene) => fan(scene, 'socketio'),
};
const pairs = (scene, door, mode, ...more) => generate(scene, '--door', door, '--mode', mode, '--tokens', scene.tokens, '--rooms', scene.rooms, '--seconds', options.seconds, ...more);
const fan = (scene, door) => generate(scene, '--door', door, '--mode', 'closed', '--tokens', scene.crowd, '--rooms', scene.room, '--members', 1000, '--senders', 1, '--window', 2, '--seconds', options.seconds, '--warm', 1);

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure() {
  const figures = {};
  if (wanted('start')) figures.start = await measures.start();
  const loads = Object.keys(measures).filter((name) => name !== 'start' && wanted(name));
  if (loads.length === 0) return figures;
  const scene = await prepare();
  try {
    for (const name of loads) {
      const rounds = [];
      for (let round = 0; round < (name === 'idle' ? 1 : Number(options.rounds)); round++) {
        rounds.push(await measures[name](scene));
        console.error(`${name}: ${JSON.stringify(rounds.at(-1))}`);
        await sleep(500);
      }
      figures[name] = Object.fromEntries(Object.entries(rounds[0]).map(([key, value]) => [key, typeof value === 'number' ? median(rounds.map((one) => one[key])) : value]));
    }
  } finally { await scene.daemon.dispose(); }
  return figures;
}

function table(figures) {
  const rows = [];
  const row = (name, bar, value) => { if (value !== undefined && !Number.isNaN(value)) rows.push(`| ${name} | ${bar} | ${value} |`); };
  for (const [door, name] of [['plain', 'plain WebSocket'], ['socketio', 'Socket.IO']]) {
    const found = figures[`pairs_${door}`];
    row(`durable pairs, ${name}, messages/s`, door === 'plain' ? '≥ 8,000' : '', found?.messages_s);
    row(`… CPU of the daemon, ms per 1,000`, door === 'plain' ? '≤ 60' : '', found?.daemon_cpu_ms_per_1000);
    row(`… CPU of PostgreSQL, ms per 1,000`, '', found?.postgres_cpu_ms_per_1000);
  }
  row('delivery at 2,000 messages/s, p50 / p99 ms', '', figures.rate_plain && `${figures.rate_plain.delivery_p50_ms} / ${figures.rate_plain.delivery_p99_ms}`);
  row('fan-out in a room of 1,000, plain WebSocket, µs per delivery', '≤ 10', figures.fan_plain?.daemon_us_per_delivery);
  row('fan-out in a room of 1,000, Socket.IO, µs per delivery', '', figures.fan_socketio?.daemon_us_per_delivery);
  row('memory of an idle connection, KiB', '≤ 12', figures.idle?.kib_per_connection);
  row('start to the first handshake, database up, ms', '≤ 150', figures.start && Math.round(figures.start.database_up_ms));
  row('start to the first handshake, empty directory, ms', '≤ 5,000', figures.start && Math.round(figures.start.empty_directory_ms));
  row('memory at rest, MiB', '≤ 30', figures.start && figures.start.idle_rss_mib.toFixed(1));
  return ['| what | bar | measured |', '| --- | --- | --- |', ...rows].join('\n');
}

const figures = await measure();
const machine = `${os.cpus().length} cores ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
fs.mkdirSync(path.join(root, 'build'), { recursive: true });
fs.writeFileSync(path.join(root, 'build/bench.json'), `${JSON.stringify({ machine, at: new Date().toISOString(), figures }, null, 2)}\n`);
console.log(`${machine}\n\n${table(figures)}`);
