// The oracle: random sequences of operations by several people at several connections, with cuts and returns; after each of them what
// every client holds (what it was given, and every push since) is what the daemon tells afresh.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Daemon } from '../support/daemon.mjs';
import { judge } from './judge.mjs';
import { pushes } from './model.mjs';
import { excused, operations, Random } from './operations.mjs';
import { World } from './world.mjs';

const sequencesOfAWorld = 25;  // the lists of its staff grow
const devices = 8;
const otherActions = [['drop', 2], ['return', 4], ['refresh', 4]];
const shrinkingsMax = 60;

/// `{failure, played, failed, done (operation → how often it succeeded), heard (push → how often)}`. `say` gets a line now and then. `keep`: goes on
/// after a failure, without looking for the fewest steps; what everybody heard is in a file then.
export async function runOracle({ sequences = 100, seed = 1, steps = 40, worlds = 6, shrink = true, keep = false, say = () => {} } = {}) {
  const daemon = await Daemon.start({ config: { chat: { resume_events: 6 }, auth: { access_ttl: '12h' } } });
  const count = { played: 0, failed: 0, done: {}, heard: {} };
  let next = seed, failure = null;
  try {
    const undeclared = await missing(daemon);
    if (undeclared.length > 0) return { failure: undeclared.join('\n'), ...count };
    await Promise.all(Array.from({ length: Math.min(worlds, sequences) }, async () => {
      let world = null;
      for (let played = 0; (keep || !failure) && next < seed + sequences; played++) {
        const own = next++;
        if (played % sequencesOfAWorld === 0 || !world) world = Object.assign(await World.make(daemon), { done: count.done, heard: count.heard });
        const plan = planOf(own, steps);
        const found = await attempt(world, own, plan);
        if (process.env.TRACE) for (const line of found.said) say(`${own}: ${line}`);
        if (found.wrong.length === 0) {
          if (++count.played % 500 === 0) say(`${count.played} sequences`);
        } else if (keep) {
          count.failed++;
          failure = `sequence ${own}: ${found.wrong[0]}`;
          say(`${failure}\n    ${found.wrong.slice(1, 5).join('\n    ')}\n    heard: ${written(world, own, found)}`);
          world = null;
        } else if (!failure) {
          failure = 'being looked at';
          failure = shrink ? await report(world, own, plan, found, say) : `sequence ${own}: ${found.wrong[0]}`;
        }
      }
    }));
  } finally { await daemon.dispose(); }
  return { failure, ...count };
}

/// The operations and pushes that the daemon declares and nothing here knows.
async function missing(daemon) {
  const document = await (await fetch(`${daemon.url}/api/asyncapi.json`)).json();
  const named = (action) => Object.values(document.operations).filter((operation) => operation.action === action)
    .map(({ messages }) => document.components.messages[messages[0].$ref.split('/').at(-1)].name);
  return [
    ...named('receive').filter((event) => !operations[event] && !excused[event]).map((event) => `${event} is not used: say in tests/oracle/operations.mjs how, or why not`),
    ...named('send').filter((event) => !pushes[event]).map((event) => `what the push ${event} means is not known: say so in tests/oracle/model.mjs`),
  ];
}

/// Steps that know no ids: those are found when they are played, so that a part of them can be played too.
function planOf(seed, steps) {
  const random = new Random(seed);
  const actions = [...Object.entries(operations).map(([name, { weight }]) => [name, weight]), ...otherActions];
  return Array.from({ length: steps }, (_, i) => ({
    device: i === 0 ? 0 : random.below(devices), action: i === 0 ? 'chat:start' : random.weighted(actions), seed: random.below(2 ** 31), together: random.chance(0.3),
  }));
}

/// Plays a plan; `{wrong, said}`.
async function attempt(world, seed, plan) {
  const said = [];
  try {
    await world.begin(new Random(seed));
    let running = [];
    for (const step of plan) {
      running.push(world.play(step, Random).then((line) => { if (line) said.push(line); }));
      if (step.together) continue;
      await Promise.all(running);
      running = [];
    }
    await Promise.all(running);
    await world.settle();
    return { wrong: await judge(world), said };
  } catch (error) {
    return { wrong: [error.stack], said };
  } finally { await world.end().catch(() => null); }
}

/// What was said and heard in a sequence, as a file.
function written(world, seed, { said, wrong }) {
  const file = path.join(os.tmpdir(), `chatd-oracle-${process.pid}-${seed}`);
  fs.writeFileSync(file, [...wrong, '', ...said, '', ...world.transcript].join('\n'));
  return file;
}

/// What failed, and the fewest steps that still fail (a race may not fail again; then all of them).
async function report(world, seed, plan, found, say) {
  say(`sequence ${seed} fails: ${found.wrong[0]}; looking for fewer steps`);
  let least = plan, last = found, tries = 0, heard = written(world, seed, found);
  for (let size = Math.ceil(plan.length / 2); size >= 1 && tries < shrinkingsMax; size = Math.floor(size / 2)) {
    for (let from = 0; from < least.length && tries < shrinkingsMax;) {
      const shorter = [...least.slice(0, from), ...least.slice(from + size)];
      tries++;
      const again = await attempt(world, seed, shorter);
      if (again.wrong.length > 0) [least, last, heard] = [shorter, again, written(world, seed, again)];
      else from += size;
    }
  }
  return [`sequence ${seed} (tests/oracle/run --sequences 1 --seed ${seed}), ${least.length} of ${plan.length} steps:`,
    ...last.said.map((line) => `    ${line}`), ...last.wrong.slice(0, 10), `what was heard: ${heard}`].join('\n');
}
