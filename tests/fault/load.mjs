// What goes on while the nemesis works: chats in which both sides talk all the time, and a desk where chats begin and end, two
// technicians racing for each. Everything is written to the history as checker.mjs wants it.
import { setTimeout as sleep } from 'node:timers/promises';
import { password } from '../support/daemon.mjs';
import { http } from '../support/doors.mjs';
import { Talker } from './talkers.mjs';

const doors = ['plain', 'socketio'];
const think_ms = 300;  // between two chats of a caller, so that the desk is not all of the load

export class Load {
  /// `url`: what clients connect to; the daemon itself or a proxy before it. `lasting`: makes another token of one, that lives longer.
  constructor({ daemon, url, recorder, chats, technicians, rate, desk, answerWithinMs, lasting = (token) => token }) {
    Object.assign(this, { daemon, url, recorder, chats, technicians, rate, deskSize: desk, answerWithinMs, lasting });
    this.talkers = [];
    this.rooms = [];  // {id, token, talkers}; the desk's are added as they begin
    this.withheld = 0;
    this.speaking = [];
    this.ended = false;
  }

  /// A tenant, its technicians, and a visitor for each chat, accepted; half of everybody on each socket door.
  async populate() {
    await this.daemon.addTenant('load');
    await this.daemon.addChatConfig({ tenant: 'load', id: 'load' });
    const staff = [];
    for (let i = 0; i < this.technicians; i++) staff.push(await this.technician(`tech${i}`, doors[i % 2]));
    for (let i = 0; i < this.chats; i++) await this.chat(`visitor${i}`, doors[i % 2], staff[i % staff.length]);
    this.speaking = [...this.rooms];
    if (this.deskSize === 0) return;
    this.clerks = [await this.technician('clerk0', 'plain'), await this.technician('clerk1', 'socketio')];
    this.callers = [];
    for (let i = 0; i < this.deskSize; i++) this.callers.push(await this.visitor(`caller${i}`, doors[i % 2]));
  }

  async join(name, door, signedIn) {
    const { recorder, url, answerWithinMs } = this;
    const talker = new Talker({ name, door, url, token: this.lasting(signedIn.access_token), user: signedIn.user.id, recorder, answerWithinMs });
    this.talkers.push(talker);
    await talker.connect();
    return talker;
  }
  async technician(name, door) {
    const email = `${name}@load.test`;
    await this.daemon.addUser({ tenant: 'load', email, name, role: 'technician' });
    return this.join(name, door, await post(this.daemon, '/api/auth/login', { email, password }));
  }
  async visitor(name, door) { return this.join(name, door, await post(this.daemon, '/api/widget/load/visitors', { name })); }

  async chat(name, door, technician) {
    const visitor = await this.visitor(name, door);
    const { session } = granted(await visitor.ask('chat:start', { subject: `Chat of ${name}` }, `Chat of ${name}`));
    granted(await technician.ask('chat:accept', { channel_id: session.session_id }));
    await this.enter(session.session_id, visitor, technician);
  }
  async enter(id, visitor, technician) {
    for (const talker of [visitor, technician]) granted(await talker.ask('chat:join', { channel_id: id }));
    this.rooms.push({ id, token: technician.token, talkers: [visitor, technician] });
  }

  /// `rate` messages a second over all chats, by either side in turn, and the desk.
  begin() {
    let n = 0;
    const begun = performance.now();
    this.mouth = setInterval(() => {
      for (const due = ((performance.now() - begun) / 1000) * this.rate; n < due; n++) {
        const { id, talkers } = this.speaking[n % this.speaking.length];
        if (!talkers[Math.floor(n / this.speaking.length) % 2].say(id, `message ${n} of the load`)) this.withheld++;
      }
    }, 10);
    this.desk = (this.callers ?? []).map((caller) => this.serve(caller));
    for (const served of this.desk) served.catch(() => null);  // finish() tells
  }

  /// Chat after chat of one caller, from start to end.
  async serve(caller) {
    for (let n = 1; !this.ended; n++) {
      const subject = `Question ${n} of ${caller.name}`;
      const { session } = granted(await caller.ask('chat:start', { subject }, subject));
      const id = session.session_id;
      const wins = await Promise.all(this.clerks.map((clerk) => this.race(clerk, id)));
      const clerk = this.clerks[wins.indexOf(true)];
      if (!clerk) throw new Error(`nobody got chat ${id}`);
      await this.enter(id, caller, clerk);
      for (const talker of [caller, clerk, caller]) talker.say(id, `a word in chat ${id}`);
      await this.quiet([caller, clerk], id);
      const end = await (Math.random() < 0.5 ? caller : clerk).ask('chat:end', { channel_id: id });
      if (!end.ok && end.error.code !== 'session_closed') throw new Error(`chat:end of ${id}: ${JSON.stringify(end.error)}`);
      await until(() => [caller, clerk].every((talker) => talker.ended || !talker.heads.has(id)));
      this.recorder.add('served', { channel: id });
      await sleep(think_ms * 2 * Math.random());
    }
  }

  async race(clerk, id) {
    const answer = await clerk.ask('chat:accept', { channel_id: id });
    const winner = answer.ok ? answer.data.session.agent?.id : answer.error.details?.agent?.id;
    if (!answer.ok && answer.error.code !== 'already_accepted') throw new Error(`chat:accept of ${id}: ${JSON.stringify(answer.error)}`);
    return winner === clerk.user;
  }

  quiet(talkers, id) { return until(() => talkers.every((talker) => talker.ended || !talker.waiting.get(id))); }

  /// No new messages and chats; what was begun is finished. Rejects with what the desk met.
  async finish() {
    clearInterval(this.mouth);
    this.ended = true;
    await Promise.all(this.desk);
  }

  async close() {
    clearInterval(this.mouth);
    this.ended = true;
    await Promise.all(this.talkers.map((talker) => talker.end()));
    await Promise.allSettled(this.desk ?? []);
  }
}

export async function until(holds, withinMs = Infinity, otherwise = () => 'it did not come to pass') {
  for (const end = performance.now() + withinMs; !(await holds()); await sleep(10)) if (performance.now() > end) throw new Error(otherwise());
}

function granted(answer) {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

async function post(daemon, path, body) {
  const answer = await http(daemon.url, 'POST', path, { body });
  if (answer.status >= 300) throw new Error(`${path}: HTTP ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
