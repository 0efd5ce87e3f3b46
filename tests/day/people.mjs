// Who is there on a day: visitors and technicians, each with a random stream of their own, so that a seed tells who wants what. They behave
// as good clients do (fault/talkers.mjs), and write down everything for the checker.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Talker } from '../fault/talkers.mjs';
import { http } from '../support/doors.mjs';
import { restRoute } from '../support/routes.mjs';

/// Refusals that a day brings: somebody else was quicker, or has it by now, or it is over.
const late = new Set(['session_closed', 'invalid_state', 'not_participant', 'not_found', 'already_accepted', 'offered_to_another', 'over_capacity', 'not_eligible',
  'offer_expired', 'conflict', 'forbidden']);

class Person extends Talker {
  constructor(day, random, options) {
    super({ url: day.daemon.url, recorder: day.recorder, answerWithinMs: 30_000, ...options });
    Object.assign(this, { day, random, guestIn: new Set(), asked: new Set(), offers: [] });
    day.everybody.push(this);
  }

  /// Also when the daemon is just away.
  async connect() {
    for (let tries = 0; ; tries++) {
      try { return await super.connect(); } catch (error) { if (tries === 50) throw error; }
      await sleep(200);
    }
  }
  heard(connection, client, entry) {
    const { event, data } = entry;
    const follows = this.heads.has(data?.channel_id);
    super.heard(connection, client, entry);
    if (connection !== this.connection || entry.kind !== 'push') return;
    if (event === 'chat:no_answer') this.asked.add(data.session_id);
    if (event === 'chat:offer') this.offers.push(data);
    if (follows && this.endsFor(event, data)) {
      this.heads.delete(data.channel_id);
      this.recorder.add('stop', { client: this.name, channel: data.channel_id });
    }
    if (data.message?.system?.code === 'reopened' && !follows && !this.ended) this.takenUpAgain(data);
  }
  /// An answer that comes when one's part in the chat has ended begins no new one.
  acknowledged(connection, sent, data) {
    if (this.heads.has(sent.channel_id)) return void super.acknowledged(connection, sent, data);
    this.recorder.add('ok', { key: sent.client_id, channel: sent.channel_id, seq: data.message.seq, id: data.message.id, replayed: data.replayed });
    this.settled(sent.client_id);
  }
  /// What ends one's part in a chat.
  endsFor(event, data) {
    if (['chat:ended', 'chat:abandoned', 'chat:callback_requested'].includes(event)) return true;
    if (event === 'chat:participant_left') return data.user?.id === this.user;
    if (!this.staff || !data.seq || this.guestIn.has(data.channel_id)) return false;
    return (event === 'chat:session_assigned' && data.agent?.id !== this.user) || (event === 'chat:transferred' && data.transfer?.immediate && data.transfer.from.id === this.user);
  }
  leave(channel) {
    if (this.heads.delete(channel)) this.recorder.add('stop', { client: this.name, channel });
  }

  takenUpAgain({ channel_id: id }) { this.enter(id).catch(() => null); }  // or gone already

  /// Who was away when their part in a chat ended learns it when they come back.
  lost(channel, status) {
    if (status === 'gone') this.leave(channel);
    else super.lost(channel, status);
  }

  /// Whoever goes hears nothing more, also of a chat that was taken up again at the last moment.
  async end() {
    for (const id of [...this.heads.keys()]) this.leave(id);
    await super.end();
  }

  /// By the socket, or (now and then) by REST with a key. Undefined when it was too late.
  async does(event, data, mark) {
    const answer = await (this.random.chance(0.3) && restRoute(event, data) ? this.askRest(event, data, mark) : this.ask(event, data, mark));
    this.day.seen(`${event} ${answer.ok ? 'ok' : answer.error.code}`);
    if (!answer.ok && !late.has(answer.error.code)) throw new Error(`${this.name}: ${event} ${JSON.stringify(data)}: ${JSON.stringify(answer.error)}`);
    return answer.ok ? answer.data : undefined;
  }
  async askRest(event, data, mark) {
    const about = { operation: event, key: randomUUID(), user: this.user, channel: data.channel_id };
    const { method, path, body } = restRoute(event, data);
    for (;;) {
      this.recorder.add('invoke', { ...about, mark });
      const answer = await http(this.url, method, path, { token: this.token, body, headers: { 'idempotency-key': about.key } }).catch(() => ({ status: 503 }));
      if (answer.status < 300) {
        this.recorder.add('ok', { ...about, seq: answer.body?.seq ?? undefined, effect: mark && answer.body.session.session_id });
        return { ok: true, data: answer.body ?? {} };
      }
      if (![503, 504].includes(answer.status)) {
        this.recorder.add('fail', { ...about, code: answer.body.code, agent: answer.body.agent?.id ?? answer.body.details?.agent?.id });
        return { ok: false, error: answer.body };
      }
      this.recorder.add('info', about);
      await sleep(50 + 200 * this.random.next());
    }
  }
  async get(path) {
    const answer = await http(this.url, 'GET', path, { token: this.token }).catch(() => ({ status: 503 }));
    return answer.status === 200 ? answer.body : undefined;
  }
  async enter(channel) { return (await this.ask('chat:join', { channel_id: channel })).ok; }  // follows from its head

