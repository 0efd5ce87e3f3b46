// Hostile clients beside healthy ones: who is slow or never done is ended, with the code that the documentation says, by the limit that the
// configuration names; the daemon's memory grows by less than that configuration allows; and the others hardly notice. Quiet and hostile
// windows take turns, so that the machine's own moods are in both.
import { fork } from 'node:child_process';
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

export default {
  name: 'slow-client',
  row: 'F7, F8, F16',
  says: 'clients are slow, never done or silent, so many of each kind at once',
  defaults: { n: 100, rounds: 3, window: 10, rate: 200, chats: 20, desk: 0 },
  brief: { n: 5, rounds: 1, window: 1, rate: 50, chats: 5 },
  stage: { config: { limits, presence: { dead_after: '10s' } }, env: { ASAN_OPTIONS: 'quarantine_size_mb=1' } },

  async strike(world) {
    const { n, rounds, window, slack } = world.options;
    const victim = await visitorWithMuchToRead(world);
    const hostile = fork(new URL('../hostile.mjs', import.meta.url));
    const told = { port: world.daemon.port, token: victim.token, channel: victim.channel, n, withinMs: 25_000 * slack };
    const latencies = { quiet: [], hostile: [] };
    let grown = 0;
    try {
      for (let round = 1; round <= rounds; round++) {
        latencies.quiet.push(await measured(world, () => sleep(window * 1_000)));
        const before = world.memory();
        const watch = setInterval(() => { grown = Math.max(grown, world.memory() - before); }, 50);
        let endings;
        latencies.hostile.push(await measured(world, async () => { endings = await all(hostile, told); }));
        clearInterval(watch);
        for (const [kind, [right, keys]] of Object.entries(ends)) {
          const wrong = Object.entries(endings[kind]).filter(([word]) => !right.includes(word));
          world.must(wrong.length === 0, `${kind}: ended with ${JSON.stringify(endings[kind])} instead of ${right.join(' or ')} (${keys})`);
        }
        world.say(`round ${round}: ${n} of each of ${Object.keys(ends).length} kinds were ended; p99 ${latencies.quiet.at(-1)} ms quiet, ${latencies.hostile.at(-1)} ms beside them; memory +${Math.round(grown)} MiB`);
      }
    } finally { hostile.disconnect(); }
    world.neverRestarted();
    // What all outboxes may hold, bodies under way (limits.body_bytes), and each connection's own state.
    const kindsAtOnce = Object.keys(ends).length;
    const allowed = 48 + (n * (256 + kindsAtOnce * 16)) / 1024;
    world.must(grown <= allowed * (slack > 1 ? 3 : 1), `memory grew by ${Math.round(grown)} MiB; the configuration allows ${Math.round(allowed)}`);
    const [quiet, beside] = [median(latencies.quiet), median(latencies.hostile)];
    Object.assign(world.figures, { hostile: n * kindsAtOnce, p99_quiet_ms: quiet, p99_beside_ms: beside, p99_change: Math.round((beside / quiet - 1) * 1000) / 1000, memory_mib: Math.round(grown) });
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

/// All kinds at once; the words of each kind.
async function all(child, told) {
  const endings = {};
  for (const kind of Object.keys(ends)) child.send({ ...told, kind });
  while (Object.keys(endings).length < Object.keys(ends).length) {
    const { kind, endings: words } = await new Promise((done) => child.once('message', done));
    endings[kind] = words;
  }
  return endings;
}

/// p99 of the time from sending a message to its acknowledgement, while something goes on.
async function measured({ recorder }, what) {
  const from = recorder.entries.length;
  await what();
  const sent = new Map();
  const took = [];
  for (const { type, key, at } of recorder.entries.slice(from)) {
    if (type === 'invoke' && key) sent.set(key, at);
    else if (type === 'ok' && sent.has(key)) took.push(at - sent.get(key));
  }
  took.sort((a, b) => a - b);
  return Math.round((took[Math.floor(took.length * 0.99)] ?? 0) * 10) / 10;
}

function median(values) { return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]; }
