// Who is there on a day: visitors and technicians, each with a random stream of their own, so that a seed tells who wants what. They behave
// as good clients do (fault/talkers.mjs), and write down everything for the checker.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Talker } from '../fault/talkers.mjs';
import { http } from '../support/doors.mjs';
import { restRoute } from '../support/routes.mjs';

const over = new Set(['session_closed', 'invalid_state', 'not_participant', 'not_found', 'already_accepted', 'offered_to_another', 'over_capacity', 'not_eligible', 'offer_expired', 'conflict']);

class Person extends Talker {
  constructor(day, random, options) {
    super({ url: day.daemon.url, recorder: day.recorder, answerWithinMs: 30_000, ...options });
    Object.assign(this, { day, random });
  }

  /// What ends one's part in a chat ends it here too.
  heard(connection, client, entry) {
    super.heard(connection, client, entry);
    if (connection !== this.connection || entry.kind !== 'push') return;
    const { event, data } = entry;
    const out = event === 'chat:ended' || event === 'chat:abandoned' || (event === 'chat:participant_left' && data.user?.id === this.user)
      || (event === 'chat:session_assigned' && this.staff && data.agent?.id !== this.user && data.seq);
    if (out) this.leave(data.channel_id);
  }
  leave(channel) {
    if (this.heads.delete(channel)) this.recorder.add('stop', { client: this.name, channel });
  }

  /// By the socket, or (now and then) by REST with a key. Undefined when the chat has gone on without one: somebody else was quicker.
  async does(event, data, mark) {
    const answer = await (this.random.chance(0.3) && restRoute(event, data) ? this.askRest(event, data, mark) : this.ask(event, data, mark));
    this.day.did(event, answer.ok ? 'ok' : answer.error.code);
    if (!answer.ok && !over.has(answer.error.code)) throw new Error(`${this.name}: ${event} ${JSON.stringify(data)}: ${JSON.stringify(answer.error)}`);
    return answer.ok ? answer.data : undefined;
  }

  async askRest(event, data, mark) {
    const about = { operation: event, key: randomUUID(), user: this.user, channel: data.channel_id };
    const { method, path, body } = restRoute(event, data);
    for (;;) {
      this.recorder.add('invoke', { ...about, mark });
      const answer = await http(this.url, method, path, { token: this.token, body, headers: { 'idempotency-key': about.key } }).catch((error) => error);
      if (answer.status < 300) {
        this.recorder.add('ok', { ...about, seq: answer.body?.seq ?? undefined, effect: mark && answer.body.session.session_id });
        return { ok: true, data: answer.body ?? {} };
      }
      if (answer.status && ![503, 504].includes(answer.status)) {
        this.recorder.add('fail', { ...about, code: answer.body.code, agent: answer.body.agent?.id ?? answer.body.details?.agent?.id });
        return { ok: false, error: answer.body };
      }
      this.recorder.add('info', about);
      await sleep(50 + 200 * this.random.next());
    }
  }
  async enter(channel) {
    const joined = await this.ask('chat:join', { channel_id: channel });  // follows from its head
    return joined.ok;
  }
  /// Everything one has said is stored or refused.
  async settled(channel) { while ((this.waiting.get(channel) ?? 0) > 0) await sleep(10); }
  minutes(from, to) { return this.day.minutes(from + (to - from) * this.random.next()); }
}

export class Visitor extends Person {
  /// A visit: a question or two, and whatever comes between.
  async visit() {
    const { random, day } = this;
    await this.connect();
    for (let n = 1; n <= (random.chance(0.15) ? 2 : 1); n++) {
      const subject = `Question ${n} of ${this.name}`;
      const started = await this.does('chat:start', { subject, priority: random.of(['low', 'medium', 'medium', 'high', 'urgent']) }, subject);
      const id = started.session.session_id;
      if (!await this.enter(id)) continue;
      day.begun(this, id);
      if (random.chance(0.6)) this.say(id, `hello from ${this.name}`);
      await this.waits(id);
      await this.talks(id);
      await this.minutes(1, 10);
    }
    await this.end();
  }

