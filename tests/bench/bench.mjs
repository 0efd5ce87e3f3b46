// What docs/performance.md says, measured: see tests/bench/run. Writes build/bench.json and prints a table.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon } from '../support/daemon.mjs';
import { convert } from './convert.mjs';
import { fill, written } from './people.mjs';
import { resume } from './resume.mjs';
import { chats, store } from './scale.mjs';
import { search } from './search.mjs';
import { median, start } from './start.mjs';
import { idleOverTls } from './tls.mjs';
import { large } from './upload.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const bin = process.env.CHATD_BIN ?? path.join(root, 'build/release/chatd');
const loadgen = process.env.CHATD_LOADGEN ?? path.join(root, 'build/release/tests/bench/chatd_loadgen');
const { values: given } = parseArgs({ options: {
  quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, seconds: { type: 'string' }, rounds: { type: 'string' },
  people: { type: 'string' }, messages: { type: 'string' }, connections: { type: 'string' }, chats: { type: 'string' }, stored: { type: 'string' },
} });
const usual = given.quick ? { seconds: 1, rounds: 1, people: 20, connections: 200, messages: 5_000, chats: 300, stored: 20_000 } : { seconds: 6, rounds: 3, people: 500, connections: 10_000, messages: 1_000_000, chats: 9_500, stored: 10_000_000 };
const options = Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, Number(given[name] ?? value)]));

const config = { auth: { access_ttl: '12h' }, limits: { connections_per_user: 1000, outbox_bytes: '4MiB' } };

/// Each answers the figures of one round.
const loads = {
  rate_500_plain: (scene) => pairs(scene, 'plain', 'open', '--rate', 500),  // first: after the pairs the search's index has much to do
  rate_2000_plain: (scene) => pairs(scene, 'plain', 'open', '--rate', 2000),
  fan_plain: (scene) => fan(scene, 'plain', 2),
  fan_8_plain: (scene) => fan(scene, 'plain', 8),
  fan_socketio: (scene) => fan(scene, 'socketio', 2),
  fan_8_socketio: (scene) => fan(scene, 'socketio', 8),
  pairs_plain: (scene) => pairs(scene, 'plain', 'closed'),
  pairs_socketio: (scene) => pairs(scene, 'socketio', 'closed'),
  resume_plain: ({ daemon }) => resume(daemon, 'plain', 40),
  resume_socketio: ({ daemon }) => resume(daemon, 'socketio', 40),
  idle_plain: (scene) => idle(scene, 'plain'),
  idle_socketio: (scene) => idle(scene, 'socketio'),
};
const pairs = (scene, door, mode, ...more) => generate(scene, door, mode, '--tokens', scene.tokens, '--rooms', scene.rooms, ...more);
const fan = (scene, door, window) => generate(scene, door, 'closed', '--tokens', scene.crowd, '--rooms', scene.room, '--members', 2 * options.people,
  '--senders', 1, '--window', window, '--warm', 1);

/// Many connections of the same people. Their daemon is a fresh one, with no memory left from other loads.
function idle(scene, door) {
  const ids = fs.readFileSync(scene.rooms, 'utf8').trim().split('\n');
  const rooms = written(scene.daemon, 'many', Array.from({ length: options.connections / 2 }, (_, i) => ids[i % ids.length]));
  return generate(scene, door, 'idle', '--tokens', scene.tokens, '--rooms', rooms);
}

function generate({ daemon }, door, mode, ...more) {
  const args = ['--port', daemon.port, '--pid', daemon.pid, '--postgres', daemon.postgresPids()[0] ?? 0, '--door', door, '--mode', mode, '--seconds', options.seconds, ...more];
  const ended = spawnSync(loadgen, args.map(String), { encoding: 'utf8', timeout: (options.seconds + 300) * 1000 });
  if (ended.status !== 0) throw new Error(`loadgen ${args.join(' ')}: ${ended.error?.message ?? ended.stderr}`);
  return JSON.parse(ended.stdout);
}

async function rounds(name, scene) {
  const found = [];
  const wanted = name.startsWith('idle') ? 1 : options.rounds;
  for (let round = 0; round < wanted; round++) {
    if (name.startsWith('idle')) await scene.daemon.restart();
    found.push(await loads[name](scene));
    console.error(`${name}: ${JSON.stringify(found.at(-1))}`);
    await sleep(500);
  }
  return found;
}

/// The same load on a hundred chats and on all of them, and on a hundred again with much stored: in turn, since a machine's mood changes.
async function scale() {
  const daemon = await Daemon.start({ bin, config });
  try {
    const { few, all } = await chats(daemon, options.chats);
    const turn = async (parts) => {
      const found = Object.fromEntries(Object.keys(parts).map((name) => [name, []]));
      for (let round = 0; round < options.rounds; round++)
        for (const [name, files] of Object.entries(parts)) {
          found[name].push(generate({ daemon }, 'plain', 'closed', '--tokens', files.tokens, '--rooms', files.rooms));
          console.error(`${name}: ${JSON.stringify(found[name].at(-1))}`);
          await sleep(500);
        }
      return Object.fromEntries(Object.entries(found).map(([name, rounds]) => [name, medians(rounds)]));
    };
    const figures = await turn({ few, all });
    store(daemon, options.stored);
    const { few: stored } = await turn({ few });
    return { ...figures, stored };
  } finally { await daemon.dispose(); }
}

/// A figure's middle over the rounds.
function medians(found) {
  const middle = (key, value) => typeof value === 'number' ? median(found.map((round) => round[key])) : value;
  return Object.fromEntries(Object.entries(found[0]).map(([key, value]) => [key, middle(key, value)]));
}