  /// A small picture, uploaded and posted.
  async sendsFile(channel) {
    const form = new FormData();
    form.append('file', new Blob([Buffer.from(`${this.name} at ${channel}\n`)], { type: 'text/plain' }), 'notes.txt');
    const answer = await fetch(`${this.url}/api/chat-upload/upload`, { method: 'POST', headers: { authorization: `Bearer ${this.token}` }, body: form }).catch(() => null);
    if (answer?.status !== 201) return;
    const { attachment } = await answer.json();
    if (!this.live) return;  // what is sent before a resume is answered comes twice: as its answer and in what was missed
    const key = randomUUID();
    this.recorder.add('invoke', { key, channel, sender: this.user, content: '' });
    const sent = await this.client.send('chat:send_message', { channel_id: channel, type: 'file', content: '', attachment_ids: [attachment.id], client_id: key }).catch(() => null);
    this.recorder.add(sent?.ok ? 'info' : sent?.error && !sent.error.retryable ? 'fail' : 'info', { key, code: sent?.error?.code });
    if (sent?.ok) this.day.seen('files');
  }
  /// Everything one has said is stored or refused.
  async saidAll(channel) { while ((this.waiting.get(channel) ?? 0) > 0) await sleep(10); }
  minutes(from, to) { return this.day.minutes(from + (to - from) * this.random.next()); }
}

export class Visitor extends Person {
  /// A visit: a question or two, and whatever comes between.
  async visit() {
    const { random, day } = this;
    await this.connect();
    for (let n = 1; n <= (random.chance(0.15) ? 2 : 1); n++) {
      const subject = `Question ${n} of ${this.name}`;
      const team = random.chance(0.4) ? { team_id: day.robin } : {};
      const started = await this.does('chat:start', { subject, priority: random.of(['low', 'medium', 'medium', 'high', 'urgent']), ...team }, subject);
      const id = started.session.session_id;
      if (!await this.enter(id)) continue;
      day.seen('chats');
      if (random.chance(0.6)) this.say(id, `hello from ${this.name}`);
      if (!await this.waits(id)) break;
      await this.talks(id);
      if (random.chance(0.4)) await this.does('chat:rate', { channel_id: id, score: 1 + random.below(5) });
      await this.minutes(1, 10);
    }
    await this.end();
    await this.tab?.end();
  }

  /// Until somebody comes, or one has had enough. False: gone for good.
  async waits(id) {
    const { random, day } = this;
    const patience = random.chance(0.2) ? 3 + 10 * random.next() : Infinity;
    const vanishes = random.chance(0.05);
    for (let waited = 0; this.heads.has(id) && !day.assigned.has(id); waited++) {
      if (random.chance(0.05) && this.live) this.client.drop();                     // a reload
      if (random.chance(0.03) && !this.tab) this.tab = await this.anotherTab(id);
      if (random.chance(0.05)) this.say(id, `still waiting, ${this.name}`);
      if (this.asked.delete(id) && random.chance(0.3)) {
        const choice = random.of(['keep_waiting', 'keep_waiting', 'request_callback', 'abandon']);
        await this.does(`chat:${choice}`, { channel_id: id, ...(choice === 'request_callback' ? { phone: '+49 30 1234567' } : {}) });
      }
      if (waited > patience) {
        await this.saidAll(id);
        if (vanishes) {
          day.seen('vanished');
          for (const device of [this, this.tab]) device?.leave(id);
          return false;
        }
        const how = random.of(['chat:end', 'chat:abandon', 'chat:request_callback']);
        await this.does(how, { channel_id: id, ...(how === 'chat:request_callback' ? { phone: '+49 30 7654321' } : {}) });
        await this.minutes(0.5, 1);
        return !this.heads.has(id);
      }
      await this.minutes(0.5, 1.5);
    }
    return true;
  }
  async anotherTab(id) {
    const tab = new Person(this.day, this.random, { name: `${this.name}'`, door: this.door === 'plain' ? 'socketio' : 'plain', token: this.token, user: this.user });
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
      if (random.chance(0.1)) await this.sendsFile(id);
      if (random.chance(0.05) && this.live) this.client.drop();
      await this.minutes(0.5, 3);
    }
    await this.saidAll(id);
    if (this.heads.has(id) && random.chance(0.5)) await this.does('chat:end', { channel_id: id });
    while (this.heads.has(id) && !this.day.closed) await this.minutes(0.5, 1);  // until the technician ends it
  }
}

