// One campaign: a daemon and what it depends on, clients that talk, a nemesis that breaks something again and again, and the judgement.
// A nemesis is a module of nemeses/ whose default export is
//   { name, row (of the fault matrix), says, defaults, brief, load, stage, strike }
// defaults: its options and those of the load (below); brief: what the short run has instead. stage: what it needs,
//   { postgres: true | {directory, settings}, proxies: ['clients', 'database'], clocks, config, env, args, nofile, log, remove }, or a function of it;
//   clocks: the daemon and its PostgreSQL have wall clocks that can be moved, world.clocks = [daemon's, PostgreSQL's];
//   nofile: how many files the daemon may open; log: the file that its log goes to; remove: called in the end
// load(options): the load's options that follow from the nemesis's own, if any.
// strike(world): does it, over and over, and says with world.must what has to hold meanwhile. What has to hold always, the checker knows.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Daemon } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';
import { check } from './checker.mjs';
import { Clock } from './clock/clock.mjs';
import { Load, until } from './load.mjs';
import { Postgres, query } from './postgres.mjs';
import { Proxy } from './proxy.mjs';
import { Recorder, dump } from './talkers.mjs';

const common = { rate: 200, chats: 20, technicians: 3, desk: 3, answerWithinMs: 20_000, slack: 1 };

/// `say` gets one line of progress at a time. Answers `{name, findings, figures, folder}`. What does not come to its end is thrown, with the
/// `findings` of what there is.
export async function campaign(nemesis, options = {}, say = () => {}) {
  const wanted = { ...common, ...nemesis.defaults, ...options };
  const world = new World(nemesis, { ...wanted, ...nemesis.load?.(wanted) }, say);
  try {
    await world.open();
    await world.load.populate();
    world.load.begin();
    await world.acks(Math.min(100, world.options.rate));
    await nemesis.strike(world);
    return await world.judge();
  } catch (error) {
    error.findings = await world.findings().catch(() => []);
    error.message += `${error.findings.map(({ rule, text }) => `\n${rule}  ${text}`).join('')}\n(the history is in ${world.folder})\n${world.daemon?.tail() ?? ''}`;
    throw error;
  } finally { await world.close(); }
}

