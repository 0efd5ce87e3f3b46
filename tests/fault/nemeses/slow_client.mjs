// Hostile clients beside healthy ones: who is slow or never done is ended, with the code that the documentation says, by the limit that the
// configuration names; the daemon's memory grows by less than that configuration allows; and the others hardly notice. Quiet and hostile
// windows take turns, so that the machine's own moods are in both.
import { fork } from 'node:child_process';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const limits = { header_time: '2s', body_time: '2s', sign_in_time: '2s', upgrade_time: '2s', outbox_time: '2s', idle_time: '2s', outbox_bytes: '1MiB', outboxes_bytes: '48MiB', connections_per_user: 10_000 };

/// What ends each kind: the words of hostile.mjs that are right, and the key of the configuration that says when.
const ends = {
  'never reads': [['1013', 'closed'], 'limits.outbox_bytes, limits.outbox_time'],
  'reads a byte a second': [['1013', 'closed'], 'limits.outbox_bytes, limits.outbox_time, limits.bytes_per_s_min'],
  'a header without end, a byte a second': [['408'], 'limits.header_time'],
  'headers without end': [['431'], 'limits.header_bytes'],
  'a body a byte a second': [['408'], 'limits.body_time'],
  'a body without end': [['413'], 'limits.body_bytes'],
  'a chunk header without end': [['431'], 'limits.header_bytes'],
  'half open': [['closed'], 'limits.header_time'],
  'connects and is gone': [['closed'], 'presence.dead_after'],
  'never signs in': [['4401'], 'limits.sign_in_time'],
  'a frame a byte a second': [['1008'], 'limits.body_time'],
  'fragments without end': [['1008', 'closed'], 'limits.fragments'],
  'pings inside a message without end': [['1008'], 'limits.body_time'],
  'polling that never polls': [['400'], 'presence.dead_after'],
  'an upgrade without end': [['1008', '1000', 'closed'], 'limits.upgrade_time, limits.sign_in_time'],
};

/// Those who do as they should, for comparison: as many, who read as much.
const friendly = 'well behaved';