export class Technician extends Person {
  staff = true;
  mine = new Set();

  async works() {
    await this.connect();
    while (!this.day.over) {
      if (this.random.chance(0.02) && this.live) this.client.drop();
      if (this.mine.size < 3) await this.takes();
      if (this.random.chance(0.1)) await this.completes();
      await this.minutes(0.5, 2);
    }
    while (this.mine.size > 0) await sleep(20);
  }

  async takes() {
    const offer = this.offers.shift();
    if (offer && this.random.chance(0.15)) return void await this.does('chat:decline', { channel_id: offer.session_id, offer_id: offer.offer_id });
    const waiting = (await this.get('/api/live-chat/agent/sessions?status=pending&limit=5'))?.data ?? [];
    const again = (await this.get('/api/live-chat/agent/sessions?status=active&limit=50'))?.data.filter(({ queued }) => queued) ?? [];
    const chat = offer ?? (this.random.chance(0.7) ? [...again, ...waiting][0] : this.random.of([...again, ...waiting]));
    if (!chat) return;
    const accepted = await this.does('chat:accept', { channel_id: chat.session_id, ...(offer ? { offer_id: offer.offer_id } : {}) });
    if (accepted?.session.agent?.id === this.user && !this.heads.has(chat.session_id)) this.begins(chat.session_id);
  }
  takenUpAgain({ channel_id: id, session }) {
    if (session.agent_id === this.user) this.begins(id);
  }
  begins(id) {
    this.day.assigned.add(id);
    this.guestIn.delete(id);
    if (this.mine.has(id)) return;
    this.mine.add(id);
    this.serves(id).catch((error) => this.day.broke(error)).finally(() => this.mine.delete(id));
  }
  /// One of those who left, or want to be called.
  async completes() {
    const left = (await this.get('/api/live-chat/agent/sessions?status=abandoned,callback&limit=20'))?.data ?? [];
    const chat = this.random.of(left);
    if (chat) await this.does('chat:complete', { channel_id: chat.session_id, ...(this.random.chance(0.7) ? { note: `${this.name} called back` } : {}) });
  }

  async serves(id) {
    const { random, day } = this;
    if (!await this.enter(id)) return;
    for (let rounds = 1 + random.below(6); this.heads.has(id) && rounds > 0; rounds--) {
      this.say(id, `${this.name} answers ${rounds}`);
      if (random.chance(0.2)) await this.does('chat:add_note', { channel_id: id, content: `note of ${this.name}` });
      if (random.chance(0.1)) await this.corrects(id);
      if (random.chance(0.05)) await this.invites(id);
      if (random.chance(0.05)) { await this.saidAll(id); return void await this.leaves(id); }
      if (random.chance(0.1)) { await this.saidAll(id); await this.handsOver(id); }
      await this.minutes(0.5, 3);
    }
    await this.saidAll(id);
    if (this.heads.has(id) && random.chance(0.2)) await this.does('chat:convert_to_ticket', { channel_id: id });
    for (let patience = random.chance(0.6) || day.over ? 0 : 20; this.heads.has(id) && patience > 0; patience--) await this.minutes(0.5, 1);  // the client may end it
    if (this.heads.has(id)) await this.does('chat:end', { channel_id: id });
  }
  async corrects(id) {
    await this.saidAll(id);
    const own = this.random.of(((await this.get(`/api/live-chat/${id}/messages?limit=200`))?.data ?? []).filter(({ sender, type, deleted_at }) => sender.id === this.user && type === 'text' && !deleted_at));
    if (!own) return;
    if (this.random.chance(0.5)) await this.does('chat:react', { channel_id: id, message_id: own.id, emoji: '👍' });
    else await this.does('chat:delete_message', { channel_id: id, message_id: own.id });
  }
  other() { return this.random.of(this.day.technicians.filter((one) => one !== this)); }
  async invites(id) {
    const guest = this.other();
    if (guest.heads.has(id) || !guest.live) return;
    guest.guestIn.add(id);
    if (!await this.does('chat:invite', { channel_id: id, user_id: guest.user })) return;
    if (await guest.enter(id)) this.day.seen('guests');
  }
  async leaves(id) {
    if (await this.does('chat:leave', { channel_id: id })) this.day.seen('left by its technician');
    this.leave(id);
  }
  async handsOver(id) {
    const { random, day } = this, to = this.other();
    if (random.chance(0.3)) {
      const moved = await day.dispatcher.does('chat:assign', { channel_id: id, agent_id: to.user });
      if (moved?.session.agent?.id === to.user && !to.heads.has(id)) to.begins(id);
    } else await this.does('chat:transfer', { channel_id: id, ...(random.chance(0.5) ? { agent_id: to.user } : { team_id: day.robin }), note: `from ${this.name}` });
  }
}