/// What a nemesis sees of it all.
class World {
  constructor(nemesis, options, say) {
    Object.assign(this, { nemesis, options, say, broken: [], figures: {}, recoveries: [] });
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), `chatd-${nemesis.name}-`));
    this.recorder = new Recorder(path.join(this.folder, 'history.jsonl'));
  }

  async open() {
    const { stage = {} } = this.nemesis;
    this.stage = typeof stage === 'function' ? stage() : stage;
    const { postgres, proxies = [], clocks = false, config = {}, env = {}, args = [], nofile, log } = this.stage;
    const database = {};
    this.clocks = clocks ? [new Clock(), new Clock()] : [];
    if (postgres) {
      this.postgres = await Postgres.start({ ...(typeof postgres === 'object' ? postgres : {}), env: this.clocks[1]?.env });
      if (proxies.includes('database')) this.toDatabase = await Proxy.open({ port: this.postgres.port });
      database.url = this.postgres.urlAt(this.toDatabase?.port ?? this.postgres.port);
    }
    this.daemon = await Daemon.start({ config: { auth: { access_ttl: '6h' }, database, ...config }, env: { ...env, ...this.clocks[0]?.env }, args, nofile, log });
    if (proxies.includes('clients')) this.toDaemon = await Proxy.open({ port: this.daemon.port });
    this.load = new Load({ daemon: this.daemon, url: this.toDaemon?.url ?? this.daemon.url, recorder: this.recorder, ...this.options });
    this.pid = this.daemon.pid;
  }

  get talkers() { return this.load.talkers; }
  get connections() { return this.talkers.reduce((sum, { connections }) => sum + connections, 0); }
  mark(what) { this.recorder.add('nemesis', { what }); }
  /// A promise of this fault; broken ones are findings.
  must(holds, text) { if (!holds) { this.broken.push({ rule: this.nemesis.row, text }); this.say(`BROKEN: ${text}`); } }
  until(holds, withinMs, otherwise) { return until(holds, withinMs * this.options.slack, otherwise); }

  /// Until so many more messages have been acknowledged.
  async acks(more, withinMs = 120_000) {
    const wanted = this.recorder.acks + more;
    await this.until(() => this.recorder.acks >= wanted, withinMs, () => `only ${more - wanted + this.recorder.acks} of ${more} messages were acknowledged; ${this.troubles()}`);
  }
  /// The load for about so many seconds, counted in acknowledgements.
  work(seconds) { return this.acks(Math.round(this.options.rate * seconds * (0.5 + Math.random()))); }

  /// What was broken is whole since now: until the next acknowledgement; its time is one of the recoveries, in ms.
  async recovered(withinMs = 60_000) {
    const since = performance.now();
    await this.acks(1, withinMs);
    this.recoveries.push(performance.now() - since);
    return this.recoveries.at(-1);
  }
  /// Everybody is there and nothing is unanswered at some moment.
  quiet() { return this.talkers.every(({ live, waitedMs }) => live && waitedMs < 2_000); }
  everybodyBack(withinMs = 60_000) {
    return this.until(() => this.talkers.every(({ live }) => live), withinMs, () => `not everybody came back: ${this.troubles()}`);
  }
  troubles() {
    const troubled = this.talkers.filter(({ live, unacked }) => !live || unacked.size > 0);
    return troubled.slice(0, 5).map(({ name, live, lastError, unacked }) => `${name} (${live ? 'connected' : 'away'}, ${unacked.size} unacknowledged; ${lastError?.message ?? 'no error'})`).join('; ');
  }

  /// The status of a probe, 0 when there is no answer.
  async probe(path) { return http(this.daemon.url, 'GET', path).then(({ status }) => status, () => 0); }
  async metric(name) {
    const { body } = await http(this.daemon.url, 'GET', '/metrics');
    return Number(body.match(new RegExp(`^${name} (\\S+)$`, 'm'))?.[1]);
  }
  /// Resident memory of the daemon, MiB.
  memory() { return Number(fs.readFileSync(`/proc/${this.daemon.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024; }
  /// CPU seconds that the daemon has used.
  cpu() {
    const words = fs.readFileSync(`/proc/${this.daemon.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(words[11]) + Number(words[12])) / 100;
  }
  neverRestarted() {
    this.must(this.daemon.pid === this.pid && this.daemon.child.exitCode === null && this.daemon.child.signalCode === null, 'the daemon ended');
  }

  /// The nemesis rests: what is under way is finished, then the checker judges everything.
  async judge() {
    await this.everybodyBack();
    let finished = false;
    const finish = this.load.finish().then(() => { finished = true; });
    await Promise.race([finish, this.until(() => finished, 60_000, () => `the desk does not finish; ${this.troubles()}`)]);
    await this.until(() => this.talkers.every(({ unacked }) => unacked.size === 0), 60_000, () => `never acknowledged: ${this.troubles()}`);
    return { name: this.nemesis.name, findings: await this.findings(), figures: this.tell(), folder: this.folder };
  }

  async findings() {
    const held = { ...(await dump(this.daemon.url, this.load.rooms)), ...this.tables() };
    const head = new Map(held.channels.map(({ id, messages }) => [id, Math.max(...messages.map(({ seq }) => seq))]));
    const caughtUp = () => this.talkers.every(({ heads }) => [...heads].every(([id, seq]) => seq >= head.get(id)));
    await this.until(caughtUp, 15_000).catch(() => null);  // I9 tells who
    fs.writeFileSync(path.join(this.folder, 'dump.json'), JSON.stringify(held));
    const findings = [...this.broken, ...check(this.recorder.entries, held)];
    for (const { client, text } of this.recorder.of('trouble')) findings.push({ rule: 'resume', text: `${client}: ${text}` });
    return findings;
  }

  /// What the tables say of the desk.
  tables() {
    const json = (sql) => JSON.parse(this.query(`SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`));
    return {
      sessions: json('SELECT channel_id AS id, status, agent_id FROM live_chat_sessions'),
      requests: json('SELECT id, channel_id AS channel, status, priority, enqueued_at, accepted_by FROM pending_chat_requests'),
      made: json("SELECT 'chat:start' AS operation, subject AS mark, channel_id AS id FROM live_chat_sessions"),
    };
  }
  query(sql) {
    const url = this.postgres?.url ?? `postgresql://chatd@/postgres?host=${encodeURIComponent(fs.realpathSync(path.join(this.daemon.dataDir, 'postgres', 'socket')))}`;
    return query(url, sql);
  }

  tell() {
    const { recorder, load } = this;
    const acks = recorder.of('ok').filter(({ operation }) => !operation);
    return {
      acknowledged: acks.length, delivered: recorder.count('deliver'), refused: recorder.of('fail').filter(({ operation }) => !operation).length, withheld: load.withheld,
      in_doubt_resolved: acks.filter(({ doubt }) => doubt).length, found_stored: acks.filter(({ replayed }) => replayed).length,
      chats_served: recorder.count('served'), reconnections: this.connections - this.talkers.length,
      recovered_ms: spread(this.recoveries), resumed_ms: spread(this.talkers.flatMap(({ recoveries }) => recoveries)), ...this.figures,
    };
  }

  async close() {
    await this.load?.close();
    await this.recorder.end();
    await this.toDaemon?.close();
    await (this.daemon ?? { dispose: async () => null }).dispose().finally(async () => {
      await this.toDatabase?.close();
      await this.postgres?.dispose();
      for (const clock of this.clocks ?? []) clock.close();
      this.stage?.remove?.();
    });
  }
}

/// p50, p99 and the largest, rounded.
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