export default {
  name: 'slow-client',
  row: 'F7, F8, F16',
  says: 'clients are slow, never done or silent, so many of each kind at once',
  defaults: { n: 100, total: 0, rounds: 3, window: 10, rate: 200, chats: 20, desk: 0 },  // total: of all kinds together, instead of n of each
  brief: { n: 5, rounds: 1, window: 1, rate: 50, chats: 5 },
  stage: { config: { limits, presence: { dead_after: '10s' } }, env: { ASAN_OPTIONS: 'quarantine_size_mb=1' } },

  async strike(world) {
    const { n, total, rounds, window, slack } = world.options;
    const kinds = Object.keys(ends);
    const crowd = Object.fromEntries(kinds.map((kind, i) => [kind, total ? Math.floor(total / kinds.length) + Number(i < total % kinds.length) : n]));
    const hostile = Object.values(crowd).reduce((sum, one) => sum + one, 0);
    const victim = await visitorWithMuchToRead(world);
    const child = fork(new URL('../hostile.mjs', import.meta.url));
    os.setPriority(child.pid, 19);  // what they do themselves is not to be in the others' way
    const told = { port: world.daemon.port, token: victim.token, channel: victim.channel, withinMs: 25_000 * slack };
    const seen = { quiet: [], friendly: [], hostile: [] };
    let grown = 0;
    try {
      for (let round = 1; round <= rounds; round++) {
        seen.quiet.push(await measured(world, () => sleep(window * 1_000)));
        seen.friendly.push(await measured(world, () => all(child, told, { [friendly]: hostile })));
        const before = world.memory();
        const watch = setInterval(() => { grown = Math.max(grown, world.memory() - before); }, 50);
        let endings;
        seen.hostile.push(await measured(world, async () => { endings = await all(child, told, crowd); }));
        clearInterval(watch);
        for (const [kind, [right, keys]] of Object.entries(ends)) {
          const wrong = Object.entries(endings[kind]).filter(([word]) => !right.includes(word));
          world.must(wrong.length === 0, `${kind}: ended with ${JSON.stringify(endings[kind])} instead of ${right.join(' or ')} (${keys})`);
        }
        const figures = Object.entries(seen).map(([who, list]) => `${who} p99 ${list.at(-1).p99} ms, ${list.at(-1).cpu_ms} ms of CPU for a message`);
        world.say(`round ${round}: ${hostile} of ${kinds.length} kinds were ended; ${figures.join('; ')}; memory +${Math.round(grown)} MiB`);
      }
    } finally { child.disconnect(); }
    world.neverRestarted();
    // What all outboxes may hold, bodies under way (limits.body_bytes), and each connection's own state.
    const allowed = 48 + (hostile / kinds.length * 256 + hostile * 16) / 1024;
    world.must(grown <= allowed * (slack > 1 ? 3 : 1), `memory grew by ${Math.round(grown)} MiB; the configuration allows ${Math.round(allowed)}`);
    const middle = (who, what) => median(seen[who].map((one) => one[what]));
    const change = (who) => Math.round((middle('hostile', 'p99') / middle(who, 'p99') - 1) * 1000) / 1000;
    Object.assign(world.figures, {
      hostile, p99_quiet_ms: middle('quiet', 'p99'), p99_beside_friendly_ms: middle('friendly', 'p99'), p99_beside_hostile_ms: middle('hostile', 'p99'),
      p99_change: change('quiet'), p99_change_from_friendly: change('friendly'), cpu_s: { quiet: middle('quiet', 'cpu_s'), friendly: middle('friendly', 'cpu_s'), hostile: middle('hostile', 'cpu_s') },
      memory_mib: Math.round(grown),
    });
  },
};

/// A visitor of their own, whose chat has enough in it that a join is a large answer.
async function visitorWithMuchToRead({ load }) {
  await load.chat('victim', 'plain', load.speaking[0].talkers[1]);
  const { talkers: [visitor], id } = load.rooms.at(-1);
  for (let i = 0; i < 50; i++) {
    visitor.say(id, `${i}`.padEnd(8_000, 'x'));
    await load.quiet([visitor], id);
  }
  return { token: visitor.token, channel: id };
}

/// So many of each kind, all at once; the words of each kind.
async function all(child, told, crowd) {
  const endings = {};
  let take;
  const all = new Promise((done, failed) => {
    take = ({ kind, endings: words }) => {  // several may come at once
      endings[kind] = words;
      if (Object.keys(endings).length === Object.keys(crowd).length) done();
    };
    child.on('message', take);
    child.once('exit', (code) => failed(new Error(`the hostile clients ended with ${code}`)));
  });
  for (const [kind, n] of Object.entries(crowd)) child.send({ ...told, kind, n });
  await all;
  child.off('message', take);
  return endings;
}

/// While something goes on: p99 of the time from sending a message to its acknowledgement, and the daemon's CPU.
async function measured(world, what) {
  const { recorder } = world;
  const from = recorder.entries.length, cpu = world.cpu(), begun = performance.now();
  await what();
  const spent = world.cpu() - cpu, lasted_s = (performance.now() - begun) / 1000;
  const sent = new Map();
  const took = [];
  for (const { type, key, at } of recorder.entries.slice(from)) {
    if (type === 'invoke' && key) sent.set(key, at);
    else if (type === 'ok' && sent.has(key)) took.push(at - sent.get(key));
  }
  took.sort((a, b) => a - b);
  const rounded = (value) => Math.round(value * 100) / 100;
  return { p99: rounded(took[Math.floor(took.length * 0.99)] ?? 0), cpu_ms: rounded(spent * 1000 / took.length), cpu_s: rounded(spent / lasted_s) };
}

function median(values) { return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]; }
