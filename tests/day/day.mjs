// The day itself: opens, lets people come and go, kills the daemon once, closes, and judges what is left. Its minutes are short; who does
// what follows from the seed, what comes first from the machine, as on any day.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { addTechnicians } from '../bench/people.mjs';
import { check } from '../fault/checker.mjs';
import { Recorder } from '../fault/talkers.mjs';
import { dumpTables } from '../mutants/tables.mjs';
import { Random } from '../oracle/operations.mjs';
import { Daemon, password } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';
import { audit } from './audit.mjs';
import { Technician, Visitor } from './people.mjs';

const { values: given } = parseArgs({ options: {
  technicians: { type: 'string', default: '6' }, visitors: { type: 'string', default: '60' }, seconds: { type: 'string', default: '40' }, seed: { type: 'string', default: '1' },
} });
const options = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)]));
const minutes_open = 9 * 60;
const doors = ['plain', 'socketio'];

class Day {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatd-day-'));
    this.recorder = new Recorder(path.join(this.folder, 'history.jsonl'));
    this.random = new Random(options.seed);
    this.assigned = new Set();  // chats that a technician has taken
    this.counts = {};
    this.everybody = [];
    this.troubles = [];
    this.over = false;          // no more work is looked for
    this.closed = false;        // nobody waits for anybody any more
  }
  minutes(n) { return sleep((n * options.seconds * 1000) / minutes_open); }
  seen(what) { this.counts[what] = (this.counts[what] ?? 0) + 1; }
  broke(error) { this.troubles.push(error.message); }

  async open() {
    const second = options.seconds / 60;  // what takes a few minutes of a desk takes a few of its short ones here
    const after = (seconds) => `${Math.max(1, Math.round(seconds * second))}s`;
    this.daemon = await Daemon.start({ config: { auth: { access_ttl: '6h' }, limits: { profile: 'off' },
      queue: { offer_timeout: '1s', no_answer_after: '2s', abandon_after: after(6), first_reply_after: after(10), transfer_timeout: after(6) }, chat: { auto_close: after(60) } } });
    await this.daemon.addTenant('day');
    await this.daemon.addChatConfig({ tenant: 'day', id: 'day' });
    await this.daemon.addUser({ tenant: 'day', email: 'desk@day.test', name: 'Desk', role: 'dispatcher' });
    await this.daemon.addUser({ tenant: 'day', email: 'boss@day.test', name: 'Boss', role: 'admin' });
    const { body: boss } = await http(this.daemon.url, 'POST', '/api/auth/login', { body: { email: 'boss@day.test', password } });
    const { body: desk } = await http(this.daemon.url, 'POST', '/api/auth/login', { body: { email: 'desk@day.test', password } });
    this.dispatcher = new Technician(this, this.stream(0), { name: 'desk', door: 'plain', token: desk.access_token, user: desk.user.id });
    await this.dispatcher.connect();
    this.technicians = addTechnicians(this.daemon, options.technicians, 'day').map((token, i) =>
      new Technician(this, this.stream(i + 1), { name: `tech${i}`, door: doors[i % 2], token, user: Number(JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sub) }));
    await this.makeTeam(boss.access_token);
  }
  /// Half of the technicians are offered chats in turn.
  async makeTeam(token) {
    const { status, body } = await http(this.daemon.url, 'POST', '/api/teams', { token, body: { name: 'Robin', assignment: 'round_robin', member_ids: this.technicians.filter((_, i) => i % 2 === 0).map(({ user }) => user) } });
    if (status !== 201) throw new Error(`a team: HTTP ${status} ${JSON.stringify(body)}`);
    this.robin = body.id;
  }
  /// Random numbers of one person.
  stream(n) { return new Random(options.seed * 1_000_003 + n); }

  async pass() {
    const work = this.technicians.map((technician) => technician.works().catch((error) => this.broke(error)));
    const visits = Array.from({ length: options.visitors }, (_, i) => this.comes(i));
    const crash = this.minutes(minutes_open / 2).then(() => this.daemon.restart({ hard: true }));
    await this.minutes(minutes_open);
    await crash;
    await Promise.race([Promise.all(visits), this.minutes(minutes_open * 4)]);  // who is in a chat is served to its end
    this.over = true;
    await Promise.race([Promise.all(work), sleep(30_000)]);
    this.closed = true;
  }
  async comes(i) {
    const random = this.stream(10_000 + i);
    await this.minutes(minutes_open * 0.9 * random.next());
    try {
      let made;
      while (made?.status !== 201 && made?.status !== 200) {
        made = await http(this.daemon.url, 'POST', '/api/widget/day/visitors', { body: { name: `Visitor ${i}` } }).catch(() => null);
        if (!made) await sleep(100);
      }
      const visitor = new Visitor(this, random, { name: `visitor${i}`, door: random.of(doors), token: made.body.access_token, user: made.body.user.id });
      await visitor.visit();
    } catch (error) { this.broke(error); }
  }

  /// Everything that does not hold, one line each.
  async judge() {
    const until = async (holds, withinMs) => { for (const end = Date.now() + withinMs; !holds() && Date.now() < end;) await sleep(50); };
    await until(() => audit(this.daemon).length === 0, 10_000);  // the search is behind for a moment
    const held = dumpTables(this.daemon);
    fs.writeFileSync(path.join(this.folder, 'dump.json'), JSON.stringify(held));
    const findings = check(this.recorder.entries, held).map(({ rule, text }) => `${rule} ${text}`);
    return [...this.troubles, ...audit(this.daemon), ...findings, ...this.recorder.of('trouble').map(({ client, text }) => `${client}: ${text}`)];
  }
  async close() {
    await Promise.allSettled(this.everybody.map((person) => person.end()));
    await this.daemon?.dispose();
    await this.recorder.end();
  }
}

const day = new Day();
const begun = performance.now();
let problems = [];
try {
  await day.open();
  await day.pass();
  problems = await day.judge();
} catch (error) { problems.push(error.stack); }
await day.close().catch((error) => problems.push(error.message));
console.log(`seed ${options.seed}: ${JSON.stringify(day.counts)}; ${day.recorder.acks} messages in ${Math.round((performance.now() - begun) / 1000)} s`);
for (const problem of problems.slice(0, 40)) console.log(`not ok  ${problem}`);
if (problems.length > 0) console.log(`the history is in ${day.folder}`);
else fs.rmSync(day.folder, { recursive: true, force: true });
console.log(`${problems.length === 0 ? 1 : 0} passed, ${problems.length} failed`);
process.exit(problems.length === 0 ? 0 : 1);
