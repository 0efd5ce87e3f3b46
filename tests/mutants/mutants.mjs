// The mutants: deliberate faults of the server, each of which a named rule must notice. A mutant is a file here,
//   NAME.patch   a diff of the sources                        NAME.sql   run in the database after the migrations: needs no build
// that begins with what it does and how it is found:
//   says: …     rules: the rules of fault/checker.mjs, or `oracle`, of which one must fail     workload: day (if absent), oracle, or crash
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { campaign } from '../fault/campaign.mjs';
import { runOracle } from '../oracle/oracle.mjs';
import { Daemon, binary } from '../support/daemon.mjs';
import { sql } from './tables.mjs';
import { workADay } from './workload.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');

export function allMutants() {
  return fs.readdirSync(here).filter((file) => /\.(patch|sql)$/.test(file)).sort().map((file) => {
    const text = fs.readFileSync(path.join(here, file), 'utf8');
    const told = (word) => text.match(new RegExp(`^(?:-- )?${word}: (.+)$`, 'm'))?.[1];
    const kind = path.extname(file).slice(1);
    return { name: path.basename(file, `.${kind}`), kind, text, says: told('says'), rules: told('rules')?.split(' ') ?? [], workload: told('workload') ?? 'day' };
  });
}

/// What was found against a daemon: of its rules, the texts.
export async function findingsOf(mutant, bin = binary()) {
  if (mutant.workload === 'oracle') {
    process.env.CHATD_BIN = bin;
    const { failure } = await runOracle({ sequences: 40, shrink: false });
    return failure ? [{ rule: 'oracle', text: failure }] : [];
  }
  if (mutant.workload === 'crash') {
    process.env.CHATD_BIN = bin;
    // A fault may be such that the campaign never ends, when nobody can be answered any more: what it did before is judged.
    return campaign(crash).then(({ findings }) => findings, ({ findings = [], message }) => [...findings, { rule: 'error', text: message.split('\n')[0] }]);
  }
  const daemon = await Daemon.start({ bin, config: { chat: { resume_events: 20 }, auth: { access_ttl: '6h' } } });
  try {
    if (mutant.kind === 'sql') sql(daemon, mutant.text);
    return (await workADay(daemon)).findings;
  } finally { await daemon.dispose(); }
}

/// PostgreSQL stopped at once again and again, so that what was not flushed is gone and commits are in doubt.
const crash = {
  name: 'mutant-crash',
  row: 'F2',
  defaults: { rate: 300, chats: 15, kills: 8 },
  stage: { postgres: true },
  async strike(world) {
    for (let kill = 0; kill < world.options.kills; kill++) {
      await world.work(1);
      await world.postgres.stop('SIGQUIT');
      await world.postgres.start();
      await world.recovered();
    }
  },
};

/// What is the same stays untouched, so that only what differs is built.
function copy(from, to) {
  if (!fs.existsSync(from)) return;
  if (fs.statSync(from).isDirectory()) {
    const names = fs.readdirSync(from);
    fs.mkdirSync(to, { recursive: true });
    for (const name of fs.readdirSync(to)) if (!names.includes(name)) fs.rmSync(path.join(to, name), { recursive: true });
    for (const name of names) copy(path.join(from, name), path.join(to, name));
    return;
  }
  const bytes = fs.readFileSync(from);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (!fs.existsSync(to) || !fs.readFileSync(to).equals(bytes)) fs.writeFileSync(to, bytes);
}

/// A copy of the sources with a build of its own, in which patches are applied and taken back.
export class Scratch {
  constructor(preset = 'asan') {
    this.preset = preset;
    this.tree = path.join(root, 'build/mutants');
    fs.mkdirSync(this.tree, { recursive: true });
    for (const part of ['src', 'include', 'migrations', 'cmake', 'config', 'tests/CMakeLists.txt', 'CMakeLists.txt', 'CMakePresets.json'])
      copy(path.join(root, part), path.join(this.tree, part));
    this.run('cmake', '--preset', preset, '-DCHATD_TESTS=OFF');
  }
  get bin() { return path.join(this.tree, 'build', this.preset, 'chatd'); }

  build() { this.run('cmake', '--build', '--preset', this.preset, '--target', 'chatd', '--', '-j2'); }
  apply({ text }) { this.run('patch', '-p1', '--no-backup-if-mismatch', '-s', { input: text }); }
  takeBack({ text }) { this.run('patch', '-p1', '-R', '--no-backup-if-mismatch', '-s', { input: text }); }

  run(command, ...args) {
    const options = typeof args.at(-1) === 'object' ? args.pop() : {};
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: this.tree, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.slice(-4_000)}`);
  }
}