  /// Until somebody comes, or one has had enough.
  async waits(id) {
    const { random, day } = this;
    const patience = random.chance(0.15) ? 3 + 10 * random.next() : Infinity;
    for (let waited = 0; this.heads.has(id) && !day.assigned.has(id); waited++) {
      if (random.chance(0.05) && this.live) this.client.drop();                     // a reload
      if (random.chance(0.03) && !this.tab) this.tab = await this.anotherTab(id);
      if (random.chance(0.05)) this.say(id, `still waiting, ${this.name}`);
      if (waited > patience) {
        await this.does('chat:end', { channel_id: id });
        this.leave(id);
        this.tab?.leave(id);
        day.seen('gave up');
        return;
      }
      await this.minutes(0.5, 1.5);
    }
  }
  async anotherTab(id) {
    const tab = new Person(this.day, this.random, { name: `${this.name}'`, door: this.door === 'plain' ? 'socketio' : 'plain', token: this.token, user: this.user });
    this.day.everybody.push(tab);
    await tab.connect();
    await tab.enter(id);
    this.day.seen('another tab');
    return tab;
  }
  async talks(id) {
    const { random } = this;
    for (let rounds = random.below(8); this.heads.has(id) && rounds > 0; rounds--) {
      (this.tab?.heads.has(id) && random.chance(0.5) ? this.tab : this).say(id, `${this.name} says ${rounds}`);
      if (random.chance(0.2)) this.client.send('chat:typing', { channel_id: id, is_typing: true }).catch(() => null);
      if (random.chance(0.05) && this.live) this.client.drop();
      await this.minutes(0.5, 3);
    }
    await this.settled(id);
    if (this.heads.has(id) && random.chance(0.5)) await this.does('chat:end', { channel_id: id });
    while (this.heads.has(id) && !this.day.closed) await this.minutes(0.5, 1);  // until the technician ends it
  }
}

export class Technician extends Person {
  staff = true;
  mine = 0;

  async works() {
    await this.connect();
    while (!this.day.over) {
      if (this.random.chance(0.02) && this.live) this.client.drop();
      if (this.mine < 3) await this.takes();
      await this.minutes(0.5, 2);
    }
    while (this.mine > 0) await sleep(20);
  }

  async takes() {
    const listed = await http(this.url, 'GET', '/api/live-chat/agent/sessions?status=pending&limit=5', { token: this.token }).catch(() => ({ status: 0 }));
    const waiting = listed.status === 200 ? listed.body.data : [];
    const back = listed.status === 200 ? await this.queuedAgain() : [];
    const chat = this.random.chance(0.7) ? [...back, ...waiting][0] : this.random.of([...back, ...waiting]);
    if (!chat) return;
    const accepted = await this.does('chat:accept', { channel_id: chat.session_id });
    if (accepted?.session.agent?.id !== this.user) return;
    this.day.assigned.add(chat.session_id);
    this.mine++;
    this.serves(chat.session_id).catch((error) => this.day.broke(error)).finally(() => { this.mine--; });
  }
  /// Active chats that wait again, since their last technician has left.
  async queuedAgain() {
    const { status, body } = await http(this.url, 'GET', '/api/live-chat/agent/sessions?status=active&limit=50', { token: this.token }).catch(() => ({ status: 0 }));
    return status === 200 ? body.data.filter(({ queued }) => queued) : [];
  }

  async serves(id) {
    const { random, day } = this;
    if (!await this.enter(id)) return;
    for (let rounds = 1 + random.below(6); this.heads.has(id) && rounds > 0; rounds--) {
      this.say(id, `${this.name} answers ${rounds}`);
      if (random.chance(0.2)) await this.does('chat:add_note', { channel_id: id, content: `note of ${this.name}` });
      if (random.chance(0.1)) await this.corrects(id);
      if (random.chance(0.05)) { await this.settled(id); return void await this.leaves(id); }
      if (random.chance(0.08)) { await this.settled(id); if (await this.handsOver(id)) return; }
      await this.minutes(0.5, 3);
    }
    await this.settled(id);
    if (!this.heads.has(id)) return;
    if (random.chance(0.6) || day.over) { await this.does('chat:end', { channel_id: id }); this.leave(id); return; }
    for (let patience = 20; this.heads.has(id) && patience > 0; patience--) await this.minutes(0.5, 1);  // the client may end it
    if (this.heads.has(id)) { await this.does('chat:end', { channel_id: id }); this.leave(id); }
  }
  async corrects(id) {
    await this.settled(id);
    const { body } = await http(this.url, 'GET', `/api/live-chat/${id}/messages?limit=200`, { token: this.token });
    const own = this.random.of((body.data ?? []).filter(({ sender, type, deleted_at }) => sender.id === this.user && type === 'text' && !deleted_at));
    if (!own) return;
    if (this.random.chance(0.5)) await this.does('chat:react', { channel_id: id, message_id: own.id, emoji: '👍' });
    else await this.does('chat:delete_message', { channel_id: id, message_id: own.id });
  }
  async leaves(id) {
    const left = await this.does('chat:leave', { channel_id: id });
    this.leave(id);
    if (left) this.day.seen('left by its technician');
  }
  /// True when it is somebody else's now.
  async handsOver(id) {
    const { random, day } = this;
    const other = random.of(day.technicians.filter((one) => one !== this));
    const moved = await day.dispatcher.does('chat:assign', { channel_id: id, agent_id: other.user });
    if (moved?.session.agent?.id !== other.user) return false;
    this.leave(id);
    day.seen('given to another');
    other.mine++;
    other.serves(id).catch((error) => day.broke(error)).finally(() => { other.mine--; });
    return true;
  }
}