async function measure() {
  const wanted = (name) => given.only === '' || given.only.split(',').some((only) => name.startsWith(only));
  const figures = {};
  if (wanted('start')) figures.start = await start(bin, options.rounds);
  if (wanted('convert')) {
    const daemon = await Daemon.start({ bin, config: { auth: { access_ttl: '12h' } } });
    try { figures.convert = await convert(daemon, given.quick ? 100 : 5_000, options.rounds); } finally { await daemon.dispose(); }
  }
  if (wanted('upload')) figures.upload = await large(bin, given.quick ? 64 : 1024);
  if (wanted('search')) {
    const daemon = await Daemon.start({ bin });
    try { figures.search = await search(daemon, options.messages, given.quick ? 5 : 100); } finally { await daemon.dispose(); }
  }
  if (wanted('tls')) figures.tls = await idleOverTls(bin, given.quick ? 100 : 3_000);
  if (wanted('scale')) figures.scale = await scale();
  const names = Object.keys(loads).filter(wanted);
  if (names.length === 0) return figures;
  const daemon = await Daemon.start({ bin, config });
  try {
    const scene = { daemon, ...await fill(daemon, options.people) };
    for (const name of names) figures[name] = medians(await rounds(name, scene));
  } finally { await daemon.dispose(); }
  return figures;
}

function table(figures) {
  const rows = [];
  const row = (what, bar, value) => { if (value !== undefined) rows.push(`| ${what} | ${bar} | ${value} |`); };
  const latency = (found) => found && `${found.delivery_p50_ms} / ${found.delivery_p99_ms}`;
  for (const [door, name] of [['plain', 'plain WebSocket'], ['socketio', 'Socket.IO']]) {
    const found = figures[`pairs_${door}`];
    const bar = (text) => door === 'plain' ? text : '';
    row(`durable pairs, ${name}, messages/s`, bar('≥ 8,000'), found?.messages_s);
    row('… CPU of the daemon, ms per 1,000', bar('≤ 60'), found?.daemon_cpu_ms_per_1000);
    row('… CPU of PostgreSQL, ms per 1,000', '', found?.postgres_cpu_ms_per_1000);
    row('… delivery p50 / p99, ms', '', latency(found));
    for (const [load, window] of [['fan', 2], ['fan_8', 8]])
      row(`fan-out in a room of ${2 * options.people}, ${name}, ${window} messages under way, µs of the daemon per delivery`, bar('≤ 10'), figures[`${load}_${door}`]?.daemon_us_per_delivery);
    row(`a resume of 1,000 missed events, ${name}, ms of the daemon's CPU`, bar('≤ 10'), figures[`resume_${door}`]?.daemon_cpu_ms);
    row(`memory of an idle connection, ${name}, KiB`, bar('≤ 12'), figures[`idle_${door}`]?.kib_per_connection);
    row(`to connect, sign in and join, ${name}, ms of the daemon's CPU`, '', figures[`idle_${door}`]?.cpu_ms_per_connect);
  }
  row('memory of an idle connection over TLS, KiB', '', figures.tls?.kib_per_connection);
  const { scale: scaled } = figures;
  const cost = (found) => found && `${found.daemon_cpu_ms_per_1000} / ${found.postgres_cpu_ms_per_1000}`;
  row('a message in one of 100 chats, CPU of the daemon / PostgreSQL, ms per 1,000', '', cost(scaled?.few));
  row(`… in one of ${options.chats}`, '', cost(scaled?.all));
  row(`… in one of 100, with ${options.stored} stored`, '', cost(scaled?.stored));
  row('delivery at 500 messages/s, p50 / p99 ms', '', latency(figures.rate_500_plain));
  row('delivery at 2,000 messages/s, p50 / p99 ms', '', latency(figures.rate_2000_plain));
  row('start to the first handshake, database up, ms', '≤ 150', figures.start?.database_up_ms.toFixed(0));
  row('start to the first handshake, empty directory, ms', '≤ 5,000', figures.start?.empty_directory_ms.toFixed(0));
  const { upload } = figures;
  row(`a file of ${upload?.mib} MiB comes: memory added, KiB`, '≤ 2,048', upload?.up_kib);
  row('… and goes, KiB', '', upload?.down_kib);
  row('… MiB/s up / down', '', upload && `${upload.up_mib_s} / ${upload.down_mib_s}`);
  row(`search in ${options.messages} messages, p50 / p99 ms`, '≤ 50', figures.search && `${figures.search.all_ms.p50} / ${figures.search.all_ms.p99}`);
  row('memory at rest, MiB', '≤ 30', figures.start?.idle_rss_mib.toFixed(1));
  row(`a chat of ${figures.convert?.messages} messages becomes a ticket, ms`, '≤ 500', figures.convert?.convert_ms.toFixed(0));
  return ['| what | bar | measured |', '| --- | --- | --- |', ...rows].join('\n');
}

const load = os.loadavg()[0];
const figures = await measure();
const machine = `${os.cpus().length} cores ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const others = Object.values(figures).map((found) => found.others_cores).filter((cores) => cores !== undefined);
fs.mkdirSync(path.join(root, 'build'), { recursive: true });
fs.writeFileSync(path.join(root, 'build/bench.json'), `${JSON.stringify({ machine, at: new Date().toISOString(), load_before: load, figures }, null, 2)}\n`);
console.log(`${machine}; load before ${load.toFixed(1)}${others.length > 0 ? `; others used ${median(others)} cores meanwhile` : ''}\n\n${table(figures)}`);
